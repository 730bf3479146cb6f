"""What sites answer: bodies and headers of any kind, statuses, TLS, a line that fails."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import aiohttp
import pytest
from fakes.feeds import FeedServer
from fakes.fetching import BODY, get, refusal, sentence, web
from fakes.tls import AUTHORITY, EXPIRED, GOOD, SELF_SIGNED, WRONG_HOST, server_context, written

from vigie.adapters.http import failure, retry_after

__all__ = ["web"]


@pytest.fixture(autouse=True)
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tests' own authority is the only one that fetchers trust (and one is faster to load than all)."""
    monkeypatch.setenv("SSL_CERT_FILE", str(written(AUTHORITY, tmp_path / "authority.pem")))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    return tmp_path


# -- TLS ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        (EXPIRED, "a expiré"),
        (WRONG_HOST, "celui d'un autre site"),
        (SELF_SIGNED, "fait lui-même son certificat"),
    ],
)
async def test_a_bad_certificate_is_told_in_words(certificate: str, words: str, authority: Path) -> None:
    async with FeedServer(tls=server_context(certificate, authority)) as web:
        assert words in await sentence(web.serve("/rss.xml", BODY), web.host)
        assert not web.requests


async def test_a_good_certificate_is_trusted_and_https_never_leads_down_to_http(authority: Path) -> None:
    async with FeedServer(tls=server_context(GOOD, authority)) as web, FeedServer() as plain:
        assert await get(web.serve("/rss.xml", BODY), web.host)
        down = web.redirect("/bas", plain.serve("/rss.xml", BODY))
        assert "(http) : Vigie ne la suit pas" in await sentence(down, web.host, plain.host)
        assert not plain.requests


async def test_a_server_that_speaks_no_tls_is_told_in_words(web: FeedServer) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.0 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert "connexion protégée" in await sentence(f"https://127.0.0.1:{port}/", f"127.0.0.1:{port}")


async def test_a_handshake_that_never_ends_is_given_up(web: FeedServer) -> None:
    told = await sentence(f"https://{web.host}/", web.host, timeout=timedelta(seconds=0.2))
    assert "trop de temps" in told


def test_an_unheard_of_fault_of_a_certificate_has_words_too() -> None:
    assert "certificat" in str(failure(certificate_error(99)))


def certificate_error(code: int) -> Exception:
    cause = ssl.SSLCertVerificationError("verify failed")
    cause.verify_code = code
    return aiohttp.ClientConnectorCertificateError(None, cause)  # type: ignore[arg-type]


# -- D: bodies and headers ---------------------------------------------------------------------------------------------


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", *headers, "", ""]).encode() + body


def chunked(*chunks: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)


ZEROS = gzip.compress(bytes(30_000_000))


RAW_DEFLATE = zlib.compressobj(wbits=-15)


READ = {
    "gzip": (answer(gzip.compress(BODY), "Content-Encoding: gzip"), BODY),
    "deflate": (answer(zlib.compress(BODY), "Content-Encoding: deflate"), BODY),
    "deflate, raw": (answer(RAW_DEFLATE.compress(BODY) + RAW_DEFLATE.flush(), "Content-Encoding: deflate"), BODY),
    "gzip of two members": (answer(gzip.compress(BODY) + gzip.compress(BODY), "Content-Encoding: gzip"), BODY * 2),
    "gzip in gzip": (answer(gzip.compress(gzip.compress(BODY)), "Content-Encoding: gzip"), gzip.compress(BODY)),
    "an encoding of its own": (answer(BODY, "Content-Encoding: x"), BODY),
    "no length": (answer(BODY), BODY),
    "chunked": (answer(chunked(BODY[:9], BODY[9:], b""), "Transfer-Encoding: chunked"), BODY),
    "status 203": (answer(BODY, status="203 Non-Authoritative"), BODY),
    "one hundred first": (b"HTTP/1.1 100 Continue\r\n\r\n" + answer(BODY), BODY),
}


