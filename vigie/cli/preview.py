"""What the terminal says once the feeds have answered: how it went and, on a very first run, what they hold already."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

from vigie.cards import card
from vigie.cli.assemble import House
from vigie.cli.progress import Progress, count
from vigie.cli.screen import Screen
from vigie.model import LOCAL
from vigie.ports import Query

PATIENCE = 8
"""Seconds after which the preview no longer waits for the slowest feeds."""

EXAMINING = 60
"""Seconds more for examining what they brought: ten thousand feeds hold a quarter of a million articles."""

SHOWN = 6
"""Stories in a preview."""

PARIS = ZoneInfo("Europe/Paris")

WAITING = "Aucun flux n'a encore répondu ; Vigie attend."

DEAF = (
    "Aucun flux n'a répondu. Si la raison est partout la même, vérifiez la connexion à Internet (et le mandataire, "
    "s'il y en a un) ; « uv run bot.py doctor » examine chaque flux."
)

STILL_TRYING = "Vigie continue d'essayer, de moins en moins souvent ; laissez-la tourner."


async def opening(
    progress: Progress, house: House, screen: Screen, *, first_run: bool, patience: float = PATIENCE
) -> None:
    """Tell how the first pass went; each feed that fails is told once."""
    whole = await within(patience, progress.complete.wait())
    if not progress.answered.is_set():
        if not progress.complete.is_set():
            screen.say(WAITING, "dim")
        await either(progress.answered, progress.complete)
    screen.say(progress.summary())
    if progress.deaf:
        screen.say(f"{DEAF}\n{STILL_TRYING}")
        await progress.answered.wait()
    if first_run:
        whole = await within(EXAMINING, examined(house)) and whole
        await preview(house, screen, whole=whole)


async def within(seconds: float, work: Awaitable[Any]) -> bool:
    """Whether the work is done in so many seconds; it goes no further after them."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await work
            return True
    return False


async def examined(house: House) -> None:
    """Return once all that was committed is examined: whoever examines goes on until nothing is left."""
    async with house.services.examining:
        pass


async def either(one: asyncio.Event, other: asyncio.Event) -> None:
    """Wait until one of two events is set."""
    waiting = [asyncio.create_task(event.wait()) for event in (one, other)]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()


async def preview(house: House, screen: Screen, *, whole: bool = True) -> None:
    """The latest stories among what the feeds hold now, the newest nearest to the prompt; whole: all of it is known."""
    found = await house.services.store.search(Query(LOCAL, limit=SHOWN))
    if not found.total:
        screen.say(NOTHING if whole else NOTHING_YET)
        return screen.say(STARTS)
    which = count(found.total, "histoire trouvée", "histoires trouvées")
    last = "" if found.total <= len(found.stories) else f" ; voici les {len(found.stories)} dernières"
    what = "ce que les flux contiennent déjà" if whole else "ce que Vigie a déjà lu"
    screen.say(f"Aperçu de {what} : {which}{last}.", "bold")
    for story in reversed(found.stories):
        screen.show(card(story, PARIS, mark="Aperçu"))
    screen.say(f"\n{STARTS}")


NOTHING = "Rien, dans ce que les flux contiennent déjà, ne touche les entreprises surveillées."
NOTHING_YET = "Rien, dans ce que Vigie a déjà lu, ne touche les entreprises surveillées ; elle lit le reste."
STARTS = "La veille commence maintenant : Vigie ne signalera que ce qui paraîtra désormais."


def nothing_new(progress: Progress) -> str:
    """What a pass says that brought no alert."""
    return f"Aucune alerte nouvelle ({count(progress.articles, 'nouvel article', 'nouveaux articles')})."
