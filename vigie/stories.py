"""Is this the same event as a story already told? Event against event first, words second. Pure.

It compares; it fetches, stores and posts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from vigie.model import Article, Event, Fact, LayoffFacts, RegulationFacts, Story
from vigie.text.fold import fold

WINDOW = timedelta(days=7)
"""How long a story stays open after its last article."""

ALIKE = 0.34
"""Share of the title's words (Jaccard) from which two tellings with no fact in common are one story."""

WORD = re.compile(r"[a-z0-9]{4,}")


def same_story(event: Event, article: Article, recent: Iterable[Story]) -> Story | None:
    """The recent story that tells this event; `recent` holds those of the same company and topic, newest first."""
    return next((story for story in recent if agree(event, article, story)), None)


def agree(event: Event, article: Article, story: Story) -> bool:
    """Two tellings are one where their figures agree, or, with no figure to compare, where their titles are alike."""
    figures = [same for same in compared(event, story.event) if same is not None]
    if figures:
        return all(figures)
    names = words(" ".join(event.company.names))
    return any(likeness(article.title, source.title, names) >= ALIKE for source in story.sources)


def compared(one: Event, other: Event) -> list[bool | None]:
    """For each figure that identifies an event, whether the two state the same; None where one of them is silent."""
    match one.facts, other.facts:
        case LayoffFacts() as a, LayoffFacts() as b:
            return [near(a.jobs, b.jobs), near(a.share, b.share), near(a.wave, b.wave)]
        case RegulationFacts() as a, RegulationFacts() as b:
            return [near(a.amount, b.amount), same_text(a.authority_fr, b.authority_fr)]
        case _:
            return []


def near(one: Fact[int] | Fact[float] | None, other: Fact[int] | Fact[float] | None) -> bool | None:
    """Whether two figures are within 5 %."""
    if one is None or other is None:
        return None
    return abs(one.value - other.value) <= 0.05 * max(abs(one.value), abs(other.value))


def same_text(one: str | None, other: str | None) -> bool | None:
    return None if one is None or other is None else fold(one) == fold(other)


def likeness(one: str, other: str, common: set[str]) -> float:
    """Jaccard index, 0..1, of the words that are not `common` (the company's name, which both titles hold)."""
    a, b = (words(title) - common for title in (one, other))
    return len(a & b) / len(a | b) if a | b else 0.0


def words(title: str) -> set[str]:
    """The folded words of four letters or more: the short ones are mostly grammar."""
    return set(WORD.findall(fold(title)))
