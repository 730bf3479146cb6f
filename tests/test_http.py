"""Fetching: what each address, redirect, answer and accident comes out as. Only loopback is ever reached."""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import ssl
import struct
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import aiohttp
import pytest
from fakes.feeds import FeedServer, Item, rss
from fakes.patience import PATIENCE
from fakes.tls import AUTHORITY, EXPIRED, GOOD, SELF_SIGNED, WRONG_HOST, server_context, written

from vigie.adapters.addresses import AddressInfo
from vigie.adapters.http import HttpFetcher, failure, retry_after
from vigie.memory import Memory, Move
from vigie.model import FeedState, Page
from vigie.ports import FetchError

BODY = rss(Item("La scierie de Brive ferme", "https://gazette.example/scierie"))
CONNECTED: list[object] = []
"""The addresses that any socket of this process was asked to connect to, as the interpreter itself saw it."""


def audit(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        CONNECTED.append(arguments[1])


sys.addaudithook(audit)


@pytest.fixture(autouse=True)
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tests' own authority is the only one that fetchers trust (and one is faster to load than all)."""
    monkeypatch.setenv("SSL_CERT_FILE", str(written(AUTHORITY, tmp_path / "authority.pem")))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
async def web() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        yield server


@pytest.fixture
def connected() -> list[object]:
    CONNECTED.clear()
    return CONNECTED


def known(*addresses: str) -> Callable[[str, int, int], list[AddressInfo]]:
    """A name service where every name has these addresses."""

    def lookup(host: str, port: int, family: int) -> list[AddressInfo]:
        if not addresses:
            raise socket.gaierror(socket.EAI_AGAIN, "try again")
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in addresses
        ]

    return lookup


async def get(url: str, *allow: str, state: FeedState | None = None, **settings: object) -> Page:
    quick = {"gap": timedelta(), "timeout": timedelta(seconds=PATIENCE), **settings}
    async with HttpFetcher(frozenset(allow), **quick) as http:  # type: ignore[arg-type]
        return await http.fetch(url, state or FeedState(url))


