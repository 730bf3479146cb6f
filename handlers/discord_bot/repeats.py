"""discord.py repeats a call that Discord answers with an error of its own, and tells only how the last one ended.

Of a call that was perhaps heard, repeated, and then refused for certain (a 503, too many requests, no connection) that
is the refusal alone; here the doubt is kept. A message's nonce makes the repetition harmless; a forum post has none,
would be there twice, and is not repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp

from handlers.discord_bot.failures import NOT_SENT
from vigie.ports import PostError

RESET = (54, 10054)
"""The errors of a connection that discord.py takes for a reason to call again: macOS' and Windows' « reset »."""

NOT_HEARD = 503
"""The one error of a server after which nothing happened."""


@dataclass
class Doubt:
    """Whether one of the calls may have had its effect, though nobody said so."""

    met: bool = False


_doubt: ContextVar[Doubt | None] = ContextVar("_doubt", default=None)


class Unread(aiohttp.ClientError):
    """Nobody knows whether the thread was opened."""


@contextmanager
def doubts() -> Iterator[None]:
    """What is refused within is unclear where one of the calls before the last was."""
    doubt = Doubt()
    before = _doubt.set(doubt)
    try:
        yield
    except PostError as error:
        error.unclear = error.unclear or (doubt.met and not error.permanent)
        raise
    finally:
        _doubt.reset(before)


def trace() -> aiohttp.TraceConfig:
    """What the client's session must call for doubts() to know."""

    async def ended(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
        status = end.response.status
        if end.method == "POST" and status >= 500 and status != NOT_HEARD:
            if end.url.path.endswith("/threads"):
                end.response.close()
            note(end.url.path, f"HTTP {status}")

    async def broke(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestExceptionParams) -> None:
        was_reset = getattr(end.exception, "errno", None) in RESET and not isinstance(end.exception, NOT_SENT)
        if end.method == "POST" and was_reset:
            note(end.url.path, "reset")

    config = aiohttp.TraceConfig()
    config.on_request_end.append(ended)
    config.on_request_exception.append(broke)
    return config


def note(path: str, what: str) -> None:
    """A call that may have been heard. Raises Unread for one that may not be repeated."""
    if path.endswith("/threads"):
        raise Unread(what)
    if doubt := _doubt.get():
        doubt.met = True
