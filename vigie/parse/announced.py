"""The hubs that a feed announces (WebSub discovery): Link headers, then the links at the head of its document.

Links after the first entry are not read: they may be anyone's words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from vigie.links import absolute
from vigie.memory import Offer

MOST, LONGEST = 3, 1_000
"""Hubs that are kept; characters of an address."""

HEADER = re.compile(r'<([^<>]{0,2000})>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]{0,500}"|[^\s";,]{0,500}))?){0,20})')
"""One link of a Link header (RFC 8288): its target, its parameters."""
PARAMETER = re.compile(r';\s*([\w*-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s";,]*)))?')

ELEMENT = re.compile(r"<(?:[\w-]{1,20}:)?link\b([^<>]{0,2000})>")
GIVEN = re.compile(r"""\s([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")

Link = tuple[str, str]
"""(a relation, an address as it is written)."""


def announced(head: str, url: str, header: str = "") -> Offer | None:
    """What the beginning of a document, which came from `url` with this Link header, offers; None without a hub, or
    without the one name that the feed goes by there.
    """
    found = [list(within(links, url)) for links in (in_header(header), in_document(head))]
    hubs = next(filter(None, ([address for rel, address in links if rel == "hub"] for links in found)), [])
    topic = next((address for links in found for rel, address in links if rel == "self"), None)
    return Offer(tuple(dict.fromkeys(hubs))[:MOST], topic) if hubs and topic else None


def within(links: Iterable[Link], url: str) -> Iterator[Link]:
    """Those links whose addresses are complete, once taken from `url`, and of the web."""
    for rel, written in links:
        address = absolute(written.strip(), url)
        if address and len(address) <= LONGEST:
            yield rel, address


def in_header(header: str) -> Iterator[Link]:
    for address, parameters in HEADER.findall(header):
        given = {name.lower(): one or other for name, one, other in PARAMETER.findall(parameters)}
        yield from ((rel, address) for rel in given.get("rel", "").lower().split())


def in_document(head: str) -> Iterator[Link]:
    for attributes in ELEMENT.findall(head):
        given = {name.lower(): html.unescape(one or other) for name, one, other in GIVEN.findall(attributes)}
        yield from ((rel, given.get("href", "")) for rel in given.get("rel", "").lower().split())
