"""A Vigie on a loopback Slack: the platform as bot.py makes it, or with a desk that says what it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from fakes.slack import FakeSlack
from fakes.vigie import GAZETTE, MORVAN, PONANT, FakeWeb, HandClock, InlineParser

from handlers.slack_app import SlackPlatform
from vigie.adapters.store import SqlStore
from vigie.adapters.store.engines import Place
from vigie.cards import Action, Card
from vigie.commands import Caller, Desk, Reply, Values
from vigie.model import (
    LAYOFFS,
    Alert,
    Channel,
    Company,
    Delivery,
    Event,
    LayoffFacts,
    Role,
    Source,
    Story,
    Summary,
    Update,
)
from vigie.ports import ChatPlatform

NBSP = "\N{NO-BREAK SPACE}"


THEN = datetime(2026, 3, 2, 12, tzinfo=UTC)


ROOM = Channel("slack", "slack:T1", "C1")


@dataclass(frozen=True, slots=True)
class Scripted(Desk):
    """A desk that gives the answer the test wrote, and keeps what it was asked."""

    says: list[Reply] = field(default_factory=list)
    asked: list[tuple[Caller, str, Values]] = field(default_factory=list)

    async def answer(self, caller: Caller, name: str, values: Values) -> Reply:
        self.asked.append((caller, name, values))
        return self.says[-1]


class NothingGone:
    """The store of a desk that is scripted: it keeps nothing, and nothing in it is gone."""

    async def gone(self, before: datetime) -> list[Channel]:
        return []


def scripted(*says: Reply) -> Scripted:
    nothing: Any = None
    store: Any = NothingGone()
    return Scripted(store, lambda: THEN, nothing, nothing, {}, says=list(says) or [Reply("Bonjour")])


@dataclass
class Timer:
    """A monotonic clock that only sleeping moves."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeSlack]:
    for variable in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(variable, raising=False)  # slack_sdk would take the loopback through it
    async with FakeSlack() as slack:
        yield slack


@pytest.fixture
def timer() -> Timer:
    return Timer()


def platform_of(slack: FakeSlack, desk: Desk, timer: Timer | None = None, **options: Any) -> SlackPlatform:
    timer = timer or Timer()
    options = {"base_url": slack.base_url, "clock": timer, "sleep": timer.sleep} | options
    return SlackPlatform(slack.bot_token, slack.app_token, desk, **options)


@asynccontextmanager
async def running(slack: FakeSlack, platform: SlackPlatform) -> AsyncIterator[SlackPlatform]:
    """The platform, connected; stopped as a signal stops it."""
    task = asyncio.create_task(platform.run())
    try:
        await slack.until(lambda: slack.connections or task.done())
        if task.done():
            task.result()
        yield platform
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def a_card(**changes: Any) -> Card:
    card = Card(
        topic=LAYOFFS,
        heading="🔻 Ateliers Morvan · Emploi · projet",
        summary="283 emplois sont menacés chez Ateliers Morvan à Autun.",
        details="Autun · publié le 2 mars 2026, 13 h 00 · gazette.example",
        sources="Repris par 2 médias : La Gazette · Le Courrier",
        link="https://gazette.example/1",
        title="Ateliers Morvan prévoit un plan social",
        notification="Ateliers Morvan : 283 emplois sont menacés.",
        actions=(Action("Pourquoi ?", "pourquoi", {"alerte": "7"}),),
    )
    return replace(card, **changes)


def a_delivery(
    channel: Channel = ROOM, number: int = 12, text: str = "283 emplois sont menacés.", **more: Any
) -> Delivery:
    event = Event(Company(1, "Ateliers Morvan"), LAYOFFS, Role.SUBJECT, None, LayoffFacts(), (), 0.9)
    source = Source("gazette.example", "Un plan social", "https://gazette.example/1", THEN, THEN)
    story = Story(7, event, Summary(text, "brief", "fr"), (source,), THEN, THEN)
    return Delivery(number, channel, Alert(story), **more)


@pytest.fixture
async def desk(place: Place) -> AsyncIterator[Desk]:
    """A real desk that watches two companies."""
    clock, platforms = HandClock(), dict[str, ChatPlatform]()
    async with SqlStore(place) as store:
        await store.adopt([GAZETTE], [MORVAN, PONANT], clock())
        yield Desk(store, clock, FakeWeb(), InlineParser(), platforms)


def at_desk(slack: FakeSlack, desk: Desk) -> SlackPlatform:
    """The platform that this desk knows, as bot.py puts them together."""
    platform = platform_of(slack, desk)
    assert isinstance(desk.platforms, dict)
    desk.platforms["slack"] = platform
    return platform


def manifest() -> dict[str, Any]:
    text = Path(__file__).parents[2].joinpath("slack-manifest.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


A_FACT = Update("Mise à jour : 300 emplois, contre 283", "https://courrier.example/2", loud=True)
