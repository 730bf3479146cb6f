"""A PostgreSQL server of one's own: Debian's, on a free port, in a temporary folder, with no care for power cuts.

It runs under an unprivileged user where the tests run as root, because PostgreSQL refuses to be root's.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fakes.ports import free_port

USER, ADMIN = "vigie", "chef"
"""Who owns the databases, with no other right, as an operator would have it; who may do all."""

ASIDE = Path("/usr/lib/postgresql")
"""Where Debian puts the server's programs, by version: not on the PATH."""

UNPRIVILEGED = ("postgres", "nobody")

EMPTY = """
do $$ declare name text; begin
    set local session_replication_role = replica;  -- rows that refer to each other go in any order
    for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version' loop
        execute format('delete from %I', name);
    end loop;
    for name in select sequencename from pg_sequences where schemaname = 'public' loop
        perform setval(name::regclass, 1, false);
    end loop;
end $$
"""

ABSENT = "PostgreSQL's server is not installed (Debian: apt install postgresql)"

NEEDED = "VIGIE_TESTS_NEED_POSTGRESQL"
"""In the environment: the tests fail where there is no server, instead of being skipped."""

TUNED = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "on", "max_connections": "60",
    "shared_buffers": "32MB", "autovacuum": "off", "max_wal_size": "256MB", "listen_addresses": "127.0.0.1",
    "log_min_messages": "fatal", "jit": "off",
}  # fmt: skip


def wanted() -> None:
    """Skip the test that asked where there is no server; fail it where there must be one."""
    if programs() is not None:
        return
    if os.environ.get(NEEDED):
        pytest.fail(f"{ABSENT}, and {NEEDED} is set")
    pytest.skip(ABSENT)


def programs() -> Path | None:
    """The folder of initdb and postgres, of the newest version that is installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = sorted(ASIDE.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    return installed[-1].parent if installed else None


def somebody() -> dict[str, Any]:
    """How a subprocess is no longer root's."""
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED:
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise RuntimeError("no unprivileged user to run PostgreSQL")


@dataclass
class Postgres:
    """A server that may be stopped, killed and started again."""

    folder: Path
    bin: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    names: count[int] = field(default_factory=lambda: count(1))

    def make(self) -> None:
        options = [
            "-D",
            "data",
            "-U",
            ADMIN,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        ]
        self.run(self.bin / "initdb", *options)
        self.port = free_port()

    def run(self, *command: str | Path) -> None:
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=60, **somebody())

    def start(self) -> None:
        """Returns once it answers."""
        settings = [f"-c{name}={value}" for name, value in TUNED.items()]
        command = [self.bin / "postgres", "-D", "data", "-p", str(self.port), "-k", str(self.folder), *settings]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **somebody())
        until = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.address("postgres", user=ADMIN), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()[-2000:]) from None
                time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends its sessions first, SIGQUIT does not look back: at its next start it repairs itself."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def address(self, database: str, *, port: int | None = None, user: str = USER) -> str:
        return f"postgresql://{user}@127.0.0.1:{port or self.port}/{database}"

    def ask(self, query: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """The rows of any statement, outside a transaction."""
        with psycopg.connect(self.address(database, user=ADMIN), autocommit=True) as connection:
            cursor = connection.execute(query)  # type: ignore[arg-type]  # ours, each of them
            return cursor.fetchall() if cursor.description else []

    def new_database(self, template: str = "template0") -> str:
        """The name of an empty one, or of a copy of another that nobody is connected to."""
        name = f"v{os.getpid()}_{next(self.names)}"
        self.ask(f'create database "{name}" template "{template}" owner {USER}')
        return name

    def empty(self, address: str) -> None:
        """Take every row out of our tables, and let their numbers start anew; much faster than a new database."""
        with psycopg.connect(address.replace(USER, ADMIN, 1), autocommit=True) as connection:
            connection.execute(EMPTY)

    def drop(self, name: str) -> None:
        self.ask(f'drop database if exists "{name}" with (force)')


@contextmanager
def serving() -> Iterator[Postgres]:
    """A server, for as long as this lasts. Raises RuntimeError where none is installed."""
    bin = programs()
    if bin is None:
        raise RuntimeError(ABSENT)
    folder = Path(tempfile.mkdtemp(prefix="vigie-pg-"))  # its socket's path must be short
    if user := somebody():
        os.chown(folder, user["user"], user["group"])
    server = Postgres(folder, bin)
    try:
        server.make()
        server.start()
        server.ask(f"create role {USER} login")
        yield server
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)
