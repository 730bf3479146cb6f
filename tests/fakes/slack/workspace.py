"""What there is in the fake workspace, and what was seen of it: people, rooms, messages, calls. It answers nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from fakes.slack.limits import texts


@dataclass
class Person:
    id: str
    name: str
    guest: bool = False
    single_channel_guest: bool = False
    admin: bool = False
    owner: bool = False
    team: str = "T1"
    stranger: bool = False

    def told(self) -> dict[str, Any]:
        """As users.info tells it."""
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name.lower(),
            "real_name": self.name,
            "deleted": False,
            "is_bot": False,
            "is_admin": self.admin,
            "is_owner": self.owner,
            "is_restricted": self.guest or self.single_channel_guest,
            "is_ultra_restricted": self.single_channel_guest,
            "is_stranger": self.stranger,
            "profile": {"display_name": self.name, "real_name": self.name},
        }


@dataclass
class Room:
    id: str
    name: str
    member: bool = True
    """Whether the bot was invited."""
    private: bool = False
    archived: bool = False


@dataclass
class Shown:
    """Something that people see: text and blocks."""

    channel: str
    text: str
    blocks: list[dict[str, Any]]
    arguments: dict[str, Any]
    """All that came with it."""

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return [e for b in self.blocks if b["type"] == "actions" for e in b["elements"]]

    @property
    def labels(self) -> list[str]:
        return [button["text"]["text"] for button in self.buttons]

    @property
    def said(self) -> str:
        """What a person reads of it, buttons left out, a line a block; the text where there is no block."""
        lines = [text["text"] for b in self.blocks if b["type"] != "actions" for text in texts(b)]
        return "\n".join(lines) if lines else unescape(self.text)

    @property
    def live(self) -> list[str]:
        """What Slack would take for a mention, a link or a date: <…> where it parses."""
        parsed = [self.text, *(t["text"] for b in self.blocks for t in texts(b) if t["type"] == "mrkdwn")]
        return [sequence for text in parsed for sequence in re.findall(r"<[^>]*>", text)]


@dataclass
class Message(Shown):
    """Posted by chat.postMessage; chat.update changes it in place."""

    ts: str = ""
    edits: int = 0

    @property
    def metadata(self) -> dict[str, Any] | None:
        return self.arguments.get("metadata")


@dataclass
class Reply(Shown):
    """Sent to a response_url."""

    private: bool = True


@dataclass
class Upload:
    """A file that was announced, and its bytes once they are there."""

    name: str
    length: int
    content: bytes | None = None


@dataclass(frozen=True)
class Shared:
    """A file in a room."""

    channel: str
    name: str
    content: bytes
    title: str


@dataclass(frozen=True)
class Call:
    method: str
    arguments: dict[str, Any]
    at: float


@dataclass(frozen=True)
class Ack:
    envelope_id: str
    payload: dict[str, Any] | None
    at: float


@dataclass
class Fault:
    error: str | None = None
    status: int = 200
    retry_after: int | None = None
    body: str | None = None
    content_type: str = "text/html"
    drop: bool = False
    lost: bool = False
    times: int | None = 1
    extra: dict[str, Any] = field(default_factory=dict)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
