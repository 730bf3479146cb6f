"""A desk on a real store, people who type at it, and stories put in by hand: no engine, no network."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from fakes.vigie import HandClock

from vigie.adapters.store import SqlStore
from vigie.admission import ALONE, Room
from vigie.cards import Card
from vigie.commands import Caller, Desk, Level, Reply, read
from vigie.model import (
    LAYOFFS,
    Article,
    Channel,
    Company,
    Delivery,
    Event,
    Evidence,
    Facts,
    Feed,
    FeedState,
    Finding,
    LayoffFacts,
    Page,
    Passage,
    Role,
    Stage,
    Summary,
)
from vigie.ports import Fetcher, Parser

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HERE = Channel("discord", "discord:1", "4242")
ALICE = Caller(HERE, "u1", "Alice", Level.ADMIN)
SETTER = replace(ALICE, user="u2", name="Basile", level=Level.SETUP)
READER = replace(ALICE, user="u3", name="Chloé", level=Level.LOOK)
ELSEWHERE = replace(ALICE, channel=Channel("discord", "discord:1", "9999"))
STRANGER = replace(ALICE, channel=Channel("slack", "slack:T1", "C1"))
AT_TERMINAL = Caller(Channel("terminal", "local", "ici"), "local", "vous", Level.ADMIN)

GAZETTE = Feed("https://gazette.example/rss?key=secret", "La Gazette")
COURRIER = Feed("https://www.courrier.example/rss", "Le Courrier")
MORVAN = Company(0, "Ateliers Morvan", ("Morvan SA",))
PONANT = Company(0, "Brasseries du Ponant")
OREE = Company(0, "L'Orée", ("Groupe Orée",))


BREAKABLE = re.compile(r" [;?!»%]|« | :(?=\s)")


def spaced(text: str) -> str:
    """The text with plain spaces, for comparisons that are not about typography."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Board:
    """A platform that keeps the examples it is given, and finds missing what the test says."""

    name: str = "discord"
    missing: Sequence[str] = ()
    error: Exception | None = None
    shown: list[tuple[Channel, Card]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)

    async def tell(self, user: str, sentence: str) -> None:
        if self.error:
            raise self.error
        self.told.append((user, sentence))

    async def run(self) -> None: ...

    async def post(self, delivery: Delivery) -> str:
        raise AssertionError("commands post nothing")

    async def edit(self, delivery: Delivery) -> None:
        raise AssertionError("commands edit nothing")

    async def try_out(self, channel: Channel, card: Card) -> Sequence[str]:
        if self.error:
            raise self.error
        self.shown.append((channel, card))
        return self.missing


class Nowhere:
    """The network, for commands that must not use it."""

    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
        raise AssertionError(f"nothing should be fetched, but {url} was")

    async def parse(self, page: Page, feed: Feed) -> Sequence[Article]:
        raise AssertionError("nothing should be parsed")


@dataclass
class Office:
    """The desk, with the gestures that tests make."""

    desk: Desk
    store: SqlStore
    clock: HandClock
    board: Board
    published: int = 0

    async def type(self, line: str, caller: Caller = ALICE) -> Reply:
        """Type a line and read the answer, its spaces made plain."""
        name, values = read(line)
        reply = await self.desk.answer(caller, name, values)
        assert 0 < len(reply.text) <= 1900
        assert not BREAKABLE.search(reply.text), "French has a no-break space there"
        return replace(reply, text=spaced(reply.text))

    async def press(self, reply: Reply, label: str, caller: Caller = ALICE) -> Reply:
        """Press the reply's button of this label."""
        action = next(action for action in reply.actions if spaced(action.label) == label)
        answer = await self.desk.answer(caller, action.command, action.values)
        return replace(answer, text=spaced(answer.text))

    async def company(self, name: str, tenant: str = HERE.tenant) -> Company:
        return next(c for c in await self.store.companies(tenant) if c.name == name)

    async def read_feed(self, feed: Feed = GAZETTE, *articles: Article, baseline: bool = False) -> None:
        """A visit of the feed that brought these articles, not examined yet."""
        state = FeedState(feed.url).after_success(None, feed, self.clock())
        await self.store.save_visit(feed, state, articles, self.clock(), baseline=baseline)

    async def publish(
        self,
        company: str,
        title: str,
        text: str = "",
        *,
        topic: str = LAYOFFS,
        role: Role = Role.SUBJECT,
        stage: Stage | None = Stage.PLAN,
        score: float = 0.93,
        facts: Facts | None = None,
        evidence: Sequence[Evidence] = (),
        feed: Feed = GAZETTE,
        baseline: bool = False,
        alerts: Sequence[Channel] = (),
        story: int | None = None,
        tenant: str = HERE.tenant,
    ) -> str:
        """An article that was read, examined and made into a story (or a mention); its address."""
        self.published += 1
        url = f"https://gazette.example/{self.published}"
        await self.read_feed(feed, Article(url, title, text, self.clock(), "fr"), baseline=baseline)
        about = await self.company(company, tenant)
        event = Event(about, topic, role, stage, facts or LayoffFacts(), tuple(evidence), score)
        summary = Summary(f"{title}.", "title", "fr") if role is Role.SUBJECT and story is None else None
        for entry in await self.store.unexamined():
            finding = Finding(event, story, summary, tuple(alerts))
            await self.store.save_examination(entry, [finding], 1, self.clock())
        return url


@asynccontextmanager
async def office(path: Path, *, fetcher: Fetcher | None = None, parser: Parser | None = None) -> AsyncIterator[Office]:
    """A desk on a database of its own, with the feeds and companies of a small feeds.yaml."""
    clock, board, nowhere = HandClock(NOON), Board(), Nowhere()
    (path / "vigie.db").write_bytes(await adopted(path / "first"))
    async with SqlStore(path / "vigie.db") as store:
        desk = Desk(store, clock, fetcher or nowhere, parser or nowhere, {"discord": board})
        yield Office(desk, store, clock, board)


MADE: list[bytes] = []


async def adopted(path: Path) -> bytes:
    """A database file with that feeds.yaml in it, made once: migrating takes longer than most tests."""
    if not MADE:
        async with SqlStore(path / "vigie.db") as store:
            await store.adopt((GAZETTE, COURRIER), (MORVAN, PONANT, OREE), NOON)
        MADE.append((path / "vigie.db").read_bytes())
    return MADE[0]


def passage(text: str, part: str, where: str = "text") -> Passage:
    """Where `part` stands in the text."""
    start = text.index(part)
    return Passage("title" if where == "title" else "text", start, start + len(part))
