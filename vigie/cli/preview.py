"""What the terminal says once the feeds have answered: how it went and, on a very first run, what they hold already."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from zoneinfo import ZoneInfo

from vigie.cards import card
from vigie.cli.assemble import House
from vigie.cli.progress import Progress, count
from vigie.cli.screen import Screen
from vigie.model import LOCAL
from vigie.ports import Query

PATIENCE = 8
"""Seconds after which the preview no longer waits for the slowest feeds."""

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
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await progress.complete.wait()
    if not progress.answered.is_set():
        if not progress.complete.is_set():
            screen.say(WAITING, "dim")
        await either(progress.answered, progress.complete)
    screen.say(progress.summary())
    if progress.deaf:
        screen.say(f"{DEAF}\n{STILL_TRYING}")
        await progress.answered.wait()
    if first_run:
        await preview(house, screen)


async def either(one: asyncio.Event, other: asyncio.Event) -> None:
    """Wait until one of two events is set."""
    waiting = [asyncio.create_task(event.wait()) for event in (one, other)]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()


async def preview(house: House, screen: Screen) -> None:
    """The latest stories among what the feeds hold now, the newest nearest to the prompt."""
    found = await house.services.store.search(Query(LOCAL, limit=SHOWN))
    if not found.total:
        screen.say("Rien, dans ce que les flux contiennent déjà, ne touche les entreprises surveillées.")
        return screen.say(STARTS)
    which = count(found.total, "histoire trouvée", "histoires trouvées")
    last = "" if found.total <= len(found.stories) else f" ; voici les {len(found.stories)} dernières"
    screen.say(f"Aperçu de ce que les flux contiennent déjà : {which}{last}.", "bold")
    for story in reversed(found.stories):
        screen.show(card(story, PARIS, mark="Aperçu"))
    screen.say(f"\n{STARTS}")


STARTS = "La veille commence maintenant : Vigie ne signalera que ce qui paraîtra désormais."


def nothing_new(progress: Progress) -> str:
    """What a pass says that brought no alert."""
    return f"Aucune alerte nouvelle ({count(progress.articles, 'nouvel article', 'nouveaux articles')})."
