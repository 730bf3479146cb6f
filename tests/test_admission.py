"""Who may ask and read at once, and hold how much: bounds that hold whatever comes, and no wait without an end."""

from __future__ import annotations

import asyncio
import random
from typing import Any, Literal

import pytest
from fakes.feeds import FeedServer
from hypothesis import given
from hypothesis import strategies as st

from vigie import admission
from vigie.adapters.http import HttpFetcher
from vigie.admission import ALONE, BEGIN, ORDINARY, STEPS, VISITS, Admission, Room
from vigie.model import FeedState
from vigie.ports import FetchError

LARGE = STEPS[-1][0]


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


# -- how many ---------------------------------------------------------------------------------------------------------


async def test_so_many_visits_are_under_way_and_the_next_begins_when_one_ends() -> None:
    lane, order = Admission(visits=2), []
    gates = [asyncio.Event() for _ in range(3)]

    async def visit(number: int) -> None:
        async with lane.visit():
            order.append(number)
            await gates[number].wait()

    visits = [asyncio.create_task(visit(number)) for number in range(3)]
    await settled()
    assert order == [0, 1]
    gates[1].set()
    await settled()
    assert order == [0, 1, 2]
    for gate in gates:
        gate.set()
    await asyncio.gather(*visits)


async def test_a_visit_that_has_its_page_lets_another_ask() -> None:
    lane = Admission(requests=1)
    async with lane.visit() as one, lane.visit() as other:
        async with one.request():
            asking = asyncio.create_task(asked(other))
            await settled()
            assert not asking.done()
        await asking


async def asked(room: Room) -> None:
    async with room.request():
        pass


async def test_a_few_visits_begin_at_a_time_so_that_the_loop_has_its_turn_in_between() -> None:
    lane, begun, seen = Admission(), 0, []

    async def visit() -> None:
        nonlocal begun
        async with lane.visit():
            begun += 1

    visits = [asyncio.create_task(visit()) for _ in range(5 * BEGIN)]
    while not all(one.done() for one in visits):
        before = begun
        await asyncio.sleep(0)
        seen.append(begun - before)
    assert max(seen) == BEGIN
    assert sum(seen) == 5 * BEGIN


async def test_nobody_is_woken_before_it_is_its_turn_to_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    lane, loop, steps = Admission(), asyncio.get_running_loop(), 0
    call_soon = loop.call_soon

    def counted(*args: Any, **options: Any) -> asyncio.Handle:
        nonlocal steps
        steps += 1
        return call_soon(*args, **options)

    async def visit() -> None:
        async with lane.visit():
            pass

    monkeypatch.setattr(loop, "call_soon", counted)
    await asyncio.gather(*(visit() for _ in range(VISITS)))
    assert steps < 10 * VISITS


# -- how much ---------------------------------------------------------------------------------------------------------


async def test_whoever_reads_alone_may_hold_what_it_likes() -> None:
    assert await ALONE.grows(10 * LARGE)
    async with ALONE.request():
        ALONE.clear()


async def test_an_ordinary_document_waits_for_no_room() -> None:
    lane = Admission(steps=((LARGE, 0),))
    async with lane.visit() as room:
        assert await room.grows(ORDINARY)


async def test_a_large_document_waits_until_another_one_is_done_with() -> None:
    lane = Admission(steps=((LARGE, 1),))
    async with lane.visit() as first:
        assert await first.grows(ORDINARY + 1)
        async with lane.visit() as second:
            waiting = asyncio.create_task(second.grows(LARGE))
            await settled()
            assert not waiting.done()
            first.clear()
            assert await waiting


async def test_a_visit_that_ends_in_whatever_way_leaves_its_place() -> None:
    lane = Admission(steps=((LARGE, 1),))

    async def visit() -> None:
        async with lane.visit() as room:
            await room.grows(LARGE)
            raise FetchError("Le site a coupé la connexion.")

    with pytest.raises(FetchError):
        await visit()
    async with lane.visit() as room:
        assert await room.grows(LARGE)


