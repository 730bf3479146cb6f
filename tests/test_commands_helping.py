"""`aide` and `tester`: what a newcomer meets first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.commands import AT_TERMINAL, HERE, READER, Office, office

from vigie.commands import COMMANDS
from vigie.commands.helping import GROUPS
from vigie.ports import PostError


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as built:
        yield built


# -- aide -------------------------------------------------------------------------------------------------------------


async def test_help_names_every_command_with_one_line(here: Office) -> None:
    reply = await here.type("", READER)
    assert reply.text.startswith("Vigie lit des flux de presse")
    for name in COMMANDS:
        assert f"\n• {name}" in reply.text
    assert reply.private
    assert "confirme" not in reply.text
    assert reply.text.endswith("/vigie aide chercher"), "it fits a message whole"


def test_every_command_has_its_place_in_the_help() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
async def test_the_help_of_a_command_gives_its_arguments_and_lines_that_work(here: Office, name: str) -> None:
    command = COMMANDS[name]
    text = (await here.type(f"aide {name}")).text
    assert text.startswith(f"/vigie {name}")
    assert f"En anglais : {command.english}." in text
    for argument in command.arguments:
        assert (f"• {argument.name} :" in text) is not argument.hidden
    for example in command.examples:
        assert f"• /vigie {example}" in text


async def test_help_takes_english_names_and_slashes(here: Office) -> None:
    french = (await here.type("aide chercher")).text
    assert (await here.type("help search")).text == french
    assert (await here.type("aide /vigie chercher")).text == french
    assert "Les dates s'écrivent 2026-11-25" in french


@pytest.mark.parametrize("line", ["entreprise", "company", "aide entreprise"])
async def test_a_group_is_helped_as_a_whole(here: Office, line: str) -> None:
    lines = (await here.type(line)).text.splitlines()
    assert [one.split()[2] for one in lines[:4]] == ["ajouter", "modifier", "retirer", "liste"]
    assert lines[-1].endswith("/vigie aide entreprise ajouter")


async def test_help_on_nothing_known_says_what_is(here: Office) -> None:
    assert "Vouliez-vous dire « chercher » ?" in (await here.type("aide cherchr")).text


async def test_help_in_the_terminal_is_without_slashes(here: Office) -> None:
    assert (await here.type("aide liste", AT_TERMINAL)).text.startswith("liste")


# -- tester -----------------------------------------------------------------------------------------------------------


async def test_an_example_is_posted_and_all_is_well(here: Office) -> None:
    await here.type("abonner")
    reply = await here.type("tester")
    assert reply.text == "Tout est en ordre : l'exemple est publié, les alertes pourront arriver ici."
    assert reply.private
    ((channel, card),) = here.board.shown
    assert (channel, card.mark, card.actions) == (HERE, "Exemple", ())


async def test_what_is_missing_is_listed(here: Office) -> None:
    here.board.missing = ("Il manque le droit d'intégrer des liens.", "Il manque le droit de voir le salon.")
    assert (await here.type("tester")).text.splitlines() == [
        "Les alertes ne peuvent pas encore arriver comme il faut :",
        "• Il manque le droit d'intégrer des liens.",
        "• Il manque le droit de voir le salon.",
        "Ce salon n'est encore abonné à rien : /vigie abonner",
    ]


async def test_a_platform_that_refuses_is_quoted(here: Office) -> None:
    here.board.error = PostError("Le salon n'existe plus.", permanent=True)
    assert "• Le salon n'existe plus." in (await here.type("tester")).text


async def test_a_platform_that_is_off_says_so(here: Office) -> None:
    here.desk = replace(here.desk, platforms={})
    assert (await here.type("tester")).text.startswith("Cette plateforme n'est pas connectée")
