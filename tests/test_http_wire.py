"""What a server sends around its pages, or after them: little is taken, however much there is."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from fakes.feeds import FeedServer
from fakes.fetching import get, sentence, web
from fakes.proxy import FakeProxy
from fakes.tls import AUTHORITY, GOOD, server_context, written

from vigie.adapters.http import HttpFetcher
from vigie.adapters.http.wire import ASIDE, PIECE, WORTH, Flood, Metered
from vigie.admission import ORDINARY, Room
from vigie.model import FeedState

__all__ = ["web"]

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
GZIP = OK + b"Content-Encoding: gzip\r\n\r\n"
REQUEST = b"GET / HTTP/1.1\r\n".ljust(200, b"x")

ENDLESS = {
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000),
    "interim answers with headers": (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" * 1_000),
    "chunks of one byte": (CHUNKED, b"1\r\nx\r\n" * 5_000),
    "an extension of a chunk": (CHUNKED + b"1;", b"x" * 30_000),
    "extensions of chunks": (CHUNKED, b"1;a=b\r\nx\r\n" * 3_000),
    "a gzip that names its file": (GZIP + b"\x1f\x8b\x08\x08\0\0\0\0\0\0", b"n" * 30_000),
    "a gzip of nothing": (GZIP + gzip.compress(b"")[:10], b"\0\0\0\xff\xff" * 6_000),
}
"""What they begin with, what they repeat for ever."""


@pytest.mark.parametrize(("start", "again"), ENDLESS.values(), ids=ENDLESS)
async def test_what_wraps_no_page_is_given_up_long_before_its_time(start: bytes, again: bytes, web: FeedServer) -> None:
    told = await sentence(web.raw("/rss.xml", endless(start, again)), web.host)
    assert any(words in told for words in ("ne comprend pas", "mal compressé", "page vide")), told


def endless(start: bytes, again: bytes):  # type: ignore[no-untyped-def]
    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(again)
            await writer.drain()

    return write


@pytest.mark.parametrize("secure", [False, True])
async def test_a_large_page_in_small_chunks_is_read_whole(
    secure: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(written(AUTHORITY, tmp_path / "authority.pem")))
    chunks = b"10\r\n0123456789abcdef\r\n" * (5 * ASIDE // 16) + b"0\r\n\r\n"
    async with FeedServer(tls=server_context(GOOD, tmp_path) if secure else None) as web:
        page = await get(web.raw("/rss.xml", CHUNKED + chunks), web.host)
    assert len(page.body) == 5 * ASIDE


async def test_a_large_page_comes_whole_through_a_tunnel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(written(AUTHORITY, tmp_path / "authority.pem")))
    async with FeedServer(tls=server_context(GOOD, tmp_path)) as web, FakeProxy() as proxy:
        page = await get(web.serve("/rss.xml", bytes(9 * ASIDE)), web.host, proxy=proxy.address())
        assert proxy.tunnels == [web.host]
    assert len(page.body) == 9 * ASIDE


async def test_a_flood_behind_tls_is_given_up_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(written(AUTHORITY, tmp_path / "authority.pem")))
    async with FeedServer(tls=server_context(GOOD, tmp_path)) as web:
        told = await sentence(web.raw("/rss.xml", endless(*ENDLESS["interim answers"])), web.host)
    assert "ne comprend pas" in told


class Asked(Room):
    """Room without end, which knows what was asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes = [0]

    async def grows(self, size: int) -> bool:
        self.sizes.append(size)
        return True


async def test_what_decompresses_comes_in_pieces_smaller_than_what_each_visit_may_hold(web: FeedServer) -> None:
    """Room is asked for what is here already: of two hundred answers at once, none may be a megabyte before it asks."""
    body = gzip.compress(b"".join(b"%d%s" % (n * 7_919, b" " * 70) for n in range(30_000)))
    url, room = web.raw("/rss.xml", GZIP + body), Asked()
    async with HttpFetcher([web.host]) as http:
        page = await http.fetch(url, FeedState(url), room)
    assert len(page.body) == room.sizes[-1] > 2_000_000
    assert max(after - before for before, after in pairwise(room.sizes)) <= ORDINARY


# -- the socket alone --------------------------------------------------------------------------------------------------


@pytest.fixture
def ends() -> Iterator[tuple[Metered, socket.socket]]:
    ours, theirs = socket.socketpair()
    metered = Metered(ours.family, ours.type, ours.proto, ours.detach())
    with contextlib.closing(metered), contextlib.closing(theirs):
        yield metered, theirs


def taken(ours: Metered, theirs: socket.socket, most: int = 100) -> int:
    """How much is read of a flood before it is given up."""
    total = 0
    with contextlib.suppress(Flood):
        for _ in range(most):
            theirs.sendall(bytes(PIECE))
            total += len(ours.recv(10 * PIECE))
    return total


def test_what_comes_after_an_answer_is_given_up_until_there_is_another_request(
    ends: tuple[Metered, socket.socket],
) -> None:
    ours, theirs = ends
    ours.send(REQUEST)
    assert taken(ours, theirs) == ASIDE
    with pytest.raises(Flood):
        ours.recv_into(bytearray(9))
    ours.send(b"a few bytes of TLS")
    assert not taken(ours, theirs)
    ours.send(REQUEST)
    assert ours.recv(10 * PIECE)


def test_a_body_pays_for_what_wraps_it_and_leaves_no_more_behind_than_a_small_one(
    ends: tuple[Metered, socket.socket],
) -> None:
    ours, theirs = ends
    ours.send(REQUEST)
    for piece in range(1, 100):
        theirs.sendall(bytes(PIECE))
        ours.recv_into(bytearray(10 * PIECE))
        ours.came(piece * PIECE // WORTH)
    assert taken(ours, theirs) == ASIDE


def test_no_more_than_a_piece_is_taken_at_once(ends: tuple[Metered, socket.socket]) -> None:
    ours, theirs = ends
    theirs.sendall(bytes(2 * PIECE))
    assert len(ours.recv(10 * PIECE)) == PIECE
    assert ours.recv_into(bytearray(10 * PIECE)) == PIECE
