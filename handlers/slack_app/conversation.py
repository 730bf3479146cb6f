"""What people type or press on Slack -> the desk -> the answer, for them alone or for the room. It decides nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.webhook import WebhookResponse

from handlers.slack_app import files, layout
from handlers.slack_app.answers import INVITE, TOKENS, UNREACHABLE, code, reason, refusal
from handlers.slack_app.asked import Asked, from_command, from_press, thread_of
from handlers.slack_app.clients import Web, answer_to
from handlers.slack_app.identity import Bot
from handlers.slack_app.people import People, Person
from vigie.commands import COMMANDS, Caller, Desk, Level, Reply
from vigie.model import Channel

log = logging.getLogger(__name__)

SUBSCRIBE = "abonner"
FADED = "Ce bouton n'est plus valable : tapez /vigie aide."
UNKNOWN_PERSON = "Slack ne m'a pas dit quel est votre rôle ici ; réessayez dans un instant."

NO_UNFURL = {"unfurl_links": False, "unfurl_media": False}
"""No preview fetched from a third party, no picture, no copied text."""


class Conversation:
    """`us` tells who we are at the moment."""

    def __init__(self, desk: Desk, web: Web, people: People, us: Callable[[], Bot]) -> None:
        self.desk, self.web, self.people, self.us = desk, web, people, us

    def listen(self, app: AsyncApp) -> None:
        app.command("/vigie")(self.on_command)
        app.action(layout.READ)(self.on_read)
        app.action(re.compile(f"^{layout.COMMAND}\\d"))(self.on_button)

    async def on_command(self, ack: AsyncAck, command: Mapping[str, Any]) -> None:
        await ack()
        await self._answer(from_command(command), command["response_url"])

    async def on_button(self, ack: AsyncAck, body: Mapping[str, Any], action: Mapping[str, Any]) -> None:
        await ack()
        if asked := from_press(body, action):
            await self._answer(asked, body["response_url"])
        else:
            await self._reply(body["response_url"], Reply(FADED), thread_of(body))

    async def on_read(self, ack: AsyncAck) -> None:
        """« Lire » opened an address by itself; Slack still wants to hear that we know."""
        await ack()

    async def _answer(self, asked: Asked, url: str) -> None:
        team = asked.team or self.us().team
        try:
            person = await self.people.person(asked.user, team)
        except UNREACHABLE as error:
            log.warning("users.info: %s", reason(error))
            if asked.name in COMMANDS and COMMANDS[asked.name].level > Level.LOOK:
                await self._reply(url, Reply(self._no_role(error)), asked.thread)
                return
            person = Person(asked.user_name, Level.LOOK)
        channel = Channel("slack", f"slack:{team}", asked.channel)
        name, carries = person.name or asked.user_name, self.us().may_give_files
        caller = Caller(channel, asked.user, name, person.level, asked.place, carries)
        reply = await self._without_file(caller, asked, await self.desk.answer(caller, asked.name, asked.values))
        if asked.name == SUBSCRIBE and not reply.private and not await self._may_write(asked.channel):
            invite = INVITE.format(bot=self.us().name)
            reply = replace(reply, text=f"{reply.text}\nPour que les alertes arrivent, {invite}.")
        await self._reply(url, reply, asked.thread)

    async def _without_file(self, caller: Caller, asked: Asked, reply: Reply) -> Reply:
        """The answer once its file is handed over; where that fails, the answer as text."""
        if reply.file is None:
            return reply
        if await files.hand_over(self.web, caller.user, reply.text, reply.file):
            sent = files.SENT.format(name=reply.file.name)
            return replace(reply, text=f"{reply.text}\n{sent}", file=None)
        return await self.desk.answer(replace(caller, files=False), asked.name, asked.values)

    def _no_role(self, error: Exception) -> str:
        """What to tell a person whose role Slack does not tell: what to mend, or to try again."""
        return str(refusal(error, self.us().name)) if code(error) in ("missing_scope", *TOKENS) else UNKNOWN_PERSON

    async def _may_write(self, channel_id: str) -> bool:
        """Whether we are in this channel; in doubt, we are."""
        try:
            told = await self.web.conversations_info(channel=channel_id)
        except UNREACHABLE as error:
            return code(error) != "channel_not_found"
        return (told.get("channel") or {}).get("is_member") is not False

    async def _reply(self, url: str, reply: Reply, thread: str | None = None) -> None:
        """Show it, in full if Slack takes it, else as bare text."""
        answer = answer_to(url, self.web.proxy)
        shown: dict[str, Any] = {
            "text": layout.notification(reply.text or "".join(card.notification for card in reply.cards[:1])),
            "response_type": "ephemeral" if reply.private else "in_channel",
            "replace_original": False,
            "thread_ts": thread,
            **NO_UNFURL,
        }
        try:
            told = await answer.send_dict({"blocks": layout.reply_blocks(reply), **shown})
            if not accepted(told):
                log.error("Slack refused a reply: %s %s", told.status_code, told.body)
                await answer.send_dict(shown | {"text": layout.bare_text(reply.text)})
        except (aiohttp.ClientError, OSError) as error:
            log.warning("a reply could not be sent: %s", type(error).__name__)


def accepted(told: WebhookResponse) -> bool:
    return told.status_code == 200 and '"ok":false' not in (told.body or "").replace(" ", "")
