"""The one line that a quiet channel gets a week: when, to whom, once; and what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from fakes.vigie import COURRIER, GAZETTE, HERE, FakeChat, Vigie
from hypothesis import given
from hypothesis import strategies as st

from handlers.discord_bot import layout as discord_layout
from handlers.slack_app import layout as slack_layout
from vigie.commands import Caller, Level, read
from vigie.digest import digest
from vigie.model import Change, Delivery, DeliveryKind, Quiet
from vigie.ports import FetchError, PostError
from vigie.rules import Rules, is_quiet, quiet_week

MONDAY = datetime(2026, 3, 9, 7, 30, tzinfo=UTC)
"""Half past eight in Paris, a week after the clock of these tests begins."""

SAID = "Rien cette semaine : 2 flux lus, 3 articles, 0 alerte"

ON_BOTH = True


@pytest.fixture
async def quiet(vigie: Vigie) -> Vigie:
    """A channel subscribed to all, whose feeds bring nothing for it."""
    await vigie.watching()
    for number, feed in enumerate((GAZETTE, GAZETTE, COURRIER)):
        vigie.web.publish(feed, f"Le temps sera beau demain {number}", "Soleil partout.")
    await vigie.tick()
    return vigie


def lines(vigie: Vigie) -> list[str]:
    return [digest(one).title.replace("\u00a0", " ") for one in vigie.chat.digests]


async def on(vigie: Vigie, moment: datetime) -> None:
    vigie.clock.now = moment
    await vigie.tick()


async def test_a_week_without_an_alert_gets_a_line_on_monday_morning_and_only_one(quiet):
    await on(quiet, MONDAY - timedelta(minutes=5))
    assert lines(quiet) == []
    await on(quiet, MONDAY)
    assert lines(quiet) == [SAID]
    for hours in (1, 2, 30):
        await on(quiet, MONDAY + timedelta(hours=hours))
    assert len(lines(quiet)) == 1
    await on(quiet, MONDAY + timedelta(days=7))
    assert [line[:18] for line in lines(quiet)] == ["Rien cette semaine"] * 2


async def test_whoever_was_told_anything_gets_no_line(quiet):
    plan = "Ateliers Morvan va supprimer 120 postes à Dijon"
    quiet.web.publish(GAZETTE, plan, f"{plan}.")
    await quiet.tick(days=2)
    assert len(quiet.chat.posts) == 1
    await on(quiet, MONDAY)
    assert lines(quiet) == []
    await on(quiet, MONDAY + timedelta(days=7))
    assert len(lines(quiet)) == 1


async def test_feeds_that_fail_are_counted(quiet):
    quiet.web.errors[COURRIER.url] = FetchError("Le serveur ne répond pas.")
    await quiet.tick(days=1)
    await on(quiet, MONDAY)
    assert lines(quiet)[0].endswith("1 flux en panne")


async def test_it_can_be_switched_off_and_a_channel_that_gets_nothing_has_none(quiet):
    alice = Caller(HERE, "u1", "Alice", Level.ADMIN)
    reply = await quiet.desk.answer(alice, *read("reglages semaine: non"))
    assert "rien ne le dit" in reply.text
    await on(quiet, MONDAY)
    assert lines(quiet) == []
    await quiet.desk.answer(alice, *read("reglages semaine: oui"))
    await quiet.store.unsubscribe(HERE, [None], Change(HERE, "Alice", "Fin.", quiet.clock()))
    await on(quiet, MONDAY + timedelta(hours=1))
    assert lines(quiet) == []


async def test_a_stop_in_the_middle_neither_doubles_nor_loses_the_line(quiet):
    quiet.chat.errors = [PostError("Pas de réponse.", unclear=True)]
    await on(quiet, MONDAY)
    again = quiet.again(quiet.store)  # as after a restart: nothing is remembered
    quiet.services = again
    await quiet.store.recover(quiet.clock())
    for _ in range(4):
        await quiet.tick(minutes=1)
    assert lines(quiet) == [SAID]


async def test_a_line_that_arrived_without_an_answer_is_found_in_the_channel(quiet):
    class Lost(FakeChat):
        async def post(self, delivery: Delivery) -> str:
            await super().post(delivery)
            raise PostError("Pas de réponse.", unclear=True)

    lost = Lost()
    quiet.services.platforms["chat"] = lost
    await on(quiet, MONDAY)
    for _ in range(3):
        await quiet.tick(minutes=2)
    assert len(lost.digests) == 1


async def test_a_platform_that_is_away_on_that_day_gets_no_line_of_last_week(quiet):
    away = dict(quiet.services.platforms)
    quiet.services.platforms.clear()
    await on(quiet, MONDAY)
    quiet.services.platforms.update(away)
    await on(quiet, MONDAY + timedelta(days=2))
    assert lines(quiet) == []


# -- when -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "now", "due", "week"),
    [
        (Rules(), "2026-03-12", "2026-03-09T07:30", 202611),
        (Rules(), "2026-04-08", "2026-04-07T06:30", 202615),  # Easter Monday: on Tuesday, in summer time
        (Rules(quiet_to=time(9)), "2026-03-12", "2026-03-09T08:00", 202611),  # not in the quiet
        (Rules(zone="America/Montreal"), "2026-03-12", "2026-03-09T12:30", 202611),
        (Rules(), "2027-01-02", "2026-12-28T07:30", 202653),  # a year of 53 weeks
    ],
)
def test_it_comes_on_the_first_morning_of_work(rules, now, due, week):
    noon = datetime.fromisoformat(now).replace(hour=12, tzinfo=UTC)
    assert quiet_week(rules, noon) == (datetime.fromisoformat(due).replace(tzinfo=UTC), week)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2034, 1, 1)), st.sampled_from(["Europe/Paris", "Pacific/Noumea"]))
def test_each_moment_has_one_line_that_is_never_quiet(at, zone):
    rules = Rules(zone=zone)
    line = quiet_week(rules, at.replace(tzinfo=UTC))
    assert line is not None
    assert not is_quiet(rules, line[0])
    assert abs(line[0] - at.replace(tzinfo=UTC)) < timedelta(days=8)


# -- what it says -----------------------------------------------------------------------------------------------------


def test_it_is_one_line_on_both_chats():
    from vigie.adapters.store.quiet_weeks import BLANK

    owed = Delivery(1, HERE, BLANK, DeliveryKind.DIGEST, quiet=Quiet(41, 3812, 2))
    told = digest(owed)
    assert told.title.replace("\u00a0", " ").replace("\u202f", " ") == (
        "Rien cette semaine : 41 flux lus, 3 812 articles, 0 alerte, 2 flux en panne"
    )
    assert digest(replace(owed, again=True)).title.endswith("(reprise)")
    message = discord_layout.listing(told, ref=owed.ref)
    assert message.embeds == ()
    assert message.content.startswith("**Rien cette semaine")
    assert [block["type"] for block in slack_layout.listing(told)] == ["header"]
