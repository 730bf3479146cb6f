"""The command line: what it understands, and that what it says is French."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vigie.cli import arguments
from vigie.cli.arguments import COMMANDS, parsed, parser

ENGLISH = re.compile(
    r"\b(usage:|options:|positional|arguments|show this|expected|unrecognized|invalid|required|error|choose)\b", re.I
)


def test_nothing_means_run() -> None:
    asked = parsed([])
    assert (asked.command, asked.once, asked.data, asked.feeds) == ("run", False, None, Path("feeds.yaml"))


@pytest.mark.parametrize(
    "words", [["--once", "--data", "d"], ["run", "--once", "--data", "d"], ["--data", "d", "run", "--once"]]
)
def test_options_of_run_may_stand_before_or_after_its_name_or_without_it(words: list[str]) -> None:
    asked = parsed(words)
    assert (asked.command, asked.once, asked.data) == ("run", True, Path("d"))


def test_every_command_takes_its_options() -> None:
    assert parsed(["analyse", "--companies", "w.json"]).companies == Path("w.json")
    assert parsed(["doctor", "--feeds", "f.yaml", "--data", "d"]).feeds == Path("f.yaml")
    assert parsed(["demo"]).command == "demo"
    assert parsed(["summarise"]).command == "summarise"


@pytest.mark.parametrize("words", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_is_french_and_fits_a_terminal(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parsed(words)
    text = capsys.readouterr().out
    assert end.value.code == 0
    assert not ENGLISH.search(text)
    assert "Usage" in text
    assert max(map(len, text.splitlines())) <= 90


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    parser().print_help()
    text = capsys.readouterr().out
    assert all(re.search(rf"^  {name} ", text, re.M) for name in COMMANDS)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["dmeo"], "« dmeo » n'est pas une commande de bot.py. Vouliez-vous dire « demo » ?"),
        (["xyz"], "Les commandes : run, demo"),
        (["--data"], "--data : il manque une valeur."),
        (["--dat=x"], "Inconnu"),
        (["--once=3"], "--once ne prend pas de valeur."),
        (["demo", "--feeds", "x"], "Inconnu : --feeds x"),
        (["--once", "doctor"], "--once ne va pas avec doctor"),
    ],
)
def test_a_mistake_is_a_french_sentence_and_exit_code_2(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parsed(words)
    text = capsys.readouterr().err.replace("\u00a0", " ")
    assert end.value.code == 2
    assert said in text
    assert not ENGLISH.search(text)


def test_a_message_that_argparse_invents_later_is_passed_on() -> None:
    assert arguments.french("something new") == "something new"
