"""Databases that fail: locked, full, read-only, cut short, restarted, unreachable. Nothing is lost, all goes on."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.patience import PATIENCE
from fakes.postgres import USER
from fakes.store import GAZETTE, MORVAN, NOON, PONANT, an_article, store, told
from fakes.vigie import FakeChat, HandClock
from fakes.wire import wire
from sqlalchemy import Connection, text

from vigie.adapters.store import SqlStore, StoreError, postgresql
from vigie.delivery import deliver_due
from vigie.model import Delivery, FeedState
from vigie.ports import Services

__all__ = ["store", "told"]

READ = FeedState(GAZETTE.url).after_success(None, GAZETTE, NOON)


async def bring(store: SqlStore, count: int = 1) -> int:
    """Let the feed bring so many articles; how many were new."""
    return await store.save_visit(GAZETTE, READ, [an_article(f"Titre {n}") for n in range(count)], NOON, baseline=False)


async def recovered(store: SqlStore) -> float:
    """Seconds until a write goes through again, tried as often as a tick does, only faster."""
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await bring(store)
            except StoreError:
                await asyncio.sleep(0.05)
            else:
                return time.monotonic() - began


# -- SQLite -----------------------------------------------------------------------------------------------------------


def hold(path: Path, seconds: float) -> threading.Thread:
    """Another program writes for so long."""
    held = threading.Event()

    def work() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("begin immediate").close()
            held.set()
            time.sleep(seconds)
            other.execute("commit").close()

    thread = threading.Thread(target=work)
    thread.start()
    held.wait(5)
    return thread


async def patience(store: SqlStore, milliseconds: int) -> None:
    await store.database.write(lambda db: db.exec_driver_sql(f"pragma busy_timeout = {milliseconds}").close())


async def test_a_lock_of_another_program_is_waited_for(told, tmp_path):
    holding = hold(tmp_path / "vigie.db", 0.2)
    assert await bring(told.store) == 1
    holding.join()


async def test_a_lock_that_lasts_is_told_in_a_sentence_and_nothing_is_lost_after(told, tmp_path):
    await patience(told.store, 50)
    with closing(sqlite3.connect(tmp_path / "vigie.db", isolation_level=None)) as other:
        other.execute("begin immediate").close()
        with pytest.raises(StoreError, match="occupée par un autre programme"):
            await bring(told.store)
    assert await bring(told.store) == 1
    assert len(await told.store.unexamined()) == 1


@pytest.mark.chaos
@pytest.mark.parametrize("seconds", [1, 6, 30])
async def test_locked_for_seconds(told, tmp_path, seconds):
    """With the five seconds that we wait by default."""
    holding = hold(tmp_path / "vigie.db", seconds)
    began, refused = time.monotonic(), list[str]()
    while time.monotonic() < began + seconds + 5:
        try:
            await bring(told.store)
            break
        except StoreError as error:
            refused.append(str(error))
    took = time.monotonic() - began
    print(f"locked for {seconds} s: written after {took:.1f} s, {len(refused)} refusals")
    assert len(refused) == (seconds - 1) // 5
    assert all("occupée" in said for said in refused)
    assert took < seconds + 1
    holding.join()
    assert len(await told.store.unexamined()) == 1


async def test_a_full_file_takes_rows_again_once_there_is_room(told):
    pages = await told.store.database.write(lambda db: db.exec_driver_sql("pragma page_count").scalar_one())
    limit = "pragma max_page_count = {}".format
    await told.store.database.write(lambda db: db.exec_driver_sql(limit(pages + 1)).close())
    with pytest.raises(StoreError, match="disque est plein"):
        await bring(told.store, 500)
    await told.store.database.write(lambda db: db.exec_driver_sql(limit(2**30)).close())
    assert await bring(told.store) == 1
    assert len(await told.store.unexamined()) == 1


async def test_a_file_that_became_read_only_is_written_again_afterwards(told):
    await told.store.database.write(lambda db: db.exec_driver_sql("pragma query_only = on").close())
    with pytest.raises(StoreError, match="lecture seule"):
        await bring(told.store)
    assert told.store.database.writer is not None
    await asyncio.to_thread(told.store.database.writing.submit(unlock, told.store).result)
    assert await bring(told.store) == 1


def unlock(store: SqlStore) -> None:
    raw = store.database.writer.connection.driver_connection
    raw.execute("pragma query_only = off").close()


FILLS = """
import asyncio, os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from fakes.store import HERE, NOON, Told, an_article
from vigie.adapters.store import SqlStore
from vigie.model import Change
from vigie.rules import Rules

