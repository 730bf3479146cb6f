"""One story to three thousand channels of Discord: how long it takes at 45 calls a second, through the real ledger.

    python tools/hot_story.py [CHANNELS]      prints the seconds, the floor, and what was lost or doubled

The real discord.py posts to a Discord on the loopback (tests/fakes/chats.py) that answers after 80 ms.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from aiohttp import web  # noqa: E402
from fakes.chaos import point_discord_at  # noqa: E402
from fakes.chats import ChaosDiscord, Clock, Record  # noqa: E402
from fakes.store import MORVAN, Told, an_article  # noqa: E402

from handlers.discord_bot import DiscordPlatform  # noqa: E402
from vigie.adapters.store import SqlStore  # noqa: E402
from vigie.commands import Desk  # noqa: E402
from vigie.delivery import deliver_due  # noqa: E402
from vigie.model import Channel  # noqa: E402
from vigie.ports import Services  # noqa: E402

RATE = 45.0
MONDAY = 1772442000.0
NOTHING: Any = None


async def serve(folder: Path, channels: dict[str, str], clock: Clock) -> web.AppRunner:
    discord = ChaosDiscord(channels, Record(folder, 1, {}), clock)

    async def slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.08)
        return await discord.serve(request)

    app = web.Application()
    for path in ("/gateway", "/gateway/"):
        app.router.add_get(path, discord.gateway)
    app.router.add_route("*", "/api/v10/{path:.*}", slowly)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = "{}:{}".format(*runner.addresses[0][:2])
    discord.gateway_url = f"ws://{address}/gateway"
    (folder / "address.tmp").write_text(address)
    (folder / "address.tmp").rename(folder / "address")
    return runner


async def serve_for_ever(folder: Path, channels: dict[str, str], clock: Clock) -> None:
    await serve(folder, channels, clock)
    await asyncio.Event().wait()


async def measure(folder: Path, channels: dict[str, str], clock: Clock) -> float:
    async with SqlStore(folder / "vigie.db") as store:
        told = Told(store)
        told.now = clock.now()
        await told.adopt(companies=[MORVAN])
        where = [Channel("discord", f"discord:{guild}", id) for id, guild in channels.items()]
        await told.open_story(await told.company(), an_article(), alerts=where)
        platforms: dict[str, Any] = {}
        services = Services(clock.now, NOTHING, NOTHING, NOTHING, NOTHING, store, platforms)
        platform = DiscordPlatform("a.good.token", Desk(store, clock.now, NOTHING, NOTHING, platforms), rate=RATE)
        running = asyncio.create_task(platform.run())
        while not platform.client.guilds:  # noqa: ASYNC110  (discord.py has no event for it)
            await asyncio.sleep(0.05)
        platforms["discord"] = platform
        began = time.monotonic()
        while await store.due_deliveries(clock.now() + timedelta(days=1), 1):
            await deliver_due(services)
        taken = time.monotonic() - began
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return taken


def main(count: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="vigie-hot-"))
    channels = {str(400_000 + n): str(8_000 + n // 10) for n in range(count)}
    clock = Clock(MONDAY, time.time(), 1.0)
    if (pid := os.fork()) == 0:
        asyncio.run(serve_for_ever(folder, channels, clock))
    try:
        while not (folder / "address").exists():
            time.sleep(0.01)
        point_discord_at((folder / "address").read_text())
        taken = asyncio.run(measure(folder, channels, clock))
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    posted = [json.loads(line)["channel"] for line in (folder / "posted.jsonl").read_text().splitlines()]
    floor = count / RATE
    print(
        f"{count} channels in {taken:.1f} s, {taken / floor:.2f} times the floor of {floor:.1f} s; "
        f"lost {count - len(set(posted))}, doubled {len(posted) - len(set(posted))}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
