"""Bytes of a feed in, articles out; or NotAFeed, which says in French what the bytes are instead. Pure.

Read document (what the bytes are), quick and reference (the two readers), entries and markup (what is kept). The
reference is feedparser; quick reads plain documents the same in a tenth of the time, and leaves it the others.
It opens nothing and fetches nothing: the readers are given bytes in memory, never a string that they could take for an
address. On hostile bytes it may burn minutes of CPU: run it where it can be killed (adapters.parser_pool).
"""

from __future__ import annotations

from typing import Any

from vigie.model import Article
from vigie.parse import quick
from vigie.parse.document import feed_title, looked_at, prepared
from vigie.parse.entries import article, language_of, newest, repeated_guids
from vigie.parse.reference import is_cut_short, read
from vigie.parse.refusal import CUT_SHORT, OTHER_XML, NotAFeed

__all__ = ["NotAFeed", "feed_title", "parse"]


def parse(body: bytes, url: str, content_type: str | None) -> list[Article]:
    """The feed's articles, oldest first, the newest 500 of them; relative links are taken from `url`.

    Entries with neither title nor link are left out. Raises NotAFeed.
    """
    document = prepared(body, content_type)
    root = looked_at(document, url)
    feed: Any = quick.read(document) or read(document)
    if not feed.entries and not feed.version:
        raise NotAFeed(OTHER_XML)
    if feed.bozo and is_cut_short(document, root, feed.get("bozo_exception")):
        raise NotAFeed(CUT_SHORT, passing=True)
    return articles(feed, url)


def articles(feed: Any, url: str) -> list[Article]:
    """What is kept of a feed that either reader gives."""
    language = language_of(feed.feed)
    repeated = repeated_guids(feed)
    found = (article(entry, url, language, repeated) for entry in newest(feed.entries))
    return [one for one in found if one.title or one.url]
