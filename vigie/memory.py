"""What earlier visits taught us of a feed, beyond what its server must be told: frozen values, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

HOURS = 48
"""Of a rhythm: the 24 of a working day, then the 24 of a day of the weekend, in UTC."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a feed publishes, learnt from the dates of its entries; what is older than weeks fades."""

    hours: tuple[float, ...] = ()
    """How many entries fell into each of the 48 hours; empty where none did yet."""
    days: float = 0.0
    """How many days of observation these numbers stand for."""
    at: datetime | None = None
    """When they were last brought up to date."""
    last: datetime | None = None
    """The newest publication."""

    @property
    def total(self) -> float:
        return sum(self.hours)


@dataclass(frozen=True, slots=True)
class Offer:
    """Hubs that tell of each change, so that nobody need poll (WebSub)."""

    hubs: tuple[str, ...]
    topic: str
    """How the feed calls itself there (rel=self)."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a feed's document asks of those who poll it."""

    ttl: timedelta | None = None
    """The least time between two visits (RSS `ttl`)."""
    hours: frozenset[int] = frozenset()
    """Hours of the day, in UTC, without visits (RSS `skipHours`)."""
    days: frozenset[int] = frozenset()
    """Days of the week without visits, Monday 0 (RSS `skipDays`)."""
    offer: Offer | None = None
    """Instead of so many visits."""


@dataclass(frozen=True, slots=True)
class Move:
    """The feed's server says, with 301 or 308, that the feed lives elsewhere now."""

    to: str
    since: datetime
    times: int = 1
    adopted: bool = False
    """Said often and long enough, and it is the same feed: it is asked there."""
    before: str = ""
    """Where it is asked until then, if an earlier move led there."""

    @property
    def place(self) -> str:
        """Where the feed is asked; empty for the address that people gave."""
        return self.to if self.adopted else self.before


Trouble = Literal["broken", "silent"]


@dataclass(frozen=True, slots=True)
class Incident:
    """What the people who follow the feed were told, once."""

    kind: Trouble
    since: datetime


@dataclass(frozen=True, slots=True)
class Closure:
    """A host wants to be left alone (429 or 503 with Retry-After), whichever of its feeds it said so for."""

    host: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    rhythm: Rhythm = Rhythm()
    wishes: Wishes = Wishes()
    move: Move | None = None
    whole_at: datetime | None = None
    """When the server last sent the whole document: from time to time it is asked for without validators."""
    gone_at: datetime | None = None
    """When the server first said that the feed is gone for good (410)."""
    stopped_at: datetime | None = None
    """When it said so again, a day later: nobody asks any more."""
    heavy: str | None = None
    """The hash of a document that was its reader's death."""
    deaths: int = 0
    """How often: from the second time on it is not read again until it changes."""
    incident: Incident | None = None
    closed: Closure | None = None
    """What the last visit was refused with: the store keeps it for all feeds of that host, and so past a restart."""
