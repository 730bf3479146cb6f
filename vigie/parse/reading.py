"""A feed's bytes to its articles, by the quick reader where it has no doubt, else by the reference.

Only processes that may be killed import it (adapters.parser_worker), and tools: hostile bytes meet neither reader, nor
the libraries behind them, in the process that posts.
"""

from __future__ import annotations

from typing import Any

from vigie.model import Article
from vigie.parse import quick
from vigie.parse.document import looked_at, prepared
from vigie.parse.entries import article, language_of, newest, repeated_guids
from vigie.parse.reference import is_cut_short, read
from vigie.parse.refusal import CUT_SHORT, OTHER_XML, NotAFeed


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
    tame = isinstance(feed, quick.Read) and feed.is_tame
    found = (article(entry, url, language, repeated, tame=tame) for entry in newest(feed.entries))
    return [one for one in found if one.title or one.url]
