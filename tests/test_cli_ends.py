"""What keeps `bot.py` from starting, what ends it, and what it reads in its surroundings."""

from __future__ import annotations

import asyncio
import io
import logging
import signal
from pathlib import Path

import pytest
from fakes.feeds import rss
from fakes.patience import PATIENCE
from fakes.theatre import OLD, STARTS, FakeChat, Theatre, theatre
from rich.console import Console

from handlers.terminal import TerminalPlatform
from vigie.adapters.store import AlreadyRunning
from vigie.cli import environment
from vigie.cli.run import Options, foreseen, main, watch
from vigie.cli.screen import Screen
from vigie.cli.stopping import Stopping
from vigie.commands import Desk
from vigie.config import ConfigError, Settings
from vigie.ports import ChatPlatform, TokenError

__all__ = ["theatre"]


# -- what prevents it --------------------------------------------------------------------------------------------------


def lonely(folder: Path, text: str = "", **parts: ChatPlatform) -> int:
    """main() in a folder whose only feed is a closed port."""
    file = folder / "feeds.yaml"
    file.write_text(
        text or "feeds: [{name: F, url: 'http://127.0.0.1:9/'}]\ncompanies: [{name: Morvan}]\nallow: ['127.0.0.1:9']\n",
        encoding="utf-8",
    )

    def terminal(desk: Desk, history: Path | None, prompt: bool) -> Screen:
        return TerminalPlatform(desk, Console(file=io.StringIO()), interactive=False)

    return main(Options(file, Settings(folder / "data", "token")), terminal, lambda *_: parts)


def test_a_wrong_token_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lonely(tmp_path, discord=FakeChat(error=TokenError("Discord refuse le jeton."))) == 1
    assert capsys.readouterr().err == "Discord refuse le jeton.\n"


def test_a_platform_that_dies_of_something_else_is_loud(tmp_path: Path) -> None:
    with pytest.raises(ExceptionGroup) as group:
        lonely(tmp_path, discord=FakeChat(error=ZeroDivisionError()))
    assert foreseen(group.value) is None


def test_a_wrong_feeds_yaml_is_told_in_full(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lonely(tmp_path, "feeds: []\ncompanies: []\n") == 1
    assert capsys.readouterr().err.count("ligne") == 2


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").write_text("")
    assert lonely(tmp_path) == 1
    assert "--data" in capsys.readouterr().err


async def test_a_second_vigie_on_the_same_data_is_refused(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    async with theatre.watching(options):
        await theatre.until(STARTS)
        with pytest.raises(AlreadyRunning):
            await watch(options, theatre.terminal, theatre.chats)


# -- signals -----------------------------------------------------------------------------------------------------------


async def test_the_first_signal_asks_and_the_second_orders() -> None:
    deaths: list[str] = []
    stop = Stopping(lambda: deaths.append("cut"))
    stop.on_signals()
    try:
        signal.raise_signal(signal.SIGTERM)
        await stop.wanted.wait()
        assert deaths == []
        stop()
        assert deaths == ["cut"]
    finally:
        stop.disarm()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().remove_signal_handler(number)


class NoSignalHandlers(asyncio.SelectorEventLoop):
    """A loop as Windows has it."""

    def add_signal_handler(self, *_: object) -> None:
        raise NotImplementedError


def test_where_the_loop_knows_no_signals_they_are_heard_all_the_same() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    async def stopped() -> None:
        stop = Stopping(lambda: None)
        stop.on_signals()
        signal.raise_signal(signal.SIGTERM)
        await asyncio.wait_for(stop.wanted.wait(), PATIENCE)
        stop.disarm()

    try:
        with asyncio.Runner(loop_factory=NoSignalHandlers) as runner:
            runner.run(stopped())
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def test_what_still_hangs_after_the_grace_is_cut_off() -> None:
    loop, cut = asyncio.get_running_loop(), asyncio.Event()
    stop = Stopping(lambda: loop.call_soon_threadsafe(cut.set), grace=0)
    stop()
    await asyncio.wait_for(cut.wait(), PATIENCE)


# -- the environment ---------------------------------------------------------------------------------------------------


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\nVIGIE_DATA=ailleurs\nVIDE\n")
    monkeypatch.setenv("VIGIE_DATA", "ici")
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    env = environment.variables(tmp_path / ".env")
    found = environment.settings(env, None)
    assert (found.discord_token, found.data) == (TOKEN, Path("ici"))
    assert environment.settings(env, Path("là")).data == Path("là")


TOKEN = "A" * 24 + ".BBBBBB." + "C" * 27


@pytest.mark.parametrize(
    "env",
    [
        {"DISCORD_TOKEN": "secret"},
        {"DISCORD_TOKEN": f"Bot {TOKEN}"},
        {"SLACK_BOT_TOKEN": "xapp-secret", "SLACK_APP_TOKEN": "xapp-1"},
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "secret"},
    ],
)
def test_what_cannot_be_a_token_is_refused_without_asking_anyone_or_repeating_it(env: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as refused:
        environment.settings(env, None)
    assert "n'a pas la forme attendue" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_an_unknown_log_level_is_a_sentence() -> None:
    with pytest.raises(ConfigError, match="VIGIE_LOG"):
        environment.keep_log({"VIGIE_LOG": "bavard"})


def test_the_log_goes_to_whatever_standard_error_is_by_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    environment.keep_log({"VIGIE_LOG": "info"})
    logging.getLogger("vigie.essai").info("un mot")
    assert capsys.readouterr().err == "INFO vigie.essai: un mot\n"
