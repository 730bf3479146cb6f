"""A whole Vigie that is killed again and again while it delivers to chats that fail: the process that does the killing.

    python tests/fakes/chaos.py FOLDER --kills 60 --seed 1
    python tests/fakes/chaos.py FOLDER --database postgresql

It imports everything once and forks: one child serves the chats (fakes.chats), each other child is one life of Vigie,
on one database, until SIGKILL. Only the feeds are replaced (by a list with times) and the clock, which runs faster.
At the end nothing fails any more, and Vigie has its time to finish. The verdict is the oracle's, not ours.
"""

# ruff: noqa: E402  (the paths come first: it is run as a script)
from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import random
import signal
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from fakes.chats import FAULTS, Clock, serve
from fakes.postgres import serving
from fakes.vigie import InlineParser

from handlers.discord_bot import DiscordPlatform
from handlers.slack_app import SlackPlatform
from vigie import failpoints, schedule
from vigie.adapters.engine import RuleEngine
from vigie.adapters.lexicon import load
from vigie.adapters.store import SqlStore, claims
from vigie.admission import ALONE, Room
from vigie.cli.leading import while_leading
from vigie.commands import Desk
from vigie.model import Change, Channel, Company, Feed, FeedState, Page, Subscription
from vigie.pipeline import tick
from vigie.ports import ChatPlatform, Services
from vigie.rules import Rules
from vigie.summarise import Writer

SPEED = 10.0
"""Seconds of the scenario in one of ours."""

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""Ten o'clock in Paris, far from any quiet hour."""

LIVES = 8
"""In which a named point is looked for."""

KINDS = ("Ateliers", "Verreries", "Brasseries", "Papeteries", "Filatures", "Tuileries", "Scieries", "Laiteries")
NAMES = ("Morvan", "Ponant", "Argonne", "Bocage", "Vexin", "Queyras", "Brenne", "Thiérache", "Cotentin", "Aubrac")

OFTEN = timedelta(seconds=20)
"""Of the scenario, between two visits of a feed where two Vigies share them: six to eight of each in twelve kills."""

FEEDS = tuple(Feed(f"https://{name}.example/rss", name.title(), OFTEN) for name in ("gazette", "courrier", "echo"))

ROOMS = (
    ("discord", "discord:81", "4201"),
    ("discord", "discord:81", "4202"),
    ("discord", "discord:82", "4203"),
    ("discord", "discord:82", "4204"),
    ("discord", "discord:82", "4205"),
    ("slack", "slack:T1", "C1"),
    ("slack", "slack:T1", "C2"),
)
FEW, DIGESTS, NONE = ("4203", "C2"), ("4204",), ("4205",)
"""Subscribed to a few companies; with the usual rules, which make digests; to nothing."""

COMPANIES = tuple(f"{kind} {name}" for name in NAMES for kind in KINDS)


