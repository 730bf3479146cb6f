"""What many articles tell together, and what is new in it; not who is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vigie.model.events import Event, Stage


@dataclass(frozen=True, slots=True)
class Summary:
    """At most 280 characters of French."""

    text: str
    method: Literal["brief", "extract", "model", "title"]
    language: str
    """The article's language: fr, en…"""


@dataclass(frozen=True, slots=True)
class Source:
    """One article of a story, as a card and a search result name it."""

    outlet: str
    title: str
    url: str
    published: datetime | None
    first_seen: datetime
    copy: bool = False
    """It repeats an earlier one of its story almost word for word (an agency's dispatch): no outlet of its own."""


@dataclass(frozen=True, slots=True)
class Citation:
    """An article that tells an event of a company in passing: what a digest lists and no story is made of."""

    event: Event
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class News:
    """What an article tells that its story did not know yet.

    kind: figure (another one, or the first); turned (denied, cancelled); confirmed (what was a rumour); act (an appeal,
    a liquidation, a fine after a probe).
    """

    kind: Literal["figure", "turned", "confirmed", "act"]
    figure: str = ""
    """jobs | share | amount, where a figure is new."""
    new: float | None = None
    old: float | None = None
    """What the story said so far."""
    currency: str = ""
    stage: Stage | None = None
    """What the event is from now on, where it was turned."""
    act: str = ""
    """appeal, where nothing more is known of the act than that."""

    @property
    def turns(self) -> bool:
        """Whether the story's post must say it in place of what it said."""
        return self.kind in ("turned", "confirmed")

    @property
    def loud(self) -> bool:
        """Whether it must be as visible as what it corrects."""
        moved = bool(self.old and self.new and abs(self.new - self.old) >= 0.2 * self.old)
        return self.turns or moved


@dataclass(frozen=True, slots=True)
class Update:
    """A new fact of a story, as people read it."""

    text: str
    """« Mise à jour : 9 100 postes, contre 9 000 », at most 300 characters."""
    url: str
    """The article that tells it."""
    outlet: str = ""
    loud: bool = False
    figure: str = ""
    """« 9 100 postes » where the sources contradict each other, else empty."""


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that tell one event of one company; sources are oldest first, never empty, the first one leads."""

    id: int
    event: Event
    summary: Summary
    sources: tuple[Source, ...]
    first_seen: datetime
    updated_at: datetime
    revision: int = 0
    seen_by: frozenset[str] = frozenset()
    """The tenants that follow a feed it came through."""
    updates: tuple[Update, ...] = ()
    """Its new facts, oldest first."""

    @property
    def lead(self) -> Source:
        return self.sources[0]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The independent ones: an agency's copies count once."""
        return tuple(dict.fromkeys(source.outlet for source in self.sources if not source.copy))


@dataclass(frozen=True, slots=True)
class Alert:
    """A story worth telling, as it stands at one revision."""

    story: Story
    revision: int = 0
    update: Update | None = None
    """What an UPDATE tells."""