async def main():
    told = Told(SqlStore(Path(sys.argv[1])))
    await told.store.__aenter__()
    await told.adopt()
    await told.subscribe()
    await told.store.set_rules(HERE, Rules(hourly=10_000), Change(HERE, "U1", "Sans plafond.", NOON))
    company = await told.company()
    await told.store.database.write(lambda db: db.exec_driver_sql("pragma wal_autocheckpoint = 0").close())
    for n in range(12):
        await told.open_story(company, an_article(f"Titre {n}"), alerts=[HERE])
    for one in await told.store.due_deliveries(NOON):
        if await told.store.mark_sending(one, NOON):
            await told.store.mark_sent(one, f"m{one.id}", NOON)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


class Remembering(FakeChat):
    """Knows a row's nonce again, as Discord does for some minutes."""

    async def post(self, delivery: Delivery) -> str:
        known = self.sent.get(delivery.id)
        return known or await super().post(delivery)


@pytest.mark.parametrize("count", [6, pytest.param(50, marks=pytest.mark.chaos)])
async def test_a_write_ahead_log_that_was_cut_anywhere_gives_an_earlier_state_from_which_all_goes_on(tmp_path, count):
    """What a disk that lies about its syncs leaves after a power cut: each cut gives a state that Vigie once had."""
    path, here = tmp_path / "vigie.db", Path(__file__).parent
    command = [sys.executable, "-c", FILLS, str(path), str(here.parent), str(here)]
    process = await asyncio.create_subprocess_exec(*command)
    assert await process.wait() == -signal.SIGKILL
    states = {await goes_on(cut) for cut in cuts(path, count)}
    assert len(states) >= min(5, count - 2)


def cuts(path: Path, count: int) -> Iterator[Path]:
    """Copies of the file, each with its log cut at another place."""
    dice, log = random.Random(5), Path(f"{path}-wal").read_bytes()
    assert len(log) > 100_000
    for turn in range(count):
        folder = path.parent / str(turn)
        folder.mkdir()
        shutil.copy(path, folder / "vigie.db")
        (folder / "vigie.db-wal").write_bytes(log[: dice.randrange(len(log))])
        yield folder / "vigie.db"


async def goes_on(path: Path) -> tuple[int, int]:
    """Open it and send what it thinks is owed; how many rows it had, and how many of them were sent by then."""
    async with SqlStore(path) as store:
        said = await store.database.read(lambda db: db.exec_driver_sql("select id, state from delivery").all())
        assert await store.database.read(lambda db: db.exec_driver_sql("pragma foreign_key_check").all()) == []
        clock, chat = HandClock(NOON + timedelta(minutes=1)), Remembering()
        chat.sent = {row.id: f"m{row.id}" for row in said}  # each of them was posted before the power went
        services = Services(clock, None, None, None, None, store, {"chat": chat})  # type: ignore[arg-type]
        await store.recover(clock())
        for _ in range(3):
            clock.forward(minutes=1)
            await deliver_due(services)
        assert chat.posts == {}
        rows = await store.database.read(lambda db: db.exec_driver_sql("select state from delivery").scalars().all())
        assert set(rows) <= {"sent"}
    return len(said), sum(row.state == "sent" for row in said)


