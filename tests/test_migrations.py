"""Migrations: each one transaction; killed anywhere, the next start goes on; they make what schema.py says."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from vigie.adapters.store import SqlStore, sqlite
from vigie.adapters.store.migrate import VERSIONS, config, pending, upgrade
from vigie.adapters.store.postgresql import PostgresDatabase
from vigie.adapters.store.schema import metadata
from vigie.adapters.store.sqlite import SqliteFile

ROOT = Path(__file__).parents[1]

OURS = [step.revision for step in ScriptDirectory.from_config(config(VERSIONS)).walk_revisions()][::-1]
"""The revisions that there are, in their order."""
HEAD = OURS[-1]

NEXT = """
import os
import signal

from alembic import op
import sqlalchemy as sa

revision = "9001"
down_revision = "{head}"


def upgrade():
    op.add_column("tenant", sa.Column("zone", sa.Text()))
    op.execute("update tenant set zone = 'Europe/Paris'")
    if os.environ.get("STOP_IN") == "9001":
        os.kill(os.getpid(), signal.SIGKILL)
    op.execute("drop table story_search")
    op.execute("create virtual table story_search using fts5(words, detail = none)")
"""

AFTER = """
from alembic import op

revision = "9002"
down_revision = "9001"


def upgrade():
    op.execute("insert into tenant (name, created_at, zone) values ('slack:T1', '2026-01-01 00:00:00', 'UTC')")
    op.execute("{statement}")
"""

KILLED_AT = """
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from vigie.adapters.store.migrate import upgrade
from vigie.adapters.store.sqlite import SqliteFile

folder, step = Path(sys.argv[1]), int(sys.argv[2])
# One interpreter, many deaths: each child dies before its own statement, the parent only counts.
for stop in range(1, 1000, step):
    if (child := os.fork()) == 0:
        left = [stop]

        @event.listens_for(Engine, "before_cursor_execute")
        def count(*_):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        upgrade(SqliteFile(folder / f"{stop}.db"))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        print(stop)
        sys.exit(status)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "vigie.db"
    sqlite.make_file(path)
    return path


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, ...]:
    """Our migrations, and one that a later version may bring."""
    planted = tmp_path / "planted"
    planted.mkdir()
    (planted / "9001_zone.py").write_text(NEXT.format(head=HEAD))
    return (*VERSIONS, planted)


def with_data(path: Path) -> None:
    upgrade(SqliteFile(path))
    with closing(sqlite3.connect(path)) as db:
        db.execute("insert into tenant values ('local', '2026-01-01 00:00:00.000000')").close()
        db.commit()


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db, closing(db.execute(query)) as cursor:
        return cursor.fetchall()


def revision(path: Path) -> str:
    [(found,)] = rows(path, "select version_num from alembic_version")
    return str(found)


def ours(name: str | None, kind: str, _: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith("story_search"))


