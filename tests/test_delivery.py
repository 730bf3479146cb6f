"""How what is owed reaches its channels: unclear outcomes, lanes, rules, crowds, clocks, refusals and ends."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fakes.store import HERE, NOON, THERE, Told, a_summary, an_article, an_event, store, told
from fakes.vigie import FakeChat, HandClock

from vigie import delivery, failpoints
from vigie.adapters.store import SqlStore, StoreError
from vigie.delivery import deliver_due
from vigie.lanes import Lanes, Turnstile
from vigie.model import LAYOFFS, Channel, Delivery, DeliveryKind, Fact, Finding, LayoffFacts, Passage
from vigie.ports import PostError, Services
from vigie.rules import Rhythm, Rules

ON_BOTH = pytest.mark.chaos

__all__ = ["store", "told"]

LOST = PostError("Pas de réponse.", unclear=True)
NOTHING: Any = None


class House:
    """A store, a chat and a clock; what is owed is sent by deliver_due."""

    def __init__(self, told: Told) -> None:
        self.told, self.store = told, told.store
        self.clock, self.chat = HandClock(NOON), FakeChat()
        self.services = Services(self.clock, NOTHING, NOTHING, NOTHING, NOTHING, told.store, {"chat": self.chat})

    async def owe(self, *channels: Channel, count: int = 1, facts: LayoffFacts | None = None) -> None:
        self.told.now = self.clock()
        morvan = await self.told.company()
        for entry in await self.told.meet(*(an_article() for _ in range(count))):
            about = an_event(morvan, facts=facts)
            await self.told.examine(entry, Finding(about, summary=a_summary(), alerts=channels or (HERE,)))

    async def deliver(self, **step: float) -> None:
        self.clock.forward(**step)
        await deliver_due(self.services)

    async def states(self) -> list[str]:
        query = "select state from delivery order by id"
        return await self.store.database.read(lambda db: [row[0] for row in db.exec_driver_sql(query)])

    async def column(self, name: str) -> list[Any]:
        query = f"select {name} from delivery order by id"
        return await self.store.database.read(lambda db: [row[0] for row in db.exec_driver_sql(query)])

    async def rules(self, rules: Rules, channel: Channel = HERE) -> None:
        from vigie.model import Change

        await self.store.set_rules(channel, rules, Change(channel, "A", "réglages.", self.clock()))


@pytest.fixture
def house(told: Told) -> House:
    return House(told)


class Posted(FakeChat):
    """A chat that takes the next post and then fails to say so."""

    async def post(self, delivery: Delivery) -> str:
        error, rest = (self.errors[0], self.errors[1:]) if self.errors else (None, [])
        self.errors = []
        message = await super().post(delivery)
        self.errors = rest
        if error:
            raise error
        return message


# -- unclear outcomes -------------------------------------------------------------------------------------------------


async def test_what_arrived_without_an_answer_is_found_in_the_channel_and_not_sent_again(house):
    house.services.platforms["chat"] = chat = Posted(errors=[LOST])
    await house.owe()
    await house.deliver()
    assert await house.states() == ["unclear"]
    await house.deliver(seconds=29)
    assert await house.states() == ["unclear"]  # it may still be under way
    await house.deliver(minutes=1)
    assert (await house.states(), list(chat.posts)) == (["sent"], ["m1"])
    assert await house.column("message_id") == ["m1"]


async def test_what_did_not_arrive_is_sent(house):
    house.chat.errors = [LOST]
    await house.owe()
    await house.deliver()
    await house.deliver(minutes=1)
    assert (await house.states(), list(house.chat.posts)) == (["sent"], ["m1"])
    assert await house.column("again") == [0]


async def test_a_platform_that_knows_a_repetition_is_asked_the_same_again_within_two_minutes(house):
    house.chat.memory, house.chat.errors = timedelta(minutes=2), [LOST]
    house.chat.blind = True
    await house.owe()
    await house.deliver()
    await house.deliver(seconds=10)
    assert await house.states() == ["sent"]


async def test_the_two_minutes_begin_with_the_first_attempt_that_may_have_arrived(house):
    house.services.platforms["chat"] = chat = Posted(memory=timedelta(minutes=2))
    chat.errors = [LOST, PostError("503", retry_after=timedelta(seconds=100)), LOST]
    await house.owe()
    await house.deliver()
    await house.deliver(seconds=10)
    assert await house.states() == ["unclear"]  # the 503 says nothing of the attempt before it
    chat.posts.clear()
    await house.deliver(minutes=3)
    assert (await house.states(), chat.posts) == (["sent"], {})


async def test_where_nobody_may_look_the_post_is_made_again_and_says_so(house):
    house.services.platforms["chat"] = chat = Posted(errors=[LOST], blind=True)
    await house.owe()
    await house.deliver()
    await house.deliver(minutes=1)
    assert await house.states() == ["sent"]
    assert [card.mark for card in chat.posts.values()] == ["", "(reprise)"]
    count = "select value from meta where name = 'unclear'"
    assert await house.store.database.read(lambda db: db.exec_driver_sql(count).scalar()) == 1


async def test_a_channel_may_prefer_a_missing_alert_to_a_doubled_one(house):
    house.services.platforms["chat"] = chat = Posted(errors=[LOST], blind=True)
    await house.owe()
    await house.rules(Rules(republish=False))
    await house.deliver()
    await house.deliver(minutes=1)
    assert (await house.states(), len(chat.posts)) == (["dead"], 1)


async def test_a_platform_that_is_away_is_looked_into_later(house):
    class Away(Posted):
        async def find(self, delivery: Delivery) -> str | None:
            if self.closed:
                raise PostError("503")
            return await super().find(delivery)

    house.services.platforms["chat"] = chat = Away(errors=[LOST], closed={HERE})
    await house.owe()
    await house.deliver()
    await house.deliver(minutes=1)
    assert await house.states() == ["unclear"]
    chat.closed.clear()
    await house.deliver(minutes=1)
    assert (await house.states(), len(chat.posts)) == (["sent"], 1)


async def test_a_channel_whose_looks_fail_on_and_on_is_looked_into_less_and_less(house):
    class Away(Posted):
        looks = 0

        async def find(self, delivery: Delivery) -> str | None:
            self.looks += 1
            raise PostError("503")

    house.services.platforms["chat"] = chat = Away(errors=[LOST])
    await house.owe()
    await house.deliver()
    for _ in range(24 * 6):
        await house.deliver(minutes=10)
    assert 18 <= chat.looks <= 36  # of the 144 that a look at each turn would make
    assert await house.states() == ["unclear"]


async def test_an_edit_without_an_answer_is_made_again_at_once(house):
    await house.owe()
    await house.deliver()
    opened = (await house.column("story_id"))[0]
    morvan = await house.told.company()
    await house.told.join(opened, morvan, edits=[HERE])
    house.chat.errors = [LOST]
    await house.deliver(hours=1)
    await house.deliver(minutes=1)
    assert (await house.states(), len(house.chat.edits)) == (["sent", "sent"], 1)


async def test_after_a_crash_what_was_being_sent_is_looked_up_first(house):
    await house.owe()
    [one] = await house.store.due_deliveries(NOON)
    assert await house.store.mark_sending(one, NOON)
    house.chat.sent[one.id] = "m9"
    assert await house.store.recover(NOON) == 1
    await house.deliver()
    assert await house.states() == ["unclear"]
    await house.deliver(minutes=1)
    assert (await house.states(), await house.column("message_id")) == (["sent"], ["m9"])


async def test_a_claim_that_was_forgotten_lapses_and_its_holder_writes_no_more(house):
    await house.owe()
    [one] = await house.store.due_deliveries(NOON)
    assert await house.store.mark_sending(one, NOON)
    assert await house.store.due_deliveries(NOON + timedelta(seconds=119)) == []
    later = NOON + timedelta(seconds=121)
    [again] = await house.store.due_deliveries(later)
    assert (again.unclear, again.token) == (True, one.token + 1)
    assert await house.store.mark_sending(again, later)
    await house.store.mark_sent(one, "old", later)
    await house.store.mark_failed(one, PostError("old", permanent=True), later)
    assert await house.states() == ["sending"]
    await house.store.mark_sent(again, "new", later)
    assert await house.column("message_id") == ["new"]


async def test_two_processes_that_read_one_row_do_not_both_get_it(house):
    await house.owe()
    [mine], [yours] = [await house.store.due_deliveries(NOON) for _ in range(2)]
    assert await house.store.mark_sending(mine, NOON)
    assert not await house.store.mark_sending(yours, NOON)


async def test_an_accident_of_ours_is_looked_up_and_set_aside_after_five(house, caplog):
    await house.owe()
    house.chat.errors = [ValueError("boom") for _ in range(9)]
    with caplog.at_level(logging.CRITICAL):
        for _ in range(12):
            await house.deliver(hours=1)
    assert (await house.states(), len(house.chat.errors)) == (["dead"], 4)


# -- refusals ---------------------------------------------------------------------------------------------------------


async def test_being_asked_to_wait_is_no_attempt(house):
    await house.owe()
    house.chat.errors = [PostError("429", retry_after=timedelta(seconds=30))]
    await house.deliver()
    assert (await house.states(), await house.column("attempts")) == (["pending"], [0])
    await house.deliver(seconds=38)
    assert await house.states() == ["sent"]


async def test_a_refused_channel_rests_and_its_person_is_told_once(house):
    await house.told.subscribe()
    await house.owe(count=2)
    refused = PostError("Il manque une permission.", blocked=True, retry_after=timedelta(hours=1))
    house.chat.errors = [refused] * 6
    for _ in range(4):
        await house.deliver(hours=1.3)
    assert house.chat.warned == [("U1", "Il manque une permission.")]
    house.chat.errors = []
    await house.deliver(hours=1.3)
    assert set(await house.states()) == {"sent"}


async def test_a_token_that_is_refused_stops_the_whole_platform_for_a_while(house, caplog):
    await house.owe(HERE, THERE)
    house.chat.errors = [PostError("401", everywhere=True, retry_after=timedelta(minutes=15))]
    with caplog.at_level(logging.CRITICAL):
        await house.deliver()
    before = len(house.chat.posts)
    await house.owe(HERE)
    await house.deliver(minutes=5)
    assert len(house.chat.posts) == before
    await house.deliver(minutes=20)
    assert len(house.chat.posts) == 3


async def test_a_channel_that_is_gone_is_asked_after_before_that_is_believed(house):
    gone = PostError("Ce salon n'existe plus.", permanent=True, gone=True)
    await house.owe(HERE, THERE)
    house.chat.errors = [gone, gone]
    house.chat.closed = {HERE}
    await house.deliver()
    states = dict(zip(await house.column("channel_id"), await house.states(), strict=True))
    assert sorted(states.values()) == ["dead", "pending"]
    assert await house.store.gone(NOON + timedelta(days=1)) == [HERE]
    await house.deliver(hours=3)
    assert list(house.chat.places.values()) == [THERE]


async def test_nobody_who_cannot_be_told_stops_anything(house):
    class Deaf(FakeChat):
        async def warn(self, user: str, channel: Channel, reason: str) -> None:
            raise PostError("messages privés fermés")

        async def exists(self, channel: Channel) -> bool:
            raise PostError("503")

    await house.told.subscribe()
    await house.owe()
    blocked = PostError("non", blocked=True, retry_after=timedelta(hours=1))
    house.services.platforms["chat"] = chat = Deaf()
    chat.errors = [blocked, blocked, PostError("parti", permanent=True, gone=True)]
    for _ in range(3):
        await house.deliver(hours=2)
    assert await house.states() == ["pending"]


# -- side by side -----------------------------------------------------------------------------------------------------


class Slow(FakeChat):
    """A chat one of whose channels takes its time."""

    async def post(self, delivery: Delivery) -> str:
        if delivery.channel == HERE:
            self.begun.set()
            await self.go.wait()
        return await super().post(delivery)


async def test_a_slow_channel_holds_no_other_and_gets_one_post_at_a_time(house):
    house.services.platforms["chat"] = chat = Slow()
    chat.begun, chat.go = asyncio.Event(), asyncio.Event()
    await house.owe(HERE, count=2)
    first = asyncio.create_task(deliver_due(house.services))
    await chat.begun.wait()
    await house.owe(THERE)
    await deliver_due(house.services)
    assert list(chat.places.values()) == [THERE]
    assert (await house.states()).count("sending") == 1
    waiting = asyncio.create_task(idle(house.services.delivering))
    chat.go.set()
    await asyncio.gather(first, waiting)
    assert len(chat.posts) == 3


async def idle(lanes: Lanes) -> None:
    async with lanes:
        assert not lanes.busy


async def test_a_stop_in_the_middle_of_a_post_leaves_it_unclear(house):
    house.services.platforms["chat"] = chat = Slow()
    chat.begun, chat.go = asyncio.Event(), asyncio.Event()
    await house.owe(HERE)
    task = asyncio.create_task(deliver_due(house.services))
    await chat.begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await house.states() == ["sending"]
    assert not house.services.delivering.busy
    assert await house.store.recover(NOON) == 1


async def test_one_tenant_with_many_alerts_does_not_keep_another_waiting(house):
    await house.owe(HERE, count=30)
    await house.owe(THERE)
    first = await house.store.due_deliveries(NOON, 2)
    assert {one.channel for one in first} == {HERE, THERE}


async def test_many_channels_are_served_in_more_than_one_batch(house, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH", 4)
    channels = [Channel("chat", f"chat:{n}", "x") for n in range(10)]
    await house.owe(*channels)
    await house.deliver()
    assert set(house.chat.places.values()) == set(channels)


async def test_a_turnstile_lets_the_keys_through_in_turn_and_not_too_fast():
    gate, order = Turnstile(200.0, time.monotonic), []

    async def pass_through(key: str) -> None:
        await gate.turn(key)
        order.append(key)

    began = time.monotonic()
    await asyncio.gather(*(pass_through(key) for key in "aaaab"))
    assert "".join(order) == "aabaa"
    assert time.monotonic() - began >= 4 / 200


# -- rules ------------------------------------------------------------------------------------------------------------


async def test_two_hundred_alerts_to_one_channel_are_six_messages(house):
    await house.owe(count=200)
    await house.deliver()
    assert len(house.chat.digests) == 6
    assert len(house.chat.posts) == 6
    assert sum(len(digest.stories) for digest in house.chat.digests) == 200
    assert set(await house.states()) == {"sent"}


async def test_a_backlog_after_a_downtime_is_five_posts_and_one_list(house):
    await house.owe(count=12)
    await house.deliver(hours=5)
    assert (len(house.chat.posts), len(house.chat.digests)) == (6, 1)
    assert len(house.chat.digests[0].stories) == 7


async def test_what_is_older_than_a_week_is_counted_and_not_listed(house):
    await house.owe(count=2)
    house.clock.forward(days=7, hours=1)
    await house.owe()
    await house.deliver()
    [digest] = house.chat.digests
    assert (len(digest.stories), digest.older) == (0, 2)
    assert len(house.chat.posts) == 2


async def test_at_night_only_what_is_urgent_is_told_and_the_rest_in_the_morning(house):
    house.clock.now = datetime(2026, 3, 2, 21, tzinfo=UTC)
    await house.owe()
    await house.owe(facts=LayoffFacts(jobs=Fact(500, Passage("title", 0, 1))))
    await house.deliver()
    assert sorted(await house.states()) == ["pending", "sent"]
    await house.deliver(hours=9)
    assert sorted(await house.states()) == ["pending", "sent"]
    await house.deliver(hours=1)
    assert await house.states() == ["sent", "sent"]


async def test_a_daily_rhythm_tells_all_at_half_past_eight(house):
    await house.rules(Rules(rhythm=Rhythm.DAILY))
    await house.owe(count=3)
    await house.deliver()
    assert house.chat.posts == {}
    assert set(await house.store.waits(HERE)) == {datetime(2026, 3, 3, 7, 30, tzinfo=UTC)}
    house.clock.now = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
    await house.deliver()
    [digest] = house.chat.digests
    assert (digest.kind, len(digest.stories)) == (DeliveryKind.DIGEST, 3)


async def test_new_rules_decide_on_what_waits_too(house):
    await house.rules(Rules(rhythm=Rhythm.WEEKLY))
    await house.owe(count=2)
    await house.deliver()
    await house.rules(Rules())
    await house.deliver()
    assert await house.states() == ["sent", "sent"]


async def test_a_digest_that_is_refused_for_good_takes_what_it_tells_with_it(house):
    await house.owe(count=20)
    house.chat.errors = [PostError("non", permanent=True)]
    await house.deliver()
    assert set(await house.states()) == {"dead"}


async def test_what_waits_can_be_had_at_once(house):
    await house.rules(Rules(rhythm=Rhythm.DAILY))
    await house.owe(count=2)
    await house.deliver()
    assert await house.store.gather(HERE, house.clock()) == 2
    await house.deliver()
    assert len(house.chat.digests) == 1
    assert await house.store.gather(HERE, house.clock()) == 0


async def test_a_post_within_a_digest_gets_no_edits_of_its_own(house):
    await house.owe(count=20)
    await house.deliver()
    opened = (await house.column("story_id"))[0]
    await house.told.join(opened, await house.told.company(), edits=[HERE])
    await house.deliver(hours=1)
    assert house.chat.edits == []
    assert len(await house.states()) == 21


# -- clocks, disks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=30)])
async def test_a_clock_that_jumps_neither_doubles_nor_loses_nor_freezes(house, jump):
    house.services.platforms["chat"] = chat = Posted(errors=[LOST, PostError("503")], memory=timedelta(minutes=2))
    await house.owe(HERE)
    await house.owe(THERE)
    await house.deliver()
    house.clock.now += jump
    for _ in range(5):
        await house.deliver(minutes=1)
    house.clock.now -= jump
    for _ in range(61):
        await house.deliver(minutes=1)
    assert (await house.states(), len(chat.sent)) == (["sent", "sent"], 2)
    await house.owe(HERE)
    await house.deliver()
    assert (await house.states())[-1] == "sent"


async def test_what_was_put_off_by_a_wrong_clock_for_longer_than_any_rule_is_due(house):
    await house.owe()
    [one] = await house.store.due_deliveries(NOON)
    await house.store.put_off(one, NOON + timedelta(days=30))
    await house.deliver()
    assert await house.states() == ["sent"]


async def test_a_database_that_is_locked_for_a_moment_loses_nothing(house, tmp_path):
    await house.owe()
    with closing(sqlite3.connect(tmp_path / "vigie.db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("begin immediate").close()
        asyncio.get_running_loop().call_later(0.3, lambda: other.execute("commit").close())
        await house.deliver()
    assert await house.states() == ["sent"]


REFUSE = {
    "sqlite": "pragma query_only = on",
    "postgresql": "set session characteristics as transaction read only",
}
"""What makes a writer's session refuse every write from now on."""