async def test_a_corrupted_last_page_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "vigie.db"
    async with SqlStore(path) as store:
        await store.adopt([GAZETTE], [MORVAN], NOON)
        await bring(store, 50)
    with path.open("r+b") as file:
        file.seek(-8192, os.SEEK_END)
        file.write(os.urandom(8192))
    with pytest.raises(StoreError, match=r"abîmée.*remettez une sauvegarde"):
        async with SqlStore(path):
            pass


# -- PostgreSQL -------------------------------------------------------------------------------------------------------


@pytest.fixture
async def far(postgres, shared):
    """A store on PostgreSQL, with feeds and companies."""
    postgres.empty(shared)
    async with SqlStore(shared) as store:
        await store.adopt([GAZETTE], [MORVAN, PONANT], NOON)
        yield store


def end_sessions(postgres, shared: str) -> None:
    name = shared.rpartition("/")[2]
    postgres.ask(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")


async def test_a_session_that_was_ended_is_made_anew_and_nobody_notices(far, postgres, shared):
    assert await far.lead()
    end_sessions(postgres, shared)
    assert await bring(far) == 1
    assert len(await far.unexamined()) == 1
    assert await far.lead()


async def test_a_session_that_ends_in_the_middle_of_a_write_undoes_it_and_it_is_done_again(far, postgres, shared):
    turns = []

    def work(db: Connection) -> int:
        db.execute(text("insert into meta values ('x', 1)"))
        turns.append(1)
        if len(turns) == 1:
            end_sessions(postgres, shared)
        return int(db.execute(text("select count(*) from meta where name = 'x'")).scalar_one())

    assert await far.database.write(work) == 1
    assert len(turns) == 2


@pytest.mark.parametrize("cut", ["before", "after"])
async def test_a_connection_that_breaks_in_the_middle_of_a_commit_is_asked_after(far, postgres, shared, cut):
    """Committed or not, the write is there once, and its answer is the right one."""
    with wire(postgres.port) as line:
        name = shared.rpartition("/")[2]
        async with SqlStore(postgres.address(name, port=line.port)) as store:
            turns = []

            def work(db: Connection) -> int:
                turns.append(1)
                return int(db.execute(text("insert into meta values ('x', 1) returning value")).scalar_one())

            line.cut = cut
            assert await store.database.write(work) == 1
            assert line.cuts == 1
            assert len(turns) == {"before": 2, "after": 1}[cut]
            assert await bring(store, 3) == 3


@pytest.mark.chaos
async def test_a_server_that_is_restarted_delays_a_write_and_loses_none(far, postgres):
    assert await far.lead()
    writes = [asyncio.create_task(bring(far)) for _ in range(5)]
    began = time.monotonic()
    await asyncio.to_thread(postgres.stop)
    later = asyncio.create_task(bring(far))
    await asyncio.to_thread(postgres.start)
    assert await later == 1
    print(f"restarted: written {time.monotonic() - began:.2f} s after the stop")
    assert sum(await asyncio.gather(*writes)) == 5
    assert len(await far.unexamined()) == 6
    assert await far.lead()


@pytest.mark.chaos
async def test_a_server_that_crashes_repairs_itself_and_all_goes_on(far, postgres):
    await bring(far)
    await asyncio.to_thread(postgres.stop, signal.SIGQUIT)
    await asyncio.to_thread(postgres.start)
    assert await recovered(far) < 5
    assert len(await far.unexamined()) == 2


async def test_a_server_that_is_away_is_told_in_a_sentence_and_met_again(far, postgres, monkeypatch):
    monkeypatch.setattr("vigie.adapters.store.database.PAUSES", (0.0, 0.05))
    await asyncio.to_thread(postgres.stop)
    try:
        with pytest.raises(StoreError, match="ne répond pas") as told:
            await bring(far)
        assert USER not in str(told.value).partition("PostgreSQL")[0]
        with pytest.raises(StoreError, match="ne répond pas"):
            await far.unexamined()
    finally:
        await asyncio.to_thread(postgres.start)
    print(f"away: written {await recovered(far):.2f} s after the start")
    assert len(await far.unexamined()) == 1


RAISED = "do $$ begin raise exception 'planned' using errcode = '{}'; end $$"


@pytest.mark.parametrize("code", ["40001", "40P01"])
async def test_a_serialization_failure_or_a_deadlock_is_done_again(far, code):
    turns = []

    def work(db: Connection) -> str:
        turns.append(1)
        if len(turns) == 1:
            db.exec_driver_sql(RAISED.format(code))
        return "done"

    assert await far.database.write(work) == "done"
    assert len(turns) == 2


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("53100", "plein"),
        ("53200", "manque de mémoire"),
        ("53300", "plus de connexions"),
        ("25006", "lecture seule"),
        ("42501", "refuse ce droit"),
        ("XX001", "abîmée"),
        ("58030", "refusé de lire"),
    ],
)
async def test_what_the_server_refuses_is_told_in_a_sentence(far, code, said):
    with pytest.raises(StoreError, match=said):
        await far.database.write(lambda db: db.exec_driver_sql(RAISED.format(code)).close())
    assert await bring(far) == 1


