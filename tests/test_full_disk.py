"""A disk that is really full in the midst of a delivery: a small file system, and a file that fills its last byte."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from fakes.postgres import Postgres, somebody
from fakes.store import HERE, NOON, Told, an_article
from fakes.vigie import FakeChat, HandClock

from vigie.adapters.store import SqlStore, StoreError
from vigie.delivery import deliver_due
from vigie.model import Change, Delivery
from vigie.ports import Services
from vigie.rules import Rules

ALERTS = 12


@dataclass
class Disk:
    """A file system of some megabytes."""

    place: Path

    @property
    def ballast(self) -> Path:
        return self.place / "ballast"

    def fill(self) -> None:
        with self.ballast.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                return

    def clear(self) -> None:
        self.ballast.unlink()


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Beside pytest's folders, which are for their owner alone: PostgreSQL is somebody else."""
    place = Path(tempfile.mkdtemp(prefix="vigie-disk-"))
    command = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=777", "none", place]
    made = subprocess.run(command, capture_output=True, check=False)
    if made.returncode:
        place.rmdir()
        pytest.skip(f"only an administrator may mount a small disk: {made.stderr.decode().strip()}")
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "-l", place], check=True)
        place.rmdir()


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, disk: Disk) -> AsyncIterator[SqlStore]:
    """On that disk: a file, or the tables of a server whose own log is elsewhere."""
    if request.param == "sqlite":
        async with SqlStore(disk.place / "vigie.db") as made:
            yield made
        return
    postgres = request.getfixturevalue("postgres")
    with tables_on(disk, postgres) as name:
        async with SqlStore(postgres.address(name)) as made:
            yield made


@contextmanager
def tables_on(disk: Disk, postgres: Postgres) -> Iterator[str]:
    """The name of a new database of the server, whose tables are on the disk."""
    folder = disk.place / "tables"
    folder.mkdir()
    if who := somebody():
        os.chown(folder, who["user"], who["group"])
    name = postgres.new_database()
    postgres.ask(f"create tablespace {name} location '{folder}'")
    postgres.ask(f"alter database {name} set tablespace {name}")
    yield name
    postgres.drop(name)
    postgres.ask(f"drop tablespace {name}")


@dataclass
class FillingChat(FakeChat):
    """A chat during whose third post the disk fills up."""

    disk: Disk | None = None
    asked: list[int] = field(default_factory=list)

    async def post(self, delivery: Delivery) -> str:
        self.asked.append(delivery.id)
        if len(self.asked) == 3 and self.disk:
            self.disk.fill()
        return await super().post(delivery)


async def owing(store: SqlStore) -> None:
    """Twelve alerts for one channel, each a post of its own."""
    told = Told(store)
    await told.adopt()
    await told.subscribe()
    await store.set_rules(HERE, Rules(hourly=10_000), Change(HERE, "U1", "Sans plafond.", NOON))
    company = await told.company()
    for n in range(ALERTS):
        await told.open_story(company, an_article(f"Titre {n}", f"Texte {n}. " * 900), alerts=[HERE])


async def test_a_disk_that_fills_up_between_a_post_and_its_record_loses_and_doubles_nothing(store, disk):
    """Said in a sentence while it lasts; once there is room, what was posted is found and the rest is sent."""
    await owing(store)
    clock, chat = HandClock(NOON), FillingChat(disk=disk)
    services = Services(clock, None, None, None, None, store, {"chat": chat})  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="plein"):
        await bring_until_full(store, services)
    assert 3 <= len(chat.asked) <= ALERTS
    disk.clear()
    for _ in range(4):
        clock.forward(minutes=6)  # past the lease of what was being sent
        await deliver_due(services)
    assert len(chat.posts) == len(set(chat.asked)) == len(chat.asked) == ALERTS
    rows = await store.database.read(lambda db: db.exec_driver_sql("select state from delivery").scalars().all())
    assert rows == ["sent"] * ALERTS


async def bring_until_full(store: SqlStore, services: Services) -> None:
    """Deliver, then read feeds: PostgreSQL finds room for a few rows in the pages that it has."""
    await deliver_due(services)
    told = Told(store)
    for n in range(50):
        await told.meet(*(an_article(f"Plus {n} {k}", os.urandom(4000).hex()) for k in range(20)))


async def test_a_restart_on_a_full_disk_says_so_and_one_with_room_goes_on(disk):
    path = disk.place / "vigie.db"
    async with SqlStore(path) as store:
        await owing(store)
    disk.fill()
    with pytest.raises(StoreError, match=r"plein|place libre"):
        async with SqlStore(path) as store:
            await Told(store).meet(an_article("Un titre", os.urandom(200_000).hex()))
    disk.clear()
    async with SqlStore(path) as store:
        assert len(await store.due_deliveries(NOON + timedelta(minutes=1))) == ALERTS
