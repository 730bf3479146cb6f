"""Is it there? What an attempt with an unclear outcome left in a room, and whether a post still stands there to be
completed. It asks; whoever calls decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.slack_app.answers import UNREACHABLE, code, refusal, retry_after
from vigie.model import Delivery, DeliveryKind
from vigie.ports import PostError

EVENT = "vigie_alert"

PAGE = 15
"""Slack gives some apps no more messages a call, and one call a minute."""
ALWAYS, PAGES = 3, 20
"""Pages that are looked at whatever their age, since our clock may be wrong, and at most. A room that was owed much
gets more than three in the half minute before which nothing is looked for.
"""

MARGIN = timedelta(seconds=60)
"""How far Slack's clock may be behind ours."""

CANNOT_LOOK = "Slack ne me laisse pas relire ce salon : je ne sais pas si l'alerte est arrivée."
BUSY = "Trop de messages ont suivi dans ce salon : je ne sais pas si l'alerte est arrivée."

DELETED = frozenset({"message_not_found", "thread_not_found"})
"""Slack's words for a message that is no more."""


def metadata(delivery: Delivery) -> dict[str, Any]:
    """What lets a message be found again: the row it settles. Every member of the workspace may read it."""
    return {"event_type": EVENT, "event_payload": {"delivery": str(delivery.id), "ref": delivery.ref}}


async def message_of(web: AsyncWebClient, delivery: Delivery, bot: str) -> str | None:
    """The ts of the message that bears the row's number. Raises PostError, unclear, where nobody can say."""
    cursor = ""
    for number in range(1, PAGES + 1):
        told = await page(web, delivery, cursor, bot)
        if told is None:
            return None
        messages = told.get("messages") or []
        if found := next((m for m in messages if is_it(m, delivery)), None):
            return str(found["ts"])
        cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor or (number >= ALWAYS and is_older(messages, delivery)):
            return None
    raise PostError(BUSY, unclear=True)


async def page(web: AsyncWebClient, delivery: Delivery, cursor: str, bot: str) -> AsyncSlackResponse | None:
    """A page of the room's messages, newest first; for a reply, of its thread's, None where that is gone."""
    asked: dict[str, Any] = {"limit": PAGE, "include_all_metadata": True, "cursor": cursor or None}
    try:
        if delivery.kind is DeliveryKind.UPDATE and delivery.message_id:
            return await web.conversations_replies(
                channel=delivery.channel.id, ts=delivery.message_id, **asked | {"limit": PAGES * PAGE}
            )
        return await web.conversations_history(channel=delivery.channel.id, **asked)
    except UNREACHABLE as error:
        if code(error) in DELETED:
            return None
        if code(error) in ("missing_scope", "not_in_channel", "channel_not_found"):
            raise PostError(CANNOT_LOOK, unclear=True) from error
        raise PostError(str(refusal(error, bot)), retry_after=retry_after(error)) from error


def is_it(message: Mapping[str, Any], delivery: Delivery) -> bool:
    """Whether the message bears the row's number."""
    borne = message.get("metadata") or {}
    payload = borne.get("event_payload") or {}
    return borne.get("event_type") == EVENT and payload.get("ref") == delivery.ref


def is_older(messages: Sequence[Mapping[str, Any]], delivery: Delivery) -> bool:
    """Whether the last of them was there well before the row was tried."""
    if not messages or delivery.asked_at is None:
        return False
    return float(messages[-1]["ts"]) < (delivery.asked_at - MARGIN).timestamp()


async def is_deleted(web: AsyncWebClient, channel: str, ts: str, *, may_read: bool) -> bool:
    """Whether people have deleted this message of ours; in doubt it stands.

    chat.getPermalink needs no scope and knows no message that is gone. One with replies leaves a stone in its place,
    which only the history shows.
    """
    try:
        if may_read:
            told = await web.conversations_replies(channel=channel, ts=ts, limit=1)
            first: Mapping[str, Any] = next(iter(told.get("messages") or ()), {})
            return bool(first.get("subtype") == "tombstone")
        await web.chat_getPermalink(channel=channel, message_ts=ts)
    except UNREACHABLE as error:
        return code(error) in DELETED
    return False
