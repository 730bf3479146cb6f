"""A whole Vigie whose database is put back as it was two days ago, while the chats keep what was posted since.

    python tests/fakes/restore.py FOLDER --database postgresql

A life is killed in the middle of its work, and its database copied. Another one goes on and tells more; then the copy
takes its database's place, and a last life tells what appears after that. The parts are those of chaos.py; the verdict
is the oracle's.
"""

# ruff: noqa: E402  (the paths come first: it is run as a script)
from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from fakes import chaos
from fakes.chats import Clock, serve
from fakes.postgres import Postgres, serving

from vigie.adapters.engine import RuleEngine
from vigie.adapters.lexicon import load
from vigie.adapters.store import SqlStore

GROUP = 12
"""Articles before the backup, in the lost days, after them."""

LOST = timedelta(days=2)

WITHIN = 30.0
"""Seconds of the scenario within which the articles of a group appear."""


def appear(articles: list[dict[str, Any]], since: float) -> None:
    for number, article in enumerate(articles):
        article["at"] = since + WITHIN * number / GROUP


def copied(folder: Path, database: str | None, server: Postgres | None) -> str | None:
    """The database as it is now, while nobody is at work; the address of the copy."""
    if server is not None and database is not None:
        put = server.address(server.new_database())
        server.run(server.bin / "pg_dump", "--format=custom", "--file=copy.dump", database)
        server.run(server.bin / "pg_restore", "--no-owner", f"--dbname={put}", "copy.dump")
        return put
    for file in folder.glob("vigie.db*"):
        if not file.name.endswith(".lock"):
            shutil.copy(file, folder / f"backup{file.name.removeprefix('vigie.db')}")
    return None


def put_back(folder: Path) -> None:
    for file in folder.glob("vigie.db*"):
        file.unlink()
    for file in folder.glob("backup*"):
        file.rename(folder / f"vigie.db{file.name.removeprefix('backup')}")


async def take_up(folder: Path, scenario: dict[str, Any], clock: Clock) -> None:
    async with SqlStore(chaos.place(folder, scenario)) as store:
        await store.restored(clock.now())


def run(folder: Path, seed: int, server: Postgres | None) -> int:
    scenario = chaos.write_scenario(folder, seed, 3 * GROUP, 1.0, history=True, faults={})
    before, lost, after = (scenario["articles"][at : at + GROUP] for at in range(0, 3 * GROUP, GROUP))
    database = scenario["database"] = server.address(server.new_database()) if server else None
    clock = Clock(**scenario["clock"])
    chaos.ENGINE = RuleEngine(load())
    asyncio.run(chaos.prepare(folder, scenario, clock))
    told = folder / "addresses.json"
    chats = chaos.child(lambda: asyncio.run(serve(folder, scenario, lambda found: chaos.put(told, found))))
    try:
        while not told.exists():
            time.sleep(0.01)
        addresses = json.loads(told.read_text())
        appear(before, clock() + 10)
        pid = chaos.one_life(folder, {**scenario, "articles": before}, addresses, clock)
        time.sleep((10 + WITHIN * 0.7) / clock.speed)
        chaos.kill(pid)
        backup = copied(folder, database, server)
        appear(lost, clock())
        if chaos.finish(folder, {**scenario, "articles": before + lost}, addresses, clock):
            return 1
        if server is None:
            put_back(folder)
        later = Clock(clock.start + LOST.total_seconds(), clock.began, clock.speed)
        scenario["database"] = backup
        asyncio.run(take_up(folder, scenario, later))
        if chaos.finish(folder, {**scenario, "articles": before + lost}, addresses, later):
            return 1
        appear(after, later())
        return chaos.finish(folder, scenario, addresses, later)
    finally:
        chaos.kill(chats)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args(arguments)
    with ExitStack() as servers:
        server = servers.enter_context(serving()) if asked.database == "postgresql" else None
        return run(asked.folder, asked.seed, server)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
