"""`bot.py` and `bot.py --once`: reads the feeds and shows the alerts until told to stop. The work is pipeline's."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from vigie import config, pipeline
from vigie.adapters.llm import Endpoint
from vigie.adapters.store import AlreadyRunning, StoreError
from vigie.cli.assemble import House, assemble
from vigie.cli.leading import HELPS, LEADS, while_leading
from vigie.cli.listening import listening
from vigie.cli.preview import DEAF, nothing_new, opening, preview
from vigie.cli.progress import Progress, count
from vigie.cli.reload import Watched
from vigie.cli.screen import Chats, Screen, Terminal
from vigie.cli.stopping import Stopping
from vigie.cli.streams import complain
from vigie.cli.witness import RESTORED, Witness
from vigie.config import ConfigError, FileConfig, Settings
from vigie.model import LOCAL, TERMINAL, Change, Subscription
from vigie.ports import Services, TokenError

log = logging.getLogger(__name__)

FORESEEN = (ConfigError, TokenError, AlreadyRunning, StoreError)
"""What ends the process with one sentence instead of a trace."""

DAILY = timedelta(days=1)
"""How often the texts that are too old are looked for."""

TICK = 5
"""Seconds between two looks at what is due."""

LOOKS = 10_000
"""That may be under way, as good as any number: each lasts as long as the visits that it began, which wait for their
hosts. With ten, ten feeds behind one slow host, due at ten looks, kept all others from being looked at.
"""

NAMELESS = (
    "\nLes sites lus ne savent pas à qui écrire de ces visites. Donnez-leur une adresse à vous dans feeds.yaml, "
    "sous « defaults » : contact: veille@exemple.fr"
)
"""What a start asks for, where our requests name nobody."""

STILL_THERE = "Vigie continue d'essayer, et reprend d'elle-même dès que c'est possible."
"""What a trouble of the database is followed by while Vigie runs; one that keeps it from starting ends it."""

LAST_POST = 2.5
"""Seconds that a post under way at the stop has to end."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line and the environment say."""

    feeds: Path
    settings: Settings
    once: bool = False
    restored: bool = False
    """The database is a backup, put back."""
    model: Endpoint | None = None
    """Who writes the summaries in place of the grammar, if the operator wants that."""

    @property
    def chats(self) -> bool:
        """Whether a chat platform is configured; then the terminal is an operator's, not a reader's."""
        return bool(self.settings.discord_token or self.settings.slack_bot_token)


def main(options: Options, terminal: Terminal, chats: Chats) -> int:
    """The exit code: 0 for a wished end, 1 where something foreseen prevents it or, with --once, no feed answered."""
    try:
        return asyncio.run(once(options, terminal) if options.once else watch(options, terminal, chats))
    except (*FORESEEN, ExceptionGroup) as error:
        if (reason := foreseen(error)) is None:
            raise
        return complain(reason)


def foreseen(error: Exception) -> Exception | None:
    """The foreseen failure in an error, or in a group of them."""
    if isinstance(error, ExceptionGroup):
        return next((found for inner in error.exceptions if (found := foreseen(inner))), None)
    return error if isinstance(error, FORESEEN) else None


# -- until told to stop -----------------------------------------------------------------------------------------------


async def watch(
    options: Options, terminal: Terminal, chats: Chats, stopping: Stopping | None = None, every: float = TICK
) -> int:
    """Poll, post and answer until a signal, or until the person at the prompt leaves; look every so many seconds."""
    stop = stopping or Stopping()
    stop.on_signals()
    file = Watched(options.feeds)
    database = options.settings.database
    async with assemble(file.config, options.settings.data, model=options.model, database=database) as house:
        screen = terminal(house.desk, options.settings.data / "historique", True)
        told = chats(house.desk, options.settings, file.config.proxy, screen.say)
        house.platforms.update({"terminal": screen}, **told)
        witness = Witness(options.settings.data)
        restored = options.restored or await witness.is_ahead(house.services.store)
        progress, first_run = await begin(file.config, house, screen, local=not options.chats, restored=restored)
        screen.say(greeting(file.config, house, screen))
        async with (
            listening(file.config, house, replace(house.services, report=progress.report), screen.say) as services,
            asyncio.TaskGroup() as group,
        ):
            runs = {"terminal": screen.run()}
            runs |= {n: while_leading(p, services.store) for n, p in house.platforms.items() if n not in runs}
            tasks = [group.create_task(life(run, stop), name=name) for name, run in runs.items()]
            tasks.append(group.create_task(opening(progress, house, screen, first_run=first_run and not options.chats)))
            async with ticking(Ticker(services, progress, file, first_run, witness), house, every):
                await stop.wanted.wait()
            for task in tasks:
                task.cancel()
    return 0


async def life(run: Coroutine[Any, Any, None], stop: Stopping) -> None:
    """A platform's; where it ends by itself (the person left), all ends."""
    await run
    if not stop.wanted.is_set():
        stop()


def greeting(file: FileConfig, house: House, screen: Screen) -> str:
    others = [name.capitalize() for name in house.platforms if name != "terminal"]
    where = f" Connexion à {' et '.join(others)}…" if others else ""
    keys = " « aide » montre les commandes, « quitter » ou Ctrl-D arrête." if screen.interactive else ""
    name = "" if file.contact else NAMELESS
    watched = f"{len(file.feeds)} flux et surveille {count(len(file.companies), 'entreprise')}"
    return f"Vigie lit {watched}.{where}{keys}{name}"


