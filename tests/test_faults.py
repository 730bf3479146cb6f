"""Through each fault and out of it: nothing lost, doubled or invented, and how long until all is as it was.

The time of these tests jumps (fakes.swift); the figures are seconds of the scenario, feeds are read every five minutes
(twenty where little comes), so that much is no delay of ours. tools/faults.py prints them all.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from fakes import swift
from fakes.faults import FAULTS, HOUR, MINUTE, Fault, Outcome, suffer

QUICKLY = ("arrêt de 24 h",)
"""In the ordinary run."""

IN_CI = (
    "5xx, une fois sur deux", "429 général (global)", "429 de Cloudflare, en HTML", "enregistré, puis plus rien",
    "200 avec du HTML", "lent, au bord du délai", "Discord seul absent", "Discord et Slack absents", "flux absents",
    "horloge + 1 h", "horloge - 1 h", "horloge + 30 j, avec des 5xx", "démarrage en 1970",
    "heure d'été, à Paris", "heure d'hiver, à Paris", "arrêt de 8 jours",
)  # fmt: skip
"""One of each kind; tools/faults.py goes through all."""

READ = 6 * MINUTE
"""Until a feed that is read every five minutes was read."""
RARELY = 21 * MINUTE
"""The same where it publishes little, or was away."""

RECOVERY = {
    "429 de Cloudflare, en HTML": READ + 19 * MINUTE,  # a quarter of an hour in which nothing is sent at all
    "429 du robot (user)": READ + 5 * MINUTE,  # the longest that a chat asks for
    "429 partagé (shared)": READ + 5 * MINUTE,
    "429 général (global)": READ + 5 * MINUTE,
    "flux absents": RARELY,
    "tout absent": RARELY,
}
"""Where more is to be expected than the time to read a feed and to try again."""


def check(name: str, outcome: Outcome) -> None:
    verdict = outcome.verdict
    assert (verdict.lost, verdict.doubled, verdict.invented) == ([], [], []), name
    assert all(told == owed for told, owed in outcome.counted.values()), outcome.counted
    assert outcome.recovery <= RECOVERY.get(name, READ + 5 * MINUTE), name
    assert outcome.slowest <= RARELY, name
    if "horloge" in name or "1970" in name:
        assert outcome.during <= RARELY, name  # a wrong clock freezes nothing
    if "arrêt" in name:
        assert outcome.singles <= 5, name  # a backlog is a list


@pytest.mark.parametrize("name", QUICKLY)
def test_what_was_published_before_during_and_after_a_fault_arrives_once(tmp_path, name):
    check(name, suffer(tmp_path, FAULTS[name]))


@pytest.mark.chaos
@pytest.mark.parametrize("name", IN_CI)
def test_so_it_does_with_every_other_fault(tmp_path, name):
    check(name, suffer(tmp_path, FAULTS[name]))


@pytest.mark.chaos
def test_a_fault_that_takes_what_it_may_not_is_seen(tmp_path: Path):
    """Slack that can't be read and says nothing of what it took: its rooms get it twice, and the judge says so."""
    fault = Fault(slack={"recorded-html": 0.9}, articles=12, history=False)
    outcome = suffer(tmp_path, fault)
    assert not outcome.is_good
    assert outcome.verdict.doubled == outcome.verdict.doubled_marked


def test_where_waiting_takes_no_time_order_is_kept_and_threads_are_waited_for():
    async def main() -> list[str]:
        loop, seen = asyncio.get_running_loop(), []

        async def after(seconds: float, word: str) -> None:
            await asyncio.sleep(seconds)
            seen.append(word)

        began = loop.time()
        await asyncio.gather(after(HOUR, "last"), after(1, "first"), after(MINUTE, "then"))
        assert loop.time() - began == HOUR
        await asyncio.wait_for(asyncio.to_thread(time.sleep, 0.02), 0.001 * HOUR)
        return seen

    began = time.monotonic()
    assert swift.run(main()) == ["first", "then", "last"]
    assert time.monotonic() - began < MINUTE
