"""One database and its two threads: one that writes, one that reads. It knows no table, and of the engine its shape.

Each piece of work is one transaction. Reads see all that was committed before they began, and never wait for a write.
A connection that was lost is made anew, and what was under way is done again where nothing of it was committed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from vigie.adapters.store.engines import Place, engine_at
from vigie.adapters.store.failures import Again, NotLeading
from vigie.adapters.store.migrate import upgrade

P = ParamSpec("P")
T = TypeVar("T")

Work = Callable[Concatenate[Connection, P], T]

PAUSES = (0.0, 0.1, 0.3, 0.6, 1.0, 2.0)
"""Seconds before each repetition of what a lost connection undid; a server that restarts is back by then."""


class Database:
    """Open from `open` to `close`; both may be called again."""

    def __init__(self, place: Place) -> None:
        self.engine = engine_at(place)
        self.writer: Connection | None = None
        self.reader: Connection | None = None
        self.leads = False
        """Whether the writer's session leads (engines.Engine.lead): a lost session no longer does."""
        self.is_open = self.helps = False
        """Whether another process led when we last asked."""

    async def open(self) -> None:
        """Take the database, create or migrate its tables, connect. Raises StoreError."""
        self.writing = ThreadPoolExecutor(1, "store-write")
        self.reading = ThreadPoolExecutor(1, "store-read")
        try:
            await asyncio.get_running_loop().run_in_executor(self.writing, self.start)
        except BaseException:
            self.close()
            raise
        self.is_open = True

    def start(self) -> None:
        try:
            self.engine.take()
            upgrade(self.engine)
            self.writer, self.reader = self.engine.writer(), self.engine.reader()
        except Again as error:
            raise self.failure(error.__cause__) from error
        except DBAPIError as error:
            raise self.failure(error) from error

    def close(self) -> None:
        """Finish what was begun, then let go of the database. It does not await: no cancellation can cut it short."""
        self.writing.shutdown()
        self.reading.shutdown()
        for connection in (self.reader, self.writer):
            if connection is not None:
                connection.close()
        self.reader = self.writer = None
        self.is_open = self.leads = False
        self.engine.let_go()

    async def tidy(self) -> None:
        """Write the database anew, so that nothing that was erased is left in it. It takes a while."""
        assert self.is_open, "the store is closed"
        try:
            await asyncio.get_running_loop().run_in_executor(self.writing, self.tidy_now)
        except DBAPIError as error:
            raise self.failure(error) from error

    def tidy_now(self) -> None:
        self.engine.tidy(self.writing_anew(lost=False))

    async def lead(self) -> bool:
        """Be the process that examines and delivers, if no other one is. Raises StoreError."""
        leads = await self.write(self.take_lead)
        self.helps = not leads
        return leads

    def take_lead(self, connection: Connection) -> bool:
        if not self.leads:
            self.leads = self.engine.lead(connection)
        return self.leads

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.run(self.reading, self.reading_anew, lambda db: work(db, *args, **kwargs))

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.run(self.writing, self.writing_anew, lambda db: work(db, *args, **kwargs))

    async def write_leading(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Raises NotLeading where another process leads."""

        def guarded(connection: Connection) -> T:
            if not self.take_lead(connection):
                raise NotLeading(self.engine.name)
            return work(connection, *args, **kwargs)

        return await self.run(self.writing, self.writing_anew, guarded)

    async def run(
        self, thread: ThreadPoolExecutor, connected: Callable[[bool], Connection], work: Callable[[Connection], T]
    ) -> T:
        """Do the work in one transaction on its thread. Raises StoreError where the disk, file or server fails."""
        assert self.is_open, "the store is closed"
        try:
            return await asyncio.get_running_loop().run_in_executor(thread, self.persist, connected, work)
        except DBAPIError as error:
            raise self.failure(error) from error

    def persist(self, connected: Callable[[bool], Connection], work: Callable[[Connection], T]) -> T:
        """Do it, and again where a lost connection undid it."""
        lost: BaseException | None = None
        for pause in PAUSES:
            if pause:
                time.sleep(pause)
            try:
                return self.engine.transaction(connected(lost is not None), work)
            except Again as error:
                lost = error.__cause__
        assert lost is not None
        raise lost

    def writing_anew(self, lost: bool) -> Connection:
        if lost or self.writer is None or self.writer.invalidated:
            self.leads = False
            let_go(self.writer)
            self.writer = None
            self.writer = self.engine.writer()
        return self.writer

    def reading_anew(self, lost: bool) -> Connection:
        if lost or self.reader is None or self.reader.invalidated:
            let_go(self.reader)
            self.reader = None
            self.reader = self.engine.reader()
        return self.reader

    def failure(self, error: BaseException | None) -> BaseException:
        """What to raise for it: a sentence for a condition of the database, itself for a mistake of ours."""
        assert error is not None
        return self.engine.explained(error) or error


def let_go(connection: Connection | None) -> None:
    """Of a session that is lost already."""
    if connection is not None:
        with suppress(DBAPIError):
            connection.close()
