"""`bot.py demo`: what a visitor sees, and that all of it went through the real pipeline."""

from __future__ import annotations

import io
import time
from pathlib import Path

import aiohttp
import pytest
from rich.console import Console

from handlers.terminal import TerminalPlatform
from vigie.cli.demo import main, newsroom, press
from vigie.cli.demo.script import FastClock
from vigie.cli.screen import Screen
from vigie.commands import Desk


def play(beat: float | None = None) -> str:
    """Where the output is no terminal, nobody needs time to read."""
    console = Console(file=io.StringIO(), width=90, color_system=None, highlight=False)

    def terminal(desk: Desk, history: Path | None, prompt: bool) -> Screen:
        return TerminalPlatform(desk, console, history=history, interactive=False)

    assert main(terminal, beat) == 0
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().replace("\u00a0", " ")


def test_the_demonstration_shows_all_that_vigie_does_twice_alike() -> None:
    began = time.process_time()
    text = play()
    assert time.process_time() - began < 10
    for shown in (
        "inventés",
        "✓ La Gazette des Quais (RSS) : 2 articles",
        "✓ The Harbour Post (RSS, en anglais) : 1 article",
        "✗ Radio Sémaphore (RSS abîmé)",
        "… Le Fanal du Soir (RSS, lent) : pas encore de réponse",
        "rien n'est signalé",
        "🔻 Brasseries du Ponant · ",
        "⚖️ Halcyon Freight · Amende · CNIL",
        "Repris par 2 médias",
        "Même histoire",
        "Vigie se tait",
        "vigie> chercher postes supprimés",
        "vigie> pourquoi ",
        "Publié ici parce que",
        "bot.py doctor",
    ):
        assert shown in text, shown
    assert text == play(beat=0)


def test_nothing_of_the_log_is_in_the_demonstration(caplog: pytest.LogCaptureFixture) -> None:
    play()
    assert [record for record in caplog.records if record.name.startswith("vigie")] == []


async def test_the_papers_are_a_real_server_with_conditional_requests() -> None:
    async with press.printing(FastClock()) as papers, aiohttp.ClientSession() as session:
        base, host = f"http://127.0.0.1:{papers.port}/flux.xml", {"Host": f"{newsroom.GAZETTE.host}:{papers.port}"}
        async with session.get(base, headers=host) as first:
            assert first.status == 200
            assert b"Ponant" in await first.read()
        async with session.get(base, headers=host | {"If-None-Match": first.headers["ETag"]}) as second:
            assert second.status == 304
        async with session.get(base) as unknown:
            assert unknown.status == 404


def test_nothing_of_the_demonstration_can_be_taken_for_real() -> None:
    assert all(paper.host.endswith(".example") for paper in newsroom.PAPERS)
