"""A whole Vigie and its two chats through a fault and out of it again, in a time that jumps (fakes.swift).

    outcome = suffer(folder, FAULTS["discord seul absent"])

Real discord.py and slack-sdk, a real database, loopback chats (fakes.chats) whose weather a fault makes. Feeds publish
before the fault, while it lasts and after it. What arrived is judged by the oracle, which knows nothing of this.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from html import escape
from math import inf
from pathlib import Path
from typing import Any

from aiohttp import web
from fakes.chaos import COMPANIES, point_discord_at
from fakes.storms import MINUTE, Discord, Door, Ours, Slack, Table, Weather
from fakes.swift import SwiftLoop, run
from fakes.vigie import InlineParser
from oracle import ID, Verdict, judge

from handlers.discord_bot import DiscordPlatform
from handlers.slack_app import SlackPlatform
from vigie.adapters.engine import RuleEngine
from vigie.adapters.lexicon import load
from vigie.adapters.store import SqlStore
from vigie.admission import ALONE, Room
from vigie.commands import Desk
from vigie.model import Change, Channel, Company, Feed, FeedState, Page, Subscription
from vigie.pipeline import tick
from vigie.ports import ChatPlatform, FetchError, Services
from vigie.rules import NEVER_QUIET, Rhythm, Rules
from vigie.summarise import Writer

HOUR, DAY = 3600.0, 86400.0

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp()
"""Ten o'clock in Paris, far from any quiet hour."""

EVERY = timedelta(minutes=5)
FEEDS = tuple(Feed(f"https://{name}.example/rss", name.title(), EVERY) for name in ("gazette", "courrier", "echo"))

TICK = 5.0
"""Seconds between two looks at what is due, as in production."""
AT_ONCE = 10
"""Looks that may be under way together, as in production."""

LASTS = 10 * MINUTE
BEFORE, AFTER = 3 * MINUTE, 12 * MINUTE
"""What is published so long before the fault and after its end."""
AT_MOST = 30 * 3600
"""After the fault's end, until everything must have arrived, the digests of later hours too."""

COUNTED = 7 * DAY
"""What is older when Vigie comes back is counted in a digest, and not named."""

ROOMS = (
    ("discord", "discord:81", "4201"),
    ("discord", "discord:82", "4202"),
    ("discord", "discord:82", "4204"),
    ("slack", "slack:T1", "C1"),
    ("slack", "slack:T1", "C2"),
)
CAPPED = ("4204", "C2")
"""With the usual rules, which make digests; the others have none, so that only faults keep them waiting."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong, from the third minute on."""

    discord: Table = field(default_factory=dict)
    slack: Table = field(default_factory=dict)
    away: tuple[str, ...] = ()
    """What can't be reached at all: discord, slack, feeds."""
    jump: float = 0.0
    """Seconds by which our clock, and nobody else's, is wrong."""
    clock: float = 0.0
    """Unix seconds that our clock shows instead."""
    restart: bool = False
    """The process is not there while it lasts."""
    lasts: float = LASTS
    articles: int = 24
    start: float = MONDAY
    rules: Rules = NEVER_QUIET
    capped: Rules | None = None
    """Of the rooms that make digests; None: the usual ones."""
    history: bool = True
    tick: float = TICK

    @classmethod
    def of(cls, table: Table, **more: Any) -> Fault:
        """The same on both chats."""
        return cls(discord=table, slack=table, **more)


def one_night(day: datetime) -> Fault:
    """Summer time begins or ends: the quiet ends, and the digest comes, at an hour that is skipped or doubled."""
    quiet = Rules(hourly=10_000, days_off=False, quiet_from=time(23), quiet_to=time(2, 30))
    daily = Rules(rhythm=Rhythm.DAILY, digest_at=time(2, 30), days_off=False, quiet_from=time(), quiet_to=time())
    return Fault(start=day.timestamp() - BEFORE, lasts=4 * HOUR, rules=quiet, capped=daily, tick=MINUTE)


