"""The matcher behind ports.Engine: built off the loop, swapped at once; it decides nothing itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from vigie.match import Matcher, ranked
from vigie.match.lexicons import Lexicons
from vigie.model import Article, Company, Event, OwnWords

AT_A_STRETCH = 4
"""Companies and topics that are judged before the loop is asked whether others wait."""


class RuleEngine:
    """Implements ports.Engine: an analysis always runs against one whole watch-list, never half of two."""

    def __init__(self, lexicons: Lexicons, own: Sequence[OwnWords] = ()) -> None:
        self._shipped = lexicons
        self._own = tuple(own)
        self._matcher = Matcher((), lexicons.adding(own))
        self._version = -1
        self._building = asyncio.Lock()

    @property
    def version(self) -> int:
        """The version of the watch-list in use; -1 before the first."""
        return self._version

    async def analyse(self, article: Article) -> Sequence[Event]:
        # A millisecond, so no thread; where an article names many (vigie.match.bounds), others get their turn between.
        events: list[Event] = []
        for number, found in enumerate(self._matcher.judged(article), 1):
            events += found
            if number % AT_A_STRETCH == 0:
                await asyncio.sleep(0)
        return ranked(events)

    async def refresh(self, companies: Sequence[Company], version: int) -> None:
        async with self._building:
            if version == self._version:
                return
            matcher = await asyncio.to_thread(self._matcher.watching, tuple(companies))
            self._matcher, self._version = matcher, version

    async def learn(self, own: Sequence[OwnWords]) -> None:
        async with self._building:
            if tuple(own) == self._own:
                return
            words, companies = self._shipped.adding(own), self._matcher.companies
            self._matcher = await asyncio.to_thread(Matcher, companies, words)
            self._own = tuple(own)