def test_the_migrations_make_what_the_schema_says(path):
    upgrade(SqliteFile(path))
    with closing(sqlite.migrator(path)) as connection:
        options = {"include_name": ours, "compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_on_postgresql_too(postgres):
    engine = PostgresDatabase(postgres.address(postgres.new_database()))
    upgrade(engine)
    with closing(engine.migrator()) as connection:
        options = {"include_name": ours, "compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        assert pending(connection, engine.name, VERSIONS) == []


def test_the_conditions_of_partial_indexes_are_those_of_the_schema(path):
    upgrade(SqliteFile(path))
    made = {
        name: sql.partition(" WHERE ")[2]
        for name, sql in rows(path, "select name, sql from sqlite_master where sql like 'CREATE%INDEX%'")
    }
    stated = {
        index.name: str(index.dialect_options["sqlite"]["where"])
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    assert stated
    assert {name: where for name, where in made.items() if where} == stated


def test_a_file_that_is_up_to_date_is_not_touched(path):
    upgrade(SqliteFile(path))
    before = path.stat().st_mtime_ns
    upgrade(SqliteFile(path))
    assert path.stat().st_mtime_ns == before


def test_a_migration_keeps_the_data_and_a_copy_of_the_file_before_it(path, versions):
    with_data(path)
    upgrade(SqliteFile(path), versions)
    assert rows(path, "select name, zone from tenant") == [("local", "Europe/Paris")]
    copy = path.with_name("vigie.db.avant-9001")
    assert rows(copy, "select name from tenant") == [("local",)]
    assert revision(copy) == HEAD
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sqlite.copies(path) == [copy]


def test_a_new_file_needs_no_copy(path, versions):
    upgrade(SqliteFile(path), versions)
    assert revision(path) == "9001"
    assert sqlite.copies(path) == []


def test_a_folder_with_a_percent_sign_is_a_folder(tmp_path):
    path = tmp_path / "50%s" / "vigie.db"
    sqlite.make_file(path)
    (planted := path.parent / "planted").mkdir()
    (planted / "9001_zone.py").write_text(NEXT.format(head=HEAD))
    upgrade(SqliteFile(path), (*VERSIONS, planted))
    assert revision(path) == "9001"


def test_a_migration_that_fails_leaves_the_one_before_it(path, versions):
    with_data(path)
    broken = versions[-1] / "9002_broken.py"
    broken.write_text(AFTER.format(statement="insert into nowhere values (1)"))
    with pytest.raises(Exception, match="no such table: nowhere"):
        upgrade(SqliteFile(path), versions)
    assert revision(path) == "9001"
    assert rows(path, "select name from tenant") == [("local",)]
    broken.write_text(AFTER.format(statement="select 1"))
    upgrade(SqliteFile(path), versions)
    assert rows(path, "select count(*) from tenant") == [(2,)]
    assert [copy.name for copy in sqlite.copies(path)] == ["vigie.db.avant-9001", "vigie.db.avant-9002"]


def test_a_migration_that_would_leave_rows_referring_to_nothing_is_undone(path, versions):
    with_data(path)
    orphan = "insert into channel (platform, tenant, address) values ('chat', 'nobody', 'x')"
    (versions[-1] / "9002_orphan.py").write_text(AFTER.format(statement=orphan))
    with pytest.raises(ValueError, match="refer to nothing"):
        upgrade(SqliteFile(path), versions)
    assert revision(path) == "9001"
    assert rows(path, "select count(*) from channel") == [(0,)]


def killed(path: Path, versions: tuple[Path, ...]) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom vigie.adapters.store.migrate import upgrade\n"
        "from vigie.adapters.store.sqlite import SqliteFile\n"
        "upgrade(SqliteFile(Path(sys.argv[1])), [Path(folder) for folder in sys.argv[2:]])"
    )
    arguments = [sys.executable, "-c", code, str(path), *map(str, versions)]
    process = subprocess.run(arguments, env=os.environ | {"STOP_IN": "9001"}, cwd=ROOT, check=False)
    assert process.returncode == -9


def test_a_process_killed_in_the_middle_of_a_migration_starts_well_the_next_time(path, versions):
    with_data(path)
    killed(path, versions)
    assert revision(path) == HEAD
    upgrade(SqliteFile(path), versions)
    assert rows(path, "select name, zone from tenant") == [("local", "Europe/Paris")]


def test_a_copy_that_was_cut_short_is_made_again(path, versions):
    with_data(path)
    path.with_name("vigie.db.avant-9001.tmp").write_bytes(b"half of a copy")
    upgrade(SqliteFile(path), versions)
    assert [copy.name for copy in sqlite.copies(path)] == ["vigie.db.avant-9001"]
    assert revision(path.with_name("vigie.db.avant-9001")) == HEAD


@pytest.mark.parametrize("step", [15, pytest.param(1, marks=pytest.mark.chaos)])
def test_killed_before_any_statement_of_the_first_migration_the_next_start_goes_on(tmp_path, step):
    for stop in range(1, 1000, step):
        sqlite.make_file(tmp_path / f"{stop}.db")
    arguments = [sys.executable, "-c", KILLED_AT, str(tmp_path), str(step)]
    process = subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True, text=True)
    survivors = range(1, int(process.stdout), step)
    assert len(survivors) >= 40 // step

    async def start(path: Path) -> None:
        async with SqlStore(path) as store:
            assert await store.watchlist() == ([], 0)

    for stop in survivors:
        asyncio.run(start(tmp_path / f"{stop}.db"))


def test_what_is_pending_is_told_in_order(path, versions):
    with closing(sqlite.migrator(path)) as connection:
        assert pending(connection, str(path), versions) == [*OURS, "9001"]
