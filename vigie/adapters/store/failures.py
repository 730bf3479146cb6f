"""What keeps the store from working, each as one French sentence that says what to do. It detects nothing."""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """The database cannot be opened or written. The message is French, for whoever runs Vigie."""


class AlreadyRunning(StoreError):
    """Another process holds the database."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"La base {path} est déjà utilisée par un autre Vigie\u00a0: arrêtez-le d'abord, "
            "ou donnez à celui-ci son propre dossier avec --data DOSSIER."
        )


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


def explained(code: str, path: Path) -> StoreError | None:
    """What to say of SQLite's error `code` (« SQLITE_IOERR_WRITE »); None where it is a mistake of ours."""
    for known, sentence in CONDITIONS.items():
        if code.startswith(known):
            return StoreError(sentence.format(path=path))
    return None


def unusable(path: Path, error: OSError) -> StoreError:
    """The folder or the file itself is refused."""
    return StoreError(
        f"Vigie ne peut pas créer ou écrire {path} ({error.strerror or error})\u00a0: "
        "vérifiez les droits de ce dossier, ou choisissez-en un autre avec --data DOSSIER."
    )


def damaged(path: Path, found: str) -> StoreError:
    return StoreError(f"{CONDITIONS['SQLITE_CORRUPT'].format(path=path)} (SQLite\u00a0: {found.splitlines()[-1]})")


def not_ours(path: Path) -> StoreError:
    return StoreError(
        f"Le fichier {path} est une base de données, mais pas celle de Vigie\u00a0: déplacez-le, "
        "ou choisissez un autre dossier avec --data DOSSIER."
    )


def too_new(path: Path) -> StoreError:
    return StoreError(
        f"La base {path} a été écrite par une version plus récente de Vigie\u00a0: mettez Vigie à jour, "
        f"ou remettez la copie «\u00a0{path.name}.avant-…\u00a0» faite avant le changement de version."
    )