async def test_a_lock_of_another_program_is_not_waited_for_for_ever(postgres, shared, monkeypatch):
    monkeypatch.setitem(postgresql.SETTINGS, "lock_timeout", "100ms")
    postgresql.engine.cache_clear()
    async with SqlStore(shared) as store, SqlStore(shared) as other:
        entered, leave = threading.Event(), threading.Event()

        def hold(db: Connection) -> None:
            entered.set()
            leave.wait(5)

        holding = asyncio.create_task(other.database.write(hold))
        await asyncio.to_thread(entered.wait, 5)
        with pytest.raises(StoreError, match="occupée"):
            await store.adopt([GAZETTE], [MORVAN], NOON)
        leave.set()
        await holding
        await store.adopt([GAZETTE], [MORVAN], NOON)
    postgresql.engine.cache_clear()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda url: url + "_absente", "n'existe pas"),
        (lambda url: url.replace(USER, "inconnu"), "ne connaît pas l'utilisateur"),
        (lambda url: "postgresql://v:s3cr3t@127.0.0.1:1/vigie", "ne répond pas"),
        (lambda url: "postgresql://v:s3cr3t@/", "n'est pas l'adresse d'une base"),
        (lambda url: "mysql://v:s3cr3t@host/vigie", "n'est pas l'adresse d'une base"),
        (lambda url: "postgresql://v:s3cr3t@host:port/vigie", "n'est pas l'adresse d'une base"),
    ],
)
async def test_a_database_that_lets_nobody_in_is_told_without_its_secrets(postgres, shared, change, said):
    with pytest.raises(StoreError, match=said) as refused:
        async with SqlStore(change(shared)):
            pass
    assert "s3cr3t" not in str(refused.value)


async def test_too_many_sessions_are_told(postgres, shared):
    postgres.ask("create role petit login connection limit 1")
    postgres.ask(f"grant {USER} to petit")
    with pytest.raises(StoreError, match=r"plus de connexions"):
        async with SqlStore(shared.replace(USER, "petit")):
            pass


async def test_a_database_of_another_program_is_left_alone(postgres):
    name = postgres.new_database()
    postgres.ask("create table recipe (name text)", name)
    with pytest.raises(StoreError, match="pas celle de Vigie"):
        async with SqlStore(postgres.address(name)):
            pass


async def test_two_that_start_at_once_on_an_empty_database_make_it_once(postgres):
    address = postgres.address(postgres.new_database())
    async with SqlStore(address) as one, SqlStore(address) as other:
        assert await one.watchlist() == await other.watchlist() == ([], 0)


async def test_no_secret_of_the_address_is_shown():
    database = postgresql.PostgresDatabase("postgresql://moi:s3cr3t@db.example:5433/vigie?sslpassword=s3cr3t")
    assert database.name == "postgresql://db.example:5433/vigie"
