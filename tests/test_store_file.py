"""The file: made, held by one process, refused in a sentence where it cannot be used."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes.store import GAZETTE, MORVAN, NOON, an_article
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from vigie.adapters.store import AlreadyRunning, SqlStore, StoreError
from vigie.adapters.store import sqlite as ours
from vigie.model import FeedState


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_the_folder_and_the_file_are_made_for_their_owner_alone(tmp_path):
    path = tmp_path / "data" / "vigie.db"
    async with SqlStore(path) as store:
        await store.adopt([GAZETTE], [MORVAN], NOON)
        assert mode(path.parent) == 0o700
        assert {mode(file) for file in path.parent.iterdir()} == {0o600}


async def test_what_was_written_is_there_after_a_restart(tmp_path):
    async with SqlStore(tmp_path / "vigie.db") as store:
        await store.adopt([GAZETTE], [MORVAN], NOON)
    async with SqlStore(tmp_path / "vigie.db") as store:
        assert [feed.url for feed, _ in await store.due_feeds(NOON)] == [GAZETTE.url]


async def test_a_store_may_be_closed_twice(tmp_path):
    async with SqlStore(tmp_path / "vigie.db") as store:
        await store.__aexit__(None, None, None)


async def test_a_second_vigie_on_the_same_file_is_refused_at_once(tmp_path):
    path = tmp_path / "vigie.db"
    async with SqlStore(path):
        with pytest.raises(AlreadyRunning, match="déjà utilisée par une autre Vigie") as refusal:
            async with SqlStore(path):
                pass
        assert str(path) in str(refusal.value)
    async with SqlStore(path) as store:
        assert await store.watchlist() == ([], 0)


async def test_a_second_process_is_refused_and_a_killed_one_leaves_no_lock(tmp_path):
    path = tmp_path / "vigie.db"
    holds = (
        "import asyncio, sys, pathlib\n"
        "from vigie.adapters.store import SqlStore\n"
        "async def main():\n"
        "    async with SqlStore(pathlib.Path(sys.argv[1])):\n"
        "        print('held', flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", holds, str(path), stdout=subprocess.PIPE, cwd=Path(__file__).parents[1]
    )
    assert process.stdout
    assert await process.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyRunning):
        async with SqlStore(path):
            pass
    process.kill()
    await process.communicate()
    async with SqlStore(path) as store:
        assert await store.newcomers() == []


async def refusal(path: Path) -> str:
    with pytest.raises(StoreError) as error:
        async with SqlStore(path):
            pass
    assert not isinstance(error.value, AlreadyRunning)
    assert str(path) in str(error.value)
    return str(error.value)


async def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "vigie.db"
    path.write_bytes(b"feeds:\n  - url: https://gazette.example/rss\n" * 50)
    assert "n'est pas une base de données" in await refusal(path)
    assert path.read_bytes().startswith(b"feeds:")


async def test_a_damaged_file_is_refused(tmp_path):
    path = tmp_path / "vigie.db"
    async with SqlStore(path) as store:
        await store.adopt([GAZETTE], [MORVAN], NOON)
        articles = [an_article(f"{n}", "x" * 3000) for n in range(50)]
        await store.save_visit(GAZETTE, FeedState(GAZETTE.url), articles, NOON, baseline=True)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(os.urandom(8 * 4096))
    assert "abîmée" in await refusal(path)


async def test_a_cut_file_is_refused(tmp_path):
    path = tmp_path / "vigie.db"
    async with SqlStore(path):
        pass
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)
    assert "abîmée" in await refusal(path)


async def test_a_big_file_is_not_read_whole_at_start_but_refused_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(ours, "CHECKED", 0)
    path = tmp_path / "vigie.db"
    path.write_bytes(b"not a database" * 500)
    assert ours.damage(path) is None
    assert "n'est pas une base de données" in await refusal(path)


async def test_a_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "vigie.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table recipe (name)").close()
    assert "pas celle de Vigie" in await refusal(path)


async def test_a_database_of_a_newer_vigie_is_refused(tmp_path):
    path = tmp_path / "vigie.db"
    async with SqlStore(path):
        pass
    with closing(sqlite3.connect(path)) as db:
        db.execute("update alembic_version set version_num = '9999'").close()
        db.commit()
    assert "plus récente" in await refusal(path)


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    assert "vérifiez les droits" in await refusal(tmp_path / "data" / "vigie.db")


async def test_a_folder_in_the_files_place_is_refused(tmp_path):
    (tmp_path / "vigie.db").mkdir()
    assert "vérifiez les droits" in await refusal(tmp_path / "vigie.db")


async def test_a_full_disk_is_said_in_a_sentence_and_loses_nothing(tmp_path):
    async with SqlStore(tmp_path / "vigie.db") as store:
        await store.adopt([GAZETTE], [MORVAN], NOON)
        await store.database.write(limit_pages)
        articles = [an_article(f"{n}", "x" * 5000) for n in range(200)]
        with pytest.raises(StoreError, match="disque est plein"):
            await store.save_visit(GAZETTE, FeedState(GAZETTE.url, etag="new"), articles, NOON, baseline=True)
        assert await store.unexamined() == []
        [(_, state)] = await store.due_feeds(NOON)
        assert state.etag is None


def limit_pages(db: Connection) -> None:
    pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
    db.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")


async def test_a_mistake_of_ours_keeps_its_own_name(tmp_path):
    async with SqlStore(tmp_path / "vigie.db") as store:
        with pytest.raises(IntegrityError):
            await store.database.write(
                lambda db: db.execute(text("insert into channel (platform, tenant, address) values ('chat', 'x', 'y')"))
            )


async def test_reads_cannot_write(tmp_path):
    async with SqlStore(tmp_path / "vigie.db") as store:
        with pytest.raises(StoreError, match="lecture seule"):
            await store.database.read(lambda db: db.execute(text("insert into meta values ('x', 1)")))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 5000),
        ("query_only", 0),
    ],
)
async def test_the_writer_is_set_for_safety(tmp_path, pragma, value):
    async with SqlStore(tmp_path / "vigie.db") as store:
        found = await store.database.write(lambda db: db.exec_driver_sql(f"PRAGMA {pragma}").scalar_one())
        assert found == value


async def test_a_failed_method_changes_nothing(tmp_path):
    async with SqlStore(tmp_path / "vigie.db") as store:

        def halfway(db: Connection) -> None:
            db.execute(text("insert into meta values ('x', 1)"))
            raise ValueError("halfway")

        with pytest.raises(ValueError, match="halfway"):
            await store.database.write(halfway)
        assert await store.database.read(lambda db: db.execute(text("select * from meta")).all()) == []


async def test_old_copies_of_the_file_are_removed_with_the_texts_they_hold(tmp_path):
    path = tmp_path / "vigie.db"
    old, recent, other = (
        tmp_path / name for name in ("vigie.db.avant-0002", "vigie.db.avant-0003", "notes.avant-0002")
    )
    for file in (old, recent, other):
        file.write_text("x")
    for file in (old, other):
        os.utime(file, ((NOON - timedelta(days=40)).timestamp(),) * 2)
    async with SqlStore(path) as store:
        assert await store.forget_texts(min(NOON, datetime.now(UTC)) - timedelta(days=30)) == 0
    assert (old.exists(), recent.exists(), other.exists()) == (False, True, True)