@pytest.mark.parametrize(("raw", "body"), READ.values(), ids=READ)
async def test_a_whole_answer_is_read_however_it_is_wrapped(raw: bytes, body: bytes, web: FeedServer) -> None:
    page = await get(web.raw("/rss.xml", raw), web.host)
    assert page
    assert page.body == body


PARTIAL, GARBLED, BIG, EMPTY = "en entier", "ne comprend pas", "trop gros", "page vide"


BROKEN = {
    "gzip bomb": (answer(ZEROS, "Content-Encoding: gzip"), "démesurément"),
    "gzip bomb of 300 MB": (answer(ZEROS * 10, "Content-Encoding: gzip"), "démesurément"),
    "brotli, unasked": (answer(b"\x8b\x03\x80", "Content-Encoding: br"), ""),
    "zstd, unasked": (answer(b"\x28\xb5\x2f\xfd", "Content-Encoding: zstd"), ""),
    "bad gzip": (answer(b"\x1f\x8b\x08non", "Content-Encoding: gzip"), PARTIAL),
    "truncated gzip": (
        answer(gzip.compress(BODY)[:-20], "Content-Encoding: gzip", "Content-Length: 999"),
        PARTIAL,
    ),
    "100,000 empty members": (answer(gzip.compress(b"") * 100_000, "Content-Encoding: gzip"), ""),
    "length too large": (answer(BODY, f"Content-Length: {10**20}"), ""),
    "length beyond the limit": (answer(BODY, "Content-Length: 10000001"), BIG),
    "negative length": (answer(BODY, "Content-Length: -5"), GARBLED),
    "body too short": (answer(BODY, f"Content-Length: {len(BODY) + 1}"), PARTIAL),
    "chunked and cut": (answer(chunked(BODY), "Transfer-Encoding: chunked"), PARTIAL),
    "two lengths": (answer(BODY, "Content-Length: 5", "Content-Length: 6"), GARBLED),
    "10 MB header": (answer(BODY, f"X: {'x' * 10_000_000}"), GARBLED),
    "10 KB ETag": (answer(BODY, f"ETag: {'x' * 10_000}"), GARBLED),
    "200,000 headers": (answer(BODY, *(f"X{n}: 1" for n in range(200_000))), GARBLED),
    "HTTP/0.9": (BODY, GARBLED),
    "no answer at all": (b"", "coupé la connexion"),
    "empty 200": (answer(b"", "Content-Length: 0"), EMPTY),
    "204": (answer(b"", status="204 No Content"), EMPTY),
    "206": (answer(BODY, status="206 Partial Content"), PARTIAL),
    "304 unasked": (answer(b"", status="304 Not Modified"), "n'avait encore rien lu"),
    "one hundred switched": (answer(b"", status="101 Switching Protocols"), ""),
}


@pytest.mark.parametrize(("raw", "words"), BROKEN.values(), ids=BROKEN)
async def test_a_broken_answer_is_told_in_words_and_never_read(raw: bytes, words: str, web: FeedServer) -> None:
    error = await refusal(web.raw("/rss.xml", raw), web.host)
    assert words in str(error)
    assert str(error).endswith((".", ")."))
    assert not error.permanent


async def test_a_hundred_interim_answers_are_passed_over_and_not_a_hundred_thousand(web: FeedServer) -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\n"
    assert await get(web.raw("/rss.xml", interim * 100 + answer(BODY)), web.host)
    assert GARBLED in await sentence(web.raw("/rss.xml", interim * 100_000 + answer(BODY)), web.host)


async def test_an_endless_body_is_cut_at_the_limit(web: FeedServer) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(answer(b"", "Transfer-Encoding: chunked"))
        while True:
            writer.write(chunked(b"x" * 60_000))
            await writer.drain()

    told = await sentence(web.raw("/rss.xml", endless), web.host, largest=1_500_000)
    assert "plus de 1,5 Mo" in told


