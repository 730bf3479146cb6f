"""A Slack on the loopback: the Web API, response_url and Socket Mode, as far as Vigie uses them, for real clients.

    async with FakeSlack() as slack:
        platform = SlackPlatform(slack.bot_token, slack.app_token, desk, base_url=slack.base_url)
        ...run it...
        replies = await slack.type("/vigie abonner Renault", user="U1", channel="C1")
        await slack.press(slack.messages[0], "Pourquoi ?")
        slack.fail("chat.postMessage", error="ratelimited", retry_after=30)

It refuses what Slack refuses (tokens, scopes, membership, Block Kit's limits) and keeps what it saw: `messages`,
`replies`, `calls`, `acks`, and `events`, the order of all of them.
Faults: fail(), hold(), hang_up(), refresh(), mute().
"""

from __future__ import annotations

from fakes.slack.limits import problems, refused, unfit
from fakes.slack.server import FakeSlack
from fakes.slack.web_api import ALL_SCOPES, SCOPES
from fakes.slack.workspace import Message, Person, Room, Shown

__all__ = ["ALL_SCOPES", "SCOPES", "FakeSlack", "Message", "Person", "Room", "Shown", "problems", "refused", "unfit"]