async def refusal(url: str, *allow: str, **settings: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await get(url, *allow, **settings)
    return caught.value


async def sentence(url: str, *allow: str, **settings: object) -> str:
    return str(await refusal(url, *allow, **settings)).replace("\u00a0", " ")


# -- a good answer ----------------------------------------------------------------------------------------------------


async def test_a_page_comes_with_what_makes_the_next_visit_polite(web: FeedServer) -> None:
    url = web.serve("/rss.xml", BODY, etag='W/"a b"', last_modified="hier, à peu près", content_type="text/xml")
    assert await get(url, web.host) == Page(BODY, url, 'W/"a b"', "hier, à peu près", "text/xml")


async def test_the_validators_go_back_exactly_as_they_came(web: FeedServer) -> None:
    url = web.serve("/rss.xml", BODY, etag='W/"é"', last_modified="hier")
    first = await get(url, web.host)
    assert first
    state = FeedState(url, first.etag, first.last_modified)
    assert (await get(url, web.host, state=state)).unchanged
    sent = web.requests[-1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('W/"é"', "hier")


@pytest.mark.parametrize(("etag", "last_modified"), [('"1"', None), (None, "Mon, 06 Jan 2025 08:00:00 GMT")])
async def test_no_validator_is_made_up(web: FeedServer, etag: str | None, last_modified: str | None) -> None:
    url = web.serve("/rss.xml", BODY, etag=etag, last_modified=last_modified)
    assert (await get(url, web.host, state=FeedState(url, etag, last_modified))).unchanged
    conditional = {name for name in web.requests[-1].headers if name.startswith("if-")}
    assert len(conditional) == 1


async def test_a_first_visit_asks_for_everything_and_says_who_we_are(web: FeedServer) -> None:
    await get(web.serve("/rss.xml", BODY), web.host, contact="veille@example.org")
    sent = web.requests[0].headers
    assert sent["user-agent"] == "Vigie/1 (+veille@example.org)"
    assert not {"cookie", "if-none-match", "if-modified-since", "authorization"} & set(sent)


async def test_we_say_no_more_of_ourselves_than_we_are_told(web: FeedServer) -> None:
    await get(web.serve("/rss.xml", BODY), web.host)
    assert web.requests[0].headers["user-agent"] == "Vigie/1"


@pytest.mark.parametrize("etag", [b"", b'"\xe9"'])
async def test_a_validator_that_cannot_be_sent_back_is_not_kept(web: FeedServer, etag: bytes) -> None:
    raw = b"HTTP/1.1 200 OK\r\nConnection: close\r\nETag: " + etag + b"\r\n\r\n" + BODY
    page = await get(web.raw("/rss.xml", raw), web.host)
    assert page
    assert page.etag is None


async def test_a_proxy_of_the_environment_is_never_used(web: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    assert await get(web.serve("/rss.xml", BODY), web.host)


async def test_cookies_are_not_kept_from_one_visit_to_the_next(web: FeedServer) -> None:
    url = web.serve("/rss.xml", BODY, headers={"Set-Cookie": "suivi=1"})
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        for _ in range(2):
            await http.fetch(url, FeedState(url))
    assert "cookie" not in web.requests[1].headers


# -- A: addresses that no feed may have -------------------------------------------------------------------------------

ADDRESSES = [
    "127.0.0.1",
    "127.127.127.127",
    "0.0.0.0",
    "0.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "[::1]",
    "[::]",
    "[0000::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::a9fe:a9fe]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[::5efe:10.0.0.1]",
]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_an_internal_address_is_refused_and_never_reached(address: str, connected: list[object]) -> None:
    error = await refusal(f"http://{address}/latest/meta-data/?jeton=1")
    assert "réseau interne" in str(error)
    assert error.permanent
    assert not connected


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_redirect_to_an_internal_address_is_not_followed(
    address: str, web: FeedServer, connected: list[object]
) -> None:
    error = await refusal(web.redirect("/rss.xml", f"http://{address}/"), web.host)
    assert "réseau interne" in str(error)
    assert not error.permanent
    assert connected == [("127.0.0.1", web.port)]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_a_name_for_an_internal_address_is_refused(address: str, connected: list[object]) -> None:
    assert "réseau interne" in await sentence("https://exemple.fr/rss.xml", lookup=known(address.strip("[]")))
    assert not connected


@pytest.mark.parametrize("status", [301, 303, 307, 308])
async def test_no_kind_of_redirect_leads_inside(status: int, web: FeedServer, connected: list[object]) -> None:
    assert INTERNAL in await sentence(web.redirect("/rss.xml", "http://127.0.0.2/", status), web.host)
    assert connected == [("127.0.0.1", web.port)]


NAMES = [
    "localhost",
    "LOCALHOST.",
    "metadata.google.internal",
    "ip6-localhost",
    "0",
    "[fe80::1%25lo]",
    "127.0.0.1:22",
]
"""Of the machine itself, or of no machine: a name service may know some, and say that they are internal."""


@pytest.mark.parametrize("host", NAMES)
async def test_a_name_of_the_machine_itself_is_refused_or_unknown(host: str, connected: list[object]) -> None:
    assert await refusal(f"http://{host}/")
    assert not connected


@pytest.mark.parametrize("host", NAMES)
async def test_a_redirect_to_a_name_of_the_machine_itself_is_not_followed(
    host: str, web: FeedServer, connected: list[object]
) -> None:
    assert await refusal(web.redirect("/rss.xml", f"http://{host}/"), web.host)
    assert connected == [("127.0.0.1", web.port)]


@pytest.mark.parametrize("addresses", [("93.184.216.34", "::1"), ("10.0.0.1", "93.184.216.34")])
async def test_a_name_with_one_internal_address_among_public_ones_is_refused(
    addresses: tuple[str, ...], connected: list[object]
) -> None:
    assert "réseau interne" in await sentence("https://exemple.fr/", lookup=known(*addresses))
    assert not connected


async def test_a_refusal_does_not_tell_which_machine_it_was() -> None:
    told = await sentence("https://exemple.fr/", lookup=known("192.168.17.42"))
    assert "192.168.0.0/16" in told
    assert "17.42" not in told
    assert "« allow »" in told


async def test_the_operator_can_allow_an_internal_name(web: FeedServer) -> None:
    web.serve("/rss.xml", BODY)
    place = f"intranet.example:{web.port}"
    assert await get(f"http://{place}/rss.xml", place, lookup=known("127.0.0.1"))
    assert "port" in await sentence(f"http://autre.example:{web.port}/rss.xml", place, lookup=known("127.0.0.1"))


# -- B and C: spellings, schemes, ports -------------------------------------------------------------------------------

INTERNAL, NO_ADDRESS, NO_SCHEME, NO_USER, NO_PORT, UNKNOWN = (
    "réseau interne",
    "pas une adresse web",
    "https:// ou http://",
    "identifiant",
    "par le port",
    "Aucun site ne porte ce nom",
)

SPELLINGS = {
    "http://2130706433/": NO_ADDRESS,
    "http://0x7f000001/": INTERNAL,
    "http://0x7f.1/": INTERNAL,
    "http://0177.0.0.1/": NO_ADDRESS,
    "http://017700000001/": NO_ADDRESS,
    "http://127.1/": NO_ADDRESS,
    "http://127.0.1/": NO_ADDRESS,
    "http://127.0.0.01/": NO_ADDRESS,
    "http://00000177.0.0.1/": NO_ADDRESS,
    "http://2852039166/": NO_ADDRESS,
    "http://0251.0376.0251.0376/": NO_ADDRESS,
    "http://425.510.425.510/": NO_ADDRESS,
    "http://１２７.０.０.１/": INTERNAL,
    "http://127。0。0。1/": INTERNAL,
    "http://127%2e0%2e0%2e1/": UNKNOWN,
    "http://user:pass@127.0.0.1/": NO_USER,
    "http://good@127.0.0.1/": NO_USER,
    "http://127.0.0.1%2f@good/": NO_USER,
    "http://127.1.1.1:80\\@127.2.2.2/": NO_ADDRESS,
    "http://127.1.1.1#\\@127.2.2.2/": NO_ADDRESS,
    "http://127.0\t.0.1/": NO_ADDRESS,
    "http://127.0\n.0.1/": NO_ADDRESS,
    "http://exemple.fr/\r\nHost: autre": NO_ADDRESS,
    "http:127.0.0.1": NO_ADDRESS,
    "http:///127.0.0.1": NO_ADDRESS,
    "http://exemple.fr:0/": NO_PORT,
    "http://exemple.fr:99999/": NO_ADDRESS,
    "http://exemple.fr:22/": NO_PORT,
    "http://exemple.fr:6379/": NO_PORT,
    f"http://{'a.' * 128}fr/": UNKNOWN,
    f"http://{'a' * 64}.fr/": UNKNOWN,
    "http://[::1": NO_ADDRESS,
    "//exemple.fr/rss": NO_ADDRESS,
    "exemple.fr/rss": NO_ADDRESS,
    "": NO_ADDRESS,
    "file:///etc/passwd": NO_SCHEME,
    "gopher://127.0.0.1/": NO_SCHEME,
    "dict://127.0.0.1/": NO_SCHEME,
    "ftp://exemple.fr/": NO_SCHEME,
    "ldap://exemple.fr/": NO_SCHEME,
    "jar:http://exemple.fr/": NO_SCHEME,
    "data:text/xml,<rss/>": NO_SCHEME,
    "javascript:alert(1)": NO_SCHEME,
    "feed:http://exemple.fr/": NO_SCHEME,
}


@pytest.mark.parametrize(("url", "words"), SPELLINGS.items())
async def test_an_odd_address_is_refused_in_words(url: str, words: str, connected: list[object]) -> None:
    assert words in await sentence(url)
    assert not connected


ELSEWHERE = [url for url in SPELLINGS if url.isprintable() and re.match(r"[a-z]+:(?!/{3}(?!etc)|1)", url)]
"""Those that a server can send, and that lead away from it."""


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_a_redirect_to_an_odd_address_is_not_followed(url: str, web: FeedServer, connected: list[object]) -> None:
    """Whatever name is read in it: here each is one of this machine."""
    assert await refusal(web.redirect("/rss.xml", url), web.host, lookup=known("127.0.0.1"))
    assert connected == [("127.0.0.1", web.port)]


async def test_punycode_that_means_nothing_is_unknown(connected: list[object]) -> None:
    assert await refusal("http://xn--/")
    assert not connected


async def test_an_address_of_another_reader_is_permanent_where_its_redirect_is_not(web: FeedServer) -> None:
    assert (await refusal("ftp://exemple.fr/")).permanent
    assert not (await refusal(web.redirect("/a", "ftp://exemple.fr/"), web.host)).permanent


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed_and_the_last_address_kept(status: int, web: FeedServer) -> None:
    url = web.redirect("/ancien/rss.xml", "../nouveau/rss.xml?a=1", status)
    web.serve("/nouveau/rss.xml", BODY)
    page = await get(url, web.host)
    assert page
    assert page.url == web.url("/nouveau/rss.xml?a=1")


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("file:///etc/passwd", NO_SCHEME),
        ("http://moi:secret@exemple.fr/", NO_USER),
        ("http://exemple.fr:22/", NO_PORT),
        ("http://[::1", "ne comprend pas"),
        ("", "sans dire laquelle"),
    ],
)
async def test_a_redirect_is_checked_like_an_address(location: str, words: str, web: FeedServer) -> None:
    assert words in await sentence(web.redirect("/rss.xml", location), web.host)


async def test_five_redirects_are_followed_and_not_six(web: FeedServer) -> None:
    for n in range(6):
        web.redirect(f"/{n}", f"/{n + 1}")
    web.serve("/6", BODY)
    assert await get(web.url("/1"), web.host)
    assert "sans fin" in await sentence(web.url("/0"), web.host)


async def test_a_redirect_to_itself_ends(web: FeedServer) -> None:
    assert "sans fin" in await sentence(web.redirect("/rss.xml", "/rss.xml"), web.host)
    assert len(web.requests) == 6


# -- TLS --------------------------------------------------------------------------------------------------------------


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


# -- D: bodies and headers --------------------------------------------------------------------------------------------


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
    "gzip bomb of 300 MB": (answer(ZEROS * 10, "Content-Encoding: gzip"), BIG),
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


async def test_a_hundred_thousand_interim_answers_end_in_time(web: FeedServer) -> None:
    raw = b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000 + answer(BODY)
    assert await get(web.raw("/rss.xml", raw), web.host)


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


# -- E: statuses, Retry-After -----------------------------------------------------------------------------------------


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
    assert error.retry_after is None


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


# -- the line to the site ---------------------------------------------------------------------------------------------


async def test_a_refused_connection_is_told_in_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        assert "refuse la connexion" in await sentence(f"http://127.0.0.1:{port}/", f"127.0.0.1:{port}")


async def test_an_unreachable_site_is_told_in_words() -> None:
    assert "injoignable" in str(failure(OSError(113, "no route to host")))


async def test_a_silent_name_service_is_told_in_words() -> None:
    assert "service des noms" in await sentence("https://exemple.fr/", lookup=known())


async def test_one_request_at_a_time_goes_to_a_host(web: FeedServer) -> None:
    gate = asyncio.Event()
    urls = [web.serve("/un", BODY, gate=gate), web.serve("/deux", BODY)]
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        first = asyncio.create_task(http.fetch(urls[0], FeedState(urls[0])))
        await web.arrival("/un").wait()
        second = asyncio.create_task(http.fetch(urls[1], FeedState(urls[1])))
        for _ in range(20):
            await asyncio.sleep(0)
        assert [request.path for request in web.requests] == ["/un"]
        gate.set()
        assert all(await asyncio.gather(first, second))


async def test_two_hosts_do_not_wait_for_each_other(web: FeedServer) -> None:
    async with FeedServer() as other:
        place = f"autre.example:{other.port}"
        other.serve("/rss.xml", BODY)
        slow = web.hang("/rss.xml")
        async with HttpFetcher({web.host, place}, gap=timedelta(), lookup=known("127.0.0.1")) as http:
            waiting = asyncio.create_task(http.fetch(slow, FeedState(slow)))
            await web.arrival("/rss.xml").wait()
            assert await http.fetch(f"http://{place}/rss.xml", FeedState("x"))
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting


async def test_no_number_of_slow_hosts_holds_up_another() -> None:
    gate = asyncio.Event()
    async with FeedServer(host="0.0.0.0") as server:  # each address of 127.0.0.0/8 is a host
        for number in range(1, 121):
            server.serve(f"/{number}", BODY, gate=gate)
        urls = [server.url(f"/{number}", host=f"127.0.0.{number}") for number in range(1, 121)]
        async with HttpFetcher({url.split("/")[2] for url in urls}) as http:
            visits = [asyncio.create_task(http.fetch(url, FeedState(url))) for url in urls]
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(server.arrival(f"/{number}").wait() for number in range(1, 121)))
            gate.set()
            assert all(await asyncio.gather(*visits))


