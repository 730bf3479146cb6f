"""What slack-sdk and slack-bolt may write into our log: no secrets, no trace of a network that is tried again."""

from __future__ import annotations

import logging
import re

import aiohttp
from slack_sdk.errors import SlackApiError

SECRETS = re.compile(r"\b(xox[a-z]|xapp)-[\w-]+|(?<=ticket=)[^&\s'\"]+")

log = logging.getLogger(__name__)

sdk = logging.getLogger(f"{__name__}.sdk")
"""Where slack_sdk tells of its connection."""
for logger in (sdk, logging.getLogger("slack_sdk")):
    logger.setLevel(logging.INFO)  # below, it writes out what people type, and addresses that are keys

bolt = logging.getLogger(f"{__name__}.bolt")
"""Where slack_bolt tells of itself: only what fails, for it warns of a SLACK_BOT_TOKEN that it must not use."""
bolt.setLevel(logging.ERROR)


def discreet(record: logging.LogRecord) -> bool:
    """Let a record pass without secrets; a lost network, of which the operator hears in French, is but an info.

    The level above keeps debug records from being made; it must not let infos through that the operator does not want.
    """
    if record.levelno < logging.getLogger().getEffectiveLevel():
        return False
    record.msg, record.args = SECRETS.sub("…", record.getMessage()), None
    if record.exc_info and isinstance(record.exc_info[1], SlackApiError | aiohttp.ClientError | OSError):
        log.info("%s", record.msg)
        return False
    return True


sdk.addFilter(discreet)
