"""A year of polls in minutes: what publishers do to their feeds doubles nothing, loses nothing and splits no story.

The truth stands in each link (/e12/…: event 12); Vigie never reads it there. Run it longer or otherwise with
VIGIE_SIMULATION="days:seed".
"""

from __future__ import annotations

import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

import pytest
from fakes.vigie import NOON, HandClock, InlineParser

from vigie.adapters.engine import RuleEngine
from vigie.adapters.store import SqlStore
from vigie.admission import ALONE, Room
from vigie.cards import Card
from vigie.model import LOCAL, Channel, Company, Delivery, DeliveryKind, Feed, FeedState, Page, Subscription
from vigie.pipeline import tick
from vigie.ports import Services
from vigie.summarise import Writer

HERE = Channel("terminal", LOCAL, "ici")

FIRST = (
    "Armor",
    "Bastide",
    "Calvet",
    "Delorme",
    "Esquirol",
    "Fontane",
    "Garance",
    "Hautval",
    "Ivoire",
    "Jaurel",
    "Kerlan",
    "Lorvan",
    "Marsac",
    "Nolay",
)
SECOND = ("Aciers", "Textiles", "Robotique", "Verrerie", "Fonderie", "Chimie")
COMPANIES = tuple(Company(0, f"{second} {first}") for first in FIRST for second in SECOND)

TOWNS = (
    "Dijon",
    "Nevers",
    "Roubaix",
    "Troyes",
    "Rodez",
    "Quimper",
    "Vichy",
    "Cholet",
    "Vannes",
    "Lannion",
    "Épinal",
    "Colmar",
    "Béziers",
    "Albi",
)

PLAN = (
    ("fr", "{c} supprime {n} postes à {t}", "{c} a annoncé la suppression de {n} postes dans son usine de {t}."),
    ("fr", "{t} : {n} emplois menacés chez {c}", "Un plan social menace {n} emplois de {c}, a appris notre rédaction."),
    ("en", "{c} to cut {n} jobs in {t}", "The French company {c} said it would lay off {n} people at its {t} site."),
    ("fr", "À {t}, colère chez {c} après l'annonce de {n} licenciements", "Les salariés de {c} ont débrayé à {t}."),
)
FINE = (
    ("fr", "La Cnil inflige {n} millions d'euros d'amende à {c}", "La Cnil sanctionne {c} : {n} millions d'euros."),
    ("en", "France's CNIL fines {c} {n} million euros", "The privacy watchdog CNIL fined {c} {n} million euros."),
    ("fr", "{c} : {n} millions d'euros d'amende de la Cnil", "La Cnil condamne {c} à {n} millions d'euros."),
)  # fmt: skip
"""How papers tell a plan and a fine: language, title, text."""


@dataclass(frozen=True)
class Item:
    """An article as its feed shows it now."""

    link: str
    title: str
    text: str
    guid: str
    date: datetime


@dataclass
class Press:
    """The Fetcher: the feeds of eight papers, and what happens to them."""

    rng: random.Random
    shown: defaultdict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    gone: defaultdict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    empty: set[str] = field(default_factory=set)
    generation: int = 0

    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
        items = [] if url in self.empty else self.shown[url]
        told = "".join(
            f"<item><title>{escape(i.title)}</title><link>{escape(i.link)}</link><guid>{escape(i.guid)}"
            f"{self.generation or ''}</guid><pubDate>{format_datetime(i.date)}</pubDate>"
            f"<description>{escape(i.text)}</description></item>"
            for i in items
        )
        return Page(f"<rss version='2.0'><channel><title>t</title>{told}</channel></rss>".encode(), url)

    def publish(self, url: str, item: Item) -> None:
        feed = self.shown[url]
        feed.insert(0, item)
        self.gone[url] += feed[15:]
        del feed[15:]

    def meddle(self, now: datetime) -> None:
        """What publishers do, each now and then."""
        url = self.rng.choice(list(self.shown) or ["none"])
        feed = self.shown[url]
        act = self.rng.random()
        if not feed:
            return
        at = self.rng.randrange(len(feed))
        if act < 0.25:
            feed[at] = replace(feed[at], date=now)
        elif act < 0.5:
            feed[at] = replace(feed[at], title=f"{feed[at].title} (mis à jour)", date=now)
        elif act < 0.65:
            other = self.rng.choice(list(self.shown))
            self.publish(other, replace(feed[at], link=f"{feed[at].link}?utm_source=rss"))
        elif act < 0.8 and self.gone[url]:
            self.publish(url, replace(self.rng.choice(self.gone[url]), date=now))
        elif act < 0.9:
            self.empty ^= {url}
        elif act < 0.95:
            feed[at] = replace(feed[at], guid=f"{feed[at].guid}-{now:%Y%m%d}")


