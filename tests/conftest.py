"""The fixtures that several files share; what one file needs stands in that file."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fakes.postgres import Postgres, serving, wanted
from fakes.store import laid
from fakes.vigie import FakeChat, FakeWeb, HandClock, InlineParser, Vigie

from vigie.adapters.engine import RuleEngine
from vigie.adapters.lexicon import load
from vigie.adapters.store import SqlStore
from vigie.adapters.store.engines import Place
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


@pytest.fixture(autouse=True)
def our_log_is_as_loud_as_before() -> Iterator[None]:
    """A command that silences it for the rest of its process silences no other test."""
    ours = logging.getLogger("vigie")
    level = ours.level
    yield
    ours.setLevel(level)


@pytest.fixture(scope="session")
def lexicons() -> Lexicons:
    return load()


# -- chaos ------------------------------------------------------------------------------------------------------------

ALONE = frozenset({
    "test_chaos", "test_discord_gateway", "test_hostile_set", "test_parser_pool", "test_restored", "test_store_faults",
    "test_two_processes",
})  # fmt: skip
"""Files whose chaos lives by the second, and kills by it: nothing runs beside that. The rest may share a machine."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in ALONE and item.get_closest_marker("chaos"):
            item.add_marker(pytest.mark.alone)


# -- databases --------------------------------------------------------------------------------------------------------


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Files that say ON_BOTH run what stands on a database twice: on SQLite and on PostgreSQL, there under a mark where
    they name one.
    """
    both = getattr(metafunc.module, "ON_BOTH", None)
    if "place" in metafunc.fixturenames and both is not None:
        marks = () if both is True else both
        metafunc.parametrize("place", ["sqlite", pytest.param("postgresql", marks=marks)], indirect=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server of this worker's own; without one the test is skipped, or fails where .ci/run says so."""
    wanted()
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def shared(postgres: Postgres) -> str:
    """The address of a database that tests use one after the other; `place` empties it."""
    return postgres.address(postgres.new_database())


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a test's database is: a file of its own, or an emptied database of PostgreSQL."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return laid(tmp_path / "vigie.db")
    address: str = request.getfixturevalue("shared")
    request.getfixturevalue("postgres").empty(address)
    return address


@pytest.fixture
async def vigie(place: Place, lexicons: Lexicons) -> AsyncIterator[Vigie]:
    """A whole Vigie on a database of its own."""
    clock, web, chat = HandClock(), FakeWeb(), FakeChat()
    platforms = {"chat": chat}
    async with SqlStore(place) as store:
        services = Services(clock, web, InlineParser(), RuleEngine(lexicons), Writer(), store, platforms)
        desk = Desk(store, clock, web, InlineParser(), platforms)
        yield Vigie(services, desk, store, clock, web, chat)