async def test_a_gap_is_kept_between_two_requests_to_a_host(web: FeedServer) -> None:
    url = web.serve("/rss.xml", BODY)
    clock = asyncio.get_running_loop().time
    async with HttpFetcher({web.host}, gap=timedelta(seconds=0.1)) as http:
        await http.fetch(url, FeedState(url))
        began = clock()
        await http.fetch(url, FeedState(url))
    assert clock() - began >= 0.09


async def test_the_wait_for_a_turn_is_not_held_against_the_site(web: FeedServer) -> None:
    url = web.serve("/rss.xml", BODY)
    async with HttpFetcher({web.host}, gap=timedelta(seconds=0.3), timeout=timedelta(seconds=0.25)) as http:
        assert all([await http.fetch(url, FeedState(url)) for _ in range(2)])


# -- moves, freshness, hosts that want to be left alone ---------------------------------------------------------------


async def test_an_address_said_for_good_on_every_hop_comes_with_the_page(web: FeedServer) -> None:
    there = web.serve("/neuf", BODY)
    middle = web.redirect("/milieu", there, 308)
    page = await get(web.redirect("/vieux", middle, 301), web.host)
    assert page.moved_to == there


async def test_only_the_hops_before_a_passing_one_are_for_good(web: FeedServer) -> None:
    web.serve("/neuf", BODY)
    middle = web.redirect("/milieu", "/neuf", 302)
    assert (await get(web.redirect("/vieux", middle, 301), web.host)).moved_to == middle
    assert (await get(middle, web.host)).moved_to is None


