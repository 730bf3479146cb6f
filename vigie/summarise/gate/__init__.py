"""The gate: whether a summary says nothing that its article does not, by deterministic code; and why not. Pure.

It judges every maker alike, and knows nothing of how a text was made. Known holes: a number of the article that
belongs to another company, true words in a false relation.
"""

from __future__ import annotations

from collections.abc import Iterator

from vigie.model import Article, Event
from vigie.summarise import reading as read
from vigie.summarise.claims import unbacked
from vigie.summarise.gate import copies, modality, names, numbers, shape
from vigie.summarise.gate.known import known
from vigie.summarise.gate.shape import LIMIT
from vigie.text.fold import fold

__all__ = ["LIMIT", "faults", "passes"]


def faults(text: str, event: Event, article: Article) -> tuple[str, ...]:
    """Why this text must not be posted as the summary of the event; none where it may."""
    return tuple(all_faults(text, event, article))


def passes(text: str, event: Event, article: Article) -> bool:
    return next(all_faults(text, event, article), None) is None


def all_faults(text: str, event: Event, article: Article) -> Iterator[str]:
    source = known(article)
    yield from shape.faults(text, event)
    yield from numbers.faults(text, source)
    yield from names.faults(text, event, source)
    yield from names.named(text, event)
    yield from modality.faults(text, event, article)
    if claim := unbacked(fold(text), event, source.folded, read.language_of(article.title, article.text)):
        yield f"job cuts that the article does not speak of: {claim!r}"
    yield from copies.faults(text, source)
