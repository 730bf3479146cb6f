"""A backup put back: what was told after it was made is not told again, and news goes on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.postgres import wanted
from fakes.vigie import GAZETTE, HERE, Vigie
from oracle import judge

from vigie.adapters.store import SqlStore
from vigie.adapters.store.restored import JUMP
from vigie.cli.witness import Witness
from vigie.model import Change
from vigie.pipeline import tick
from vigie.ports import PostError
from vigie.rules import Rhythm, Rules

ON_BOTH = True

RESTORE = Path(__file__).parent / "fakes" / "restore.py"


@pytest.fixture
def back_up(vigie: Vigie, place: Path | str, request: pytest.FixtureRequest, tmp_path: Path):
    """Copies the database as it is now; the copy's place."""

    def copied() -> Path | str:
        if isinstance(place, Path):
            return Path(shutil.copy(place, tmp_path / "backup.db"))
        server = request.getfixturevalue("postgres")
        name = place.rpartition("/")[2]
        server.ask(f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
        return str(server.address(server.new_database(name)))

    async def work() -> Path | str:
        await vigie.store.__aexit__()
        try:
            return copied()
        finally:
            await vigie.store.__aenter__()

    return work


@asynccontextmanager
async def put_back(vigie: Vigie, backup: Path | str) -> AsyncIterator[Vigie]:
    """Vigie on the backup, with the same chat."""
    async with SqlStore(backup) as store:
        await store.restored(vigie.clock())
        await store.recover(vigie.clock())
        yield Vigie(vigie.again(store), vigie.desk, store, vigie.clock, vigie.web, vigie.chat)


def plan(town: str) -> tuple[str, str]:
    return f"Ateliers Morvan va supprimer 120 postes à {town}", f"Ateliers Morvan va supprimer 120 postes à {town}."


def fine(amount: int) -> tuple[str, str]:
    title = f"L'Autorité de la concurrence inflige {amount} millions d'euros d'amende à Brasseries du Ponant"
    return title, f"{title}."


async def test_what_was_told_after_the_backup_is_not_told_again_and_news_goes_on(vigie, back_up):
    await vigie.watching()
    vigie.web.publish(GAZETTE, *plan("Dijon"))
    await vigie.tick()
    assert len(vigie.chat.posts) == 1
    backup = await back_up()
    vigie.web.publish(GAZETTE, *fine(12))
    await vigie.tick(hours=3)
    assert len(vigie.chat.posts) == 2
    vigie.clock.forward(days=2)
    async with put_back(vigie, backup) as again:
        for _ in range(3):
            await again.tick(hours=1)
        assert len(vigie.chat.posts) == 2
        vigie.web.publish(GAZETTE, "Ateliers Morvan ferme son site de Brest, 300 emplois supprimés", "Une fermeture.")
        await again.tick(hours=1)
        assert len(vigie.chat.posts) == 3


async def test_without_it_the_lost_days_would_be_told_again(vigie, back_up):
    """The test before this one would notice."""
    await vigie.watching()
    backup = await back_up()
    vigie.web.publish(GAZETTE, *fine(12))
    await vigie.tick(hours=3)
    assert len(vigie.chat.posts) == 1
    async with SqlStore(backup) as store:
        vigie.clock.forward(days=2)
        await tick(vigie.again(store))
        assert len(vigie.chat.posts) == 2


@pytest.mark.parametrize("arrived", [True, False])
async def test_what_the_backup_was_about_to_send_is_looked_for_first(vigie, back_up, arrived):
    await vigie.watching()
    vigie.web.publish(GAZETTE, *plan("Dijon"))
    vigie.chat.errors = [PostError("503")]
    await vigie.tick()
    backup = await back_up()
    if arrived:
        await vigie.tick(hours=1)
    assert len(vigie.chat.posts) == int(arrived)
    vigie.clock.forward(days=2)
    async with put_back(vigie, backup) as again:
        for _ in range(3):
            await again.tick(minutes=5)
        assert len(vigie.chat.posts) == 1
        states = "select state from delivery"
        assert await again.store.database.read(lambda db: db.exec_driver_sql(states).scalars().all()) == ["sent"]


async def test_what_waited_for_a_digest_of_the_lost_days_is_not_told_in_another_one(vigie, back_up):
    await vigie.watching()
    change = Change(HERE, "U1", "Une fois par jour.", vigie.clock())
    await vigie.store.set_rules(HERE, Rules(rhythm=Rhythm.DAILY), change)
    vigie.web.publish(GAZETTE, *plan("Dijon"))
    await vigie.tick()
    backup = await back_up()
    await vigie.tick(days=1)
    assert len(vigie.chat.posts) == 1
    vigie.clock.forward(days=1)
    async with put_back(vigie, backup) as again:
        for _ in range(4):
            await again.tick(hours=8)
        assert len(vigie.chat.posts) == 1
        vigie.web.publish(GAZETTE, *fine(12))
        await again.tick()
        await again.tick(days=1)
        assert len(vigie.chat.posts) == 2


async def test_what_is_due_later_still_comes(vigie, back_up):
    await vigie.watching()
    change = Change(HERE, "U1", "Une fois par jour.", vigie.clock())
    await vigie.store.set_rules(HERE, Rules(rhythm=Rhythm.DAILY), change)
    vigie.web.publish(GAZETTE, *plan("Dijon"))
    await vigie.tick()
    backup = await back_up()
    async with put_back(vigie, backup) as again:
        await again.tick(minutes=1)
        assert vigie.chat.posts == {}
        await again.tick(days=1)
        assert len(vigie.chat.posts) == 1


async def test_new_rows_take_no_number_that_the_lost_days_gave(vigie, back_up):
    await vigie.watching()
    vigie.web.publish(GAZETTE, *plan("Dijon"))
    await vigie.tick()
    backup = await back_up()
    vigie.clock.forward(days=2)
    async with put_back(vigie, backup) as again:
        await again.tick(minutes=1)
        vigie.web.publish(GAZETTE, *fine(12))
        await again.tick(hours=1)
        numbers = "select max(d.id), max(d.story_id) from delivery d join story_source s on s.story_id = d.story_id"
        row = await again.store.database.read(lambda db: db.exec_driver_sql(numbers).one())
        assert min(row) > JUMP
        assert len(vigie.chat.posts) == 2


async def test_an_empty_database_may_be_a_backup_too(vigie):
    await vigie.store.restored(vigie.clock())
    await vigie.watching()
    vigie.web.publish(GAZETTE, *plan("Dijon"))
    await vigie.tick()
    assert len(vigie.chat.posts) == 1


async def test_a_number_beside_the_database_shows_that_it_is_older(vigie, back_up, tmp_path):
    witness = Witness(tmp_path)
    assert not await witness.is_ahead(vigie.store)
    await witness.note(vigie.store, vigie.clock())
    backup = await back_up()
    vigie.clock.forward(seconds=5)
    await witness.note(vigie.store, vigie.clock())
    assert witness.number() == 1
    vigie.clock.forward(minutes=2)
    await witness.note(vigie.store, vigie.clock())
    assert witness.number() == 2
    assert not await witness.is_ahead(vigie.store)
    async with SqlStore(backup) as store:
        assert await witness.is_ahead(store)
        await Witness(tmp_path).note(store, vigie.clock())
        assert not await witness.is_ahead(store)
        assert await store.beats() == 3


async def test_a_witness_that_cannot_be_read_or_written_accuses_nobody(vigie, tmp_path):
    (tmp_path / "temoin").mkdir()
    witness = Witness(tmp_path)
    await witness.note(vigie.store, vigie.clock() + timedelta(minutes=1))
    assert not await witness.is_ahead(vigie.store)


@pytest.mark.chaos
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_over_the_wire_to_discord_and_slack_a_backup_of_two_days_ago_tells_nothing_twice(tmp_path, database):
    if database == "postgresql":
        wanted()
    command = [sys.executable, str(RESTORE), str(tmp_path), "--database", database]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    verdict = judge(tmp_path)
    assert verdict.expected > 100
    assert (verdict.lost, verdict.doubled, verdict.invented) == ([], [], []), done.stdout
