"""All that a command may touch, as one value. It answers nothing: desk.py does."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from vigie.admission import Admission
from vigie.model import Sensitivity
from vigie.ports import ChatPlatform, Clock, Fetcher, Leases, Parser, Store

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Means:
    """What stands behind the desk."""

    store: Store
    clock: Clock
    fetcher: Fetcher
    parser: Parser
    platforms: Mapping[str, ChatPlatform]
    thresholds: Mapping[str, Mapping[Sensitivity, float]] = field(default_factory=dict)
    """The score from which an event alerts, by topic and sensitivity; shown, never compared."""
    zone: ZoneInfo = PARIS
    """In which days begin, and times are told."""
    leases: Leases | None = None
    """Of the feeds that have a hub; None where nobody is to be told of them."""
    reading: Admission = field(default_factory=lambda: Admission(requests=20, visits=20))
    """Lets feeds and lists be read that people ask for."""
    errands: set[asyncio.Task[None]] = field(default_factory=set)
    """What goes on after its answer was given."""
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while the watch-list is read and then changed, so that a name is not taken twice at once."""
