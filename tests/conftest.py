"""The fixtures that several files share; what one file needs stands in that file."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
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

CANARIES = ("a.good.token", "xoxb-1-robot", "xapp-1-A1-prise", "cle=s3cr3te")
"""The tokens of the fake chats, and a key as feeds have in their addresses: no log line of any test may hold one."""


class Canary(logging.Handler):
    """Remembers the log lines that tell a secret."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if any(canary in line for canary in CANARIES):
            self.heard.append(f"{record.name}: {line[:200]}")


@pytest.fixture(scope="session", autouse=True)
def no_secret_is_logged() -> Iterator[None]:
    canary = Canary()
    logging.getLogger().addHandler(canary)
    yield
    logging.getLogger().removeHandler(canary)
    assert canary.heard == []


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