@dataclass
class Wall:
    """The ChatPlatform: every post, with the story's articles as they were."""

    name: str = "terminal"
    posts: list[tuple[DeliveryKind, int, tuple[str, ...]]] = field(default_factory=list)

    async def run(self) -> None: ...

    async def post(self, delivery: Delivery) -> str:
        for story in delivery.stories or (delivery.alert.story,):  # what a feed brings days late comes as a list
            self.posts.append((delivery.kind, story.id, tuple(source.url for source in story.sources)))
        return str(delivery.id)

    async def edit(self, delivery: Delivery) -> None:
        links = tuple(source.url for source in delivery.alert.story.sources)
        self.posts.append((delivery.kind, delivery.alert.story.id, links))

    def remembers(self, channel: Channel) -> timedelta:
        return timedelta()

    async def find(self, delivery: Delivery) -> str | None:
        return None

    async def exists(self, channel: Channel) -> bool:
        return True

    async def warn(self, user: str, channel: Channel, reason: str) -> None: ...

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        return []


def happenings(rng: random.Random, days: int) -> Iterator[tuple[timedelta, int, str, str, Item]]:
    """When, event, paper's feed, company and the item as it is first published, oldest first."""
    busy: dict[str, float] = {}
    used: set[tuple[str, int]] = set()
    found = []
    event = 0
    for day in range(1, days - 2):
        for _ in range(rng.choice((1, 2, 2, 3))):
            company = rng.choice(COMPANIES).name
            if day - busy.get(company, -9) < 3:
                continue
            busy[company] = day
            event += 1
            plan = rng.random() < 0.7
            number = rng.randrange(21, 900) if plan else rng.randrange(2, 90)
            while (company, number) in used:  # who is fined the same sum twice in a season is told once: so be it
                number += 1
            used.add((company, number))
            town = rng.choice(TOWNS)
            wordings = list(PLAN if plan else FINE)
            hour = rng.random() * 24
            for k, (_, title, text) in enumerate([wordings[0], *rng.sample(wordings[1:], rng.randrange(0, 3))]):
                said = {"c": company, "n": number, "t": town}
                paper = rng.randrange(8)
                link = f"https://paper{paper}.example/e{event}/{k}"
                when = timedelta(days=day, hours=hour + 5 * k)
                item = Item(link, title.format(**said), text.format(**said), link, NOON + when)
                found.append((when, event, f"https://paper{paper}.example/rss", company, item))
    return iter(sorted(found, key=lambda one: (one[0], one[4].link)))


async def simulate(folder, lexicons, days: int, seed: int) -> tuple[Wall, int]:
    """Poll every six hours for so many days; what was posted, and how many events there were."""
    rng = random.Random(seed)
    clock, press, wall = HandClock(), Press(rng), Wall()
    feeds = [Feed(f"https://paper{n}.example/rss", f"Paper {n}", timedelta(hours=1)) for n in range(8)]
    coming = list(happenings(rng, days))
    async with SqlStore(folder / "vigie.db") as store:
        services = Services(clock, press, InlineParser(), RuleEngine(lexicons), Writer(), store, {wall.name: wall})
        await store.adopt(feeds, COMPANIES, clock())
        await store.subscribe([Subscription(HERE, None, created_at=clock())], None)
        while clock.now < NOON + timedelta(days=days):
            while coming and NOON + coming[0][0] <= clock.now:
                _, _, url, _, item = coming.pop(0)
                press.empty.discard(url)
                press.publish(url, item)
            for _ in range(rng.randrange(3)):
                press.meddle(clock.now)
            if clock.now == NOON + timedelta(days=days // 2):
                press.generation += 1  # all guids changed one morning
            await tick(services, everything=True)
            clock.forward(hours=6)
        clock.forward(minutes=5)
        await tick(services, everything=True)
    return wall, len({one[1] for one in list(happenings(random.Random(seed), days))})


TELLING = (DeliveryKind.ALERT, DeliveryKind.DIGEST)
"""What tells of a story for the first time, alone or in a list."""


def event_of(link: str) -> str:
    return link.split("/")[3]


def judge(wall: Wall) -> tuple[Counter[str], set[str], list[tuple[str, str]]]:
    """First tellings by event of their first article, the events that are told, and articles in a wrong story."""
    alerts = Counter(event_of(links[0]) for kind, _, links in wall.posts if kind in TELLING)
    last = {story: links for _, story, links in wall.posts}
    strays = [(links[0], link) for links in last.values() for link in links if event_of(link) != event_of(links[0])]
    return alerts, set(alerts), strays


async def check(folder, lexicons, days: int, seed: int) -> None:
    wall, events = await simulate(folder, lexicons, days, seed)
    alerts, told, strays = judge(wall)
    first = [links[0] for kind, _, links in wall.posts if kind in TELLING]
    split = sum(count - 1 for count in alerts.values())
    said = f"seed {seed}: {events} events, {len(first)} alerts, {split} split, in a wrong story: {strays}"
    print(said)
    assert len(first) == len(set(first)), said  # nothing doubled
    assert len(told) == events, f"{said}; lost: {events - len(told)}"
    assert not strays, said
    assert split <= 0.01 * events, said


async def test_a_fortnight_of_meddling_doubles_loses_and_splits_nothing(tmp_path, lexicons):
    await check(tmp_path, lexicons, 14, 6)


@pytest.mark.chaos
async def test_a_year_of_meddling_doubles_loses_and_splits_nothing(tmp_path, lexicons):
    days, seed = os.environ.get("VIGIE_SIMULATION", "365:6").split(":")
    await check(tmp_path, lexicons, int(days), int(seed))
