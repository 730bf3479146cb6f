"""One SQLite file, held by one process: a thread that writes, a thread that reads. It knows no table.

Each piece of work is one transaction. Reads see all that was committed before they began, and never wait for a write.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from vigie.adapters.store import sqlite
from vigie.adapters.store.failures import AlreadyRunning, damaged, explained, unusable
from vigie.adapters.store.migrate import upgrade

P = ParamSpec("P")
T = TypeVar("T")

Work = Callable[Concatenate[Connection, P], T]


class Database:
    """Open from `open` to `close`; both may be called again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = FileLock(f"{path}.lock", timeout=0, mode=0o600, thread_local=False, fallback_to_soft=False)
        self.writer: Connection | None = None
        self.reader: Connection | None = None

    async def open(self) -> None:
        """Take the lock, create or migrate the file, connect. Raises StoreError."""
        self.writing = ThreadPoolExecutor(1, "store-write")
        self.reading = ThreadPoolExecutor(1, "store-read")
        try:
            await asyncio.get_running_loop().run_in_executor(self.writing, self.start)
        except BaseException:
            self.close()
            raise

    def start(self) -> None:
        try:
            sqlite.make_file(self.path)
            self.lock.acquire()
            self.check()
            upgrade(self.path)
            self.writer, self.reader = sqlite.writer(self.path), sqlite.reader(self.path)
        except Timeout:
            raise AlreadyRunning(self.path) from None
        except OSError as error:
            raise unusable(self.path, error) from error
        except (DBAPIError, sqlite.Error) as error:
            raise self.failure(error) from error

    def check(self) -> None:
        """Refuse a damaged file before anything is written to it."""
        if found := sqlite.damage(self.path):
            raise damaged(self.path, found)

    def close(self) -> None:
        """Finish what was begun, then let go of the file. It does not await: no cancellation can cut it short."""
        self.writing.shutdown()
        self.reading.shutdown()
        for connection in (self.reader, self.writer):
            if connection is not None:
                connection.close()
        self.reader = self.writer = None
        self.lock.release()

    async def tidy(self) -> None:
        """Write the file anew, so that nothing that was erased is left in it, nor in the copies. It takes a while."""
        writer = self.writer
        assert writer is not None, "the store is closed"

        def work() -> None:
            sqlite.tidy(writer)
            for copy in sqlite.copies(self.path):
                copy.unlink(missing_ok=True)

        try:
            await asyncio.get_running_loop().run_in_executor(self.writing, work)
        except (DBAPIError, sqlite.Error) as error:
            raise self.failure(error) from error

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.run(self.reading, self.reader, work, *args, **kwargs)

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.run(self.writing, self.writer, work, *args, **kwargs)

    async def run(
        self,
        thread: ThreadPoolExecutor,
        connection: Connection | None,
        work: Work[P, T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do the work in one transaction on its thread. Raises StoreError where the disk or the file fails."""
        assert connection is not None, "the store is closed"

        def transaction() -> T:
            with connection.begin():
                return work(connection, *args, **kwargs)

        try:
            return await asyncio.get_running_loop().run_in_executor(thread, transaction)
        except DBAPIError as error:
            raise self.failure(error) from error

    def failure(self, error: Exception) -> Exception:
        """What to raise for it: a sentence for a condition of the disk or the file, itself for a mistake of ours."""
        return explained(sqlite.error_name(error), self.path) or error
