"""What keeps the store from working, each as one French sentence that says what to do. It detects nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vigie.ports import StoreError


class AlreadyRunning(StoreError):
    """Another process holds the database."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"La base {path} est déjà utilisée par une autre Vigie\u00a0: arrêtez-la d'abord, "
            "ou donnez à celle-ci son propre dossier avec --data DOSSIER."
        )


class NotLeading(StoreError):
    """Another process on the database looks after what is told."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Une autre Vigie s'occupe des alertes de la base {name}\u00a0: celle-ci l'aide.")


class Again(Exception):
    """Nothing of a transaction was committed, through no fault of its own: the same once more may do."""


CONDITIONS = {
    "SQLITE_FULL": "Le disque est plein, la base {path} ne peut plus rien enregistrer\u00a0: libérez de la place.",
    "SQLITE_READONLY": "La base {path} est en lecture seule\u00a0: donnez à Vigie le droit d'écrire dans ce dossier.",
    "SQLITE_CANTOPEN": "La base {path} ne s'ouvre pas\u00a0: est-ce un fichier, dans un dossier accessible\u00a0?",
    "SQLITE_BUSY": "La base {path} est occupée par un autre programme\u00a0: fermez celui qui l'a ouverte.",
    "SQLITE_IOERR": "Le disque a refusé de lire ou d'écrire la base {path}\u00a0: vérifiez son état et sa place libre.",
    "SQLITE_NOTADB": "Le fichier {path} n'est pas une base de données\u00a0: déplacez-le, ou remettez une sauvegarde.",
    "SQLITE_CORRUPT": "La base {path} est abîmée\u00a0: remettez une sauvegarde, ou déplacez-la et relancez.",
}
"""SQLite's name of a condition, or its beginning -> what to say of it."""


def explained(code: str, path: Path | str) -> StoreError | None:
    """What to say of SQLite's error `code` (« SQLITE_IOERR_WRITE »); None where it is a mistake of ours."""
    return said(CONDITIONS, code, path)


def explained_state(code: str | None, name: str, words: str) -> StoreError | None:
    """What to say of PostgreSQL's error `code` (« 53100 »), None for a connection that failed, with its own words."""
    if code is not None:
        return said(STATES, code, name)
    known = next((sentence for sign, sentence in REFUSALS.items() if sign in words), SILENT)
    return StoreError(f"{known.format(path=name)} (PostgreSQL\u00a0: {last_line(words)})")


def said(sentences: Mapping[str, str], code: str, name: Path | str) -> StoreError | None:
    for known, sentence in sentences.items():
        if code.startswith(known):
            return StoreError(sentence.format(path=name))
    return None


def last_line(words: str) -> str:
    """Of what PostgreSQL says, the reason: the lines before it tell where it was asked."""
    return next((line.strip() for line in reversed(words.splitlines()) if line.strip()), "")[:200]


SILENT = "La base {path} ne répond pas\u00a0: vérifiez que PostgreSQL tourne, que le réseau y mène, et VIGIE_DATABASE."

STATES = {
    "08": SILENT,
    "57P": SILENT,
    "53100": "Le disque de la base {path} est plein, elle ne peut plus rien enregistrer\u00a0: libérez de la place.",
    "53300": "La base {path} n'accepte plus de connexions\u00a0: augmentez max_connections, ou fermez-en.",
    "53": "Le serveur de la base {path} manque de mémoire ou de ressources\u00a0: vérifiez sa machine.",
    "25006": "La base {path} est en lecture seule\u00a0: donnez dans VIGIE_DATABASE le serveur principal.",
    "42501": "La base {path} refuse ce droit à l'utilisateur\u00a0: donnez-lui la base (ALTER DATABASE … OWNER TO …).",
    "55P03": "La base {path} est occupée par un autre programme depuis 20 secondes\u00a0: voyez ce qui la retient.",
    "40": "La base {path} est trop disputée entre plusieurs programmes.",
    "58": "Le disque de la base {path} a refusé de lire ou d'écrire\u00a0: vérifiez son état.",
    "XX001": "La base {path} est abîmée\u00a0: remettez une sauvegarde.",
    "XX002": "La base {path} a un index abîmé\u00a0: lancez REINDEX DATABASE, ou remettez une sauvegarde.",
}
"""PostgreSQL's code of a condition, or its beginning -> what to say of it."""

REFUSALS = {
    "too many": "La base {path} n'accepte plus de connexions\u00a0: augmentez max_connections, ou fermez-en.",
    "password": "La base {path} refuse l'utilisateur ou le mot de passe de VIGIE_DATABASE\u00a0: vérifiez-les.",
    "no pg_hba.conf entry": "La base {path} refuse cette machine\u00a0: ajoutez-la à pg_hba.conf.",
    "mot de passe": "La base {path} refuse l'utilisateur ou le mot de passe de VIGIE_DATABASE\u00a0: vérifiez-les.",
    "role ": "La base {path} ne connaît pas l'utilisateur de VIGIE_DATABASE\u00a0: créez-le (createuser).",
    "database ": "La base {path} n'existe pas\u00a0: créez-la (createdb), ou corrigez VIGIE_DATABASE.",
}
"""What a server that lets nobody in says -> what to say of it: there is no code then."""


def bad_address() -> StoreError:
    return StoreError(
        "VIGIE_DATABASE n'est pas l'adresse d'une base\u00a0: écrivez "
        "postgresql://utilisateur:mot-de-passe@machine/base, ou le chemin d'un fichier SQLite."
    )


def too_old(name: str) -> StoreError:
    return StoreError(f"Le serveur de la base {name} est trop ancien\u00a0: il faut PostgreSQL 13 ou plus récent.")


def unusable(path: Path, error: OSError) -> StoreError:
    """The folder or the file itself is refused."""
    return StoreError(
        f"Vigie ne peut pas créer ou écrire {path} ({error.strerror or error})\u00a0: "
        "vérifiez les droits de ce dossier, ou choisissez-en un autre avec --data DOSSIER."
    )


def damaged(path: Path, found: str) -> StoreError:
    return StoreError(f"{CONDITIONS['SQLITE_CORRUPT'].format(path=path)} (SQLite\u00a0: {found.splitlines()[-1]})")


def not_ours(name: str) -> StoreError:
    return StoreError(
        f"{name} est une base de données, mais pas celle de Vigie\u00a0: déplacez-la, "
        "ou choisissez un autre dossier avec --data DOSSIER, une autre base avec VIGIE_DATABASE."
    )


def too_new(name: str) -> StoreError:
    return StoreError(
        f"La base {name} a été écrite par une version plus récente de Vigie\u00a0: mettez Vigie à jour, "
        "ou remettez la copie faite avant le changement de version («\u00a0vigie.db.avant-…\u00a0», ou la vôtre)."
    )
