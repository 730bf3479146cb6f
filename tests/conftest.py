"""The fixtures that several files share; what one file needs stands in that file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes.vigie import FakeChat, FakeWeb, HandClock, InlineParser, Vigie
from vigie.adapters.engine import RuleEngine
from vigie.adapters.lexicon import load

from vigie.adapters.store import SqlStore
from vigie.commands import Desk
from vigie.match.lexicons import Lexicons
from vigie.ports import Services
from vigie.summarise import Writer


@pytest.fixture(scope="session")
def lexicons() -> Lexicons:
    return load()


@pytest.fixture
async def vigie(tmp_path: Path, lexicons: Lexicons) -> AsyncIterator[Vigie]:
    """A whole Vigie on a database of its own."""
    clock, web, chat = HandClock(), FakeWeb(), FakeChat()
    platforms = {"chat": chat}
    async with SqlStore(tmp_path / "vigie.db") as store:
        services = Services(clock, web, InlineParser(), RuleEngine(lexicons), Writer(), store, platforms)
        desk = Desk(store, clock, web, InlineParser(), platforms)
        yield Vigie(services, desk, store, clock, web, chat)
