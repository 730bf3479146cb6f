"""Which story an article belongs to: the likeliest of the company's recent ones, or none. Pure.

An article must be like the article that leads the story and like the nearest ones of the others: a chain whose links
resemble each other two by two, and whose ends do not, is no story.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vigie.stories.compare import features, probability
from vigie.stories.telling import Telling

WINDOW = timedelta(days=7)
"""How long a story stays open after its last article."""

MEMORY = timedelta(days=90)
"""How long an event is known again by its very figure: a protest or a reminder without a new fact is no news."""

SURE = 0.8
"""The probability that this takes."""

LONGEST = timedelta(days=60)
"""How long a story may grow, however often it is told: what comes later opens a new one."""

JOINS = 0.5
"""The probability from which an article joins a story…"""

LIKE_THE_LEAD = 0.1
"""…where it is at least this with the article that leads it…"""

TOGETHER = 1.05
"""…and the two, with the lead and with the nearest, add up to this."""

ENOUGH = 4
"""Articles from which on two must be alike, not one: among many, one may look alike by chance."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story of the company and topic, as far as it is compared: the lead's telling, then others, never empty."""

    id: int
    first_seen: datetime
    updated_at: datetime
    tellings: tuple[Telling, ...]


def match(told: Telling, seen: datetime, recent: Iterable[Candidate]) -> Candidate | None:
    """The likeliest of the recent stories of the same company and topic; of two as likely, the first given.

    `seen` is when the article was met.
    """
    found = [(likely, story) for story in recent if (likely := likelihood(told, story, seen)) >= JOINS]
    return max(found, key=lambda one: one[0])[1] if found else None


def likelihood(told: Telling, story: Candidate, seen: datetime) -> float:
    """How likely it is that the story tells this, 0..1; 0 for one that is too old to grow."""
    if seen - story.updated_at > WINDOW or seen - story.first_seen > LONGEST:
        return again(told, story, seen)
    lead, *others = story.tellings
    with_lead = probability(told, lead)
    if told.lists:
        return with_lead if shares_a_figure(told, lead) else 0.0
    if with_lead < LIKE_THE_LEAD:
        return 0.0
    near = agreed(sorted((probability(told, one) for one in others if not one.lists), reverse=True))
    return max(with_lead, near if with_lead + near >= TOGETHER else 0.0)


def again(told: Telling, story: Candidate, seen: datetime) -> float:
    """How likely it is that this comes back to an old story, 0 or SURE at least: by its very figure alone."""
    if seen - story.updated_at > MEMORY or not told.figures:
        return 0.0
    alike = [probability(told, one, late=True) for one in story.tellings if shares_a_figure(told, one, exactly=True)]
    return max((likely for likely in alike if likely >= SURE), default=0.0)


def agreed(nearest: Sequence[float]) -> float:
    """What the articles beside the lead say together."""
    if not nearest:
        return 0.0
    return nearest[0] if len(nearest) < ENOUGH else (nearest[0] + nearest[1]) / 2


def shares_a_figure(one: Telling, other: Telling, *, exactly: bool = False) -> bool:
    """Whether a figure of the event itself stands in both; exactly: one that two events hardly have by chance."""
    if exactly:
        return any(one.figures[name] == other.figures.get(name) for name in one.figures) and (
            features(one, other).keys() & {"jobs distinctive", "amount distinctive", "share distinctive"} != set()
        )
    found = features(one, other)
    return any(found.get(f"{name} {how}") for name in ("jobs", "share", "amount") for how in ("same", "held"))
