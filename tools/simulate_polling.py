"""How fast Vigie learns of articles, against a fixed 15 minutes, on a simulated mix of 1,000 feeds. No network.

    python tools/simulate_polling.py [--feeds 1000] [--days 21] [--seed 1] [--hubs 0.3]

The mix: news wires, papers, trade press, blogs and authorities, with the nights and week-ends of the press and, for
each feed, a publication rate drawn from a log-normal law. The first fortnight is for learning (the fixed schedule has
nothing to learn); delays and requests are counted after it. Each article waits until the first visit after it; with
--hubs, that share of the feeds has a hub (WebSub) which pushes each article within seconds, one in a hundred never.
"""

from __future__ import annotations

import argparse
import bisect
import math
import random
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from vigie import schedule, websub
from vigie.memory import Offer, Wishes
from vigie.model import Article, Feed, FeedState, Page

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
LEARNING = timedelta(days=14)
EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class Kind:
    """Feeds alike: their share of the mix, entries a day (median, spread), and when they work (UTC)."""

    share: float
    a_day: float
    spread: float
    hours: tuple[int, int]
    weekend: float
    night: float


MIX = (
    Kind(0.08, 90, 0.5, (5, 20), 0.6, 0.15),  # news wires and general news
    Kind(0.22, 18, 0.6, (5, 19), 0.4, 0.05),  # papers by section
    Kind(0.30, 4, 0.7, (7, 17), 0.1, 0.02),  # trade press
    Kind(0.25, 0.5, 0.9, (7, 18), 0.3, 0.05),  # blogs
    Kind(0.15, 0.7, 0.8, (8, 17), 0.02, 0.01),  # authorities
)


def weight(kind: Kind, moment: datetime) -> float:
    day = kind.weekend if moment.weekday() >= 5 else 1.0
    return day * (1.0 if kind.hours[0] <= moment.hour < kind.hours[1] else kind.night)


def published(kind: Kind, days: int, chance: random.Random) -> list[datetime]:
    """The moments of publication, a Poisson process that follows the hours of the kind."""
    mean = kind.a_day * math.exp(chance.gauss(0, kind.spread))
    a_week = sum(weight(kind, START + timedelta(hours=hour)) for hour in range(7 * 24))
    moments = []
    for hour in range(days * 24):
        begins = START + timedelta(hours=hour)
        expected = mean * 7 * weight(kind, begins) / a_week
        moments += [begins + timedelta(hours=chance.random()) for _ in range(poisson(expected, chance))]
    return sorted(moments)


def poisson(mean: float, chance: random.Random) -> int:
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product, count = product * chance.random(), count + 1
    return count


def fixed(url: str, end: datetime) -> Iterator[datetime]:
    now = START + EVERY * schedule.fraction(url)
    while now < end:
        yield now
        now += EVERY


PUSHED, LOST = timedelta(seconds=5), 0.01
"""The longest that a hub takes to push an article, and how many it loses."""


def pushes(url: str, moments: list[datetime]) -> list[datetime]:
    """When a hub pushes each article that it does not lose."""
    return [moment + PUSHED * schedule.fraction(url, moment) for moment in moments if is_pushed(url, moment)]


def is_pushed(url: str, moment: datetime) -> bool:
    return schedule.fraction(url, moment, "lost") >= LOST


def adaptive(url: str, moments: list[datetime], end: datetime, hub: bool = False) -> Iterator[datetime]:
    """The visits that vigie.schedule asks for, each learning from what it finds; rarer while the hub keeps its word."""
    feed, state, now, seen = Feed(url, url, EVERY), FeedState(url), START, 0
    lease = websub.fresh(Offer(("https://hub.example",), url), "https://vigie.example", "path", "secret", START)
    lease = websub.granted(lease, (end - START) * 2, START, 0.0)
    while now < end:
        yield now
        until = bisect.bisect_right(moments, now)
        fresh = [Article(url, "", published=moment) for moment in moments[seen:until]]
        page = Page(b"", url, unchanged=not fresh)
        state = schedule.after_success(state, feed, page, fresh, Wishes() if fresh else None, now)
        seen = until
        assert state.next_visit
        wait = state.next_visit
        for article in fresh if hub else ():
            came = article.published and is_pushed(url, article.published)
            lease = websub.pushed(lease, now) if came else websub.polled(lease)
        now = websub.spared(wait, now, schedule.fraction(url, now)) if hub and lease.carries(now) else wait


def delays(moments: list[datetime], visits: list[datetime], since: datetime) -> Iterator[float]:
    """Minutes from each publication to the visit that found it."""
    for moment in moments:
        at = bisect.bisect_left(visits, moment)
        if moment >= since and at < len(visits):
            yield (visits[at] - moment) / timedelta(minutes=1)


@dataclass(frozen=True)
class Outcome:
    requests: float
    """A day."""
    median: float
    mean: float
    worst: float
    """The 99th percentile, in minutes as the others."""


def simulate(
    feeds: int, days: int, seed: int, learning: timedelta = LEARNING, hubs: float = 0.0
) -> tuple[Outcome, Outcome]:
    """What a fixed schedule and ours make of the same mix."""
    chance, end = random.Random(seed), START + timedelta(days=days)
    since = START + learning
    found: tuple[list[float], list[float]] = ([], [])
    requests = [0, 0]
    for number in range(feeds):
        kind = chance.choices(MIX, [one.share for one in MIX])[0]
        moments, url = published(kind, days, chance), f"https://site{number}.example/"
        hub = schedule.fraction(url, "hub") < hubs
        for which, visits in enumerate((list(fixed(url, end)), list(adaptive(url, moments, end, hub)))):
            requests[which] += len(visits) - bisect.bisect_left(visits, since)
            met = sorted([*visits, *pushes(url, moments)]) if which and hub else visits
            found[which].extend(delays(moments, met, since))
    counted = (end - since) / timedelta(days=1)
    one, other = (
        Outcome(n / counted, statistics.median(d), statistics.fmean(d), statistics.quantiles(d, n=100)[98])
        for n, d in zip(requests, found, strict=True)
    )
    return one, other


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=1000)
    options.add_argument("--days", type=int, default=21)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--hubs", type=float, default=0.0)
    given = options.parse_args()
    before, after = simulate(given.feeds, given.days, given.seed, hubs=given.hubs)
    print(f"{'':16}{'requests a day':>16}{'median min':>12}{'mean min':>10}{'p99 min':>10}")
    for name, one in (("every 15 minutes", before), ("vigie", after)):
        print(f"{name:16}{one.requests:16.0f}{one.median:12.2f}{one.mean:10.2f}{one.worst:10.1f}")
    print(f"median delay {after.median / before.median:.2f} of fixed, requests {after.requests / before.requests:.2f}")


if __name__ == "__main__":
    main()
