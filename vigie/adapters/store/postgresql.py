"""All that is PostgreSQL's own: its sessions, its one writer at a time, who leads, its full-text table. See sqlite.py.

Processes that share a database keep SQLite's order among themselves: a write holds a lock as long as its transaction
lasts, so what it read is still so when it writes, and no two decide on the same rows. Reads never wait. One process
leads: it holds a lock as long as its session lives, and the server ends the session with the process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    URL,
    Connection,
    Engine,
    Select,
    Text,
    cast,
    column,
    create_engine,
    event,
    func,
    inspect,
    literal,
    make_url,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, insert
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import NullPool

from vigie.adapters.store.codec import dumps
from vigie.adapters.store.failures import Again, bad_address, explained_state, too_old
from vigie.adapters.store.schema import metadata
from vigie.ports import StoreError

T = TypeVar("T")

OLDEST = 130000
"""The first version that tells what became of a transaction by its number."""

VIGIE = 0x56494749
"""The first half of our locks' numbers; the second says what they are for."""
WRITING, LEADING, MIGRATING = 1, 2, 3

SETTINGS = {
    "timezone": "UTC",  # a moment as text is UTC's
    "client_encoding": "UTF8",
    "lock_timeout": "20s",
    "idle_in_transaction_session_timeout": "60s",  # a process that was frozen while it wrote lets the others go on
    "tcp_keepalives_idle": "10",  # a machine that went away no longer leads after half a minute
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
    "jit": "off",  # short queries
}

KEPT_ALIVE = {"connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 4}

PASSING = ("40001", "40P01")
"""Serialization failure, deadlock: nothing was committed, and the same once more will do."""

UNDECIDED = 10.0
"""Seconds to find out whether a commit went through."""

ABOUT = "SELECT current_setting('server_version'), pg_database_size(current_database())"
STATUS = text("SELECT pg_xact_status(CAST(:number AS xid8))")


# -- sessions ---------------------------------------------------------------------------------------------------------


def address(written: str) -> URL:
    """Raises StoreError where it is none."""
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        raise bad_address() from None
    if url.get_backend_name() not in ("postgresql", "postgres") or not url.database:
        raise bad_address()
    return url.set(drivername="postgresql+psycopg")


def named(url: URL) -> str:
    """As people read it: without user, password and options."""
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or 'localhost'}{port}/{url.database}"


@cache
def engine(url: URL, kind: str) -> Engine:
    """Of the sessions of one kind (« write », « read », « migrate »); one for all, as sqlite.engine() says."""
    settings = SETTINGS | ({"default_transaction_read_only": "on"} if kind == "read" else {})
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    made = create_engine(
        url,
        poolclass=NullPool,
        json_serializer=dumps,
        isolation_level="REPEATABLE READ" if kind == "read" else "READ COMMITTED",  # a read sees one moment
        connect_args={"options": options, "application_name": "vigie", **KEPT_ALIVE},
    )
    if kind == "write":
        event.listen(made, "begin", wait_for_turn)
    return made


def wait_for_turn(connection: Connection) -> None:
    """A write's first statement, before it reads anything; by the transaction's number a lost commit is known."""
    turn = connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({VIGIE}, {WRITING}), pg_current_xact_id()::text")
    connection.info["transaction"] = turn.one()[1]


def is_lost(error: DBAPIError) -> bool:
    """The session is gone, or the server would not have one now."""
    code = state(error)
    if code is None:
        return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    return code.startswith(("08", "57P"))


def state(error: BaseException | None) -> str | None:
    """PostgreSQL's code of an error (« 53100 »); None for what it did not tell itself: a connection that failed."""
    return getattr(getattr(error, "orig", error), "sqlstate", None)


