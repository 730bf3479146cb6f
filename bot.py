"""Vigie: start here. Reads the command line, and makes the platforms; vigie.cli does what was asked.

Each command imports what it needs once it is asked for: the chat libraries only where their token is set.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from vigie.cli.arguments import parsed
from vigie.cli.streams import complain, spell_out

if TYPE_CHECKING:
    from vigie.cli.screen import Screen
    from vigie.commands import Desk
    from vigie.config import Settings
    from vigie.ports import ChatPlatform


def run(asked: Namespace) -> int:
    from vigie.cli import environment
    from vigie.cli.run import Options, main

    env = environment.variables()
    environment.keep_log(env)
    return main(Options(asked.feeds, environment.settings(env, asked.data), asked.once), terminal, chats)


def demo(asked: Namespace) -> int:
    from vigie.cli.demo import main

    return main(terminal)


def analyse(asked: Namespace) -> int:
    from vigie.cli.batch import analyse

    return analyse(asked.companies, asked.feeds, sys.stdin.buffer, sys.stdout.buffer)


def summarise(asked: Namespace) -> int:
    from vigie.cli.batch import summarise

    return summarise(sys.stdin.buffer, sys.stdout.buffer)


def doctor(asked: Namespace) -> int:
    from vigie.cli import environment
    from vigie.cli.doctor import main

    env = environment.variables()
    return main(asked.feeds, asked.data or Path(env.get("VIGIE_DATA") or "data"), env)


def terminal(desk: Desk, history: Path | None, prompt: bool) -> Screen:
    from handlers.terminal import TerminalPlatform

    return TerminalPlatform(desk, history=history, interactive=None if prompt else False)


def chats(desk: Desk, settings: Settings) -> dict[str, ChatPlatform]:
    """The platforms whose tokens are set, by name."""
    found: dict[str, ChatPlatform] = {}
    if settings.discord_token:
        from handlers.discord_bot import DiscordPlatform

        found["discord"] = DiscordPlatform(settings.discord_token, desk)
    if settings.slack_bot_token and settings.slack_app_token:
        from handlers.slack_app import SlackPlatform

        found["slack"] = SlackPlatform(settings.slack_bot_token, settings.slack_app_token, desk)
    return found


COMMANDS = {"run": run, "demo": demo, "analyse": analyse, "summarise": summarise, "doctor": doctor}


def main() -> int:
    spell_out()
    asked = parsed()
    from vigie.config import ConfigError

    try:
        return COMMANDS[asked.command](asked)
    except ConfigError as error:
        return complain(error)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
