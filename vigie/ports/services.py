"""The parts of a running Vigie in one value."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vigie.admission import Admission
from vigie.lanes import Lanes
from vigie.model import Visit
from vigie.ports.outside import ChatPlatform, Clock, Engine, Fetcher, Parser, Summariser
from vigie.ports.pushing import Pushing
from vigie.ports.store import Store
from vigie.pressure import Pressure


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that bot.py puts together; tests put together others."""

    clock: Clock
    fetcher: Fetcher
    parser: Parser
    engine: Engine
    summariser: Summariser
    store: Store
    platforms: Mapping[str, ChatPlatform]
    report: Callable[[Visit], None] = lambda visit: None
    """Told of each visit as it ends."""
    proven: Admission = field(default_factory=Admission)
    """Lets feeds be read that were read the last time."""
    doubtful: Admission = field(default_factory=Admission)
    """Lets those be read that never were, or not the last time: those that work wait for none of them."""
    hosts: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """One feed of a host at a time: those that wait for their turn keep no other feed from being read."""
    visiting: set[str] = field(default_factory=set)
    """The addresses being read now: a slow one is not read twice at once."""
    examining: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One at a time: entries in their order."""
    delivering: Lanes = field(default_factory=Lanes)
    """One send at a time in each channel."""
    pressure: Pressure = field(default_factory=Pressure)
    """What is not begun while too much is owed, or the disk is nearly full."""
    pushing: Pushing | None = None
    """Where the operator gives a public address: feeds that have a hub are pushed instead of polled."""
