"""`histoire`: put two stories together, or take an article out of one, by hand; the decision is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from vigie.adapters.store import NoSuchStory, SqlStore, StoreError
from vigie.cli.arguments import clipped, story_number
from vigie.cli.doctor.machine import is_there
from vigie.cli.streams import complain
from vigie.summarise import summary

Gesture = Callable[[SqlStore, int, str], Awaitable[str]]


def main(gesture: str, story: int, other: str, place: Path | str) -> int:
    """1, and a French sentence on standard error, where it cannot be done."""
    if gesture not in GESTURES:
        return complain(f"« {gesture} » n'est pas un geste : écrivez {' ou '.join(GESTURES)}.")
    if isinstance(place, Path) and not is_there(place):
        return complain(f"Il n'y a pas encore de base dans {place.parent}. Donnez le bon dossier avec --data.")
    try:
        print(asyncio.run(done(gesture, story, other, place)))
    except (NoSuchStory, StoreError) as error:
        return complain(error)
    return 0


async def done(gesture: str, story: int, other: str, place: Path | str) -> str:
    async with SqlStore(place) as store:
        return await GESTURES[gesture](store, story, other)


async def merge(store: SqlStore, story: int, other: str) -> str:
    try:
        joins = story_number(other)
    except ValueError:
        raise NoSuchStory(f"« {clipped(other)} » n'est pas un numéro d'histoire.") from None
    kept = await store.merge(story, joins, datetime.now(UTC))
    return f"Les deux histoires n'en font plus qu'une, la n° {kept}."


async def split(store: SqlStore, story: int, url: str) -> str:
    if not url.isprintable():
        raise NoSuchStory("Cette adresse contient un caractère qui n'a pas de sens : recopiez-la.")
    made = await store.split(story, url, summary, datetime.now(UTC))
    return f"L'article a maintenant son histoire, la n° {made}."


GESTURES: Mapping[str, Gesture] = {"fusionner": merge, "separer": split}