async def begin(
    file: FileConfig, house: House, screen: Screen, *, local: bool, everything: bool = False, restored: bool = False
) -> tuple[Progress, bool]:
    """Bring the rows up to date; what is known of the feeds, and whether none was ever read."""
    store, now = house.services.store, house.services.clock()
    if await store.lead():
        if restored:
            await store.restored(now)
            screen.say(RESTORED)
        await store.adopt(file.feeds, file.companies, now)
        await store.recover(now)
    if local:
        await subscribe_terminal(house)
    known = await store.feeds(LOCAL)
    first_run = all(state.baseline_at is None for _, state in known) and not restored
    progress = Progress(screen.say, screen.status)
    progress.begin(known, [feed for feed, _ in await store.due_feeds(now, everything=everything or first_run)])
    return progress, first_run


async def subscribe_terminal(house: House) -> None:
    """Everything, from the first start on; a person who unsubscribed stays so."""
    store, now = house.services.store, house.services.clock()
    if await store.last_change(TERMINAL) is None:
        change = Change(TERMINAL, "Vigie", "abonnement à toutes les entreprises, au premier démarrage", now)
        await store.subscribe([Subscription(TERMINAL, None, created_at=now, created_by="Vigie")], change)


# -- the clock --------------------------------------------------------------------------------------------------------


@dataclass
class Ticker:
    """The scheduler's only job."""

    services: Services
    progress: Progress
    file: Watched
    everything: bool
    """Whether the next tick reads every feed, even those that have been told to wait after a failure."""
    witness: Witness
    trouble: str = ""
    """Of the store, as it was last told: a full disk is no news every five seconds."""
    helps: bool = False
    """Whether another process led at the last tick."""
    forgotten: tuple[datetime, timedelta] | None = None
    """When the old texts were last let go of, and how old those were."""
    under_way: set[asyncio.Task[Any]] = field(default_factory=set)

    async def tick(self) -> None:
        everything, self.everything = self.everything, False
        task = asyncio.current_task()
        assert task is not None
        self.under_way.add(task)
        try:
            await self.file.reload(self.services, self.progress)
            await pipeline.tick(self.services, everything=everything)
            self.tell_turn(self.services.store.helps)
            await self.witness.note(self.services.store, self.services.clock())
            await self.forget(self.services.clock())
            self.trouble = ""
        except StoreError as error:
            if str(error) != self.trouble:
                self.progress.say(f"{error}\n{STILL_THERE}")
            self.trouble = str(error)
        except asyncio.CancelledError:
            log.debug("a tick was cut short by the stop")  # the scheduler would report it as a failure
        finally:
            self.under_way.discard(task)

    def tell_turn(self, helps: bool) -> None:
        if helps is not self.helps:
            self.progress.say(HELPS if helps else LEADS)
        self.helps = helps

    async def forget(self, now: datetime) -> None:
        """Once a day, and where feeds.yaml comes to ask it, let go of the texts that are older than it says."""
        kept = self.file.config.texts
        if self.forgotten is None or kept != self.forgotten[1] or now - self.forgotten[0] >= DAILY:
            await self.services.store.forget_texts(now - kept)
            self.forgotten = now, kept

    async def cut_short(self) -> None:
        for task in self.under_way:
            task.cancel()
        if self.under_way:
            await asyncio.wait(self.under_way, timeout=1)


@asynccontextmanager
async def ticking(ticker: Ticker, house: House, every: float) -> AsyncIterator[None]:
    """Tick every so many seconds while this lasts; at the end no post is cut in two."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a skipped tick loses nothing: what is due stays due
    scheduler = AsyncIOScheduler(timezone=UTC)
    at_once = datetime.now(UTC)
    rules = {"coalesce": True, "max_instances": LOOKS, "misfire_grace_time": None}
    scheduler.add_job(ticker.tick, "interval", seconds=every, next_run_time=at_once, **rules)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        await settle(ticker.services, house)
        await ticker.cut_short()
        scheduler.shutdown(wait=False)


async def settle(services: Services, house: House) -> None:
    """Let the post under way end, and begin no other: without platforms, deliveries keep their rows."""
    house.platforms.clear()
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_POST), services.delivering:
            pass


# -- once -------------------------------------------------------------------------------------------------------------


async def once(options: Options, terminal: Terminal, stopping: Stopping | None = None) -> int:
    """Read every feed, show what it brought, end. What is owed to Discord and Slack waits until they are connected."""
    stop = stopping or Stopping()
    stop.on_signals()
    file = config.load(options.feeds)
    database = options.settings.database
    async with assemble(file, options.settings.data, model=options.model, database=database) as house:
        screen = terminal(house.desk, None, False)
        house.platforms["terminal"] = screen
        witness = Witness(options.settings.data)
        restored = options.restored or await witness.is_ahead(house.services.store)
        progress, first_run = await begin(file, house, screen, local=True, everything=True, restored=restored)
        services = replace(house.services, report=progress.report)
        with screen.living():
            ended = await unless_stopped(pipeline.tick(services, everything=True), stop)
        await witness.note(services.store, services.clock())
        screen.say(progress.summary())
        if progress.deaf:
            screen.say(DEAF)
            return 1
        if ended and first_run:
            await preview(house, screen)
        elif ended and not screen.shown:
            screen.say(nothing_new(progress))
    return 0


async def unless_stopped(work: Coroutine[Any, Any, None], stop: Stopping) -> bool:
    """Do the work, or cut it short at the stop; whether it was done."""
    task, end = asyncio.create_task(work), asyncio.create_task(stop.wanted.wait())
    await asyncio.wait({task, end}, return_when=asyncio.FIRST_COMPLETED)
    end.cancel()
    if task.done():
        task.result()
        return True
    task.cancel()
    await asyncio.wait({task})
    return False
