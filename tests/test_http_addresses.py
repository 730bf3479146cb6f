"""Addresses that no feed may have, however they are spelt: refused before a byte is sent."""

from __future__ import annotations

import re

import pytest
from fakes.connections import CONNECTED
from fakes.feeds import FeedServer
from fakes.fetching import BODY, get, known, refusal, sentence, web

__all__ = ["web"]


@pytest.fixture
def connected() -> list[object]:
    CONNECTED.clear()
    return CONNECTED


# -- A: addresses that no feed may have --------------------------------------------------------------------------------


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


# -- B and C: spellings, schemes, ports --------------------------------------------------------------------------------


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
