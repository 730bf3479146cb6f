"""`bot.py doctor`: examines an installation and says what to do. It changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vigie import config
from vigie.cli.assemble import DATABASE
from vigie.cli.doctor import database, feeds, machine, pushes, server, tokens
from vigie.cli.doctor.tokens import REAL, Servers
from vigie.cli.doctor.verdicts import Mark, Verdict, conclusion, fine, wrong
from vigie.cli.progress import count
from vigie.config import ConfigError, FileConfig

COLOURS = {Mark.FINE: "green", Mark.NOTE: "yellow", Mark.WRONG: "bold red"}


def main(file: Path, data: Path, env: Mapping[str, str], console: Console | None = None) -> int:
    """The exit code: 0 if nothing must be put right."""
    return asyncio.run(examine(file, data, env, console or Console(highlight=False)))


async def examine(file: Path, data: Path, env: Mapping[str, str], console: Console, servers: Servers = REAL) -> int:
    seen: list[Verdict] = []

    def show(title: str, verdicts: Iterable[Verdict]) -> None:
        console.print(f"\n[bold]{title}[/bold]")
        for verdict in verdicts:
            seen.append(verdict)
            console.print(line(verdict))

    show("Machine", machine.examine(data))
    place = config.database(env) or data / DATABASE
    show("Base", server.examine(place) if isinstance(place, str) else database.examine(place))
    found, told = read(file)
    show("Configuration", told)
    show("Jetons", await tokens.examine(env, servers, found.proxy if found else None))
    if found:
        with console.status(f"Lecture de {len(found.feeds)} flux…"):
            tried = await feeds.examine(found)
        show("Flux", [feeds.verdict(tried), *feeds.courtesy(found), *feeds.road(found)])
        if not feeds.shared_reason(tried):
            console.print(table(tried))
        if said := await pushes.examine(found, tried):
            show("Notifications", said)
    console.print(Text("\n" + conclusion(seen), "bold"))
    return int(any(verdict.mark is Mark.WRONG for verdict in seen))


def read(file: Path) -> tuple[FileConfig | None, list[Verdict]]:
    try:
        found = config.load(file)
    except ConfigError as error:
        return None, [wrong(mistake, "") for mistake in str(error).splitlines()]
    return found, [fine(f"{file} : {len(found.feeds)} flux, {count(len(found.companies), 'entreprise')}")]


def line(verdict: Verdict) -> Table:
    """The mark, then what was seen and what to do, hanging under each other."""
    grid = Table.grid(padding=(0, 1))
    grid.add_row(
        Text(f" {verdict.mark}", COLOURS[verdict.mark]),
        Text(verdict.what + (f"\n→ {verdict.remedy}" if verdict.remedy else "")),
    )
    return grid


def table(tried: Iterable[feeds.Tried]) -> Table:
    grid = Table.grid(padding=(0, 1))
    for one in tried:
        grid.add_row(
            Text(f"   {one.mark}", COLOURS[one.mark]),
            Text(one.feed.name),
            Text(one.told, "dim"),
            Text(f"{one.seconds:.1f} s".replace(".", ",")),
        )
    return grid
