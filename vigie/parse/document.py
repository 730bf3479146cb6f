"""Bytes to the text of a document, and what kind of document that is. It reads no entries."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from vigie.links import absolute
from vigie.parse.entries import LONGEST_TITLE
from vigie.parse.markup import CONTROLS, plain
from vigie.parse.refusal import (
    ARCHIVE,
    EMPTY,
    ENTITIES,
    IMAGE,
    JSON,
    JSON_FEED,
    OPML,
    PAGE,
    PAGE_WITH_FEEDS,
    PDF,
    SITEMAP,
    TEXT,
    UTF7,
    NotAFeed,
)

SIGNATURES = (
    (b"%PDF", PDF),
    (b"PK\x03\x04", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
)
"""How a file begins -> what it is."""

HTML_ROOTS = frozenset(
    {"html", "head", "body", "title", "meta", "link", "script", "style", "div", "span", "p", "a", "h1", "table", "form"}
)
OTHER_ROOTS = {"urlset": SITEMAP, "sitemapindex": SITEMAP, "opml": OPML}


def feed_title(body: bytes) -> str:
    """How the feed calls itself, '' if it doesn't; quick and safe on any bytes: it looks at the first 16 KB only."""
    try:
        start = decoded(body[:16_384], None)
    except NotAFeed:
        return ""
    opened = re.search(r"<title\b[^>]{0,200}>", start)
    title, closed, _ = start[opened.end() :].partition("</title") if opened else ("", "", "")
    if not closed or len(title) > LONGEST_TITLE * 4:
        return ""
    return plain(re.sub(r"<!\[CDATA\[|\]\]>", "", html.unescape(title)))[:LONGEST_TITLE]


# -- bytes to text ----------------------------------------------------------------------------------------------------

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How a document in a wide encoding begins, by its mark or by its first « < » (XML 1.0, appendix F)."""

DECLARED = re.compile(rb"""^[\xef\xbb\xbf\s]*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
LATIN = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"""What servers call one thing and mean another (as the WHATWG's encoding standard has it)."""
NO_ENCODINGS = frozenset({"utf-7", "punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Python's own codecs that no document is written in."""


NO_CHARACTERS = ("\ufffe", "\uffff")
NO_C0 = bytes(byte for byte in range(256) if byte in b"\t\n\r" or (byte >= 32 and byte != 127))
"""What no document may hold; all bytes but those of control characters, of which UTF-16 is full."""


def prepared(body: bytes, content_type: str | None) -> str:
    """The document as text, without what makes parsers stumble: controls, impossible characters, words before it."""
    if not body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise NotAFeed(EMPTY, passing=True)
    if reason := next((reason for start, reason in SIGNATURES if body.startswith(start)), None):
        raise NotAFeed(reason)
    text = decoded(body, content_type)
    if body.translate(None, NO_C0) or any(one in text for one in NO_CHARACTERS):  # nearly never
        text = CONTROLS.sub("", text)
    if "&#" in text:
        text = REFERENCE.sub(possible, text)
    start = text.find("<?xml", 0, 1_000)
    return text[start:] if start > 0 and "<" not in text[:start] else text.lstrip("\ufeff \t\r\n")


def decoded(body: bytes, content_type: str | None) -> str:
    """The text of a document. Bytes that are UTF-8 are UTF-8, whatever is declared; labels lie, accents don't."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    declared = list(labels(body, content_type))
    if "utf-7" in declared:
        raise NotAFeed(UTF7)
    text = body.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    if not broken or ("utf-8" in (declared or ["utf-8"]) and broken * 4 < sum(c > "\x7f" for c in text)):
        return text
    return next(filter(None, (attempt(body, name) for name in [*declared, "cp1252"])), body.decode("latin-1"))


def labels(body: bytes, content_type: str | None) -> Iterator[str]:
    """The encodings that the document, then the server, declare, by the names that Python gives them."""
    document, server = DECLARED.match(body[:400]), CHARSET.search(content_type or "")
    for label in (document[1].decode("ascii") if document else "", server[1] if server else ""):
        try:
            yield codecs.lookup(label).name
        except LookupError:  # none, or one that nobody knows
            continue


def attempt(body: bytes, encoding: str) -> str:
    """The text in this encoding, '' where it is not written in it."""
    if encoding in NO_ENCODINGS:
        return ""
    try:
        return body.decode(LATIN.get(encoding, encoding))
    except (UnicodeError, LookupError):  # LookupError: a codec of Python's that is not for text
        return ""


REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,8}));?", re.IGNORECASE)


def possible(match: re.Match[str]) -> str:
    """A character reference as it stands, nothing where no character can have that number (XML 1.0, 2.2)."""
    number = int(match[1], 16) if match[1] else int(match[2])
    allowed = (
        number in (9, 10, 13)
        or 0x20 <= number < 0xD800
        or (0xE000 <= number < 0x110000 and number not in (0xFFFE, 0xFFFF))
    )
    return match[0] if allowed else ""


# -- what kind of document --------------------------------------------------------------------------------------------

BEFORE_ROOT = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
DOCTYPE = re.compile(r"\s*<!DOCTYPE([^\[>]*)(\[?)", re.IGNORECASE)
ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")


def looked_at(document: str, url: str) -> str:
    """The name of the root element of what may be a feed. Raises NotAFeed for what cannot be one."""
    if reason := jsonish(document):
        raise NotAFeed(reason)
    at = 0
    while skipped := BEFORE_ROOT.match(document, at):
        at = skipped.end()
    if doctype := DOCTYPE.match(document, at):
        at = doctype.end()
        if doctype[2] and "<!ENTITY" in document:
            raise NotAFeed(ENTITIES)
    found = ROOT.search(document, at)
    root = found[1] if found else ""
    if root.lower() in HTML_ROOTS:
        candidates = list(dict.fromkeys(feeds_of(document, url)))[:10]
        reason = PAGE_WITH_FEEDS.format(candidates=" ou ".join(candidates)) if candidates else PAGE
        raise NotAFeed(reason, candidates)
    if reason := OTHER_ROOTS.get(root.lower()) or ("" if root else TEXT):
        raise NotAFeed(reason)
    return root


def jsonish(document: str) -> str:
    """What a document that begins as JSON does is; '' for any other."""
    if document[:1] not in ("{", "["):
        return ""
    return JSON_FEED if "jsonfeed.org" in document[:1_000] else JSON


LINK = re.compile(r"<(?:link|base)\b[^>]{0,2000}>", re.IGNORECASE)
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})


def feeds_of(page: str, url: str) -> Iterator[str]:
    """The absolute addresses of the feeds that a web page announces, in its order."""
    base = url
    for node in LexborHTMLParser("".join(LINK.findall(page)[:500])).css("base[href], link[href]"):
        given = {name: (value or "").strip() for name, value in node.attributes.items()}
        if node.tag == "base":
            base = absolute(given["href"], url) or base
        elif "alternate" in given.get("rel", "").lower().split() and given.get("type", "").lower() in FEED_TYPES:
            yield from filter(None, [absolute(given["href"], base)])
