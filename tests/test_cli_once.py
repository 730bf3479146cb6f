"""`bot.py --once`, in this process: each feed read once, what it brought shown, and an end."""

from __future__ import annotations

import asyncio

from fakes.feeds import rss
from fakes.theatre import DISMISSALS, OLD, STARTS, Theatre, theatre

__all__ = ["theatre"]


async def test_once_shows_a_preview_first_and_alerts_the_next_time(theatre: Theatre) -> None:
    options = theatre.options(theatre.server.serve("/a", rss(OLD)))
    assert await theatre.once(options) == 0
    assert "1/1 flux lus · 1 nouvel article" in theatre.said
    assert "Rien, dans ce que les flux contiennent déjà" in theatre.said
    assert STARTS in theatre.said

    theatre.forget()
    theatre.server.serve("/a", rss(DISMISSALS, OLD))
    assert await theatre.once(options) == 0
    assert "🔻 Ateliers Morvan" in theatre.said
    assert "Aperçu" not in theatre.said

    theatre.forget()
    assert await theatre.once(options) == 0
    assert "Aucune alerte nouvelle (0 nouvel article)." in theatre.said


async def test_the_first_preview_shows_what_the_feeds_hold_marked_as_such(theatre: Theatre) -> None:
    assert await theatre.once(theatre.options(theatre.server.serve("/a", rss(DISMISSALS, OLD)))) == 0
    assert "Aperçu de ce que les flux contiennent déjà : 1 histoire trouvée." in theatre.said
    assert "Aperçu · 🔻 Ateliers Morvan" in theatre.said


async def test_once_without_any_answer_ends_in_1_and_says_why_feed_by_feed(theatre: Theatre) -> None:
    assert await theatre.once(theatre.options(theatre.server.url("/nowhere"))) == 1
    assert "✗ Flux 1 : Cette adresse n'existe pas" in theatre.said
    assert "Aucun flux n'a répondu." in theatre.said


async def test_once_asks_nothing_again_of_a_site_that_wants_to_be_left_alone(theatre: Theatre) -> None:
    busy = theatre.server.serve("/a", status=429, headers={"Retry-After": "3600"})
    for _ in range(2):
        assert await theatre.once(theatre.options(busy)) == 1
        assert "✗ Flux 1 : Le site demande de venir moins souvent" in theatre.said
        theatre.forget()
    assert len(theatre.server.requests) == 1


async def test_once_can_be_stopped(theatre: Theatre) -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(theatre.once(theatre.options(theatre.server.hang("/a"))))
        await theatre.server.arrival("/a").wait()
        theatre.stop()
    assert task.result() == 0
