"""What one article tells, reduced to what stories are compared by: small enough to be kept with its story. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from vigie.model import Article, Event, Facts, LayoffFacts, RegulationFacts, Stage
from vigie.stories.marks import OPENING, Marks, key, marks
from vigie.text.fold import fold

ROUND_UP = re.compile(
    r"\b(?:l'essentiel|ce qu'il faut (?:retenir|savoir)|en bref|recap\w*|revue de presse|les titres|a la une|"
    r"(?:resume|actu\w*|infos?) d(?:e|u) (?:la semaine|jour|matin|soir)|toutes les entreprises|"
    r"la liste des|liste des plans|"
    r"week in review|the week(?:'s)?|this week in|round-?up|tracker|full list|list of (?:companies|layoffs)|briefing|"
    r"newsletter|top stories|(?:five|5|cinq|dix|10|trois|3) (?:things|choses|infos)|morning report|which companies|"
    r"ces entreprises qui|companies that|les entreprises qui|plans sociaux en serie)\b"
)
"""Titles, folded, of articles that tell many events at once."""

LISTED = re.compile(r"(?:[^\W\d_][\w'’-]* ){0,3}[A-ZÀ-Ý][\w'’-]+(?:, [A-ZÀ-Ý][\w'’-]+){2,}")
"""« Auchan, Michelin, Vencorex… »: names in a row."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An article's event, with what it is compared by."""

    topic: str
    title: str
    """Folded."""
    seen: datetime
    """When it was told, as far as one can tell."""
    marks: Marks
    figures: Mapping[str, float]
    """jobs, share, amount: those that are known."""
    currency: str = ""
    wave: int = 0
    unit: str = ""
    authority: str = ""
    action: str = ""
    stage: Stage | None = None
    places: frozenset[str] = frozenset()
    title_places: frozenset[str] = frozenset()
    length: int = 0
    """Characters of the opening."""
    lists: bool = False
    """Whether it tells many events: a round-up, whose words are those of none."""


def telling(event: Event, article: Article, seen: datetime) -> Telling:
    """What the article tells of the event; `seen` is when it was met."""
    facts, opening, title = event.facts, article.text[:OPENING], fold(article.title)
    plain = Telling(
        topic=event.topic,
        title=title,
        seen=dated(article.published, seen),
        marks=marks(article.title, opening, event.company.names),
        figures=figures_of(facts),
        stage=event.stage,
        places=places_of(facts),
        title_places=places_of(facts, title=True),
        length=len(opening),
        lists=bool(ROUND_UP.search(title) or LISTED.search(article.title)),
    )
    return with_facts(plain, facts)


def with_facts(plain: Telling, facts: Facts) -> Telling:
    """With what only a layoff or an act of an authority has."""
    match facts:
        case LayoffFacts(wave=wave, unit=unit):
            return replace(plain, wave=wave.value if wave else 0, unit=fold(unit.value) if unit else "")
        case RegulationFacts(currency=currency, authority_fr=authority, action=action):
            return replace(
                plain,
                currency=currency.value if currency else "",
                authority=fold(authority or ""),
                action=action.value if action else "",
            )
    return plain


def dated(published: datetime | None, seen: datetime) -> datetime:
    """When it was told: no article is published after it was seen."""
    return seen if published is None else min(published, seen)


def figures_of(facts: Facts) -> dict[str, float]:
    named = {name: getattr(facts, name, None) for name in ("jobs", "share", "amount")}
    return {name: float(fact.value) for name, fact in named.items() if fact is not None}


def places_of(facts: Facts, *, title: bool = False) -> frozenset[str]:
    kept = [place for place in facts.places if not title or place.passage.where == "title"]
    return frozenset(" ".join(key(word) for word in place.value.split()) for place in kept)
