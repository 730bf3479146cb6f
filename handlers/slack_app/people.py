"""Who asks, and what they may do here: users.info, remembered for some minutes. It answers no command."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from handlers.slack_app.layout import plain
from vigie.commands import Level

REMEMBERED = 300.0  # seconds; a new role counts after that
MANY = 1_000

GUESTS = ("deleted", "is_bot", "is_stranger", "is_restricted", "is_ultra_restricted")
"""Marks of users.info (docs.slack.dev/reference/objects/user-object) that leave a person looking only."""


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    level: Level


class People:
    """The people of one workspace."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self.client = client
        self.clock = clock
        self.known: dict[str, tuple[float, Person]] = {}

    async def person(self, user: str, team: str) -> Person:
        """Raises what a call raises where Slack does not tell."""
        until, person = self.known.get(user, (0.0, None))
        if person is not None and self.clock() < until:
            return person
        told = await self.client.users_info(user=user)
        person = Person(name(told["user"]), level(told["user"], team))
        if len(self.known) >= MANY:
            self.known.clear()
        self.known[user] = (self.clock() + REMEMBERED, person)
        return person


def level(user: Mapping[str, Any], team: str) -> Level:
    """A guest, a bot or a person of another workspace looks; a full member sets up; an admin or owner administers.

    In a channel shared with another company, its admins are admins of their own workspace, not of ours.
    """
    homes = {user.get("team_id"), *(user.get("enterprise_user") or {}).get("teams", ())}
    if team not in homes or any(user.get(mark) for mark in GUESTS):
        return Level.LOOK
    return Level.ADMIN if user.get("is_admin") or user.get("is_owner") else Level.SETUP


def name(user: Mapping[str, Any]) -> str:
    """How the person wants to be called."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((clean for n in names if (clean := plain(n or ""))), "")
