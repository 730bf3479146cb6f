"""The two engines under the store, SQLite and PostgreSQL, behind one shape; the few statements that differ.

Whatever else the store asks is SQL that both understand, through SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Select, Table
from sqlalchemy.dialects.postgresql import Insert, insert

from vigie.adapters.store import postgresql, sqlite
from vigie.ports import StoreError

T = TypeVar("T")

Place = Path | str
"""A file, or the address of a PostgreSQL database: postgresql://user:password@host/name."""


class Engine(Protocol):
    name: str
    """As people read it; it tells no secret."""
    shared: bool
    """Whether other processes may hold the database too."""

    def take(self) -> None:
        """Make the database ours, as far as the engine allows. Raises StoreError."""

    def let_go(self) -> None: ...
    def writer(self) -> Connection: ...
    def reader(self) -> Connection: ...
    def migrator(self) -> Connection:
        """While it is open nobody else migrates."""

    def before_migration(self, step: str) -> None: ...
    def lead(self, connection: Connection) -> bool:
        """Whether the process of this writer is the one that examines and delivers, from now on or already."""

    def transaction(self, connection: Connection, work: Callable[[Connection], T]) -> T:
        """Raises Again where the connection was lost, or the like, and nothing was committed."""

    def tidy(self, connection: Connection) -> None:
        """Let nothing that was erased be found in the files. To be called outside a transaction."""

    def remove_copies(self, before: datetime) -> None: ...
    def explained(self, error: BaseException) -> StoreError | None:
        """What to say of a condition of the database; None for a mistake of ours."""


def engine_at(place: Place) -> Engine:
    """Raises StoreError for an address that is none."""
    if isinstance(place, Path):
        return sqlite.SqliteFile(place)
    return postgresql.PostgresDatabase(place)


def insert_new(into: Table) -> Insert:
    """An insert that leaves out the rows whose key is there already: both engines spell it as PostgreSQL does."""
    return insert(into).on_conflict_do_nothing()


# -- full text --------------------------------------------------------------------------------------------------------

FULL_TEXT: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def index_source(db: Connection, source: int, words: str) -> None:
    """Make a source of a story findable by these tokens, and no longer by those it had."""
    FULL_TEXT[db.dialect.name].index_source(db, source, words)


def sources_with(db: Connection, all_of: list[list[str]]) -> Select[Any]:
    """The ids of the sources that have, for each list, one of its tokens."""
    found: Select[Any] = FULL_TEXT[db.dialect.name].sources_with(all_of)
    return found


def forget_sources(db: Connection, sources: Sequence[int]) -> None:
    """Nobody finds them any more."""
    FULL_TEXT[db.dialect.name].forget_sources(db, sources)
