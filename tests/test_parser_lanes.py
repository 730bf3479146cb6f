"""Readers are lent to those who are known to be quick first, and the others leave them some."""

from __future__ import annotations

import asyncio

import pytest

from vigie.adapters import parser_lanes
from vigie.adapters.parser_lanes import Lanes


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def asking(lanes: Lanes[str], *, known: bool) -> asyncio.Task[str]:
    return asyncio.create_task(lanes.take(known=known))


async def test_all_is_lent_to_the_others_where_no_known_one_came() -> None:
    lanes = Lanes("ab")
    assert [await lanes.take(known=False), await lanes.take(known=False)] == ["a", "b"]


@pytest.mark.parametrize("things", ["ab", "abc"])
async def test_the_others_leave_most_to_known_ones_while_these_come(things: str) -> None:
    lanes = Lanes(things)
    async with lanes.lent(known=True):
        pass
    async with lanes.lent(known=False):
        waiting = asking(lanes, known=False)
        async with lanes.lent(known=True):
            await settled()
        await settled()
        assert not waiting.done()
    assert await waiting


async def test_whatever_is_alone_is_lent_to_all() -> None:
    lanes = Lanes("a")
    async with lanes.lent(known=True):
        pass
    assert await lanes.take(known=False) == "a"


async def test_once_no_known_one_comes_any_more_nothing_is_left_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    lanes = Lanes("ab")
    async with lanes.lent(known=True):
        pass
    monkeypatch.setattr(parser_lanes, "CALM", -1.0)
    assert [await lanes.take(known=False), await lanes.take(known=False)] == ["b", "a"]


async def test_known_ones_go_first_each_in_its_turn() -> None:
    lanes, order = Lanes("a"), []

    async def borrow(name: str, *, known: bool) -> None:
        async with lanes.lent(known=known):
            order.append(name)

    async with lanes.lent(known=False):
        waiting = [
            asyncio.create_task(borrow(name, known=name.startswith("known")))
            for name in ("other 1", "known 1", "other 2", "known 2")
        ]
        await settled()
    await asyncio.gather(*waiting)
    assert order == ["known 1", "known 2", "other 1", "other 2"]


@pytest.mark.parametrize("known", [True, False])
async def test_whoever_gives_up_takes_nothing_along(known: bool) -> None:
    lanes = Lanes("a")
    async with lanes.lent(known=known):
        early, late = asking(lanes, known=known), asking(lanes, known=known)
        await settled()
        early.cancel()
        await settled()
    late.cancel()  # it was served in that moment, and does not know yet
    with pytest.raises(asyncio.CancelledError):
        await late
    assert await lanes.take(known=known) == "a"


async def test_at_the_end_nothing_is_kept_back() -> None:
    lanes = Lanes("ab")
    async with lanes.lent(known=True):
        pass
    lanes.keep_none()
    assert {await lanes.take(known=False), await lanes.take(known=False)} == {"a", "b"}
