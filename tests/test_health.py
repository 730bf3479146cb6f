"""How a feed is, and what is told of it, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from vigie.health import health, noted, told, trouble
from vigie.memory import Incident, Memory, Rhythm
from vigie.model import Feed, FeedState
from vigie.schedule import learnt

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FEED = Feed("https://gazette.example/rss", "La Gazette")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def daily(until: datetime = NOON) -> Rhythm:
    return learnt(Rhythm(), [until - n * DAY for n in range(20, -1, -1)], until)


def state(**fields) -> FeedState:
    return FeedState(FEED.url, **{"last_success": NOON, "baseline_at": NOON - 30 * DAY, **fields})


def failing(hours: float, failures: int = 5, **fields) -> FeedState:
    return state(last_success=NOON - hours * HOUR, failures=failures, last_error="Le site est en panne.", **fields)


@pytest.mark.parametrize(
    ("feed", "kind"),
    [
        (state(), None),
        (failing(1), None),
        (failing(7, failures=2), None),
        (failing(7), "broken"),
        (replace(failing(7), last_success=None), "broken"),
        (state(memory=Memory(stopped_at=NOON)), "broken"),
        (failing(1, memory=Memory(incident=Incident("broken", NOON))), "broken"),
        (failing(1, memory=Memory(incident=Incident("silent", NOON))), None),
        (state(memory=Memory(daily())), None),
        (state(memory=Memory(daily(NOON - 7 * DAY))), None),
        (state(memory=Memory(daily(NOON - 9 * DAY))), "silent"),
        (state(memory=Memory(Rhythm())), None),
        (state(memory=Memory(Rhythm((0.0,) * 48, 3.0, NOON, NOON - 200 * DAY))), None),
    ],
)
def test_the_trouble_of_a_feed(feed, kind):
    assert trouble(feed, NOON) == kind


def test_a_weekly_feed_is_not_silent_after_a_fortnight():
    weekly = learnt(Rhythm(), [NOON - n * 7 * DAY for n in range(6, -1, -1)], NOON)
    assert trouble(state(memory=Memory(weekly)), NOON + 14 * DAY) is None
    assert trouble(state(memory=Memory(weekly)), NOON + 100 * DAY) == "silent"


def test_the_figures_of_a_feed():
    found = health(state(memory=Memory(daily())), NOON + 3 * HOUR)
    assert found.a_day == pytest.approx(1, rel=0.1)
    assert found.gap == pytest.approx(DAY, rel=timedelta(hours=3) / DAY)
    assert (found.silence, found.last_success, found.trouble, found.stopped) == (3 * HOUR, NOON, None, False)
    new = health(FeedState(FEED.url), NOON)
    assert (new.gap, new.a_day, new.silence, new.last_success) == (None, None, None, None)


def test_an_incident_is_noted_once_and_its_end_once():
    broken, began, ended = noted(failing(7), NOON)
    assert (began, ended) == (Incident("broken", NOON), None)
    assert noted(broken, NOON + HOUR) == (broken, None, None)
    mended, began, ended = noted(replace(broken, failures=0), NOON + HOUR)
    assert (began, ended) == (None, "broken")
    assert noted(mended, NOON + HOUR)[1:] == (None, None)


def test_a_silent_feed_that_breaks_is_another_incident():
    silent, _, _ = noted(state(memory=Memory(daily(NOON - 9 * DAY))), NOON)
    _, began, ended = noted(replace(silent, failures=5, last_success=NOON - 7 * HOUR), NOON)
    assert began
    assert (began.kind, ended) == ("broken", None)


def said(feed: FeedState, began: Incident | None, ended=None) -> str:
    return told(FEED, feed, began, ended, NOON).replace("\u00a0", " ")


def test_what_is_told():
    broken = Incident("broken", NOON)
    assert said(failing(7), broken) == "Le flux « La Gazette » est en panne depuis 7 heures : Le site est en panne."
    assert "depuis 5 jours" in said(failing(120), broken)
    assert said(FeedState(FEED.url, failures=3), broken) == "Le flux « La Gazette » est en panne : raison inconnue."
    assert said(failing(7, memory=Memory(stopped_at=NOON)), broken).endswith("Vigie ne le lira plus.")
    silent = said(state(memory=Memory(daily(NOON - 9 * DAY))), Incident("silent", NOON))
    assert silent.startswith("Le flux « La Gazette » est muet depuis 9 jours : il répond")
    assert said(state(), None, "broken") == "Le flux « La Gazette » est rétabli : il répond de nouveau."
    assert said(state(), None, "silent") == "Le flux « La Gazette » est rétabli : il publie de nouveau."
    assert said(state(), None) == ""
