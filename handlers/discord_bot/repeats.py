"""discord.py repeats a call that Discord answers with an error of its own; here not what the ledger repeats itself.

What such an answer leaves in doubt must reach the ledger: of a call that was perhaps heard, repeated, and then refused
for certain (a 503, too many requests, no connection), discord.py tells the refusal alone. A forum post has no nonce
either, and would be there twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

from handlers.discord_bot.failures import NOT_SENT

RESET = (54, 10054)
"""The errors of a connection that discord.py takes for a reason to call again: macOS' and Windows' « reset »."""

NOT_HEARD = 503
"""The one error of a server after which nothing happened."""

_is_owed: ContextVar[bool] = ContextVar("_is_owed", default=False)


class Unread(aiohttp.ClientError):
    """Nobody knows whether the call had its effect."""


@contextmanager
def unrepeated() -> Iterator[None]:
    """Of what is posted within, the first doubt is raised, as Unread."""
    before = _is_owed.set(True)
    try:
        yield
    finally:
        _is_owed.reset(before)


def trace() -> aiohttp.TraceConfig:
    """What the client's session must call for unrepeated() to hold."""

    async def ended(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
        status = end.response.status
        if _is_owed.get() and end.method == "POST" and status >= 500 and status != NOT_HEARD:
            end.response.close()
            raise Unread(f"HTTP {status}")

    async def broke(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestExceptionParams) -> None:
        was_heard = getattr(end.exception, "errno", None) in RESET and not isinstance(end.exception, NOT_SENT)
        if _is_owed.get() and end.method == "POST" and was_heard:
            raise Unread("reset") from end.exception

    config = aiohttp.TraceConfig()
    config.on_request_end.append(ended)
    config.on_request_exception.append(broke)
    return config