async def test_a_connection_reset_in_the_body_is_told_in_words(web: FeedServer) -> None:
    async def reset(writer: asyncio.StreamWriter) -> None:
        writer.write(answer(BODY[:9], "Content-Length: 900"))
        await writer.drain()
        gone = writer.get_extra_info("socket")
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    assert PARTIAL in await sentence(web.raw("/rss.xml", reset), web.host)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX: ", answer(b"<rss>", "Content-Length: 900")])
async def test_a_slow_answer_is_given_up_in_the_head_as_in_the_body(start: bytes, web: FeedServer) -> None:
    async def slow(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        await writer.drain()
        await asyncio.Event().wait()

    told = await sentence(web.raw("/rss.xml", slow), web.host, timeout=timedelta(seconds=0.2))
    assert "trop de temps" in told


async def test_a_chain_of_slow_redirects_shares_one_deadline(web: FeedServer) -> None:
    web.redirect("/a", "/b")
    assert "trop de temps" in await sentence(
        web.redirect("/c", web.hang("/b")), web.host, timeout=timedelta(seconds=0.2)
    )


# -- E: statuses, Retry-After ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words", "permanent"),
    [
        (300, "renvoie ailleurs", False),
        (400, "ne comprend pas cette adresse", False),
        (401, "mot de passe", True),
        (402, "payant", True),
        (403, "refuse l'accès", False),
        (404, "n'existe pas ou plus", False),
        (410, "supprimé", True),
        (418, "refuse la demande (réponse 418)", False),
        (429, "moins souvent", False),
        (451, "raison légale", True),
        (500, "en panne", False),
        (503, "momentanément", False),
        (599, "en panne (réponse 599)", False),
        (799, "ne comprend pas", False),
    ],
)
async def test_a_status_is_told_in_words(status: int, words: str, permanent: bool, web: FeedServer) -> None:
    error = await refusal(web.serve("/rss.xml", BODY, status=status), web.host)
    assert words in str(error)
    assert error.permanent is permanent
    assert (error.retry_after is None) is (status != 429)  # then the whole host rests


async def test_a_challenge_for_humans_is_told_in_words(web: FeedServer) -> None:
    url = web.serve("/rss.xml", b"<html>", status=403, headers={"cf-mitigated": "challenge"})
    assert "prouver qu'on est humain" in await sentence(url, web.host)


NOON = datetime(2025, 1, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(minutes=1)),
        ("-30", timedelta(minutes=1)),
        ("1" + "0" * 12, timedelta(hours=24)),
        ("9" * 5_000, timedelta(hours=24)),
        (format_datetime(NOON + timedelta(hours=2), usegmt=True), timedelta(hours=2)),
        (format_datetime(NOON - timedelta(hours=2), usegmt=True), timedelta(minutes=1)),
        (format_datetime(NOON + timedelta(days=20), usegmt=True), timedelta(hours=24)),
        ("Mon, 06 Jan 2025 14:00:00", timedelta(hours=2)),
        ("bientôt", None),
        ("Mon, 99 Jan 2025 99:00:00 GMT", None),
        ("", None),
    ],
)
def test_retry_after_is_read_within_bounds(asked: str, wait: timedelta | None) -> None:
    assert retry_after({"Retry-After": asked, "Date": format_datetime(NOON, usegmt=True)}) == wait


def test_a_date_is_read_by_our_clock_where_the_server_shows_none() -> None:
    later = datetime.now(UTC) + timedelta(hours=2)
    wait = retry_after({"Retry-After": format_datetime(later, usegmt=True)})
    assert wait
    assert abs(wait - timedelta(hours=2)) < timedelta(minutes=1)


@pytest.mark.parametrize("status", [429, 503, 403])
async def test_retry_after_comes_with_the_refusal(status: int, web: FeedServer) -> None:
    url = web.serve("/rss.xml", status=status, headers={"Retry-After": "3600"})
    assert (await refusal(url, web.host)).retry_after == timedelta(hours=1)


async def test_no_message_repeats_what_an_address_keeps_secret(web: FeedServer) -> None:
    for status in (200, 302, 403, 404, 500):
        url = web.serve("/rss.xml", b"", status=status, headers={"Location": "/rss.xml?jeton=secret"})
        error = await refusal(f"{url}?jeton=secret", web.host)
        assert "secret" not in str(error)