def write_scenario(
    folder: Path, seed: int, articles: int, lasts: float, *, history: bool, faults: dict[str, float]
) -> dict[str, Any]:
    """Articles that appear one after the other within `lasts` real seconds, each about a company of its own."""
    dice = random.Random(seed)
    about = dice.sample(COMPANIES, min(articles, len(COMPANIES)))
    start = MONDAY.timestamp()
    told = [
        {
            "id": str(uuid.UUID(int=dice.getrandbits(128), version=4)),
            "company": company,
            "matches": dice.random() > 0.1,
            "jobs": 110 + 7 * number,
            "feed": dice.randrange(len(FEEDS)),
            "at": start + 20 + dice.random() * lasts * SPEED,
        }
        for number, company in enumerate(about)
    ]
    few = dice.sample(about, len(about) // 3)
    channels = [
        {"platform": platform, "tenant": tenant, "channel": id, "companies": few if id in FEW else None,
         "wanted": id not in NONE}
        for platform, tenant, id in ROOMS
    ]  # fmt: skip
    scenario = {
        "seed": seed, "articles": told, "channels": channels, "history": history, "faults": faults,
        "clock": {"start": start, "began": time.time(), "speed": SPEED},
    }  # fmt: skip
    (folder / "scenario.json").write_text(json.dumps(scenario))
    return scenario


class Press:
    """The Fetcher: each feed holds the articles whose time has come, on a page of its own; who read it when it was due
    is noted in `visits`.
    """

    def __init__(self, scenario: dict[str, Any], clock: Clock, visits: Path | None) -> None:
        self.articles, self.clock, self.visits = scenario["articles"], clock, visits

    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
        if self.visits:
            with self.visits.open("a") as file:
                file.write(json.dumps({"url": url, "at": self.clock(), "pid": os.getpid()}) + "\n")
        items = "".join(
            self.item(a, url) for a in self.articles if FEEDS[a["feed"]].url == url and a["at"] <= self.clock()
        )
        return Page(f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode(), url)

    def item(self, article: dict[str, Any], url: str) -> str:
        company, jobs = article["company"], article["jobs"]
        title, text = f"{company} va supprimer {jobs} postes", f"{company} a annoncé la suppression de {jobs} postes."
        if not article["matches"]:
            title, text = "Le temps sera beau demain", "Soleil partout."
        link = f"{url.removesuffix('/rss')}/{article['id']}"
        return (
            f"<item><title>{escape(title)}</title><description>{escape(text)}</description><link>{link}</link></item>"
        )


def place(folder: Path, scenario: dict[str, Any]) -> Path | str:
    return scenario.get("database") or folder / "vigie.db"


async def prepare(folder: Path, scenario: dict[str, Any], clock: Clock) -> None:
    """Feeds, companies, subscriptions, rules; the first visit, which is no news."""
    async with SqlStore(place(folder, scenario)) as store:
        await store.adopt(FEEDS, [Company(0, name) for name in COMPANIES], clock.now())
        for feed in FEEDS:
            read = FeedState(feed.url).after_success(None, feed, clock.now())
            await store.save_visit(feed, read, [], clock.now(), baseline=True)
        known = {c.name: c for c in await store.companies("discord:81")}
        for row in scenario["channels"]:
            channel = Channel(row["platform"], row["tenant"], row["channel"])
            wanted = [None] if row["companies"] is None else [known[name] for name in row["companies"]]
            made = clock.now()
            if row["wanted"]:
                await store.subscribe([Subscription(channel, c, created_at=made, created_by="1") for c in wanted], None)
            if row["channel"] not in DIGESTS:
                change = Change(channel, "Essai", "Sans plafond.", made)
                await store.set_rules(channel, Rules(hourly=10_000), change)


async def live(
    folder: Path, scenario: dict[str, Any], addresses: dict[str, str], clock: Clock, *, ends: bool, paired: bool
) -> None:
    """One life: until it is killed, or, where it may end, until nothing is owed any more. One of a pair reads feeds
    when they are due; the other lives read them all the time.
    """
    point_discord_at(addresses["discord"])
    async with SqlStore(place(folder, scenario)) as store:
        platforms: dict[str, ChatPlatform] = {}
        services = Services(
            clock.now,
            Press(scenario, clock, folder / "visits.jsonl" if paired else None),
            InlineParser(),
            ENGINE,
            Writer(),
            store,
            platforms,
        )
        desk = Desk(store, clock.now, services.fetcher, services.parser, platforms)
        platforms["discord"] = DiscordPlatform("a.good.token", desk, folder / "told", patience=3.0, rate=450.0)
        platforms["slack"] = SlackPlatform(
            "xoxb-1-robot",
            "xapp-1-A1-prise",
            desk,
            base_url=addresses["slack"],
            gap=0.02,
            timeout=scenario.get("patience", 1.5),
        )
        if await store.lead():  # else the server has not noticed yet that the life before is over: tick() asks again
            await store.recover(clock.now())
        lives = [while_leading(platform, store) for platform in platforms.values()]
        noting = asyncio.create_task(note_lead(folder, store))
        running = [asyncio.create_task(life) for life in lives]
        try:
            while not (ends and await is_done(store, scenario, clock)):
                await tick(services, everything=not paired)
                await asyncio.sleep(0.05)
                for task in running:
                    if task.done():
                        task.result()
        finally:
            for task in (*running, noting):
                task.cancel()
            await asyncio.gather(*running, noting, return_exceptions=True)


async def note_lead(folder: Path, store: SqlStore) -> None:
    """Say when this process leads, for whoever looks how long that took; from then on it is the one that chats kill."""
    while store.helps:  # noqa: ASYNC110  (who leads is the server's to say)
        await asyncio.sleep(0.01)
    (folder / "life.pid").write_text(str(os.getpid()))
    with (folder / "leads.jsonl").open("a") as file:
        file.write(json.dumps({"pid": os.getpid(), "at": time.time()}) + "\n")


def point_discord_at(address: str) -> None:
    import discord
    import yarl

    discord.http.Route.BASE = f"http://{address}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{address}/gateway")


