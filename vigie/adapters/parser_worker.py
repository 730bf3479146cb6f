"""The process that reads hostile bytes for parser_pool, one document after another, until its parent goes away.

It may be killed at any moment and holds nothing worth keeping: no secret, no file, no network.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from typing import Any, BinaryIO

if sys.platform != "win32":  # pragma: no branch  # Windows has no limits: there the parent's clock is the only one
    import resource

from vigie.adapters.parser_frames import READY, REPLY, REQUEST, packed
from vigie.model import Article
from vigie.parse.reading import parse
from vigie.parse.refusal import NotAFeed

FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.", "ctypes.dlopen")
"""Audit events of what reading a document never needs (docs.python.org, « Audit events table »)."""


def main(seconds: int, memory: int, niceness: int = 0) -> None:  # pragma: no cover  # it changes its process for good
    """Serve standard input until its end: so many CPU seconds for each document, so many bytes for the process."""
    if niceness:
        os.nice(niceness)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who then closes our input
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not write into the frames
    confine(memory)
    sys.addaudithook(refuse)
    gc.collect()
    gc.freeze()  # what was imported stays: no collection need look at it again
    gc.set_threshold(20_000)
    try:
        serve(sys.stdin.buffer, replies, seconds)
    except MemoryError:
        os._exit(1)  # nothing more to say, and no room to say it: the parent sees us gone


def serve(requests: BinaryIO, replies: BinaryIO, seconds: int) -> None:
    """Answer each request in its turn; an end in the middle of a frame is an end."""
    send(replies, READY, b"")
    while request := received(requests):
        about, body = request
        wind_up(seconds)
        send(replies, *packed(replied(body, **json.loads(about))))


def received(requests: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next request's head and body; None where there is no more, or only the start of one."""
    head = requests.read(REQUEST.size)
    if len(head) < REQUEST.size:
        return None
    first, second = REQUEST.unpack(head)
    about, body = requests.read(first), requests.read(second)
    return (about, body) if len(body) == second and len(about) == first else None


def send(replies: BinaryIO, about: bytes, texts: bytes) -> None:
    replies.write(REPLY.pack(len(about), len(texts)) + about + texts)
    replies.flush()


def replied(body: bytes, url: str, content_type: str | None) -> dict[str, Any]:
    """{articles: [row…]}, or {reason, passing, candidates} where it is no feed, or {accident} for a bug of ours."""
    try:
        return {"articles": [row(article) for article in parse(body, url, content_type)]}
    except NotAFeed as error:
        return {"reason": str(error), "passing": error.passing, "candidates": error.candidates}
    except MemoryError:
        raise  # beyond the limit nothing here can be trusted: the process ends, the parent knows what that means
    except Exception as error:  # one document that we cannot read must not end the worker for the next
        return {"accident": repr(error)}


def row(article: Article) -> list[Any]:
    published = article.published.isoformat() if article.published else None
    return [article.url, article.title, article.text, published, article.language, article.guid]


def confine(memory: int) -> None:
    """No more memory than this, no core file, no file written: for good, and for whatever we would start."""
    if sys.platform != "win32":  # pragma: no branch
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def wind_up(seconds: int) -> None:
    """Allow so many more CPU seconds; after them the system ends us, even where no parent is left to do it."""
    if sys.platform != "win32":  # pragma: no branch
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = int(time.process_time()) + 1 + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: a reader of bytes that opens a connection or starts a program has been taken over."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"a parser worker may not: {event}")


if __name__ == "__main__":  # pragma: no cover
    main(*map(int, sys.argv[1:]))
