"""Entries, as a reader of feeds gives them, to articles: which ones, cut and cleaned. It reads no document."""

from __future__ import annotations

import hashlib
import html
import re
from calendar import timegm
from datetime import UTC, datetime
from time import struct_time
from typing import Any

from vigie.links import absolute
from vigie.model import Article
from vigie.parse.markup import line, plain

MOST_ARTICLES = 500
LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINK, LONGEST_GUID = 500, 20_000, 2_048, 2_048
LONGEST_MARKUP = 100_000
"""Characters of an entry that are looked at: five times what is kept, for the tags in between."""
OLDEST_YEAR = 1995
"""An earlier date is a server's zero (1970) or a mistake: feeds are younger."""


def newest(entries: list[Any]) -> list[Any]:
    """The newest entries, oldest first: by date where they have one, else by place, the first being the newest."""
    dated, last = [], datetime.min.replace(tzinfo=UTC)
    for entry in reversed(entries):
        last = published(entry) or last
        dated.append((last, entry))
    dated.sort(key=lambda pair: pair[0])
    return [entry for _, entry in dated[-MOST_ARTICLES:]]


def article(entry: Any, url: str, language: str | None, repeated: frozenset[str], *, tame: bool) -> Article:
    """Where all texts are known to be tame (markup.is_tame), nobody looks at each."""
    link = absolute(str(entry.get("feedburner_origlink") or entry.get("link") or ""), url)
    title = plain(str(entry.get("title") or "")[: LONGEST_TITLE * 10], known_tame=tame)
    guid = identity(entry)
    return Article(
        url=link if len(link) <= LONGEST_LINK else "",
        title=line(title)[:LONGEST_TITLE].rstrip(),
        text=plain(longest(entry), known_tame=tame)[:LONGEST_TEXT].rstrip(),
        published=published(entry),
        language=language,
        guid="" if guid in repeated else guid,
    )


def identity(entry: Any) -> str:
    """The entry's guid as it was written, entities decoded; a giant one by its hash."""
    guid = html.unescape(str(entry.get("id") or "")).strip()
    return guid if len(guid) <= LONGEST_GUID else f"sha256:{hashlib.sha256(guid.encode()).hexdigest()}"


def repeated_guids(feed: Any) -> frozenset[str]:
    """The guids that identify nothing: those of entries that lead to different pages, and the site's own address."""
    links: dict[str, set[str]] = {}
    for entry in feed.entries:
        links.setdefault(identity(entry), set()).add(str(entry.get("link", "")))
    return frozenset(guid for guid, theirs in links.items() if len(theirs) > 1) | {str(feed.feed.get("link", ""))}


def longest(entry: Any) -> str:
    """The content where it says more than the summary; markup as it came."""
    contents = [str(content.get("value") or "") for content in entry.get("content", [])]
    return max([str(entry.get("summary") or ""), *contents], key=len)[:LONGEST_MARKUP]


def published(entry: Any) -> datetime | None:
    """When the entry says it was published, else updated; None where it says nothing that can be. May be future."""
    # dict.get: FeedParserDict.get would guess one from the other, with a warning.
    parsed = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    try:
        when = (parsed if isinstance(parsed, datetime) else moment(parsed)) if parsed else None
    except (ValueError, OverflowError, TypeError):
        return None
    return when if when and when.year >= OLDEST_YEAR else None


def moment(parsed: struct_time) -> datetime:
    return datetime.fromtimestamp(timegm(parsed), UTC)


def language_of(feed: Any) -> str | None:
    """« fr » for « fr-FR »."""
    found = re.match(r"([a-z]{2,3})(?:[-_]|$)", str(feed.get("language") or "").strip().lower())
    return found[1] if found else None
