"""A whole Vigie from its SQLite file into an empty PostgreSQL database: all rows under their own numbers, or none.

The file is not touched: what is read is a copy of it, brought to today's schema. The rows are written in one
transaction, read back in it and compared before it counts. What was sent keeps its row and is not sent again.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from filelock import Timeout
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    inspect,
    select,
    text,
    type_coerce,
    update,
)
from sqlalchemy.exc import DBAPIError

from vigie.adapters.store import postgresql
from vigie.adapters.store.codec import clean
from vigie.adapters.store.entries import batches
from vigie.adapters.store.failures import Again, AlreadyRunning, damaged, not_ours, unusable
from vigie.adapters.store.migrate import upgrade
from vigie.adapters.store.postgresql import PostgresDatabase
from vigie.adapters.store.schema import event, metadata, story_source
from vigie.adapters.store.search import index
from vigie.adapters.store.sqlite import SqliteFile, damage, reader
from vigie.ports import StoreError

AT_ONCE = 1_000
"""Rows that are held in memory at a time."""

LATER = event.c.story_id
"""Events and stories refer to each other: this reference is set once both are there."""


@dataclass(frozen=True, slots=True)
class Moved:
    rows: Mapping[str, int]
    """By table, those that hold any."""
    mark: str
    """Of all that was moved, the same on both sides."""


class NotEmpty(StoreError):
    """The database that was to take the rows has some."""

    def __init__(self, name: str, table: str) -> None:
        super().__init__(
            f"La base {name} n'est pas vide (table «\u00a0{table}\u00a0»)\u00a0: rien n'a été copié. Donnez dans "
            "VIGIE_DATABASE une base neuve (createdb), où Vigie n'a pas encore démarré."
        )


class Differs(StoreError):
    """What was read back is not what was written."""

    def __init__(self, name: str, table: str) -> None:
        super().__init__(
            f"La table «\u00a0{table}\u00a0» relue dans {name} diffère du fichier\u00a0: rien n'a été gardé de la "
            "copie, et le fichier n'a pas changé. Signalez-le avec la version de PostgreSQL."
        )


def move(file: Path, address: str) -> Moved:
    """Copy the file's rows into the database at this address.

    Raises StoreError where Vigie runs on the file, where it cannot be read, or where the database is not empty.
    """
    target = PostgresDatabase(address)
    try:
        refuse_what_is_there(target)
        with copied(file) as source:
            upgrade(target)
            with closing(target.writer()) as connection:
                return target.transaction(connection, lambda db: filled(source, db, target))
    except Again as error:
        raise target.explained(error.__cause__) or error from error
    except DBAPIError as error:
        raise target.explained(error) or error from error


# -- the file ---------------------------------------------------------------------------------------------------------


@contextmanager
def copied(file: Path) -> Iterator[Connection]:
    """A reader of a copy of the file, while nobody else may start on it."""
    lock = SqliteFile(file).lock
    try:
        lock.acquire()
    except Timeout:
        raise AlreadyRunning(file) from None
    try:
        with tempfile.TemporaryDirectory(prefix=".demenagement-", dir=file.parent) as folder:
            copy = Path(folder) / "vigie.db"
            for companion in ("", "-wal", "-journal"):  # what was committed and not yet written into the file itself
                if (part := file.with_name(f"{file.name}{companion}")).exists():
                    shutil.copyfile(part, copy.with_name(f"{copy.name}{companion}"))
            check(copy, file)
            upgrade(SqliteFile(copy))
            with closing(reader(copy)) as connection:
                yield connection
    except OSError as error:
        raise unusable(file, error) from error
    finally:
        lock.release()


def check(copy: Path, file: Path) -> None:
    """Raises StoreError for a file that is damaged, or no database."""
    try:
        found = damage(copy)
    except sqlite3.Error as error:
        raise SqliteFile(file).explained(error) or error from error
    if found:
        raise damaged(file, found)


# -- the database -----------------------------------------------------------------------------------------------------


def refuse_what_is_there(target: PostgresDatabase) -> None:
    """Before anything is made there. Raises StoreError where it has tables of somebody else, or rows of a Vigie."""
    with closing(target.reader()) as db:
        there = set(inspect(db).get_table_names())
        if there and "alembic_version" not in there:
            raise not_ours(target.name)
        refuse_rows(db, target.name, [table for table in metadata.sorted_tables if table.name in there])


def refuse_rows(db: Connection, name: str, tables: Sequence[Table]) -> None:
    for table in tables:
        if db.execute(select(table).limit(1)).first() is not None:
            raise NotEmpty(name, table.name)


def filled(source: Connection, db: Connection, target: PostgresDatabase) -> Moved:
    """The rows of the source, in the database too."""
    if not target.lead(db):
        raise StoreError(f"Une Vigie se sert déjà de la base {target.name}\u00a0: arrêtez-la d'abord.")
    refuse_rows(db, target.name, metadata.sorted_tables)
    for table in metadata.sorted_tables:
        fill(source, db, table)
    refer(source, db)
    marks = {}
    for table in metadata.sorted_tables:
        marks[table.name] = marked(source, table)
        if marked(db, table) != marks[table.name]:
            raise Differs(target.name, table.name)
        count_on(db, table)
    search_in(db, target.name)
    whole = hashlib.sha256("".join(mark for _, mark in marks.values()).encode()).hexdigest()
    return Moved({name: count for name, (count, _) in marks.items() if count}, whole[:16])


def fill(source: Connection, db: Connection, table: Table) -> None:
    columns = [column for column in table.c if column is not LATER]
    put = insert(table).values({column.name: given(column) for column in columns})
    for some in batched(rows(source, table)):
        known = ({c.name: value for c, value in zip(table.c, row, strict=True) if c is not LATER} for row in some)
        db.execute(put, [{f"of_{name}": value for name, value in row.items()} for row in known])


def given(column: Column[Any]) -> ColumnElement[Any]:
    """A value as rows() gives it: JSON is text, letter for letter."""
    if isinstance(column.type, JSON):
        return cast(bindparam(f"of_{column.name}", type_=Text()), JSON)
    return bindparam(f"of_{column.name}", type_=column.type)


def refer(source: Connection, db: Connection) -> None:
    """Let each event know its story."""
    known = select(event.c.id, LATER).where(LATER.is_not(None)).order_by(event.c.id)
    set_it = update(event).where(event.c.id == bindparam("of_id")).values({LATER.name: bindparam("of_story")})
    for some in batched(source.execute(known)):
        db.execute(set_it, [{"of_id": row.id, "of_story": row.story_id} for row in some])


def count_on(db: Connection, table: Table) -> None:
    """Let the next row take the number after the greatest."""
    if "id" not in table.c or (top := db.execute(select(func.max(table.c.id))).scalar()) is None:
        return
    db.execute(text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :top)"), {"name": table.name, "top": top})


def search_in(db: Connection, name: str) -> None:
    """Make every source of a story findable: the two engines keep their words each in its own way."""
    sources = db.execute(select(story_source.c.id).order_by(story_source.c.id)).scalars().all()
    for some in batches(sources):
        index(db, some)
    if db.execute(select(func.count()).select_from(postgresql.story_search)).scalar() != len(sources):
        raise Differs(name, "story_search")


# -- rows, the same on both sides -------------------------------------------------------------------------------------


def rows(db: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """All of them in the order of their keys, texts as both engines take them, JSON as text."""
    read = select(*(shown(column, db.dialect.name) for column in table.c)).order_by(*table.primary_key.columns)
    for row in db.execute(read, execution_options={"yield_per": AT_ONCE}):
        yield tuple(clean(value) if isinstance(value, str) else value for value in row)


def shown(column: Column[Any], engine: str) -> ColumnElement[Any]:
    if not isinstance(column.type, JSON):
        return column
    return type_coerce(column, Text()) if engine == "sqlite" else cast(column, Text)


def marked(db: Connection, table: Table) -> tuple[int, str]:
    """How many rows, and a mark of them that any difference changes."""
    mark, count = hashlib.sha256(), 0
    for row in rows(db, table):
        mark.update(repr(row).encode())
        count += 1
    return count, mark.hexdigest()


def batched(found: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(found)
    while some := list(islice(left, AT_ONCE)):
        yield some
