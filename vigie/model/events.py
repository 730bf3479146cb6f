"""What an article tells: mentions, facts with their passages, events; not what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, Literal, TypeVar

from vigie.model.companies import LAYOFFS, REGULATION, Company
from vigie.model.feeds import Article

T = TypeVar("T")


Where = Literal["title", "text"]


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Code points start..end (end excluded) of an article's title or text."""

    where: Where
    start: int
    end: int

    def of(self, article: Article) -> str:
        return (article.title if self.where == "title" else article.text)[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an article names a company."""

    company: Company
    passage: Passage


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value and the passage it was read from: no passage, no fact."""

    value: T
    passage: Passage


class Role(StrEnum):
    SUBJECT = "subject"
    MENTION = "mention"


class Sensitivity(StrEnum):
    """How much a channel wants to hear of; each one hears what those before it hear."""

    STRICT = "stricte"  # the company is the subject, and the title names it
    NORMAL = "normale"  # it is the subject
    WIDE = "large"  # and mentions with a figure or an act, in digests only


class Stage(StrEnum):
    """How certain the article says the event is."""

    RUMOUR = "rumour"
    PLAN = "plan"
    ANNOUNCED = "announced"
    UNDERWAY = "underway"
    DONE = "done"
    CANCELLED = "cancelled"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an event; each topic has its own class."""

    places: tuple[Fact[str], ...] = ()
    """As written in the article: sites, towns, countries."""
    source: Fact[str] | None = None
    """According to whom, as written: an outlet, a union, an authority."""


@dataclass(frozen=True, slots=True)
class LayoffFacts(Facts):
    jobs: Fact[int] | None = None
    jobs_kind: Fact[str] | None = None
    """cut | threatened | departures | ceiling"""
    share: Fact[float] | None = None
    """Percent, 12.5 for « 12,5 % »."""
    share_of: Fact[str] | None = None
    """workforce | managers | site | other"""
    unit: Fact[str] | None = None
    """The division or brand as written: « TikTok Shop US »."""
    reason: Fact[str] | None = None
    wave: Fact[int] | None = None
    """3 for « troisième vague »."""
    since: Fact[str] | None = None
    """The start of the waves, as written: « avril »."""
    deadline: Fact[str] | None = None
    procedure: Fact[str] | None = None
    """PSE | RCC | PDV | APC | redressement | liquidation | sauvegarde"""


@dataclass(frozen=True, slots=True)
class RegulationFacts(Facts):
    authority: Fact[str] | None = None
    """As written in the article."""
    authority_fr: str | None = None
    """Its French name, with no article, from the table of authorities."""
    action: Fact[str] | None = None
    """fine | probe | lawsuit | ruling | ban | order | law | approval | block | settlement | appeal | other"""
    amount: Fact[float] | None = None
    """In units of the currency: 1_800_000_000.0."""
    currency: Fact[str] | None = None
    """ISO 4217."""
    amount_kind: Fact[str] | None = None
    """imposed | incurred | claimed | settlement | deal"""
    law: Fact[str] | None = None
    object: Fact[str] | None = None
    """What it is about, as written."""


FACTS: Mapping[str, type[Facts]] = MappingProxyType({LAYOFFS: LayoffFacts, REGULATION: RegulationFacts})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that spoke for (or against) an event: name | event | stage | against, with the rule that read it."""

    kind: Literal["name", "event", "stage", "against"]
    passage: Passage
    rule: str = ""

    @property
    def group(self) -> str:
        """For a wording of a lexicon, the group it belongs to there."""
        return self.rule.partition(":")[0].strip()


@dataclass(frozen=True, slots=True)
class Event:
    """What an article tells of one company on one topic: the heart of Vigie."""

    company: Company
    topic: str
    role: Role
    stage: Stage | None
    facts: Facts
    evidence: tuple[Evidence, ...]
    score: float
    """The probability, 0..1, that a reader watching this company wants the alert."""
    sensitivity: Sensitivity | None = None
    """The strictest one that hears of it, as the matcher measured it; None: not measured, or heard of at none."""
