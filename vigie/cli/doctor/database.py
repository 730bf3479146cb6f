"""What state the database is in, read without changing a byte of it and without waiting for a Vigie that runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from vigie.adapters.store.failures import explained
from vigie.cli.doctor.machine import is_there
from vigie.cli.doctor.verdicts import Mark, Verdict, fine, note, wrong
from vigie.pressure import MOST_OWED
from vigie.text.french import counted


def examine(path: Path) -> list[Verdict]:
    """Whether it opens, is whole, and is Vigie's; which version Vigie itself checks when it starts."""
    if not is_there(path):
        return [fine(f"Base {path} : sera créée au premier démarrage")]
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            found = opened(connection, path)
            return [found, *waiting(connection)] if found.mark is Mark.FINE else [found]
    except sqlite3.Error as error:
        known = explained(getattr(error, "sqlite_errorname", ""), path)
        return [wrong(f"Base {path} : {error}", str(known or "Remettez une sauvegarde, ou déplacez ce fichier."))]


WAITS = "SELECT count(*) FROM delivery WHERE state IN ('pending', 'sending', 'unclear') AND covered_by IS NULL"


def waiting(connection: sqlite3.Connection) -> Iterator[Verdict]:
    """How many messages wait to be sent; nothing of a database that is older than the ledger, or new."""
    try:
        owed = int(connection.execute(WAITS).fetchone()[0])
    except sqlite3.OperationalError:
        return
    said = f"{counted(owed, 'message attend', 'messages attendent')} d'être envoyé{'s' if owed > 1 else ''}"
    if owed > MOST_OWED:
        yield note(said, "Vigie n'examine plus de nouvel article avant que l'envoi n'ait rattrapé son retard.")
    elif owed:
        yield fine(said)


def opened(connection: sqlite3.Connection, path: Path) -> Verdict:
    damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if damage != "ok":
        return wrong(f"Base {path} abîmée ({damage})", "Remettez une sauvegarde, ou déplacez ce fichier.")
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "alembic_version" not in tables:
        return wrong(f"{path} n'est pas une base de Vigie", "Déplacez ce fichier, ou choisissez un autre --data.")
    megabytes = f"{path.stat().st_size / 2**20:.1f}".replace(".", ",")
    return fine(f"Base {path} : saine, {megabytes} Mo")