async def test_a_full_disk_is_said_in_french_and_what_was_posted_is_found_later(house):
    await house.owe()

    async def full(delivery: Delivery) -> str:
        await asyncio.sleep(0)
        await house.store.database.write(lambda db: db.exec_driver_sql(REFUSE[db.dialect.name]).close())
        return await FakeChat.post(house.chat, delivery)

    house.chat.post = full
    with pytest.raises(StoreError, match="lecture seule"):
        await house.deliver()
    assert len(house.chat.posts) == 1
    await house.store.__aexit__(None, None, None)
    async with SqlStore(house.store.place) as again:
        house.store = house.told.store = again
        house.services = Services(house.clock, NOTHING, NOTHING, NOTHING, NOTHING, again, {"chat": house.chat})
        await again.recover(house.clock())
        await house.deliver(minutes=1)
        await house.deliver()
        assert await house.states() == ["sent"]
    await house.store.__aenter__()
    assert len(house.chat.posts) == 1


def test_a_failpoint_kills_the_process_at_its_time(monkeypatch):
    killed: list[int] = []
    monkeypatch.setattr(failpoints.os, "kill", lambda pid, signal: killed.append(signal))
    monkeypatch.setattr(failpoints, "wanted", "claimed")
    monkeypatch.setattr(failpoints, "left", 2)
    failpoints.reach("answered")
    failpoints.reach("claimed")
    assert killed == []
    failpoints.reach("claimed")
    assert killed == [9]


def test_the_reference_of_a_row_is_short_stable_and_of_its_channel():
    story: Any = None
    one, other = (Delivery(7, channel, story) for channel in (HERE, THERE))
    assert one.ref == Delivery(7, HERE, story, attempts=3).ref
    assert (len(one.ref), one.ref == other.ref) == (8, False)
    assert LAYOFFS
