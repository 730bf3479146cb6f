"""The demonstration, scene by scene. It shows what the pipeline does; nothing it shows is written here beforehand."""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from vigie import pipeline
from vigie.cli.assemble import assemble
from vigie.cli.demo import newsroom
from vigie.cli.demo.newsroom import COURRIER, FANAL, GAZETTE, HARBOUR, PAPERS, Item, Paper
from vigie.cli.demo.press import Press, printing
from vigie.cli.progress import count
from vigie.cli.run import subscribe_terminal
from vigie.cli.screen import Screen, Terminal
from vigie.config import FileConfig
from vigie.model import LOCAL, Visit
from vigie.ports import Query, Services

PARIS = ZoneInfo("Europe/Paris")

BEAT = 0.3
"""Seconds between two beats, where somebody watches."""

LONGEST = 9.5
"""Seconds after which no more beats are kept: on a slow machine the whole must stay under fifteen."""

INTRODUCTION = "Vigie : une matinée en dix secondes, hors ligne. Journaux, entreprises et faits sont inventés."

FAREWELL = """
C'était Vigie. À vous :
  uv run bot.py          veiller pour de bon ; feeds.yaml dit quoi lire et qui surveiller
  uv run bot.py doctor   vérifier l'installation, brancher Discord ou Slack
  uv run bot.py --help   tout le reste"""


@dataclass
class FastClock:
    """Time, moved on by the script."""

    now: datetime = newsroom.OPENING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    def shown(self) -> str:
        """« 8 h 20 »."""
        there = self.now.astimezone(PARIS)
        return f"{there.hour}\u00a0h\u00a0{there.minute:02}"


@dataclass
class Stage:
    """What the scenes play with."""

    screen: Screen
    services: Services
    press: Press
    clock: FastClock
    beat: float
    ends_at: float
    """On the loop's clock: from then on nothing waits."""
    visits: asyncio.Queue[Visit] = field(default_factory=asyncio.Queue)
    first_tick: asyncio.Task[None] | None = None

    async def caption(self, text: str, beats: float = 2) -> None:
        """« 8 h 20 · La Gazette publie… », and the time to read it."""
        self.screen.say(f"\n{self.clock.shown()} · {text}", "bold cyan")
        await self.pause(beats)

    async def line(self, text: str, style: str = "") -> None:
        self.screen.say(text, style)
        await self.pause(0.5)

    async def pause(self, beats: float = 1) -> None:
        left = self.ends_at - asyncio.get_running_loop().time()
        await asyncio.sleep(max(0, min(self.beat * beats, left)))

    async def news(self, paper: Paper, item: Item) -> None:
        """Twenty minutes pass, a paper publishes, Vigie looks; whatever there is to tell shows by itself."""
        self.clock.forward(minutes=20)
        self.press.publish(paper, item)
        await self.caption(f"{paper.name} publie : « {item.title} »")
        await pipeline.tick(self.services)
        await self.pause(2)

    async def type(self, line: str) -> None:
        """A command, as a person types it at the prompt."""
        self.screen.say(f"\nvigie> {line}", "bold")
        await self.pause()
        await self.screen.answer(line)
        await self.pause(2)


def main(terminal: Terminal, beat: float | None = None) -> int:
    """beat: seconds; by default BEAT at a terminal, none where the output goes to a file."""
    if beat is None:
        beat = BEAT if sys.stdout is not None and sys.stdout.isatty() else 0
    log = logging.getLogger("vigie")
    level = log.level
    log.setLevel(logging.ERROR)  # of a feed that fails on purpose, the screen tells enough
    try:
        asyncio.run(play(terminal, beat))
    finally:
        log.setLevel(level)
    return 0


async def play(terminal: Terminal, beat: float) -> None:
    async with stage(terminal, beat) as set_up:
        for scene in (first_visit, an_alert, an_english_article, a_second_outlet, silence, looking):
            await scene(set_up)
        set_up.screen.say(FAREWELL)