async def test_whoever_finds_no_room_in_time_is_told_so_and_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "PATIENCE", 0.01)
    lane = Admission(steps=((2 * ORDINARY, 1), (LARGE, 0)))
    async with lane.visit() as room:
        assert await room.grows(2 * ORDINARY)
        assert not await room.grows(LARGE)
    async with lane.visit() as room:
        assert await room.grows(2 * ORDINARY)


def most(lane: dict[int, int], visits: int) -> int:
    """The bytes that the bounds allow."""
    return visits * ORDINARY + sum(step * places for step, places in lane.items())


@given(seed=st.integers(0, 2**32), visits=st.integers(1, 12), places=st.tuples(st.integers(1, 3), st.integers(1, 2)))
def test_whatever_grows_however_the_bounds_hold_and_all_come_to_an_end(seed, visits, places) -> None:
    chance = random.Random(seed)
    steps = ((4 * ORDINARY, places[0]), (LARGE, places[1]))
    held: dict[int, int] = {}
    peaks = [0]

    async def visit(number: int, lane: Admission) -> None:
        async with lane.visit() as room:
            size = 0
            for _ in range(chance.randint(1, 8)):
                size = min(size + chance.choice([1, ORDINARY // 2, ORDINARY, 3 * ORDINARY, LARGE]), LARGE)
                assert await room.grows(size)
                held[number] = size
                peaks.append(sum(held.values()))
                await asyncio.sleep(0)
            held.pop(number)

    async def all_of_them() -> None:
        lane = Admission(visits=visits, steps=steps)
        await asyncio.gather(*(visit(number, lane) for number in range(3 * visits)))
        async with lane.visit() as room:
            assert await room.grows(LARGE)

    asyncio.run(all_of_them())
    assert max(peaks) <= most(dict(steps), visits)


def test_what_the_bounds_allow_is_what_the_module_says() -> None:
    assert 140e6 < most(dict(STEPS), VISITS) < 155e6


# -- as the fetcher asks for it ---------------------------------------------------------------------------------------


class Noted(asyncio.Semaphore):
    """Says once it was acquired."""

    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.taken = asyncio.Event()

    async def acquire(self) -> Literal[True]:
        await super().acquire()
        self.taken.set()
        return True


@pytest.mark.parametrize("announced", [True, False])
async def test_two_large_pages_come_one_after_the_other(announced: bool) -> None:
    async with FeedServer(host="0.0.0.0") as web, HttpFetcher({web.host, f"127.0.0.2:{web.port}"}) as http:
        gate = asyncio.Event()
        length = b"Content-Length: 300000\r\n" if announced else b""

        async def slow(writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + length + b"\r\n" + b"a" * 290_000)
            await writer.drain()
            await gate.wait()
            writer.write(b"b" * 10_000)

        web.serve("/big", b"c" * 300_000)
        places = Noted(1)

        async def page(url: str) -> bytes:
            room = Room(steps=((LARGE, places),))
            try:
                return (await http.fetch(url, FeedState(url), room)).body
            finally:
                room.clear()

        first = asyncio.create_task(page(web.raw("/slow", slow)))
        await places.taken.wait()
        second = asyncio.create_task(page(web.url("/big", host="127.0.0.2")))
        await web.arrival("/big").wait()
        assert not first.done()
        gate.set()
        assert await first == b"a" * 290_000 + b"b" * 10_000
        assert await second == b"c" * 300_000


async def test_a_large_page_that_finds_no_room_comes_later_and_nothing_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "PATIENCE", 0.01)
    async with FeedServer() as web, HttpFetcher({web.host}) as http:
        url = web.serve("/big", b"c" * 300_000)
        async with Admission(steps=((LARGE, 0),)).visit() as room:
            with pytest.raises(FetchError, match="Vigie lit déjà plusieurs gros flux") as caught:
                await http.fetch(url, FeedState(url), room)
    assert caught.value.held
    assert caught.value.retry_after
