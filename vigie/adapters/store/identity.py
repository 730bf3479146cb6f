"""Which entries of a document are one, and which articles: keys from guid, link or words. Pure.

The ladder: a guid, unless its document repeats it; else the cleaned link; else the words.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from vigie.links import cleaned
from vigie.model import Article

OPENING = 500
"""Characters of the text that tell an article without guid and link from others of the same title."""


@dataclass(frozen=True, slots=True)
class Identity:
    """How to know an entry and its article again."""

    entry: str
    """Its key within its feed."""
    article: str
    """The key of its article, over all feeds."""
    link: str
    """Its cleaned link; '' where it has none."""


def identify(articles: Sequence[Article]) -> list[Identity]:
    """The identities of the entries of one document, in their order.

    A link that several entries of one document share (a page of release notes, whose anchors are gone) names none of
    them: better one article told as two, which one story holds, than one that is lost.
    """
    links = [cleaned(article.url) for article in articles]
    guids = [unescape(article.guid).strip() for article in articles]
    seen_guids = Counter(guids)
    titles = [article.title for article in articles]
    owners = Counter(
        link for link, _ in {(link, guid or title) for link, guid, title in zip(links, guids, titles, strict=True)}
    )
    return [
        known_by(article, guid if seen_guids[guid] == 1 else "", link, shared=owners[link] > 1)
        for article, guid, link in zip(articles, guids, links, strict=True)
    ]


def known_by(article: Article, guid: str, link: str, *, shared: bool) -> Identity:
    names_it = link if not shared else ""
    words = "" if guid and link else "words:" + digest(article)
    entry = f"guid:{guid}" if guid else f"link:{names_it}" if names_it else words
    return Identity(entry, names_it or (f"{link} {guid or words}" if link else words), link)


def digest(article: Article) -> str:
    return hashlib.sha256(f"{article.title}\n{article.text[:OPENING]}".encode()).hexdigest()
