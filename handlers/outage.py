"""Tells an operator, in French, that a platform is out of reach, once, and that it is back, once. It neither waits
nor tries again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import aiohttp

log = logging.getLogger(__name__)

NBSP = "\u00a0"

Say = Callable[[str], None]


class Outage:
    """What an operator was told of one platform: its name as people write it, and whoever shows them the line."""

    def __init__(self, platform: str, say: Say = log.warning) -> None:
        self.platform = platform
        self.say = say
        self.told = False
        self.alarm: asyncio.TimerHandle | None = None

    def begins(self, error: BaseException | None, wait: float) -> None:
        """It could not be reached; the next attempt comes after so many seconds."""
        seconds = f"{wait:.0f}{NBSP}s"
        log.info("%s: %s; next attempt in %s", self.platform, type(error).__name__, seconds)
        self.tell(
            f"{culprit(error, self.platform)}{NBSP}; nouvel essai dans {seconds}, puis de moins en moins souvent. "
            "Les alertes attendent, rien n'est perdu."
        )

    def cut_after(self, grace: float) -> None:
        """The line on which commands come is cut, and mends itself: worth a word where that takes longer than so many
        seconds. Posts take another way.
        """
        if self.alarm is None:
            self.alarm = asyncio.get_running_loop().call_later(grace, self._cut)

    def _cut(self) -> None:
        self.tell(
            f"La connexion à {self.platform} est coupée{NBSP}: Vigie la rétablit d'elle-même. En attendant, les "
            "commandes ne répondent pas, les alertes partent."
        )

    def ends(self) -> None:
        """All is well again."""
        self.rest()
        if self.told:
            self.told = False
            self.say(f"{self.platform} répond de nouveau.")

    def rest(self) -> None:
        """Nothing is watched any more."""
        if self.alarm:
            self.alarm.cancel()
            self.alarm = None

    def tell(self, sentence: str) -> None:
        """Once, until all is well again."""
        if not self.told:
            self.told = True
            self.say(sentence)


def culprit(error: BaseException | None, platform: str) -> str:
    """Who it is that does not answer: the proxy that stands between, where it is that."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"Le serveur mandataire refuse de mener à {platform} (HTTP {error.status})"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return f"Le serveur mandataire qui mène à {platform} ne répond pas"
    return f"{platform} ne répond pas"
