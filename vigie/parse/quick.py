"""What fastfeedparser makes of a plain document, in a tenth of the time; None for one that leaves any doubt.

Which documents are plain is outline's to say; the rest is feedparser's, whose answer is the right one by definition
(`reference`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import fastfeedparser

from vigie.parse.markup import is_tame, is_written_tame
from vigie.parse.outline import DATES, PROLOG, Doubtful, outlined

SAID = {"title": "title", "guid": "id", "id": "id", "description": "description", "summary": "description"}
"""The texts of an entry -> what fastfeedparser calls them."""

GARBLED = re.compile(rb"\xc2(?<=\xc3[\x82-\xb4]\xc2|\]>\xc2|A\[\xc2)[\x80-\xbf]")
"""The bytes of a letter in UTF-8, each taken for a letter of Latin-1 and encoded again; or the second of two where a
section of text begins or ends, which may stand between them."""
ASTRAY = re.compile(rb"\xc2[\x80-\x9f]")
"""A letter of Windows, or a line end of another age, that is a control character here."""
NUMBER = re.compile(r"&#(?:[0-9]+|x[0-9a-fA-F]+);")
"""A character as a number."""
REFERRED = re.compile(r"&#(?:0*(?:1[2-9]|2[0-9])[0-9]|x0*[89a-fA-F][0-9a-fA-F]);")
"""One of those letters as a number."""

WHOLE = re.compile(r"https?://[\w.-]+(?::[0-9]+)?(?:/[\w./%~+,:@!$'()*=&-]*)?(?:\?[\w./%~+,:@!$'()*=&-]+)?", re.ASCII)
"""An address that is itself again once it was joined to another."""

OPTIONS = {"include_tags": False, "include_media": False, "include_enclosures": False}


@dataclass
class Read:
    """A feed in the shape that feedparser gives it, as far as `entries` looks."""

    entries: list[dict[str, Any]]
    feed: dict[str, Any]
    version: str = "quick"
    bozo: bool = False
    is_tame: bool = False
    """Whether all its texts are (markup.is_tame): one look at the document instead of one at each."""


def read(document: str) -> Read | None:
    """What the document says, or None where feedparser must say it."""
    try:
        start = PROLOG.match(document)
        document = document[start.end() :] if start else document
        outline = outlined(document)
        written = document.encode()
        if is_astray(written):
            return None
        found = fastfeedparser.parse(written, **OPTIONS)
        if not outline.entries or len(found.entries) != len(outline.entries):
            return None
        if not outline.has_link and outline.root == "feed":  # feedparser gives it its id
            return None
        numbers = "".join(NUMBER.findall(document))
        mend = mended if is_garbled(written, numbers) else as_it_is
        mend_link = linked(mend) if outline.root == "rss" else as_it_is  # attributes are left alone by feedparser
        entries = [
            entry(one, texts, mend, mend_link) for one, texts in zip(found.entries, outline.entries, strict=True)
        ]
        link = mend_link(found.feed.get("link") or "") if outline.has_link else ""
        if any(longest(entries[place]) <= length for place, length in outline.captions.items()):
            return None  # feedparser may take it for the entry's text
        if outline.base and not stand_alone(document, [outline.base, link, *(one["link"] for one in entries)]):
            return None
    except MemoryError:  # the worker's limit, not a matter of form
        raise
    except Exception:  # a doubt of ours, or whatever stops fastfeedparser: feedparser may read on
        return None
    tame = mend is as_it_is and is_written_tame(written) and is_tame(html.unescape(numbers))
    return Read(entries, {"link": link, "language": outline.language}, is_tame=tame)


def entry(
    found: Mapping[str, Any], texts: Mapping[str, bool], mend: Callable[[str], str], mend_link: Callable[[str], str]
) -> dict[str, Any]:
    """An entry under feedparser's keys. What fastfeedparser put in place of a text that is not there goes.

    Raises Doubtful for one that has no link: its guid may be one.
    """
    says = texts.get
    link = mend_link(found.get("link") or "") if says("link") else ""
    if not link:
        raise Doubtful("an entry without a link")
    if (says("media:title") and not says("title")) or (says("atom:updated") and not says("pubDate")):
        raise Doubtful("what stands beside would take its place")
    values = {key: mend(found.get(key) or "") for name, key in SAID.items() if says(name)}
    if ":///" in link or ":///" in values.get("id", ""):
        raise Doubtful("an address with a slash too many")
    contents = found.get("content") or [] if says("content") or says("content:encoded") else []
    published = None if DATES.isdisjoint(texts) else date(found, "published")
    return {
        "link": link,
        "title": values.get("title", ""),
        "id": values.get("id", ""),
        "summary": values.get("description", ""),
        "content": [{"value": mend(one.get("value") or "").strip()} for one in contents],
        "published_parsed": published if says("pubDate") or says("published") else None,
        "updated_parsed": date(found, "updated") or published,
    }


def stand_alone(document: str, addresses: list[str]) -> bool:
    """Whether a base changes nothing: the addresses are whole, and no guid is one."""
    return document.count("<guid") == document.count('<guid isPermaLink="false">') and all(
        WHOLE.fullmatch(one) for one in addresses
    )


def longest(one: Mapping[str, Any]) -> int:
    return max(len(text) for text in (one["summary"], *(content["value"] for content in one["content"])))


def date(found: Mapping[str, Any], key: str) -> datetime | None:
    """To the second, as feedparser gives it, but not taken apart."""
    if not (value := found.get(key)):
        return None
    when = datetime.fromisoformat(value)
    if when.tzinfo is not UTC:
        when = when.astimezone(UTC)
    return when.replace(microsecond=0) if when.microsecond else when


def is_astray(written: bytes) -> bool:
    return b"\xc2" in written and ASTRAY.search(written) is not None


def is_garbled(written: bytes, numbers: str) -> bool:
    """Whether a text of it may be UTF-8 that was taken for Latin-1 and encoded again: a quick look for one letter."""
    return (b"\xc2" in written and GARBLED.search(written) is not None) or REFERRED.search(numbers) is not None


def as_it_is(text: str) -> str:
    return text


def mended(text: str) -> str:
    """The text as feedparser mends it where it was UTF-8 taken for Latin-1 and encoded again."""
    if text.isascii():
        return text
    try:
        return text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return text


def linked(mend: Callable[[str], str]) -> Callable[[str], str]:
    """How to mend a link: as a text, then as feedparser does where its ampersands were escaped twice."""

    def made(text: str) -> str:
        text = mend(text)
        return text if ";" not in text else re.sub(r"&(\w+);", r"&\1", text.replace("&amp;", "&"), flags=re.A)

    return made
