"""Files that answers bring: sent to whoever asked, in private messages; Slack shows a room no file for one person."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk.errors import SlackRequestError

from handlers.slack_app import layout
from handlers.slack_app.answers import UNREACHABLE, reason
from handlers.slack_app.clients import Web
from vigie.commands import File

log = logging.getLogger(__name__)

FAILED = (*UNREACHABLE, SlackRequestError)
"""What an upload raises; the last one where the place that Slack gave for the bytes refuses them."""

SENT = "Le fichier {name} vient de vous être envoyé en message privé."


async def hand_over(web: Web, user: str, text: str, file: File) -> bool:
    """Whether the person has it; what was begun of it is taken back where it could not be.

    A message opens the conversation, whose id the upload needs: that way asks for no scope beyond files:write.
    """
    try:
        opened = await web.chat_postMessage(
            channel=user, text=layout.bare_text(text), unfurl_links=False, unfurl_media=False
        )
    except UNREACHABLE as error:
        log.warning("a file could not be announced: %s", reason(error))
        return False
    room, ts = str(opened["channel"]), str(opened["ts"])
    try:
        await web.files_upload_v2(channel=room, filename=file.name, title=file.name, content=file.content)
    except FAILED as error:
        log.warning("a file could not be uploaded: %s", reason(error))
        await take_back(web, channel=room, ts=ts)
        return False
    return True


async def take_back(web: Web, **message: Any) -> None:
    try:
        await web.chat_delete(**message)
    except UNREACHABLE as error:
        log.warning("an announcement without its file stays: %s", reason(error))
