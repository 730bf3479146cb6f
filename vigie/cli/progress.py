"""How the reading of the feeds goes, told in a living line and in few sentences. It reads no feed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from vigie.model import Feed, FeedState, Visit


@dataclass
class Progress:
    """The last visit of each feed since the start; `say` gets what deserves a line, `status` the living one."""

    say: Callable[[str], None]
    status: Callable[[str], None]
    feeds: int = 0
    order: dict[str, int] = field(default_factory=dict)
    """Each address's place among the feeds."""
    expected: set[str] = field(default_factory=set)
    """The addresses of the first pass whose answer is awaited."""
    visits: dict[str, Visit] = field(default_factory=dict)
    articles: int = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once a feed was read."""
    complete: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once every feed of the first pass has answered or failed."""
    told: bool = False
    """Whether the summary was given: from then on each change is told by itself."""

    def begin(self, known: Iterable[tuple[Feed, FeedState]], due: Iterable[Feed]) -> None:
        """Start from what the store remembers; `due` are the feeds of the first pass."""
        states = list(known)
        self.feeds = len(states)
        self.order = {feed.url: place for place, (feed, _) in enumerate(states)}
        self.expected = {feed.url for feed in due}
        self.visits = {
            feed.url: Visit(feed, error=state.last_error if state.failures else None)
            for feed, state in states
            if (state.last_success or state.failures) and feed.url not in self.expected
        }
        if not self.expected:
            self.complete.set()
        if any(visit.error is None for visit in self.visits.values()):
            self.answered.set()
        self.status(self.line())

    def report(self, visit: Visit) -> None:
        """For Services.report."""
        before = self.visits.get(visit.feed.url)
        if not visit.held or before is None:  # put off, it is as it was
            self.visits[visit.feed.url] = visit
        self.articles += visit.new
        self.expected.discard(visit.feed.url)
        if said := self.worth_saying(visit, before):
            self.say(said)
        if visit.error is None:
            self.answered.set()
        if not self.expected:
            self.complete.set()
        self.status(self.line())

    def worth_saying(self, visit: Visit, before: Visit | None) -> str:
        """The first answer at once; then a feed that stops or starts again to answer. Until the summary,
        failures wait for it.
        """
        if visit.error is None and not self.answered.is_set():
            rest = " Les autres suivent…" if self.expected else ""
            return f"Premier flux lu : {visit.feed.name}, {count(visit.new, 'article')}.{rest}"
        if not self.told:
            return ""
        was = before.error if before and not before.held else None
        if visit.error and not visit.held and not was:
            return failure(visit)
        return f"✓ {visit.feed.name} répond de nouveau." if was and not visit.error else ""

    def line(self) -> str:
        """« 12/40 flux lus · 3 en panne · 1 remis à plus tard · 214 articles »."""
        read = len(self.visits) - len(self.failing()) - len(self.put_off())
        parts = [f"{read}/{max(self.feeds, len(self.visits))} flux lus"]
        if failing := len(self.failing()):
            parts.append(f"{failing} en panne")
        if late := len(self.put_off()):
            parts.append(f"{late} remis à plus tard")
        if waiting := len(self.expected):
            parts.append(f"{waiting} en attente")
        return " · ".join([*parts, count(self.articles, "nouvel article", "nouveaux articles")])

    def follow(self, gone: Iterable[Feed], come: Iterable[Feed]) -> None:
        """feeds.yaml has changed."""
        for feed in gone:
            self.visits.pop(feed.url, None)
            self.expected.discard(feed.url)
            self.feeds -= 1
        self.feeds += len(list(come))

    def failing(self) -> Sequence[Visit]:
        """The visits that failed, in the order of the feeds."""
        return self.in_order(visit for visit in self.visits.values() if visit.error and not visit.held)

    def put_off(self) -> Sequence[Visit]:
        """The visits that were not made yet, in the order of the feeds."""
        return self.in_order(visit for visit in self.visits.values() if visit.held)

    def in_order(self, visits: Iterable[Visit]) -> Sequence[Visit]:
        return sorted(visits, key=lambda visit: self.order.get(visit.feed.url, len(self.order)))

    def summary(self) -> str:
        """The line, then each feed that fails or was put off; those that do alike, where many, on one line."""
        self.told = True
        return "\n".join([self.line(), *failures(self.failing()), *failures(self.put_off())])

    @property
    def deaf(self) -> bool:
        """Whether every feed failed, or was put off."""
        return bool(self.visits) and all(visit.error for visit in self.visits.values()) and not self.expected


FEW, NAMED = 3, 3
"""Feeds that fail alike and have a line each; how many are named where they have not."""


def failures(visits: Sequence[Visit]) -> Iterator[str]:
    alike: dict[str | None, list[Visit]] = {}
    for visit in visits:
        alike.setdefault(visit.error, []).append(visit)
    for error, found in alike.items():
        if len(found) <= FEW:
            yield from map(failure, found)
        else:
            names = ", ".join(visit.feed.name for visit in found[:NAMED])
            yield f"{sign(found[0])} {count(len(found), 'flux', 'flux')} ({names}…) : {error}"


def failure(visit: Visit) -> str:
    return f"{sign(visit)} {visit.feed.name} : {visit.error}"


def sign(visit: Visit) -> str:
    return "…" if visit.held else "✗"


def count(number: int, one: str, many: str = "") -> str:
    """« 1 article », « 1 214 articles »: zero and one are singular in French."""
    return f"{number:,}".replace(",", "\u202f") + f" {one if number < 2 else many or one + 's'}"
