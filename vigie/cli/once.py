"""The commands that do one thing and end, each imported when it is asked for: no chat library among them."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path


def once(asked: Namespace) -> int:
    """Do what was asked; the exit code. Raises ConfigError."""
    return COMMANDS[asked.command](asked)


def analyse(asked: Namespace) -> int:
    from vigie.cli.batch import analyse

    return analyse(asked.companies, asked.feeds, sys.stdin.buffer, sys.stdout.buffer)


def summarise(asked: Namespace) -> int:
    from vigie.cli.batch import summarise

    return summarise(sys.stdin.buffer, sys.stdout.buffer)


def replay(asked: Namespace) -> int:
    from vigie.cli.replay import main

    return main(asked.folder, asked.companies, asked.feeds, sys.stdout.buffer, baseline=not asked.no_baseline)


def histoire(asked: Namespace) -> int:
    from vigie.cli import environment
    from vigie.cli.assemble import DATABASE
    from vigie.cli.histoire import main
    from vigie.config import database

    env = environment.variables()
    return main(asked.gesture, asked.story, asked.other, database(env) or data(asked, env) / DATABASE)


def demenager(asked: Namespace) -> int:
    from vigie.cli import environment
    from vigie.cli.assemble import DATABASE
    from vigie.cli.demenager import main
    from vigie.config import database

    env = environment.variables()
    return main(data(asked, env) / DATABASE, database(env))


def doctor(asked: Namespace) -> int:
    from vigie.cli import environment
    from vigie.cli.doctor import main

    env = environment.variables()
    return main(asked.feeds, data(asked, env), env)


def data(asked: Namespace, env: Mapping[str, str]) -> Path:
    """Where the database is kept, and what else Vigie keeps."""
    return asked.data or Path(env.get("VIGIE_DATA") or "data")


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "analyse": analyse,
    "summarise": summarise,
    "replay": replay,
    "histoire": histoire,
    "demenager": demenager,
    "doctor": doctor,
}
