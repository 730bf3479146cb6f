"""What state a PostgreSQL database is in: whether it lets Vigie in, and is its own. It changes nothing."""

from __future__ import annotations

from vigie.adapters.store import StoreError
from vigie.adapters.store.postgresql import PostgresDatabase
from vigie.cli.doctor.verdicts import Verdict, fine, wrong


def examine(address: str) -> list[Verdict]:
    try:
        database = PostgresDatabase(address)
        version, size, is_ours = database.look()
    except StoreError as error:
        return [wrong("Base PostgreSQL", str(error))]
    if not is_ours:
        return [wrong(f"{database.name} n'est pas une base de Vigie", "Donnez-en une autre à VIGIE_DATABASE.")]
    megabytes = f"{size / 2**20:.1f}".replace(".", ",")
    return [fine(f"Base {database.name} : joignable, PostgreSQL {version}, {megabytes} Mo")]
