"""Several stories as one message: a digest's delivery -> title, lines, foot, in French. Pure; it lays nothing out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from math import log10
from types import MappingProxyType

from vigie.cards import EMOJI, notification, plain
from vigie.model import Citation, Delivery, LayoffFacts, Quiet, RegulationFacts, Stage, Story
from vigie.text.french import NBSP, counted

LINE = 90
"""Characters of a line: what a phone shows in two."""


@dataclass(frozen=True, slots=True)
class Line:
    """One story: its topic's sign, what happened, where to read it."""

    sign: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Digest:
    title: str
    """« 12 alertes à la fois », for the notification too."""
    lines: tuple[Line, ...]
    foot: str = ""


def digest(delivery: Delivery) -> Digest:
    """A delivery of the kind DIGEST, as people read it."""
    again = " (reprise)" if delivery.again else ""
    besides = tuple(map(in_passing, delivery.cited))
    if delivery.quiet:
        return Digest(nothing(delivery.quiet) + again, besides)
    listed = arranged(delivery.stories)
    total = len(listed) + delivery.older
    return Digest(title(total) + again, (*map(line, listed), *besides), foot(delivery.older))


CERTAINTY: Mapping[Stage | None, int] = MappingProxyType(
    {Stage.DENIED: 0, Stage.CANCELLED: 0, Stage.RUMOUR: 1, None: 2, Stage.PLAN: 2}
)
"""What ranks below a certain event (3), of two of the same size."""

JOBS_IN_MONEY = 4
"""Powers of ten between a job and a unit of money: an amount of 10 million weighs as much as 1,000 jobs, the two
thresholds of urgency.
"""


def arranged(stories: Iterable[Story]) -> tuple[Story, ...]:
    """The most important first, those of one company together under its most important one."""
    groups: dict[int, list[Story]] = {}
    for story in sorted(stories, key=importance, reverse=True):
        groups.setdefault(story.event.company.id, []).append(story)
    return tuple(chain.from_iterable(groups.values()))


def importance(story: Story) -> tuple[float, int, int]:
    """Size (powers of ten of jobs, or of money brought to jobs), certainty, outlets."""
    return size(story), CERTAINTY.get(story.event.stage, 3), len(story.outlets)


def size(story: Story) -> float:
    match story.event.facts:
        case LayoffFacts(jobs=fact) if fact and fact.value > 0:
            return log10(fact.value)
        case RegulationFacts(amount=amount) if amount and amount.value > 0:
            return max(0.0, log10(amount.value) - JOBS_IN_MONEY)
        case _:
            return 0.0


def title(total: int) -> str:
    return f"Bilan{NBSP}: {counted(total, 'alerte', 'alertes')}"


def nothing(week: Quiet) -> str:
    """« Rien cette semaine : 41 flux lus, 3 812 articles, 0 alerte, 2 flux en panne »."""
    read = (
        counted(week.feeds, "flux lu", "flux lus"),
        counted(week.articles, "article", "articles"),
        counted(0, "alerte", "alertes"),
        *([f"{counted(week.broken, 'flux', 'flux')} en panne"] if week.broken else []),
    )
    return f"Rien cette semaine{NBSP}: {', '.join(read)}"


def line(story: Story) -> Line:
    """« 🔻 Renault supprime 120 postes à Douai… »."""
    summary = plain(story.summary.text, 280)
    return Line(EMOJI.get(story.event.topic, "•"), plain(notification(story.event, summary), LINE), story.lead.url)


def in_passing(citation: Citation) -> Line:
    """« 🔻 Renault, seulement citée : « Le titre de l'article » »: the feed's own words, marked as such."""
    event = citation.event
    head = f"{event.company.name}, seulement citée : « "
    title = plain(re.sub(r"[«»]", "", citation.title), max(20, LINE - len(head) - 2)).strip()
    return Line(EMOJI.get(event.topic, "•"), f"{head}{title} »", citation.url)


def foot(older: int) -> str:
    """What is counted and not listed."""
    if not older:
        return ""
    said = (
        f"1{NBSP}alerte de plus d'une semaine n'est pas listée"
        if older == 1
        else (f"{counted(older, 'alerte', 'alertes')} de plus d'une semaine ne sont pas listées")
    )
    return f"{said}{NBSP}; /vigie chercher {'la' if older == 1 else 'les'} retrouve."