async def is_done(store: SqlStore, scenario: dict[str, Any], clock: Clock) -> bool:
    """All articles have appeared and been examined, and no row is open."""
    if clock() < max(a["at"] for a in scenario["articles"]) + 5:
        return False
    count = (
        "select (select count(*) from entry where examined_at is not null), "
        "(select count(*) from delivery where state in ({}))"
    )
    states = "'pending', 'sending', 'unclear'"
    rows = await store.database.read(lambda db: db.exec_driver_sql(count.format(states)).one())
    return rows[0] >= len(scenario["articles"]) and rows[1] == 0


def child(work: Any) -> int:
    """Do it in a process of its own; its id."""
    if (pid := os.fork()) == 0:
        status = 1
        try:
            status = work() or 0
        except BaseException:  # a child never comes back into the parent's code
            logging.getLogger("chaos").exception("a life ended badly")
        finally:
            sys.stderr.flush()
            os._exit(status)
    return pid


def ended(pid: int, within: float) -> int | None:
    """How it ended (minus a signal), None where it still lives after so many seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    return None


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


def one_life(folder: Path, scenario: dict[str, Any], addresses: dict[str, str], clock: Clock, **how: Any) -> int:
    def work() -> None:
        if not how.get("paired"):
            (folder / "life.pid").write_text(str(os.getpid()))
        failpoints.wanted, failpoints.left = how.get("point", ""), how.get("times", 1)
        failpoints.die = marked(folder, failpoints.die)
        logging.basicConfig(filename=folder / "lives.log", level=logging.INFO, force=True)
        ends, paired = how.get("ends", False), how.get("paired", False)
        asyncio.run(live(folder, scenario, addresses, clock, ends=ends, paired=paired))

    return child(work)


def marked(folder: Path, die: Callable[[], None]) -> Callable[[], None]:
    """Die at the named point, leaving word that it was there: the chats kill too."""

    def leave_word_and_die() -> None:
        if failpoints.left == 1:
            (folder / f"met-{failpoints.wanted}").touch()
        die()

    return leave_word_and_die


ENGINE: Any = None


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--articles", type=int, default=70)
    parser.add_argument("--points", action="store_true", help="die once at each named point")
    parser.add_argument("--pair", action="store_true", help="two lives at a time, on one database: either is killed")
    parser.add_argument("--blind", action="store_true", help="Slack doesn't let us read its rooms")
    parser.add_argument("--no-faults", action="store_true", help="only kills")
    parser.add_argument("--no-kill-faults", action="store_true", help="the chats kill nobody")
    parser.add_argument("--calm-after", type=float, default=0.0, help="seconds of faults without kills, before the end")
    parser.add_argument("--longest", type=float, default=0.9, help="seconds of a life at most")
    asked = parser.parse_args(arguments)
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    with ExitStack() as servers:
        server = servers.enter_context(serving()) if asked.database == "postgresql" else None
        return run(asked, seed, server.address(server.new_database()) if server else None)


def run(asked: argparse.Namespace, seed: int, database: str | None) -> int:
    global ENGINE
    folder, dice = asked.folder, random.Random(seed)
    points = list(failpoints.POINTS) if asked.points else []
    lasts = max(2.0, (asked.kills + len(points)) * (1.0 if asked.pair else asked.longest * 0.45))
    if asked.pair:
        schedule.SHORTEST = OFTEN
    # Who is killed gives no host back: alone, on PostgreSQL, it would wait two minutes for itself after each kill.
    claims.TURN = OFTEN / 2 if asked.pair else timedelta()
    faults = {} if asked.no_faults else {k: p for k, p in FAULTS.items() if not asked.no_kill_faults or "kill" not in k}
    scenario = write_scenario(folder, seed, asked.articles, lasts, history=not asked.blind, faults=faults)
    scenario["database"] = database
    # Where all doubts are counted, none may come of a machine that is busy for a second.
    scenario["patience"] = 1.5 if asked.kills else 6.0
    clock = Clock(**scenario["clock"])
    ENGINE = RuleEngine(load())
    asyncio.run(prepare(folder, scenario, clock))
    told = folder / "addresses.json"
    server = child(lambda: asyncio.run(serve(folder, scenario, lambda found: put(told, found))))
    try:
        while not told.exists():
            time.sleep(0.01)
        addresses = json.loads(told.read_text())
        met = [die_at(point, folder, scenario, addresses, clock, dice) for point in points]
        if asked.pair:
            killed = kill_either(folder, scenario, addresses, clock, dice, asked.kills)
            print(f"killed {killed} of {asked.kills}; points met 0 of 0", flush=True)
            return finish(folder, scenario, addresses, clock)
        killed = sum(random_life(folder, scenario, addresses, clock, dice, asked.longest) for _ in range(asked.kills))
        print(f"killed {killed} of {asked.kills}; points met {sum(met)} of {len(points)}", flush=True)
        if not all(met):
            return 1
        if asked.calm_after:
            pid = one_life(folder, scenario, addresses, clock)
            ended(pid, asked.calm_after)
            kill(pid)
        return finish(folder, scenario, addresses, clock)
    finally:
        kill(server)


def put(path: Path, found: dict[str, str]) -> None:
    path.with_suffix(".tmp").write_text(json.dumps(found))
    path.with_suffix(".tmp").rename(path)


def random_life(folder: Path, scenario: Any, addresses: Any, clock: Clock, dice: random.Random, longest: float) -> bool:
    """A life that ends at a random moment, if a chat has not killed it before."""
    pid = one_life(folder, scenario, addresses, clock)
    status = ended(pid, dice.uniform(0.1, longest))
    if status is None:
        kill(pid)
        return True
    return status == -signal.SIGKILL


def kill_either(folder: Path, scenario: Any, addresses: Any, clock: Clock, dice: random.Random, kills: int) -> int:
    """Two lives at a time; one of them dies at a random moment, and is born again a little later. How many were killed
    so, and not by a chat before; prints how long it took the other one to lead, where that was its part.
    """
    (folder / "life.pid").write_text("")
    pair = [one_life(folder, scenario, addresses, clock, paired=True) for _ in range(2)]
    took, killed = list[float](), 0
    for _ in range(kills):
        time.sleep(dice.uniform(0.6, 1.6))
        one = dice.randrange(2)
        leads, at = (folder / "life.pid").read_text() == str(pair[one]), time.time()
        killed += lives(pair[one])
        kill(pair[one])
        if leads and lives(pair[1 - one]):  # a chat may have killed that one
            took.append(next_lead(folder, at) - at)
        time.sleep(dice.uniform(0.0, 0.4))
        pair = [life if lives(life) else one_life(folder, scenario, addresses, clock, paired=True) for life in pair]
    for life in pair:
        kill(life)
    print(f"the other one led after {max(took, default=0):.2f} s at most, of {len(took)} times", flush=True)
    return killed


def lives(pid: int) -> bool:
    return os.waitpid(pid, os.WNOHANG)[0] == 0 if Path(f"/proc/{pid}").exists() else False


def next_lead(folder: Path, since: float) -> float:
    """When the next process said that it leads."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        told = [json.loads(line)["at"] for line in (folder / "leads.jsonl").read_text().splitlines()]
        if later := [at for at in told if at > since]:
            return min(later)
        time.sleep(0.01)
    return float("inf")


def die_at(point: str, folder: Path, scenario: Any, addresses: Any, clock: Clock, dice: random.Random) -> bool:
    """Lives until one has ended at this point; whether one did."""
    for life in range(LIVES):
        pid = one_life(folder, scenario, addresses, clock, point=point, times=dice.randint(1, 3) if life == 0 else 1)
        if ended(pid, 4.0) is None:
            kill(pid)
        if (folder / f"met-{point}").exists():
            return True
    print(f"never at {point}", flush=True)
    return False


def finish(folder: Path, scenario: Any, addresses: Any, clock: Clock) -> int:
    """Nothing fails any more; the clock goes on by hours, so that what waits for its hour comes too."""
    (folder / "calm").touch()
    began = time.monotonic()
    for hours in range(6):
        later = Clock(clock.start + timedelta(hours=hours).total_seconds(), clock.began, clock.speed)
        pid = one_life(folder, scenario, addresses, later, ends=True)
        status = ended(pid, 40.0 if hours == 0 else 15.0)
        if status == 0:
            print(f"finished after {time.monotonic() - began:.1f} s", flush=True)
            return 0
        kill(pid)
    print("not finished", flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