@asynccontextmanager
async def stage(terminal: Terminal, beat: float) -> AsyncIterator[Stage]:
    """A whole Vigie in a folder that is thrown away, its feeds on this machine, its clock in the script's hand."""
    clock = FastClock()
    with tempfile.TemporaryDirectory(prefix="vigie-demo-") as folder:
        async with printing(clock) as press:
            config = FileConfig(press.feeds(), newsroom.COMPANIES)
            async with assemble(config, Path(folder), clock, press.fetcher()) as house:
                screen = terminal(house.desk, None, False)
                house.platforms["terminal"] = screen
                await house.services.store.adopt(config.feeds, config.companies, clock())
                await subscribe_terminal(house)
                made = Stage(screen, house.services, press, clock, beat, asyncio.get_running_loop().time() + LONGEST)
                made.services = replace(house.services, report=made.visits.put_nowait)
                try:
                    yield made
                finally:
                    press.awake.set()
                    if made.first_tick:
                        await made.first_tick


# -- the scenes -------------------------------------------------------------------------------------------------------


async def first_visit(stage: Stage) -> None:
    """All feeds at once; one is broken, one is slow, and nobody waits for it."""
    stage.screen.say(INTRODUCTION, "bold")
    await stage.pause()
    await stage.caption(f"Vigie lit {len(PAPERS)} flux et surveille {len(newsroom.COMPANIES)} entreprises.", 1)
    stage.first_tick = asyncio.create_task(pipeline.tick(stage.services))
    visits = {visit.feed.name: visit for visit in [await stage.visits.get() for _ in PAPERS[1:]]}
    for paper in PAPERS:
        await stage.line(outcome(paper, visits))
    kept = sum(visit.new for visit in visits.values())
    await stage.line(f"Première visite : {count(kept, 'article')} servent de point de départ, rien n'est signalé.")
    await stage.pause()


def outcome(paper: Paper, visits: Mapping[str, Visit]) -> str:
    """How the visit of a paper went, in a line."""
    visit, name = visits.get(paper.name), f"{paper.name} ({paper.kind})"
    if visit is None:
        return f"  … {name} : pas encore de réponse ; les autres n'attendent pas"
    return f"  ✗ {name} : {visit.error}" if visit.error else f"  ✓ {name} : {count(visit.new, 'article')}"


async def an_alert(stage: Stage) -> None:
    await stage.news(GAZETTE, newsroom.DISMISSALS)


async def an_english_article(stage: Stage) -> None:
    await stage.news(HARBOUR, newsroom.FINE)


async def a_second_outlet(stage: Stage) -> None:
    """The same story elsewhere: the alert is brought up to date, there is no second one."""
    before = stage.screen.shown
    await stage.news(COURRIER, newsroom.SAME_STORY)
    if stage.screen.shown == before:
        await stage.line("Même histoire : l'alerte est complétée, personne n'est dérangé deux fois.")


async def silence(stage: Stage) -> None:
    """A watched company in the news, and nothing to tell; meanwhile the slow feed has answered."""
    before = stage.screen.shown
    stage.press.awake.set()
    while (visit := await stage.visits.get()).feed.name != FANAL.name:
        pass  # of a paper that has been told of
    await stage.line(f"\n{FANAL.name} a fini par répondre : {count(visit.new, 'article')}, gardé de même.")
    await stage.news(FANAL, newsroom.NO_NEWS)
    if stage.screen.shown == before:
        await stage.line("Une entreprise surveillée, mais ni plan social ni décision : Vigie se tait.")


async def looking(stage: Stage) -> None:
    """What was found can be searched, and each alert explained."""
    await stage.caption("On peut chercher, et demander pourquoi.", 1)
    await stage.type("chercher postes supprimés")
    found = await stage.services.store.search(Query(LOCAL, words=newsroom.DISMISSALS.title))
    for story in found.stories[:1]:
        await stage.type(f"pourquoi {story.id}")
