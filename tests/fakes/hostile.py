"""Everything hostile that the tests of parsing and fetching have, on one server: « /0 », « /1 »…"""

from __future__ import annotations

import asyncio

import test_http_answers as sites
import test_parse
import test_parser_pool
from fakes.feeds import FeedServer, Handler

DOCUMENTS = {
    **{name: body for name, (body, _) in test_parse.NO_FEEDS.items()},
    **test_parse.OLD_FORMATS,
    **test_parse.HOSTILE,
    **test_parser_pool.HOSTILE,
}
"""Classes F, G and H."""

ANSWERS = {name: raw for name, (raw, _) in {**sites.BROKEN, **sites.READ}.items()}
"""Class D, but for those that take their time."""

LASTING = {
    "head without end": b"HTTP/1.1 200 OK\r\nX: ",
    "body without end": sites.answer(b"<rss>", "Content-Length: 900"),
    "no answer": b"",
}


def serve(server: FeedServer) -> list[str]:
    """The paths of all of them, on this server."""
    answers = [*ANSWERS.values(), *map(lasting, LASTING.values())]
    for number, body in enumerate(DOCUMENTS.values()):
        server.serve(f"/{number}", body)
    for number, answer in enumerate(answers, len(DOCUMENTS)):
        server.raw(f"/{number}", answer)
    return [f"/{number}" for number in range(len(DOCUMENTS) + len(answers))]


def spread(port: int, paths: int) -> list[str]:
    """An address for each of them on a host of its own: all of 127.0.0.0/8 is this machine."""
    return [f"http://127.200.{number >> 7}.{(number & 127) + 1}:{port}/{number}" for number in range(paths)]


def lasting(start: bytes) -> Handler:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        await writer.drain()
        await asyncio.Event().wait()

    return answer