async def test_a_move_that_was_adopted_is_asked_at_once(web: FeedServer) -> None:
    old, new = web.redirect("/vieux", "/neuf", 301), web.serve("/neuf", BODY)
    move = Move(new, datetime(2026, 3, 2, tzinfo=UTC), 5, adopted=True)
    page = await get(old, web.host, state=FeedState(old, memory=Memory(move=move)))
    assert (page.moved_to, [request.path for request in web.requests]) == (None, ["/neuf"])


async def test_a_move_to_a_private_address_is_refused_however_often_it_was_said() -> None:
    url = "https://exemple.fr/rss"
    move = Move("http://127.0.0.1/rss", datetime(2026, 3, 2, tzinfo=UTC), 5, adopted=True)
    assert "réseau interne" in str(await refusal(url, state=FeedState(url, memory=Memory(move=move))))


NOW = "Mon, 02 Mar 2026 12:00:00 GMT"

FRESH = {
    "seconds": ({"Cache-Control": "public, max-age=1800"}, 1800),
    "quoted": ({"Cache-Control": 'Max-Age="60"'}, 60),
    "a day at most": ({"Cache-Control": "max-age=99999999"}, 86_400),
    "stale": ({"Cache-Control": "max-age=0"}, None),
    "no store": ({"Cache-Control": "no-store, max-age=1800"}, None),
    "max-age before Expires": ({"Cache-Control": "max-age=60", "Expires": "Mon, 02 Mar 2026 13:00:00 GMT"}, 60),
    "Expires": ({"Date": NOW, "Expires": "Mon, 02 Mar 2026 12:10:00 GMT"}, 600),
    "Expires long ago": ({"Date": NOW, "Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
    "Expires 0": ({"Date": NOW, "Expires": "0"}, None),
    "nothing": ({}, None),
}


@pytest.mark.parametrize(("headers", "seconds"), FRESH.values(), ids=FRESH)
@pytest.mark.parametrize("etag", [None, '"1"'])
async def test_how_long_an_answer_holds(web: FeedServer, headers: dict[str, str], seconds: int, etag: str) -> None:
    url = web.serve("/rss.xml", BODY, etag='"1"', headers=headers)
    page = await get(url, web.host, state=FeedState(url, etag))
    assert page.unchanged is bool(etag)
    assert page.fresh_for == (timedelta(seconds=seconds) if seconds else None)


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_is_for_all_feeds_of_the_host(web: FeedServer, status: int) -> None:
    limited = web.serve("/un", status=status, headers={"Retry-After": "120"})
    other = web.serve("/deux", BODY)
    async with HttpFetcher({web.host}, gap=timedelta()) as http:
        with pytest.raises(FetchError) as first:
            await http.fetch(limited, FeedState(limited))
        with pytest.raises(FetchError) as second:
            await http.fetch(other, FeedState(other))
    assert (first.value.held, first.value.status) == (False, status)
    assert second.value.held
    assert second.value.retry_after
    assert timedelta(seconds=110) < second.value.retry_after <= timedelta(seconds=120)
    assert web.asked("/deux") == []


async def test_a_failure_says_whether_a_server_was_met(web: FeedServer) -> None:
    assert (await refusal(web.serve("/gone", status=410), web.host)).status == 410
    assert not (await refusal(web.serve("/gone", status=410), web.host)).unreached
    assert (await refusal("https://exemple.fr/", lookup=known())).unreached
    assert not (await refusal("http://127.0.0.1/")).unreached


# -- through a proxy --------------------------------------------------------------------------------------------------


async def test_a_proxy_is_asked_for_the_whole_address(web: FeedServer) -> None:
    web.serve("http://exemple.fr/rss.xml", BODY)
    page = await get("http://exemple.fr/rss.xml", proxy=f"http://ana:secret@{web.host}")
    assert (page.body, page.url) == (BODY, "http://exemple.fr/rss.xml")
    assert web.requests[0].headers["proxy-authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://0x7f000001/",
        "http://127.1/",
        "http://localhost/",
    ],
)
async def test_no_inner_address_is_asked_of_a_proxy(web: FeedServer, url: str) -> None:
    assert "réseau interne" in await sentence(url, proxy=f"http://{web.host}")
    assert web.requests == []


async def test_what_the_operator_allows_is_asked_of_a_proxy(web: FeedServer) -> None:
    web.serve("http://10.0.0.1/rss.xml", BODY)
    assert (await get("http://10.0.0.1/rss.xml", "10.0.0.1:80", proxy=f"http://{web.host}")).body == BODY
