"""Who we are on Slack, and what we may do there: what auth.test answers. It asks nothing."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.web.async_slack_response import AsyncSlackResponse

NEEDED = ("commands", "chat:write", "users:read", "channels:read", "groups:read")
"""The bot scopes that our calls need; slack-manifest.yaml asks for them, and for FILES."""

FILES = "files:write"
"""Lets us give a file; the manifest asks for it, and an app that was made without it gives text."""

HISTORY = frozenset({"channels:history", "groups:history", "im:history", "mpim:history"})
"""Whoever grants one of these lets us find out what became of a message whose answer was lost."""

NAME = "Vigie"


@dataclass(frozen=True, slots=True)
class Bot:
    team: str = ""
    name: str = NAME
    user: str = ""
    scopes: frozenset[str] = frozenset(NEEDED)

    @property
    def tenant(self) -> str:
        return f"slack:{self.team}"

    @property
    def may_read(self) -> bool:
        return bool(self.scopes & HISTORY)

    @property
    def may_give_files(self) -> bool:
        return FILES in self.scopes


def bot(told: AsyncSlackResponse) -> Bot:
    """What auth.test answered; the header names the scopes that were granted."""
    granted = told.headers.get("x-oauth-scopes")
    scopes = frozenset(scope.strip() for scope in granted.split(",")) if granted else frozenset(NEEDED)
    return Bot(told["team_id"], told.get("user") or NAME, told.get("user_id") or "", scopes)
