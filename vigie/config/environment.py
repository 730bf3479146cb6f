"""What the environment says: tokens, the data folder, the database. It reads no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vigie.config.mistakes import ConfigError


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says."""

    data: Path
    discord_token: str | None = None
    slack_bot_token: str | None = None
    slack_app_token: str | None = None
    database: Path | str | None = None
    """A file, or the address of a PostgreSQL database, which may hold a password; None: a file in the data folder."""

    def __repr__(self) -> str:
        return f"Settings(data={self.data!r})"  # tokens stay out of logs and traces


def settings(env: Mapping[str, str]) -> Settings:
    """Read the environment. Raises ConfigError where only one of Slack's two tokens is there."""
    tokens = {name: (env.get(name) or "").strip() or None for name in TOKENS}
    bot, app = tokens["SLACK_BOT_TOKEN"], tokens["SLACK_APP_TOKEN"]
    if bool(bot) != bool(app):
        given, lacking = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN") if bot else ("SLACK_APP_TOKEN", "SLACK_BOT_TOKEN")
        raise ConfigError(
            f"{given} est donné mais pas {lacking} : Slack a besoin des deux. Ajoutez {lacking} ({TOKENS[lacking]}) "
            "dans le fichier .env, ou retirez l'autre."
        )
    return Settings(Path(env.get("VIGIE_DATA") or "data"), tokens["DISCORD_TOKEN"], bot, app, database(env))


def database(env: Mapping[str, str]) -> Path | str | None:
    """What VIGIE_DATABASE says. Raises ConfigError, which does not show it, for an address of anything else."""
    said = (env.get("VIGIE_DATABASE") or "").strip()
    if "://" in said and not said.startswith(("postgresql://", "postgres://")):
        raise ConfigError(
            "VIGIE_DATABASE est l'adresse d'une base que Vigie ne connaît pas : écrivez "
            "postgresql://utilisateur:mot-de-passe@machine/base, ou le chemin d'un fichier SQLite."
        )
    return said if "://" in said else Path(said) if said else None


TOKENS = {
    "DISCORD_TOKEN": "page « Bot » de votre application sur https://discord.com/developers/applications",
    "SLACK_BOT_TOKEN": "« OAuth & Permissions », commence par xoxb-",
    "SLACK_APP_TOKEN": "« Basic Information », « App-Level Tokens », commence par xapp-",
}
"""Each token's variable, with where to find it."""
