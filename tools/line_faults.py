"""How long the lines from Discord and Slack take to come back after each way they can fail, on the loopback.

    python tools/line_faults.py      prints a line a fault: the seconds, and how the session went on

The real discord.py and slack-sdk, at their own pace but for two waits: a line without a word is given up after 0.3 s
(Discord; really 60 s) and 0.1 s (Slack; really 10 s).
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import pytest  # noqa: E402
from fakes.discord_api import fake_discord  # noqa: E402
from fakes.on_discord import lone  # noqa: E402
from fakes.on_discord import running as on_discord  # noqa: E402
from fakes.on_slack import platform_of, scripted  # noqa: E402
from fakes.on_slack import running as on_slack  # noqa: E402
from fakes.slack import FakeSlack  # noqa: E402
from test_discord_gateway import FAULTS, hurried, recovered  # noqa: E402

REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets", "no pong")


async def of_discord(name: str) -> tuple[float, str]:
    with pytest.MonkeyPatch.context() as patch:
        async with fake_discord(patch) as fake, on_discord(hurried(lone(), fake, name), fake) as platform:
            await platform.client.wait_until_ready()
            seconds, how = await recovered(fake, FAULTS[name][0])
            await asyncio.sleep(0.1)  # discord.py does not like to be closed within the moment of READY
            return seconds, how


async def of_slack(reason: str) -> tuple[float, str]:
    async with FakeSlack() as slack:
        slack.silent = reason == "no pong"
        async with on_slack(slack, platform_of(slack, scripted(), ping_interval=0.1 if slack.silent else 10.0)):
            began, muted = time.monotonic(), slack.silent
            slack.silent = False
            if not muted:
                await slack.refresh(reason)
            await slack.until(lambda: slack.hellos == 2)
            return time.monotonic() - began, "new connection"


async def main() -> None:
    for name in FAULTS:
        seconds, how = await of_discord(name)
        print(f"Discord  {name:<26} {seconds:6.2f} s  {how}")
    for reason in REASONS:
        seconds, how = await of_slack(reason)
        print(f"Slack    {reason:<26} {seconds:6.2f} s  {how}")


if __name__ == "__main__":
    logging.disable(logging.ERROR)
    asyncio.run(main())
