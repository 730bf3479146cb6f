"""What the environment and .env say, with the command line on top. It reads no feeds.yaml: config does."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dotenv import dotenv_values

from vigie import config
from vigie.cli.token_forms import FORMS, misshapen
from vigie.config import ConfigError, Settings

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def variables(file: Path = Path(".env")) -> Mapping[str, str]:
    """The environment's variables, and those of the file that it does not set."""
    written = {name: value for name, value in dotenv_values(file).items() if value is not None}
    return {**written, **os.environ}


def settings(env: Mapping[str, str], data: Path | None) -> Settings:
    """Raises ConfigError, also for a token that cannot be one: Discord and Slack need not be asked."""
    found = config.settings(env)
    for name, (_, where) in FORMS.items():
        token = (env.get(name) or "").strip()
        if token and (said := misshapen(name, token)):
            raise ConfigError(f"{said}. {where}")
    return replace(found, data=data) if data else found


class Stderr(logging.Handler):
    """Writes to whatever standard error is at the moment: at a prompt, one that does not cut the line being typed."""

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr)


def keep_log(env: Mapping[str, str]) -> None:
    """Send the log to standard error, from the level VIGIE_LOG on (warnings by default). Raises ConfigError."""
    level = env.get("VIGIE_LOG", "WARNING").upper()
    if level not in LEVELS:
        raise ConfigError(f"VIGIE_LOG vaut « {level} » : écrivez {', '.join(LEVELS[:-1])} ou {LEVELS[-1]}.")
    logging.basicConfig(level=level, handlers=[Stderr()], format="%(levelname)s %(name)s: %(message)s")