FAULTS: Mapping[str, Fault] = {
    "5xx, une fois sur deux": Fault.of({"500": 0.2, "502": 0.1, "503": 0.1, "504": 0.1}),
    "429 du robot (user)": Fault.of({"429-user": 0.5}),
    "429 partagé (shared)": Fault.of({"429-shared": 0.5}),
    "429 général (global)": Fault.of({"429-global": 0.5}),
    "429 de Cloudflare, en HTML": Fault.of({"429-html": 0.5}),
    "enregistré, puis 500": Fault.of({"recorded-500": 0.5}),
    "enregistré, puis coupé": Fault.of({"recorded-reset": 0.5}),
    "enregistré, puis plus rien": Fault.of({"recorded-hang": 0.3}),
    "200 avec du HTML": Fault.of({"recorded-html": 0.25, "html": 0.25}),
    "lent, au bord du délai": Fault.of({"recorded-slow": 0.25, "recorded-late": 0.25, "late": 0.1}),
    "coupé avant d'être lu": Fault.of({"reset": 0.5}),
    "Discord seul absent": Fault(away=("discord",)),
    "Slack seul absent": Fault(away=("slack",)),
    "flux absents": Fault(away=("feeds",)),
    "Discord et Slack absents": Fault(away=("discord", "slack")),
    "tout absent": Fault(away=("discord", "slack", "feeds")),
    "horloge + 1 h": Fault(jump=HOUR, lasts=HOUR / 2),
    "horloge - 1 h": Fault(jump=-HOUR, lasts=HOUR / 2),
    "horloge + 30 j": Fault(jump=30 * DAY, lasts=HOUR / 2),
    "horloge - 1 j": Fault(jump=-DAY, lasts=HOUR / 2),
    "horloge + 30 j, avec des 5xx": Fault.of({"500": 0.4, "503": 0.2}, jump=30 * DAY, lasts=HOUR / 2),
    "démarrage en 1970": Fault(clock=120.0, restart=True, lasts=HOUR / 2),
    "heure d'été, à Paris": one_night(datetime(2026, 3, 28, 23, tzinfo=UTC)),
    "heure d'hiver, à Paris": one_night(datetime(2026, 10, 24, 22, tzinfo=UTC)),
    "arrêt d'une heure": Fault(restart=True, lasts=HOUR),
    "arrêt de 24 h": Fault(restart=True, lasts=DAY, articles=48),
    "arrêt de 8 jours": Fault(restart=True, lasts=8 * DAY, articles=60),
}


