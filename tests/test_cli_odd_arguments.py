"""Whatever is typed after bot.py, on either database: a French sentence, one that can be read, and never a trace."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from vigie.adapters.store.engines import Place
from vigie.cli.arguments import parsed
from vigie.cli.once import once
from vigie.cli.streams import spell_out
from vigie.config import ConfigError
from vigie.text.system import REASONS, refusal

ON_BOTH = True

LONG = "x" * 4_000
NO_NUMBER = "n'est pas un numéro d'histoire."
NONE_SUCH = "Il n'y a pas d'histoire n°"
NO_SENSE = "contient un caractère qui n'a pas de sens"

NUMBERS = (
    ("2147483647", NONE_SUCH),
    ("n°12", NONE_SUCH),
    ("007", NONE_SUCH),
    ("2147483648", NO_NUMBER),
    (str(2**63), NO_NUMBER),
    ("9" * 5_000, NO_NUMBER),
    ("0", NO_NUMBER),
    ("-1", NO_NUMBER),
    ("1.5", NO_NUMBER),
    ("1_0", NO_NUMBER),
    ("٣", NO_NUMBER),
    ("²", NO_NUMBER),
    ("", NO_NUMBER),
    ("🦊", NO_NUMBER),
    ("\udcff", NO_NUMBER),
    (LONG, NO_NUMBER),
)

ADDRESSES = (
    ("", NONE_SUCH),
    ("https://gazette.example/1", NONE_SUCH),
    (LONG, NONE_SUCH),
    ("🦊", NONE_SUCH),
    ("https://gazette.example/\x00", NO_SENSE),
    ("https://gazette.example/\udcff", NO_SENSE),
    ("https://gazette.example/\n", NO_SENSE),
)


@pytest.fixture
def here(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The data folder of a Vigie with a database that holds no story."""
    if isinstance(place, Path):
        monkeypatch.delenv("VIGIE_DATABASE", raising=False)
        place.touch()
    else:
        monkeypatch.setenv("VIGIE_DATABASE", place)
    return tmp_path


def said_by(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What is told on standard error; the command must fail, and not by a trace."""
    spell_out()  # as bot.py does: a name that is no UTF-8 can be told
    try:
        assert once(parsed(words)) == 1
        found = capsys.readouterr().err
    except SystemExit:
        found = capsys.readouterr().err
    except ConfigError as error:
        found = str(error)
    return found.replace("\u00a0", " ")


@pytest.fixture
def patience(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The tables are made before anything is told."""
    said_by(["histoire", "fusionner", "1", "2", "--data", str(here)], capsys)


@pytest.mark.usefixtures("patience")
def test_no_number_and_no_address_of_a_story_is_a_trace(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(here)]
    for value, answer in NUMBERS:
        for words in (["3", value], [value, "3"]):
            told = said_by(["histoire", *data, "fusionner", *words], capsys)
            assert answer in told, f"{words!r:.80}: {told:.200}"
            assert len(told) < 300, words
    for value, answer in ADDRESSES:
        told = said_by(["histoire", *data, "separer", "1", value], capsys)
        assert answer in told, f"{value!r:.60}: {told:.200}"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["histoire", "fusionner", "1", "2", "--data", LONG], "Il n'y a pas encore de base"),
        (["histoire", "coller", "1", "2"], "n'est pas un geste"),
        (["replay", LONG], "n'est pas un dossier"),
        (["analyse", "--companies", LONG], "illisible (nom trop long)"),
        (["analyse", "--feeds", LONG], "illisible (nom trop long)"),
        (["analyse", "--feeds", "."], "illisible (c'est un dossier)"),
        (["analyse", "--feeds", "\udcff.yaml"], "n'existe pas"),
        ([LONG], "n'est pas une commande de bot.py"),
        (["🦊"], "n'est pas une commande de bot.py"),
        (["--once=3"], "ne prend pas de valeur"),
        (["--data"], "il manque une valeur"),
    ],
)
def test_no_path_and_no_word_is_a_trace(
    words: list[str], answer: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VIGIE_DATABASE", raising=False)
    assert answer in said_by(words, capsys)


def test_what_the_system_refuses_is_told_in_french():
    assert refusal(OSError(errno.EACCES, "Permission denied")) == "accès refusé"
    assert refusal(OSError(errno.EDOM, "Numerical argument out of domain")) == "Numerical argument out of domain"
    assert refusal(ConnectionError()) == "ConnectionError"
    assert all(reason[0].islower() and reason[-1] != "." for reason in REASONS.values())
