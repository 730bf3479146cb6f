"""`demenager`: the rows of a SQLite file go into an empty PostgreSQL database, and what was done is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vigie.adapters.store import StoreError
from vigie.adapters.store.moving import Moved, move
from vigie.cli.doctor.machine import is_there
from vigie.cli.streams import complain
from vigie.text.french import counted, joined

KINDS: Mapping[str, tuple[str, str]] = {
    "feed": ("flux", "flux"),
    "company": ("entreprise", "entreprises"),
    "article": ("article", "articles"),
    "story": ("histoire", "histoires"),
    "channel": ("salon", "salons"),
    "subscription": ("abonnement", "abonnements"),
    "delivery": ("envoi", "envois"),
}
"""The tables that people know something of."""

NO_ADDRESS = (
    "Donnez dans le fichier .env l'adresse d'une base PostgreSQL neuve, "
    "VIGIE_DATABASE=postgresql://utilisateur:mot-de-passe@machine/base, puis relancez cette commande."
)


def main(file: Path, address: Path | str | None) -> int:
    """1, and a French sentence on standard error, where it cannot be done."""
    if not isinstance(address, str):
        return complain(NO_ADDRESS)
    if not is_there(file):
        return complain(f"Il n'y a pas de base {file}\u00a0: donnez le bon dossier avec --data.")
    try:
        moved = move(file, address)
    except StoreError as error:
        return complain(error)
    print(told(moved, file))
    return 0


def told(moved: Moved, file: Path) -> str:
    known = [counted(moved.rows[name], *words) for name, words in KINDS.items() if name in moved.rows]
    lines = counted(sum(moved.rows.values()), "ligne", "lignes")
    tables = counted(len(moved.rows), "table", "tables")
    return (
        f"Copié\u00a0: {joined(known) or 'rien, la base est vide'}.\n"
        f"Relu et comparé\u00a0: {lines} de {tables}, les mêmes des deux côtés (empreinte {moved.mark}).\n"
        f"Le fichier {file} n'a pas changé. Gardez-le de côté quelque temps, mais n'y relancez pas Vigie\u00a0: elle "
        "redirait ce que l'autre base a dit depuis. Vous pouvez démarrer Vigie sur la nouvelle base."
    )