class PostgresDatabase:
    """A database of a PostgreSQL server, which other processes may hold too."""

    shared = True

    def __init__(self, written: str) -> None:
        self.url = address(written)
        self.name = named(self.url)

    def take(self) -> None:
        """Its sessions will hold it."""

    def let_go(self) -> None:
        """They held it."""

    def connect(self, kind: str) -> Connection:
        """Raises Again where there is no server now, or it lets nobody in."""
        try:
            return engine(self.url, kind).connect()
        except DBAPIError as error:
            if is_lost(error):
                raise Again(error) from error
            raise

    def writer(self) -> Connection:
        return self.connect("write")

    def reader(self) -> Connection:
        return self.connect("read")

    def migrator(self) -> Connection:
        """Others wait until it is closed. Raises StoreError where the server is too old."""
        connection = self.connect("migrate")
        if int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) < OLDEST:
            connection.close()
            raise too_old(self.name)
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({VIGIE}, {MIGRATING})")
        connection.commit()
        return connection

    def before_migration(self, step: str) -> None:
        """A copy is the operator's to make: docs/exploiter.md."""

    def look(self) -> tuple[str, int, bool]:
        """The server's version, the bytes of the database, and whether it is empty or Vigie's. Raises StoreError."""
        try:
            with self.connect("read") as connection:
                version, size = connection.exec_driver_sql(ABOUT).one()
                tables = set(inspect(connection).get_table_names())
        except (Again, DBAPIError) as error:
            cause = error.__cause__ if isinstance(error, Again) else error
            raise self.explained(cause) or error from error
        return version, size, not tables or "alembic_version" in tables

    def lead(self, connection: Connection) -> bool:
        """Whether this session leads from now on, or did already."""
        leads = connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({VIGIE}, {LEADING})").scalar_one()
        return bool(leads)

    def transaction(self, connection: Connection, work: Callable[[Connection], T]) -> T:
        """Do the work in one. Raises Again where nothing of it was committed and the same once more may do."""
        try:
            begun = connection.begin()
            try:
                result = work(connection)
            except BaseException:
                begun.rollback()
                raise
        except DBAPIError as error:
            if is_lost(error) or state(error) in PASSING:
                raise Again(error) from error
            raise
        number = connection.info.pop("transaction", None)
        try:
            begun.commit()
        except DBAPIError as error:
            if state(error) not in PASSING and not (number and is_lost(error)):
                raise
            if state(error) in PASSING or not self.was_committed(number):
                raise Again(error) from error
        return result

    def was_committed(self, number: str) -> bool:
        """What became of a transaction whose commit was not answered. Raises StoreError where nobody can tell.

        After a crash the server may give an unused number to another transaction. Taking that one's fate for ours
        loses no more than the crash of a process does: every line goes on from the rows that are there.
        """
        until = time.monotonic() + UNDECIDED
        while True:
            try:
                with self.connect("read") as connection:
                    found = connection.execute(STATUS, {"number": number}).scalar()
                    if found != "in progress":
                        return bool(found == "committed")
            except Again as error:
                if time.monotonic() > until:
                    raise self.explained(error.__cause__) or error from error
            if time.monotonic() > until:
                return False
            time.sleep(0.1)

    def tidy(self, connection: Connection) -> None:
        """Write the tables anew, so that nothing that was erased is left in them. What archives hold is the operator's.

        To be called outside a transaction, on the writer.
        """
        raw = connection.connection.driver_connection
        assert raw is not None
        connection.rollback()
        raw.autocommit = True
        try:
            for one in (*metadata.sorted_tables, story_search):
                raw.execute(f'VACUUM FULL "{one.name}"').close()
        finally:
            raw.autocommit = False

    def remove_copies(self, before: Any) -> None:
        """There are none of ours."""

    def explained(self, error: BaseException | None) -> StoreError | None:
        """What to say of a condition of the server; None for a mistake of ours."""
        return explained_state(state(error), self.name, str(getattr(error, "orig", error)))


# -- full text --------------------------------------------------------------------------------------------------------

story_search = table("story_search", column("source_id"), column("words"))
"""One row a source of a story, its stems as a tsvector that no dictionary of the server has touched (words.py)."""

LONGEST = 250_000
"""Characters of stems in a row: a tsvector takes a megabyte, and a character four bytes at most."""


def index_source(db: Connection, source: int, words: str) -> None:
    """Make a source findable by these tokens, and no longer by those it had."""
    tokens = literal(words[:LONGEST].split(" "), ARRAY(Text))
    made = insert(story_search).values(source_id=source, words=func.array_to_tsvector(tokens))
    db.execute(made.on_conflict_do_update(index_elements=["source_id"], set_={"words": made.excluded.words}))


def sources_with(all_of: list[list[str]]) -> Select[Any]:
    """The ids of the sources that have, for each list, one of its tokens."""
    query = " & ".join("(" + " | ".join(f"'{token}'" for token in one_of) + ")" for one_of in all_of)
    return select(story_search.c.source_id).where(story_search.c.words.op("@@")(cast(query, TSQUERY)))


def forget_sources(db: Connection, sources: Sequence[int]) -> None:
    """Nobody finds them any more."""
    db.execute(story_search.delete().where(story_search.c.source_id.in_(sources)))
