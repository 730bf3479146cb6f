"""What is not begun while too much is owed or the disk is nearly full; it begins again by itself."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from fakes.store import THERE, store, told
from fakes.vigie import GAZETTE, HERE, Vigie

from vigie.cli.doctor import database
from vigie.cli.doctor.verdicts import Mark
from vigie.model import Channel, Subscription
from vigie.pipeline import tick
from vigie.ports import PostError
from vigie.pressure import LEAST_FREE, MOST_OWED, Pressure

__all__ = ["store", "told"]

PLANS = ("Ateliers Morvan va supprimer 120 postes à Dijon", "Brasseries du Ponant va supprimer 75 postes à Brest")


def said(pressure: Pressure, owed: int) -> list[str]:
    return [sentence.replace("\u00a0", " ").replace("\u202f", " ") for sentence in pressure.feel(owed)]


def test_each_limit_is_told_once_when_it_is_passed_and_once_when_it_is_left_behind():
    left = [10 * LEAST_FREE]
    pressure = Pressure(lambda: left[0])
    assert said(pressure, MOST_OWED) == []
    assert [s[:41] for s in said(pressure, MOST_OWED + 1)] == ["20 001 messages attendent d'être envoyés "]
    assert (pressure.may_examine, pressure.may_fetch) == (False, True)
    assert said(pressure, MOST_OWED - 1) == []  # not at each look
    assert ["rattrapé" in s for s in said(pressure, MOST_OWED * 9 // 10)] == [True]
    left[0] = LEAST_FREE - 1
    assert [s[:34] for s in said(pressure, 0)] == ["Il ne reste que 499 Mo de disque :"]
    assert (pressure.may_examine, pressure.may_fetch) == (True, False)
    left[0] = LEAST_FREE + 1
    assert said(pressure, 0) == []
    left[0] = 2 * LEAST_FREE
    assert ["de nouveau de la place" in s for s in said(pressure, 0)] == [True]


def test_where_nobody_can_say_how_full_the_disk_is_feeds_are_read():
    pressure = Pressure()
    assert (said(pressure, 0), pressure.may_fetch) == ([], True)


async def held(vigie: Vigie, pressure: Pressure) -> None:
    """Let the services work under this pressure from now on."""
    vigie.services = replace(vigie.services, pressure=pressure)


@pytest.fixture
def loud(caplog):
    caplog.set_level(logging.WARNING, "vigie.pipeline")
    return caplog


async def test_while_too_much_is_owed_feeds_are_read_and_nothing_more_is_examined(vigie, loud):
    await vigie.watching()
    for number in range(3):
        wanted = Subscription(Channel("chat", f"chat:{number + 2}", "x"), None, created_at=vigie.clock())
        await vigie.store.subscribe([wanted], None)
    await held(vigie, Pressure(most_owed=3))
    vigie.chat.errors = [PostError("Le chat est absent.")] * 4
    vigie.web.publish(GAZETTE, PLANS[0], f"{PLANS[0]}.")
    await vigie.tick()
    assert len(vigie.chat.posts) == 0
    vigie.web.publish(GAZETTE, PLANS[1], f"{PLANS[1]}.")
    vigie.chat.errors = [PostError("Le chat est absent.")] * 4
    await vigie.tick(minutes=61)
    assert "n'examine plus" in loud.text
    assert len(await vigie.store.unexamined()) == 1  # it was read
    await vigie.tick(hours=2)
    await vigie.tick(minutes=1)
    assert await vigie.store.unexamined() == []
    assert (len(vigie.chat.posts), await vigie.store.owed()) == (8, 0)
    assert "examine de nouveau" in loud.text


async def test_on_a_full_disk_nothing_is_read_and_what_is_owed_is_sent(vigie, loud):
    await vigie.watching()
    vigie.chat.errors = [PostError("Le chat est absent.")]
    vigie.web.publish(GAZETTE, PLANS[0], f"{PLANS[0]}.")
    await vigie.tick()
    left, before = [0], len(vigie.web.visits)
    await held(vigie, Pressure(lambda: left[0]))
    await vigie.tick(hours=2)
    assert (len(vigie.web.visits), len(vigie.chat.posts)) == (before, 1)
    assert "ne lit plus de flux" in loud.text
    left[0] = 2 * LEAST_FREE
    await tick(vigie.services)
    assert len(vigie.web.visits) > before
    assert HERE in vigie.chat.places.values()


async def test_doctor_says_how_much_waits_and_what_follows_from_too_much(told, monkeypatch):
    path = told.store.place
    assert [verdict.what for verdict in database.examine(path)][1:] == []
    morvan = await told.company()
    await told.open_story(morvan, alerts=(HERE, THERE))
    [_, waits] = database.examine(path)
    assert (waits.mark, waits.what.replace("\u00a0", " ")) == (Mark.FINE, "2 messages attendent d'être envoyés")
    monkeypatch.setattr(database, "MOST_OWED", 1)
    [_, waits] = database.examine(path)
    assert waits.mark is Mark.NOTE
    assert "n'examine plus" in waits.remedy
