"""Whatever anyone gives a command, on either database: a sentence in answer, never an accident."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace

import pytest
from fakes.commands import ALICE, AT_TERMINAL, COURRIER, GAZETTE, MORVAN, NOON, OREE, PONANT, Board, Office
from fakes.vigie import HandClock

from vigie.adapters.store import SqlStore
from vigie.adapters.store.engines import Place
from vigie.admission import ALONE, Room
from vigie.commands import COMMANDS, Command, Desk
from vigie.model import Article, Feed, FeedState, Page
from vigie.ports import FetchError

ON_BOTH = True

ODD = (
    "0",
    "-1",
    "٣",
    str(2**31 - 1),
    str(2**31),
    str(2**63 - 1),
    str(2**63),
    "9" * 15,
    "9" * 40,
    "9" * 4_000,
    "",
    "\u200b",
    "\x00",
    "plan\x00social",
    "\ud800",
    "\ufeff",
    "🦊" * 30,
    "👩\u200d👩\u200d👧",
    "e\u0301" * 60,
    "x" * 4_000,
    "a, " * 1_000,
    "\\",
    "'; drop table stories; --",
    "%",
    '"non fermé',
    "AND OR NOT NEAR(a b)",
    "a* ^b col:c -d",
    "&|!():*<->",
    "31 février",
    "9999-12-31",
    "99999999 jours",
    "99999999999999999999 semaines",
    "-3 jours",
    "24:00",
    "http://[",
    "https://exemple.fr:99999/",
    "https://xn--/\x00",
    "file:///etc/passwd",
    "oui",
    "non",
    "aucun",
)
"""What people, programs and accidents give."""

FITTING = {
    "nom": "Ateliers Morvan",
    "entreprise": "Ateliers Morvan",
    "entreprises": "Ateliers Morvan",
    "flux": "La Gazette",
    "adresse": "https://exemple.fr/rss",
    "liste": "https://exemple.fr/rss",
    "mots": "licenciements",
    "alerte": "1",
    "duree": "3 jours",
}
"""What the other arguments that a command wants are given."""


class Away:
    """A network that nobody answers on."""

    async def fetch(self, url: str, state: FeedState, room: Room = ALONE) -> Page | None:
        raise FetchError("Le site ne répond pas.")

    async def parse(self, page: Page, feed: Feed) -> Sequence[Article]:
        raise FetchError("Ce n'est pas un flux.", permanent=True)


@pytest.fixture
async def here(place: Place) -> AsyncIterator[Office]:
    clock, board, away = HandClock(NOON), Board(), Away()
    async with SqlStore(place) as store:
        await store.adopt((GAZETTE, COURRIER), (MORVAN, PONANT, OREE), NOON)
        built = Office(Desk(store, clock, away, away, {"discord": board}), store, clock, board)
        await built.publish(
            "Ateliers Morvan", "Ateliers Morvan supprime 120 postes", "Des licenciements sont annoncés."
        )
        yield built


def calls(command: Command) -> Iterator[dict[str, str]]:
    """Each argument with each odd value, the other ones that it wants beside it; then all of them odd."""
    wanted = {a.name: FITTING[a.name] for a in command.arguments if a.required}
    for argument in command.arguments:
        yield from (wanted | {argument.name: value} for value in ODD)
    yield from ({argument.name: value for argument in command.arguments} for value in ODD)


async def test_no_value_of_any_argument_of_any_command_is_an_accident(
    here: Office, caplog: pytest.LogCaptureFixture
) -> None:
    callers = (ALICE, AT_TERMINAL, replace(ALICE, user="u2", name="🦊\x00\ud800"))
    asked = 0
    with caplog.at_level(logging.ERROR):
        for command in COMMANDS.values():
            for number, values in enumerate(calls(command)):
                caller = callers[number % len(callers)]
                reply = await here.desk.answer(caller, command.name, values)
                asked += 1
                said = f"{command.name} {values!r:.200} by {caller.name!r}"
                assert 0 < len(reply.text) <= 1_900, said
                assert not caplog.records, f"{said}\n{caplog.text}"
    assert asked > 2_000


async def test_no_odd_name_of_a_command_is_an_accident(here: Office, caplog: pytest.LogCaptureFixture) -> None:
    for value in ODD:
        assert (await here.desk.answer(ALICE, value, {})).text
    assert not caplog.records


async def test_no_odd_word_keeps_anyone_from_completing(here: Office, caplog: pytest.LogCaptureFixture) -> None:
    for command in COMMANDS.values():
        for argument in command.arguments:
            for value in ODD:
                await here.desk.complete(ALICE, command.name, argument.name, value)
    assert not caplog.records
