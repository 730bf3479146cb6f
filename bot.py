"""Vigie: start here. Reads the command line, and makes the platforms; vigie.cli does what was asked.

Each command imports what it needs once it is asked for: the chat libraries only where their token is set.
"""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from vigie.cli.arguments import parsed
from vigie.cli.open_files import allow_enough
from vigie.cli.streams import complain, spell_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.cli.screen import Screen
    from vigie.commands import Desk
    from vigie.config import Settings
    from vigie.ports import ChatPlatform


def run(asked: Namespace) -> int:
    from vigie.adapters.llm import endpoint
    from vigie.cli import environment
    from vigie.cli.assemble import lexicons
    from vigie.cli.run import Options, main

    env = environment.variables()
    environment.keep_log(env)
    settings = environment.settings(env, asked.data)
    options = Options(asked.feeds, settings, asked.once, asked.sauvegarde_restauree, endpoint(env))
    lexicons()
    gc.freeze()  # what is there by now stays: a collection that looks at it all keeps the loop waiting for 75 ms
    return main(options, terminal, chats)


def demo(asked: Namespace) -> int:
    from vigie.cli.demo import main

    return main(terminal)


def terminal(desk: Desk, history: Path | None, prompt: bool) -> Screen:
    from handlers.terminal import TerminalPlatform

    return TerminalPlatform(desk, history=history, interactive=None if prompt else False)


def chats(desk: Desk, settings: Settings, proxy: str | None, say: Callable[[str], None]) -> dict[str, ChatPlatform]:
    """The platforms whose tokens are set, by name; all they do goes through the proxy, where there is one."""
    found: dict[str, ChatPlatform] = {}
    if settings.discord_token:
        from handlers.discord_bot import DiscordPlatform

        state = settings.data / "discord-commands.sha256"
        found["discord"] = DiscordPlatform(settings.discord_token, desk, state, proxy=proxy, say=say)
    if settings.slack_bot_token and settings.slack_app_token:
        from handlers.slack_app import SlackPlatform

        tokens = settings.slack_bot_token, settings.slack_app_token
        found["slack"] = SlackPlatform(*tokens, desk, proxy=proxy, say=say)
    return found


COMMANDS = {"run": run, "demo": demo}


def main() -> int:
    spell_out()
    allow_enough()
    asked = parsed()
    from vigie.cli.once import once
    from vigie.config import ConfigError

    try:
        return COMMANDS.get(asked.command, once)(asked)
    except ConfigError as error:
        return complain(error)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    gc.set_threshold(20_000)  # a visit makes hundreds of values at once, and hardly any ring of them
    sys.exit(main())
