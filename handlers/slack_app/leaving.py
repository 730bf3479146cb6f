"""What Slack tells of rooms and of ourselves: deleted, archived, put out, there again; -> what is sent there no more.

It is told in events (slack-manifest.yaml names them). Nothing is erased here: that waits a week and asks again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.outage import Say
from handlers.slack_app.identity import Bot
from vigie.model import Channel
from vigie.ports import Clock, Store

log = logging.getLogger(__name__)

Event = Mapping[str, Any]

REMOVED = (
    "L'application Slack a été retirée de l'espace de travail : Vigie n'y envoie plus rien, et effacera tout dans "
    "sept jours. Pour la remettre, réinstallez-la sur api.slack.com/apps, puis relancez Vigie avec le nouveau jeton."
)
"""What an operator hears."""


class Leaving:
    """`us` tells who we are at the moment; `say` shows an operator a line."""

    def __init__(self, store: Store, clock: Clock, us: Callable[[], Bot], say: Say) -> None:
        self.store, self.clock, self.us, self.say = store, clock, us, say

    async def on_event(self, event: Event) -> None:
        kind = str(event.get("type"))
        log.info("Slack tells of %s", kind)
        if kind in EVENTS:
            await EVENTS[kind](self, event)

    async def room_gone(self, event: Event) -> None:
        await self.store.stop(self._room(event), self.clock())

    async def room_back(self, event: Event) -> None:
        room = self._room(event)
        await self.store.come_back(room.tenant, room)

    async def member_left(self, event: Event) -> None:
        if event.get("user") == self.us().user:
            await self.room_gone(event)

    async def member_joined(self, event: Event) -> None:
        if event.get("user") == self.us().user:
            await self.room_back(event)

    async def uninstalled(self, _: Event) -> None:
        await self.store.stop_tenant(self.us().tenant, self.clock())
        self.say(REMOVED)

    async def revoked(self, event: Event) -> None:
        """Tokens of people are none of ours."""
        if self.us().user in ((event.get("tokens") or {}).get("bot") or ()):
            await self.uninstalled(event)

    def _room(self, event: Event) -> Channel:
        return Channel("slack", self.us().tenant, str(event.get("channel")))


EVENTS: Mapping[str, Callable[[Leaving, Event], Awaitable[None]]] = {
    "app_uninstalled": Leaving.uninstalled,
    "tokens_revoked": Leaving.revoked,
    "channel_deleted": Leaving.room_gone,
    "group_deleted": Leaving.room_gone,
    "channel_archive": Leaving.room_gone,
    "group_archive": Leaving.room_gone,
    "channel_unarchive": Leaving.room_back,
    "group_unarchive": Leaving.room_back,
    "channel_left": Leaving.room_gone,
    "group_left": Leaving.room_gone,
    "member_left_channel": Leaving.member_left,
    "member_joined_channel": Leaving.member_joined,
}
"""Each event's name, as the manifest subscribes to it. Of our own leaving Slack tells in channel_left and group_left;
member_left_channel, which would tell it too, does not arrive at the one who was put out (bolt-js#1847).
"""
