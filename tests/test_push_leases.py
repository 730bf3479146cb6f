"""Leases at hubs: asked, confirmed, renewed, given up; what a hub that fails costs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.connections import CONNECTED
from fakes.feeds import FeedServer
from fakes.hub import Hub
from fakes.pushing import TOPIC, House, cut, house, leased
from fakes.vigie import GAZETTE, MORVAN

from vigie.adapters.hub_client import HubClient
from vigie.ports import FetchError
from vigie.subscriber import Subscriber

__all__ = ["house", "leased"]


async def test_the_hub_is_asked_once_over_an_address_that_nobody_guesses(leased: House) -> None:
    [asked] = leased.hub.asked
    assert asked["hub.topic"] == TOPIC
    assert len(asked["hub.callback"].rpartition("/")[2]) == 43
    assert 40 <= len(asked["hub.secret"]) < 200
    assert leased.hub.answers == [(200, "c4ll-me")]


async def test_a_lease_is_renewed_before_its_end(leased: House) -> None:
    for _ in range(9):
        await leased.tick(days=1)
    await leased.tick(seconds=5)
    assert len(leased.hub.asked) == 2
    assert (await leased.lease()).until > leased.vigie.clock() + timedelta(days=7)
    assert await leased.pushed(cut(1)) == 202


async def test_polls_take_over_when_a_lease_ends_unrenewed(leased: House) -> None:
    await leased.pushed(cut(1))
    leased.hub.status = 500
    for _ in range(11):
        await leased.tick(days=1)
    assert not (await leased.lease()).is_active(leased.vigie.clock())
    assert await leased.next_visit() <= timedelta(hours=1)
    assert len(leased.hub.asked) > 3


@pytest.mark.parametrize(
    "fault",
    [{"status": 404}, {"status": 500}, {"silent": True}, {"topic": "https://other.example/"}, {"mode": "unsubscribe"}],
)
async def test_a_hub_that_fails_is_asked_again_later_and_the_feed_is_polled_meanwhile(
    house: House, fault: dict[str, object]
) -> None:
    for name, value in fault.items():
        setattr(house.hub, name, value)
    await house.tick()
    await house.tick(seconds=5)
    assert not (await house.lease()).is_active(house.vigie.clock())
    assert (await house.lease()).until is None
    assert await house.next_visit() <= timedelta(hours=1)
    before = len(house.hub.asked)
    await house.tick(minutes=31)
    await house.tick(minutes=31)
    assert before < len(house.hub.asked) <= before + 2
    for name in fault:
        setattr(house.hub, name, Hub.__dataclass_fields__[name].default)
    for _ in range(4):
        await house.tick(hours=1)
    assert (await house.lease()).is_active(house.vigie.clock())


async def test_a_hub_that_denies_is_left_alone(house: House) -> None:
    house.hub.mode = "denied"
    await house.tick()
    await house.tick(seconds=5)
    assert house.hub.answers == [(200, "")]
    await house.tick(days=7)
    assert len(house.hub.asked) == 1
    assert await house.next_visit() <= timedelta(hours=1)


async def test_a_hub_may_send_us_on_to_another_one(house: House) -> None:
    async with Hub() as other:
        house.services = replace(
            house.services,
            pushing=Subscriber(
                house.leases, client := HubClient([house.hub.host, other.host], gap=timedelta()), house.vigie.clock, "x"
            ),
        )
        house.hub.move_to = other.url
        async with client:
            other.silent = True
            await house.tick()
            await house.tick(seconds=5)
        assert [form["hub.topic"] for form in other.asked] == [TOPIC]


async def test_a_hub_of_many_feeds_is_asked_for_one_at_a_time_with_a_gap() -> None:
    async with Hub() as hub, HubClient([hub.host], gap=timedelta(seconds=0.05)) as client:
        hub.silent = True
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(client.ask(hub.url, {"hub.topic": str(n)}) for n in range(5)))
        assert asyncio.get_running_loop().time() - began >= 4 * 0.05
        assert [form["hub.topic"] for form in hub.asked] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(("status", "headers"), [(503, {"Retry-After": "600"}), (429, {})])
async def test_a_hub_that_wants_to_be_left_alone_is_asked_for_no_other_feed(
    status: int, headers: dict[str, str]
) -> None:
    async with FeedServer() as hub, HubClient([hub.host], gap=timedelta()) as client:
        url = hub.serve("/hub", status=status, headers=headers)
        for topic in ("1", "2"):
            with pytest.raises(FetchError):
                await client.ask(url, {"hub.topic": topic})
        assert len(hub.requests) == 1


async def test_one_slow_hub_holds_up_no_later_tick(leased: House) -> None:
    slow = Slow()
    subscriber = replace(leased.subscriber, hubs=slow, clock=lambda: leased.vigie.clock() + timedelta(days=9))
    first = asyncio.create_task(subscriber.tend())
    await slow.asked.wait()
    lease = await leased.lease()
    await leased.leases.save(GAZETTE.url, replace(lease, asked_at=None, due_at=leased.vigie.clock()))
    async with asyncio.timeout(5):
        await subscriber.tend()
    slow.gate.set()
    await first
    assert slow.times == 1


class Slow:
    """A hub that takes its time."""

    def __init__(self) -> None:
        self.asked, self.gate, self.times = asyncio.Event(), asyncio.Event(), 0

    async def ask(self, hub: str, form: Mapping[str, str]) -> None:
        self.times += 1
        self.asked.set()
        await self.gate.wait()


async def test_hubs_that_send_each_other_on_are_given_up() -> None:
    async with Hub() as hub, HubClient([hub.host], gap=timedelta()) as client:
        hub.move_to = hub.url
        with pytest.raises(FetchError, match="sans fin"):
            await client.ask(hub.url, {"hub.mode": "subscribe"})


@pytest.mark.parametrize("where", ["http://127.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "ftp://h/"])
async def test_no_hub_makes_us_speak_to_an_internal_machine(where: str) -> None:
    CONNECTED.clear()
    async with HubClient() as client, Hub() as hub:
        with pytest.raises(FetchError) as refused:
            await client.ask(where, {"hub.secret": "x"})
        assert refused.value.permanent
        hub.move_to = where
    async with Hub() as hub, HubClient([hub.host], gap=timedelta()) as client:
        hub.move_to = where
        with pytest.raises(FetchError) as refused:
            await client.ask(hub.url, {"hub.secret": "x"})
        assert refused.value.permanent
    [met] = CONNECTED
    assert met == ("127.0.0.1", hub.port)


async def test_the_second_hub_of_a_feed_is_asked_where_the_first_fails(house: House) -> None:
    async with Hub() as first:
        links = f'<{first.url}>; rel="hub", <{house.hub.url}>; rel="hub", <{TOPIC}>; rel="self"'
        house.vigie.web.links[GAZETTE.url] = links
        await house.tick()
        for _ in range(3):
            await house.tick(minutes=40)
        assert (await house.lease()).is_active(house.vigie.clock())
        assert len(house.hub.asked) == 1


async def test_a_feed_that_changes_its_hub_gets_a_new_lease_and_the_old_path_is_nobodys(leased: House) -> None:
    old = leased.callback
    async with Hub() as other:
        leased.vigie.web.links[GAZETTE.url] = f'<{other.url}>; rel="hub", <{TOPIC}>; rel="self"'
        leased.vigie.web.publish(GAZETTE, "Autre chose")
        leased.services = replace(
            leased.services,
            pushing=replace(leased.subscriber, hubs=(client := HubClient([other.host], gap=timedelta()))),
        )
        async with client:
            await leased.tick(hours=1)
            await leased.tick(seconds=5)
        assert len(other.asked) == 1
        assert other.asked[0]["hub.callback"] != old
        assert await leased.pushed(cut(1)) == 404


async def test_a_feed_that_nobody_follows_any_more_is_unsubscribed(leased: House) -> None:
    await leased.vigie.store.adopt((), (MORVAN,), leased.vigie.clock())
    leased.hub.silent = True
    await leased.tick(seconds=5)
    assert leased.hub.asked[-1]["hub.mode"] == "unsubscribe"
    assert await leased.pushed(cut(1)) == 410
    await leased.hub.verify(leased.hub.asked[-1])
    assert leased.hub.answers[-1] == (200, "c4ll-me")
    assert await leased.lease() is None


async def test_a_hub_that_never_confirms_an_end_is_forgotten_after_three_requests(leased: House) -> None:
    await leased.vigie.store.adopt((), (MORVAN,), leased.vigie.clock())
    leased.hub.silent = True
    for _ in range(12):
        await leased.tick(hours=2)
    assert await leased.lease() is None
    assert [form["hub.mode"] for form in leased.hub.asked] == ["subscribe", *["unsubscribe"] * 3]


async def test_a_feed_that_stops_offering_a_hub_is_unsubscribed_and_polled(leased: House) -> None:
    del leased.vigie.web.links[GAZETTE.url]
    leased.vigie.web.publish(GAZETTE, "Autre chose")
    await leased.tick(hours=1)
    await leased.tick(seconds=5)
    assert leased.hub.asked[-1]["hub.mode"] == "unsubscribe"
    assert await leased.lease() is None


async def test_a_start_reads_soon_what_may_have_been_pushed_in_vain_and_drops_leases_of_another_address(
    leased: House,
) -> None:
    await leased.pushed(cut(1))
    await leased.tick(hours=1)
    assert await leased.next_visit() > timedelta(hours=2)
    await leased.leases.begin(leased.subscriber.address, leased.vigie.clock())
    assert await leased.next_visit() <= timedelta(0)
    assert await leased.lease()
    await leased.leases.begin("https://elsewhere.example/websub", leased.vigie.clock())
    assert await leased.lease() is None


async def test_without_a_public_address_all_leases_are_forgotten(leased: House) -> None:
    await leased.leases.begin(None, leased.vigie.clock())
    assert await leased.lease() is None
