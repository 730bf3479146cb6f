"""All that is SQLite's own: its file, its connections, its full-text table. postgresql.py is its sibling."""

from __future__ import annotations

import glob
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    column,
    create_engine,
    event,
    literal_column,
    select,
    table,
)
from sqlalchemy.pool import NullPool

from vigie.adapters.store.codec import dumps
from vigie.adapters.store.failures import AlreadyRunning, damaged, explained, unusable
from vigie.ports import StoreError

T = TypeVar("T")

PRAGMAS = (
    "page_size = 8192",  # of a new file: articles hold kilobytes of text; half the pages, an eighth less work
    "journal_mode = WAL",  # readers never wait for the writer
    "synchronous = FULL",  # what is committed survives a power cut: « sending » must
    "busy_timeout = 5000",
    "secure_delete = ON",  # what is erased is overwritten
    "temp_store = MEMORY",  # nothing spills into files elsewhere
    "trusted_schema = OFF",
    "journal_size_limit = 67108864",
)

CHECKED = 512 * 2**20
"""Bytes up to which a file is read whole at start to find damage; a bigger one would make the start wait."""


opening: ContextVar[Path] = ContextVar("opening")
"""The file that connect() is opening."""


@cache
def engine(begin: str, *pragmas: str) -> Engine:
    """Of the connections whose every transaction starts with `begin`; the driver's own handling of them is off.

    There is one for all files, so that what it learns of each statement is learnt once a process, not once a file.
    """

    def creator() -> sqlite3.Connection:
        raw = sqlite3.connect(opening.get(), isolation_level=None, check_same_thread=False)
        try:
            for pragma in (*PRAGMAS, *pragmas):
                raw.execute(f"PRAGMA {pragma}").close()
        except sqlite3.Error:
            raw.close()
            raise
        return raw

    made = create_engine("sqlite://", creator=creator, poolclass=NullPool, json_serializer=dumps)
    event.listen(made, "begin", lambda connection: connection.exec_driver_sql(begin))
    return made


def connect(path: Path, begin: str, *pragmas: str) -> Connection:
    opening.set(path)
    return engine(begin, *pragmas).connect()


def writer(path: Path) -> Connection:
    return connect(path, "BEGIN IMMEDIATE", "foreign_keys = ON")


def reader(path: Path) -> Connection:
    return connect(path, "BEGIN", "query_only = ON")


def migrator(path: Path) -> Connection:
    """As the writer, but a table may be rebuilt while others refer to it; migrate.py checks the references after."""
    return connect(path, "BEGIN IMMEDIATE", "foreign_keys = OFF")


def make_file(path: Path) -> None:
    """Create the folder (0700) and an empty file (0600) where they are missing. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def damage(path: Path) -> str | None:
    """The first damage found in the file, in SQLite's words; None where it is sound, or too big to be read at start."""
    if path.stat().st_size > CHECKED:
        return None
    with closing(sqlite3.connect(path)) as raw:
        found: str = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
    return None if found == "ok" else found


def copy(path: Path, to: Path) -> None:
    """A copy of the database, whole or not there at all: it is written aside, then renamed."""
    aside = to.with_name(f"{to.name}.tmp")
    aside.unlink(missing_ok=True)
    os.close(os.open(aside, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(aside)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE").close()  # one file, with no companions
    os.replace(aside, to)


def copies(path: Path) -> list[Path]:
    """The copies made before migrations (`vigie.db.avant-0002`)."""
    return sorted(path.parent.glob(f"{glob.escape(path.name)}.avant-*"))


def remove_copies(path: Path, before: datetime) -> None:
    """Remove those older than that: they hold texts that are to be forgotten."""
    for old in copies(path):
        if datetime.fromtimestamp(old.stat().st_mtime, UTC) < before:
            old.unlink(missing_ok=True)


def error_name(error: BaseException) -> str:
    """« SQLITE_FULL »; '' for what did not come from SQLite."""
    return getattr(getattr(error, "orig", error), "sqlite_errorname", "")


class SqliteFile:
    """A database in one file, held by one process."""

    shared = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self.lock = FileLock(f"{path}.lock", timeout=0, mode=0o600, thread_local=False, fallback_to_soft=False)

    def take(self) -> None:
        """Take the lock; refuse a damaged file before anything is written to it. Raises StoreError."""
        try:
            make_file(self.path)
            self.lock.acquire()
            if found := damage(self.path):
                raise damaged(self.path, found)
        except Timeout:
            raise AlreadyRunning(self.path) from None
        except OSError as error:
            raise unusable(self.path, error) from error
        except sqlite3.Error as error:
            raise self.explained(error) or error from error

    def let_go(self) -> None:
        self.lock.release()

    def writer(self) -> Connection:
        return writer(self.path)

    def reader(self) -> Connection:
        return reader(self.path)

    def migrator(self) -> Connection:
        return migrator(self.path)

    def before_migration(self, step: str) -> None:
        """Keep a copy of the file as it is."""
        copy(self.path, self.path.with_name(f"{self.path.name}.avant-{step}"))

    def lead(self, connection: Connection) -> bool:
        """Whoever holds the file is alone."""
        return True

    def transaction(self, connection: Connection, work: Callable[[Connection], T]) -> T:
        with connection.begin():
            return work(connection)

    def tidy(self, connection: Connection) -> None:
        """Write the file anew, so that nothing that was erased is left in it, nor in the copies."""
        try:
            tidy(connection)
        except sqlite3.Error as error:
            raise self.explained(error) or error from error
        for copy in copies(self.path):
            copy.unlink(missing_ok=True)

    def remove_copies(self, before: datetime) -> None:
        remove_copies(self.path, before)

    def explained(self, error: BaseException) -> StoreError | None:
        """What to say of a condition of the disk or the file; None for a mistake of ours."""
        return explained(error_name(error), self.path)


# -- full text --------------------------------------------------------------------------------------------------------

story_search = table("story_search", column("rowid"), column("words"))
"""An FTS5 table, one row a source of a story (rowid = story_source.id), its words stemmed beforehand (words.py). Its
tokenizer takes every character beyond ASCII for a letter, so it never splits a word; detail = none: it knows which rows
have a word, not where.
"""


def index_source(db: Connection, source: int, words: str) -> None:
    """Make a source findable by these tokens, and no longer by those it had."""
    db.execute(story_search.delete().where(story_search.c.rowid == source))
    db.execute(story_search.insert().values(rowid=source, words=words))


def sources_with(all_of: list[list[str]]) -> Select[Any]:
    """The ids of the sources that have, for each list, one of its tokens."""
    query = " AND ".join("(" + " OR ".join(f'"{token}"' for token in one_of) + ")" for one_of in all_of)
    matches: ColumnElement[bool] = literal_column("story_search").op("MATCH")(query)
    return select(story_search.c.rowid).where(matches)


def forget_sources(db: Connection, sources: Sequence[int]) -> None:
    """Nobody finds them any more."""
    db.execute(story_search.delete().where(story_search.c.rowid.in_(sources)))


def tidy(db: Connection) -> None:
    """Let nothing that was erased be found in the file, nor beside it: the index merged, the file written anew.

    To be called outside a transaction, on the writer.
    """
    raw = db.connection.driver_connection
    assert raw is not None
    raw.execute("INSERT INTO story_search (story_search) VALUES ('optimize')").close()
    raw.execute("VACUUM").close()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
