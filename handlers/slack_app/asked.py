"""What a person asks, as Slack's payloads say it: words after /vigie, or a button. Pure; it answers nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.slack_app import layout
from vigie.commands import Values, read

ROOM = "salon"
THREAD = "fil"
DIRECT = "message privé"

LINK = re.compile(r"<(https?://[^|>]+)(?:\|[^>]*)?>")
"""An address as Slack sends it where the app's settings say « Escape channels, users, and links »."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One command, and where its answer goes."""

    name: str
    values: Values
    user: str
    user_name: str
    team: str
    """The workspace that we are installed in; empty where a whole organisation installed us."""
    channel: str
    place: str
    thread: str | None = None


def from_command(command: Mapping[str, Any]) -> Asked:
    """docs.slack.dev/interactivity/implementing-slash-commands; Slack takes none in threads."""
    name, values = read(typed(command.get("text") or ""))
    channel = command["channel_id"]
    place = DIRECT if is_direct(channel, command.get("channel_name")) else ROOM
    user, team = command["user_id"], command.get("team_id") or ""
    return Asked(name, values, user, command.get("user_name") or user, team, channel, place)


def from_press(body: Mapping[str, Any], action: Mapping[str, Any]) -> Asked | None:
    """docs.slack.dev/reference/interaction-payloads/block_actions-payload; None where the button is none of ours."""
    carried = layout.decode(action.get("value") or "")
    if carried is None:
        return None
    user, channel, thread = body["user"], body["channel"], thread_of(body)
    place = DIRECT if is_direct(channel["id"], channel.get("name")) else THREAD if thread else ROOM
    team = (body.get("team") or {}).get("id") or ""
    return Asked(*carried, user["id"], user.get("name") or user["id"], team, channel["id"], place, thread)


def thread_of(body: Mapping[str, Any]) -> str | None:
    return (body.get("container") or {}).get("thread_ts")


def is_direct(channel: str, name: str | None) -> bool:
    return channel.startswith("D") or name == "directmessage"


def typed(text: str) -> str:
    """The words as the person typed them: entities undone, addresses out of their <>."""
    return layout.unescape(LINK.sub(r"\1", text)).strip()
