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

from vigie.parse.grammar import CHANGED, DATES, WORDED, Doubtful
from vigie.parse.markup import is_tame, is_written_tame
from vigie.parse.outline import PROLOG, Outline, outlined
from vigie.parse.wording import CONTENTS, DESCRIPTIONS, Aside, kept, worded

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

WHOLE_OR_OPAQUE = re.compile(rf"{WHOLE.pattern}|(?:tag|urn|yt):[\w.,:;=+~@!$'()*-][\w./,:;=+~@!$'()*-]*", re.ASCII)
"""One that no other completes: « tag:blog.example,2026:1 »."""

OPTIONS = {"include_tags": False, "include_media": False, "include_enclosures": False}


Mend = Callable[[str], str]


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
        numbers = "".join(NUMBER.findall(document))
        mend = mended if is_garbled(written, numbers) else as_it_is
        entries = read_entries(document, outline, found.entries, mend)
        link = feed_link(outline, found.feed, mend)
        if outline.bases and not stand_alone(document, outline, link, entries):
            return None
    except MemoryError:  # the worker's limit, not a matter of form
        raise
    except Exception:  # a doubt of ours, or whatever stops fastfeedparser: feedparser may read on
        return None
    tame = mend is as_it_is and is_written_tame(written) and is_tame(html.unescape(numbers))
    return Read(entries, {"link": link, "language": outline.language}, is_tame=tame)


def read_entries(document: str, outline: Outline, found: list[Any], mend: Mend) -> list[dict[str, Any]]:
    """The entries under feedparser's keys. Raises Doubtful."""
    mend_link = as_it_is if outline.root == "feed" else linked(mend)  # attributes are left alone by feedparser
    entries = [entry(one, texts, mend, mend_link) for one, texts in zip(found, outline.entries, strict=True)]
    bare = [made for made, texts in zip(entries, outline.entries, strict=True) if "link" not in texts]
    if bare and is_link(document, outline.root):
        for made in bare:
            made["link"] = made["id"]
    for place, asides in outline.asides.items():
        spoken = [(aside, mend(worded(aside.text, outline.sections))) for aside in asides]
        add(entries[place], outline.entries[place], spoken, is_second=place in outline.begun)
    return entries


def entry(found: Mapping[str, Any], texts: Mapping[str, bool], mend: Mend, mend_link: Mend) -> dict[str, Any]:
    """An entry under feedparser's keys. What fastfeedparser put in place of a text that is not there goes.

    Raises Doubtful.
    """
    says = texts.get
    link = mend_link(found.get("link") or "") if says("link") else ""
    if not link and says("link"):
        raise Doubtful("a link to nowhere")
    is_changed = not CHANGED.isdisjoint(texts)
    if (says("media:title") and not says("title")) or (is_changed and not is_change_plain(texts)):
        raise Doubtful("what stands beside would take its place")
    values = {key: mend(found.get(key) or "") for name, key in SAID.items() if says(name)}
    if ":///" in link or ":///" in values.get("id", ""):
        raise Doubtful("an address with a slash too many")
    contents = found.get("content") or [] if says("content") or says("content:encoded") else []
    published = None if DATES.isdisjoint(texts) else date(found, "published")
    return {
        "link": link,
        "title": values.get("title", ""),
        "id": (found.get("id") or "") if says("rdf:about") else values.get("id", ""),
        "summary": values.get("description", ""),
        "content": [{"value": mend((one.get("value") or "").strip())} for one in contents],
        "published_parsed": published if says("pubDate") or says("published") else None,
        "updated_parsed": date(found, "updated") or published,
    }


def is_change_plain(texts: Mapping[str, bool]) -> bool:
    """Whether the date of a change stands beside that of the item, in whose place fastfeedparser would take it."""
    return "pubDate" in texts and len(CHANGED & texts.keys()) == 1


def add(one: dict[str, Any], texts: Mapping[str, bool], spoken: list[tuple[Aside, str]], *, is_second: bool) -> None:
    """Add to an entry what fastfeedparser left aside, where feedparser puts it."""
    for aside, text in spoken:
        match aside.name:
            case "title":
                one["title"] = text
            case "description":
                one["summary"] = text
            case "content:encoded":
                one["content"] = [{"value": text}]
            case "feedburner:origLink":
                one["feedburner_origlink"] = text
    beside = [(aside.after, aside.depth, text) for aside, text in spoken if aside.name in WORDED]
    if beside:
        content = one["content"][0]["value"] if one["content"] else ""
        said_by = dict.fromkeys(CONTENTS, content) | dict.fromkeys(DESCRIPTIONS, one["summary"])
        own = [(place, name, said_by[name]) for place, name in enumerate(texts) if name in said_by]
        one["summary"], contents = kept(own, beside, is_second=is_second)
        one["content"] = [{"value": text} for text in contents]


def feed_link(outline: Outline, feed: Mapping[str, Any], mend: Mend) -> str:
    """Where the feed's page is; for one of Atom that does not say it, feedparser takes its id."""
    if outline.root == "feed":
        link = str(feed.get("link") or "") if outline.has_link else mend(feed.get("id") or "")
    else:
        link = without_semicolons(mend(feed.get("link") or "")) if outline.has_link else ""
    if ":///" in link:
        raise Doubtful("an address with a slash too many")
    return link


def is_link(document: str, root: str) -> bool:
    """Whether the id of an entry without a link is its link. Raises Doubtful where some are and some are not."""
    guids, apart = document.count("<guid"), document.count('<guid isPermaLink="false">')
    if root != "rss" or guids == apart:
        return root == "feed"
    if guids != document.count("<guid>") + document.count('<guid isPermaLink="true">'):
        raise Doubtful("guids of two kinds")
    return True


def stand_alone(document: str, outline: Outline, link: str, entries: list[dict[str, Any]]) -> bool:
    """Whether a base changes nothing: the addresses are whole, and no id is completed."""
    addresses = [*outline.bases, *(one["link"] for one in entries)]
    ids = [one["id"] for one in entries]
    if outline.root == "feed":
        return all(map(WHOLE.fullmatch, addresses)) and all(map(WHOLE_OR_OPAQUE.fullmatch, [link, *ids]))
    is_apart = outline.root != "rss" or document.count("<guid") == document.count('<guid isPermaLink="false">')
    return all(WHOLE.fullmatch(one) for one in [*addresses, link, *([] if is_apart else ids)] if one)


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


def linked(mend: Mend) -> Mend:
    """How to mend the link of an entry: as a text, then as feedparser does where its ampersands were escaped twice."""

    def made(text: str) -> str:
        text = mend(text)
        return text if ";" not in text else without_semicolons(text.replace("&amp;", "&"))

    return made


def without_semicolons(link: str) -> str:
    """A link as feedparser mends those that hold « &a; »."""
    return re.sub(r"&(\w+);", r"&\1", link, flags=re.A)
