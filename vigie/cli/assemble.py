"""Puts the real parts of a Vigie together, and takes them apart again. It decides nothing and runs nothing."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from vigie.adapters.engine import RuleEngine
from vigie.adapters.http import HttpFetcher, Turns
from vigie.adapters.lexicon import load
from vigie.adapters.llm import Endpoint, ModelWriter
from vigie.adapters.parser_pool import ParserPool
from vigie.adapters.store import SqlLeases, SqlStore
from vigie.commands import Desk
from vigie.config import ConfigError, FileConfig
from vigie.ports import ChatPlatform, Clock, Leases, Services, Summariser
from vigie.pressure import Pressure
from vigie.summarise import Writer
from vigie.text.system import refusal

lexicons = cache(load)
"""They never change: one reading is enough for a process."""

DATABASE = "vigie.db"
"""The file, in the data folder, that holds everything where no other database is given."""


@dataclass(frozen=True, slots=True)
class House:
    """A Vigie ready to run. `platforms` is filled by whoever runs it: platforms and desk need each other."""

    services: Services
    desk: Desk
    platforms: dict[str, ChatPlatform]
    leases: Leases
    """Of feeds at hubs, for whoever runs it with a public address."""
    turns: Turns
    """Of the hosts that feeds are asked of, for whatever else asks them something."""


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def assemble(
    config: FileConfig,
    data: Path,
    clock: Clock = now,
    web: HttpFetcher | None = None,
    model: Endpoint | None = None,
    database: Path | str | None = None,
) -> AsyncIterator[House]:
    """Open the database in `data` (made if needed) and the rest; `web` in place of a fetcher that goes anywhere public,
    `model` where an operator wants one to write the summaries, `database` where it is elsewhere.

    Raises ConfigError where the folder cannot be used, AlreadyRunning where another Vigie has it, StoreError where
    the database cannot be read.
    """
    make_folder(data)
    async with (
        SqlStore(database or data / DATABASE) as store,
        web or HttpFetcher(config.allow, contact=config.contact, proxy=config.proxy) as fetcher,
        ParserPool() as parser,
        writer(model, clock) as summariser,
    ):
        platforms: dict[str, ChatPlatform] = {}
        words = lexicons()
        pressure = Pressure(lambda: shutil.disk_usage(data).free)
        engine = RuleEngine(words, config.topics)
        services = Services(clock, fetcher, parser, engine, summariser, store, platforms, pressure=pressure)
        thresholds = {topic: words.models[topic].alerts for topic in words.topics}
        leases = SqlLeases(store.database)
        desk = Desk(store, clock, fetcher, parser, platforms, thresholds=thresholds, leases=leases)
        yield House(services, desk, platforms, leases, fetcher.turns)


def writer(model: Endpoint | None, clock: Clock) -> AbstractAsyncContextManager[Summariser]:
    return ModelWriter(model, clock) if model else nullcontext(Writer())


def make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"Le dossier de données {data} ne peut pas être créé ({refusal(error)}). "
            "Donnez-en un autre avec --data ou VIGIE_DATA."
        ) from None