@dataclass(frozen=True)
class Outcome:
    verdict: Verdict
    recovery: float
    """Seconds after the fault's end until all that was published by then had arrived, where no rule holds it back."""
    slowest: float
    """Seconds from publication to arrival there, of what was published after the end."""
    during: float
    """The same of what was published while it lasted."""
    singles: int
    """Posts of their own in the fullest hour after the fault's end, in a channel with the usual rules."""
    counted: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For each channel, how many old alerts its messages name or count, and how many there were."""

    @property
    def is_good(self) -> bool:
        wrong = self.verdict.lost or self.verdict.doubled or self.verdict.invented
        return not wrong and all(told == owed for told, owed in self.counted.values())


# -- the press --------------------------------------------------------------------------------------------------------


class Press:
    """The Fetcher: each feed holds all that it published; unless it can't be reached."""

    away = False

    def __init__(self, articles: list[dict[str, Any]], clock: Callable[[], float]) -> None:
        self.articles, self.clock = articles, clock

    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
        if self.away:
            raise FetchError("Ce flux ne répond pas.", unreached=True)
        items = "".join(self.item(a, url) for a in self.articles if a["feed"] == url and a["at"] <= self.clock())
        return Page(f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode(), url)

    def item(self, article: dict[str, Any], url: str) -> str:
        company, jobs = article["company"], article["jobs"]
        title, text = f"{company} va supprimer {jobs} postes", f"{company} a annoncé la suppression de {jobs} postes."
        if not article["matches"]:
            title, text = "Le temps sera beau demain", "Soleil partout."
        link = f"{url.removesuffix('/rss')}/{article['id']}"
        day = datetime.fromtimestamp(article["at"], UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        return (
            f"<item><title>{escape(title)}</title><description>{escape(text)}</description><link>{link}</link>"
            f"<pubDate>{day}</pubDate></item>"
        )


def scenario(fault: Fault, seed: int) -> dict[str, Any]:
    """Articles before, during and after the fault, each about a company of its own."""
    dice = random.Random(seed)
    about = dice.sample(COMPANIES, fault.articles)
    lasts = BEFORE + fault.lasts + AFTER
    end = BEFORE + fault.lasts
    fixed = [BEFORE - 1, end - 1, end + 1, lasts]
    articles = [
        {
            "id": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
            "company": company,
            "matches": number < len(fixed) or dice.random() > 0.1,
            "jobs": 11 + number,
            "feed": FEEDS[dice.randrange(len(FEEDS))].url,
            "at": fault.start + (fixed[number] if number < len(fixed) else dice.uniform(20, lasts)),
        }
        for number, company in enumerate(about)
    ]
    for article in articles:
        article["old"] = article["at"] - fault.start < end - COUNTED
    few = dice.sample(about, len(about) // 2)
    channels = [
        {"platform": platform, "tenant": tenant, "channel": id, "wanted": True,
         "companies": few if id == "4202" else None}
        for platform, tenant, id in ROOMS
    ]  # fmt: skip
    return {"seed": seed, "articles": articles, "channels": channels}


@cache
def engine() -> RuleEngine:
    """One for all faults: nothing of an article stays in it."""
    return RuleEngine(load())


# -- one fault --------------------------------------------------------------------------------------------------------


class World:
    """The chats, the press, a database, and the clock that all but Vigie share: scenario seconds of the loop."""

    def __init__(self, folder: Path, fault: Fault, seed: int) -> None:
        self.folder, self.fault = folder, fault
        self.told = scenario(fault, seed)
        (folder / "scenario.json").write_text(json.dumps(self.told))
        self.loop = asyncio.get_running_loop()
        assert isinstance(self.loop, SwiftLoop)
        self.wrong: Callable[[float], float] = lambda true: true
        self.weather = Weather(folder, seed, self.time)
        self.press = Press(self.told["articles"], self.time)
        self.engine = engine()
        self.addresses: dict[str, str] = {}

    def time(self) -> float:
        return self.fault.start + self.loop.time()

    def clock(self) -> datetime:
        """Ours, which may be wrong."""
        return datetime.fromtimestamp(self.wrong(self.time()), UTC)

    async def until(self, at: float) -> None:
        await asyncio.sleep(max(0.0, self.fault.start + at - self.time()))

    # -- what happens

    async def happen(self) -> Outcome:
        discord = Discord({c["channel"]: c["tenant"].removeprefix("discord:") for c in self.of("discord")},
                          self.weather, Ours(self.time))  # fmt: skip
        app = web.Application()
        for path in ("/gateway", "/gateway/"):
            app.router.add_get(path, discord.gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", discord.serve)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        async with Slack([c["channel"] for c in self.of("slack")], self.weather, Ours(self.time),
                         history=self.fault.history) as slack:  # fmt: skip
            self.doors = {"discord": Door(runner), "slack": Door(slack._runner, slack.address.port or 0)}
            self.doors["slack"].site = next(iter(slack._runner.sites))  # type: ignore[assignment]
            await self.doors["discord"].open()
            discord.gateway_url = f"ws://127.0.0.1:{self.doors['discord'].port}/gateway"
            point_discord_at(f"127.0.0.1:{self.doors['discord'].port}")
            self.slack_url = slack.base_url
            try:
                await self.prepare()
                await self.story()
            finally:
                await self.doors["slack"].open()
                await runner.cleanup()
        return self.outcome()

    def of(self, platform: str) -> list[dict[str, Any]]:
        return [c for c in self.told["channels"] if c["platform"] == platform]

    async def prepare(self) -> None:
        """Feeds, companies, subscriptions, rules; the first visit, which is no news."""
        async with SqlStore(self.folder / "vigie.db") as store:
            now = self.clock()
            await store.adopt(FEEDS, [Company(0, name) for name in COMPANIES], now)
            for feed in FEEDS:
                read = FeedState(feed.url).after_success(None, feed, now)
                await store.save_visit(feed, replace(read, next_visit=now), [], now, baseline=True)
            known = {c.name: c for c in await store.companies("discord:81")}
            for row in self.told["channels"]:
                channel = Channel(row["platform"], row["tenant"], row["channel"])
                wanted = [None] if row["companies"] is None else [known[name] for name in row["companies"]]
                await store.subscribe([Subscription(channel, c, created_at=now, created_by="1") for c in wanted], None)
                rules = self.fault.capped if row["channel"] in CAPPED else self.fault.rules
                if rules is not None:
                    await store.set_rules(channel, rules, Change(channel, "Essai", "Réglages.", now))

    async def story(self) -> None:
        """Before, during and after."""
        fault = self.fault
        end = BEFORE + fault.lasts
        if fault.restart:
            await self.live(lambda: self.until(BEFORE))
            if fault.clock:
                self.wrong = lambda true: fault.clock + true - (fault.start + BEFORE)
                await self.live(self.finished(end, mend=True))
                return
            await self.until(end)
            await self.live(self.finished(end))
            return

        async def whole() -> None:
            await self.until(BEFORE)
            await self.begin()
            await self.until(end)
            await self.cease()
            await self.finished(end)()

        await self.live(whole)

    async def begin(self) -> None:
        self.weather.tables = {"discord": self.fault.discord, "slack": self.fault.slack}
        self.press.away = "feeds" in self.fault.away
        self.wrong = lambda true: true + self.fault.jump
        for name in ("discord", "slack"):
            if name in self.fault.away:
                await self.doors[name].shut()

    async def cease(self) -> None:
        self.weather.tables = {}
        self.press.away = False
        self.wrong = lambda true: true
        for door in self.doors.values():
            await door.open()

    def finished(self, end: float, *, mend: bool = False) -> Callable[[], Awaitable[None]]:
        """Wait until everything was read and nothing is owed."""

        async def wait() -> None:
            if mend:
                await self.until(end)
                self.wrong = lambda true: true
            await self.until(end + AFTER + 1)
            for _ in range(AT_MOST // 300):
                if await self.is_done():
                    break
                await asyncio.sleep(300)

        return wait

    async def is_done(self) -> bool:
        count = "select (select count(*) from entry), (select count(*) from delivery where state in ({}))"
        states = "'pending', 'sending', 'unclear'"
        read = self.store.database.read
        rows = await read(lambda db: db.exec_driver_sql(count.format(states)).one())
        return rows[0] >= len(self.told["articles"]) and rows[1] == 0

    # -- a life

    async def live(self, until: Callable[[], Awaitable[None]]) -> None:
        """One process, from its start until then."""
        async with SqlStore(self.folder / "vigie.db") as self.store:
            platforms: dict[str, ChatPlatform] = {}
            services = Services(self.clock, self.press, InlineParser(), self.engine, Writer(), self.store, platforms)
            desk = Desk(self.store, self.clock, self.press, services.parser, platforms)
            platforms["discord"] = discord = DiscordPlatform("a.good.token", desk, self.folder / "told")
            discord._gate.clock = discord._breaker.clock = self.loop.time
            platforms["slack"] = SlackPlatform(
                "xoxb-1-robot",
                "xapp-1-A1-prise",
                desk,
                base_url=self.slack_url,
                clock=self.loop.time,
                ping_interval=MINUTE,
            )
            await self.store.recover(self.clock())
            running = [asyncio.create_task(platform.run()) for platform in platforms.values()]
            ticking = asyncio.create_task(self.tick(services))
            ending = asyncio.ensure_future(until())
            try:
                await asyncio.wait([*running, ticking, ending], return_when=asyncio.FIRST_COMPLETED)
                for task in (*running, ticking, ending):
                    if task.done():
                        task.result()
            finally:
                ticking.cancel()
                await asyncio.gather(ticking, return_exceptions=True)
                for task in (*running, ending):
                    task.cancel()
                await asyncio.gather(*running, ending, return_exceptions=True)

    async def tick(self, services: Services) -> None:
        """As the scheduler does: every five seconds, whether or not the last look has ended; at last, less often."""
        calm = self.fault.start + BEFORE + self.fault.lasts + AFTER + 5 * MINUTE
        looking: set[asyncio.Task[None]] = set()
        try:
            while True:
                if len(looking) < AT_ONCE:
                    looking.add(asyncio.create_task(tick(services)))
                done, looking = await asyncio.wait(looking, timeout=0)
                for task in done:
                    task.result()
                await asyncio.sleep(self.pause(calm))
        finally:
            for task in looking:
                task.cancel()
            await asyncio.gather(*looking, return_exceptions=True)

    def pause(self, calm: float) -> float:
        """Until the next look: later on, when little happens, a longer one."""
        if self.time() < calm:
            return self.fault.tick
        return MINUTE if self.time() < calm + HOUR else 5 * MINUTE

    # -- what came of it

    def outcome(self) -> Outcome:
        end = self.fault.start + BEFORE + self.fault.lasts
        published = {a["id"]: a["at"] for a in self.told["articles"]}
        posts = [json.loads(line) for line in (self.folder / "posted.jsonl").read_text().splitlines()]
        first: dict[tuple[str, str], float] = {}
        alone: dict[str, list[float]] = {}
        for post in posts:
            named = set(ID.findall(post["text"]))
            if post["channel"] in CAPPED and len(named) == 1 and post["at"] >= end:
                alone.setdefault(post["channel"], []).append(post["at"])
            for id in named if post["channel"] not in CAPPED else ():
                first[post["channel"], id] = min(post["at"], first.get((post["channel"], id), post["at"]))
        late = [at - end for (_, id), at in first.items() if published[id] <= end]
        after = [at - published[id] for (_, id), at in first.items() if published[id] > end]
        began = end - self.fault.lasts
        while_it_lasted = [at - published[id] for (_, id), at in first.items() if began <= published[id] <= end]
        hours = [sum(at <= other < at + HOUR for other in times) for times in alone.values() for at in times]
        return Outcome(
            judge(self.folder),
            recovery=max(0.0, *late),
            slowest=max(after, default=inf),
            during=max(while_it_lasted),
            singles=max(hours, default=0),
            counted=self.counted(posts),
        )

    def counted(self, posts: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
        found = {}
        for room in self.told["channels"]:
            followed = room["companies"] or COMPANIES
            texts = [post["text"].replace("\u00a0", " ") for post in posts if post["channel"] == room["channel"]]
            numbers = sum(int(m[1]) for text in texts if (m := FOOT.search(text)))
            old = {a["id"] for a in self.told["articles"] if a["matches"] and a["old"] and a["company"] in followed}
            found[room["channel"]] = numbers + len(old & set(ID.findall(" ".join(texts)))), len(old)
        return found


FOOT = re.compile(r"(\d+) alertes? de plus d'une semaine")


def suffer(folder: Path, fault: Fault, seed: int = 1) -> Outcome:
    """One fault from its beginning to its end."""

    async def main() -> Outcome:
        return await World(folder, fault, seed).happen()

    return run(main())
