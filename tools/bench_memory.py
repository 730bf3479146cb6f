"""The memory of the whole bot.py, in the terminal, that comes to know ten thousand feeds and examines what they hold.

python tools/bench_memory.py
python tools/bench_memory.py --feeds 2000
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sqlite3
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import closing
from pathlib import Path

from bench_collect import named, served

BOT = Path(__file__).parents[1] / "bot.py"

LOOK = 2.0
"""Seconds between two looks."""


def feeds_yaml(feeds: int, port: int) -> str:
    known = [named(number, port) for number in range(feeds)]
    lines = ["companies:", "  - name: Renault", "allow:"]
    lines += [f'  - "{feed.url.split("/")[2]}"' for feed in known]
    lines += ["feeds:", *(f'  - {{name: "{feed.name}", url: "{feed.url}"}}' for feed in known)]
    return "\n".join(lines)


def progress(database: Path) -> tuple[int, int, int]:
    """How many feeds were read, entries kept, and entries examined."""
    query = "SELECT (SELECT count(*) FROM feed WHERE baseline_at IS NOT NULL), count(*), count(examined_at) FROM entry"
    with closing(sqlite3.connect(database)) as db:
        read, kept, examined = db.execute(query).fetchone()
    return read, kept, examined


def megabytes(pid: int, name: str) -> int:
    """A figure of /proc (Linux)."""
    found = re.search(rf"{name}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) // 1024


async def measure(feeds: int, size: int) -> None:
    async with served(feeds, size) as port:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "feeds.yaml").write_text(feeds_yaml(feeds, port), encoding="utf-8")
            command = [sys.executable, BOT, "run", "--feeds", folder / "feeds.yaml", "--data", folder / "data"]
            bot = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=DEVNULL, cwd=BOT.parent)
            began, read, kept, examined, seconds = time.perf_counter(), 0, 0, -1, 0.0
            try:
                while read < feeds or examined < kept:
                    await asyncio.sleep(LOOK)
                    if (folder / "data" / "vigie.db").exists():
                        read, kept, examined = progress(folder / "data" / "vigie.db")
                    seconds = seconds or (time.perf_counter() - began if read == feeds else 0.0)
                most, now = megabytes(bot.pid, "VmHWM"), megabytes(bot.pid, "VmRSS")
            finally:
                bot.terminate()
                await bot.wait()
    print(f"{read} feeds read in {seconds:.0f} s, {examined} entries examined in {time.perf_counter() - began:.0f} s")
    print(f"main process: {most} MB at most, {now} MB at the end")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=10_000)
    options.add_argument("--size", type=int, default=2_000)
    given = options.parse_args()
    asyncio.run(measure(given.feeds, given.size))


if __name__ == "__main__":
    main()
