"""Puts the real parts of a Vigie together, and takes them apart again. It decides nothing and runs nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from vigie.adapters.engine import RuleEngine
from vigie.adapters.http import HttpFetcher
from vigie.adapters.lexicon import load
from vigie.adapters.parser_pool import ParserPool
from vigie.adapters.store import SqlStore
from vigie.commands import Desk
from vigie.config import ConfigError, FileConfig
from vigie.ports import ChatPlatform, Clock, Services
from vigie.summarise import Writer

lexicons = cache(load)
"""They never change: one reading is enough for a process."""

DATABASE = "vigie.db"
"""The file, in the data folder, that holds everything."""


@dataclass(frozen=True, slots=True)
class House:
    """A Vigie ready to run. `platforms` is filled by whoever runs it: platforms and desk need each other."""

    services: Services
    desk: Desk
    platforms: dict[str, ChatPlatform]


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def assemble(
    config: FileConfig, data: Path, clock: Clock = now, web: HttpFetcher | None = None
) -> AsyncIterator[House]:
    """Open the database in `data` (made if needed) and the rest; `web` in place of a fetcher that goes anywhere public.

    Raises ConfigError where the folder cannot be used, AlreadyRunning where another Vigie has it, StoreError where
    the database cannot be read.
    """
    make_folder(data)
    async with (
        SqlStore(data / DATABASE) as store,
        web or HttpFetcher(config.allow, contact=config.contact) as fetcher,
        ParserPool() as parser,
    ):
        platforms: dict[str, ChatPlatform] = {}
        services = Services(clock, fetcher, parser, RuleEngine(lexicons()), Writer(), store, platforms)
        yield House(services, Desk(store, clock, fetcher, parser, platforms), platforms)


def make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"Le dossier de données {data} ne peut pas être créé ({error.strerror}). "
            "Donnez-en un autre avec --data ou VIGIE_DATA."
        ) from None
