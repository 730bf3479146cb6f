"""How a feed is: working, broken, silent; when that became true, and the sentence that says so. Pure.

Broken: no good visit for hours, or stopped for good. Silent: it answers, but nothing new came for many times its gap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vigie.memory import Incident, Trouble
from vigie.model import DAY, Feed, FeedState
from vigie.schedule import is_known

BROKEN_AFTER, BROKEN_TIMES = timedelta(hours=6), 3
"""Failures are an incident once they have lasted so long, and were so many."""

SILENT_FOR = 8
"""Usual gaps without anything new that make a silence."""
SHORTEST_SILENCE, LONGEST_SILENCE = timedelta(days=3), timedelta(days=90)
"""Week-ends with a bank holiday are no silence; after a quarter of a year anything is one."""


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a feed, for whoever asks."""

    last_success: datetime | None
    gap: timedelta | None
    """The usual time between two publications; None until it is known."""
    a_day: float | None
    """Entries a day; None until it is known."""
    silence: timedelta | None
    """How long ago it published last; None where it never said when."""
    trouble: Trouble | None
    stopped: bool = False
    """Nobody asks it any more: the site said twice that it is gone."""


def health(state: FeedState, now: datetime) -> Health:
    rhythm = state.memory.rhythm
    a_day = rhythm.total / rhythm.days if is_known(rhythm) else None
    return Health(
        state.last_success,
        DAY / a_day if a_day else None,
        a_day,
        now - rhythm.last if rhythm.last else None,
        trouble(state, now),
        state.memory.stopped_at is not None,
    )


def trouble(state: FeedState, now: datetime) -> Trouble | None:
    if state.memory.stopped_at:
        return "broken"
    if state.failures:
        since = state.last_success
        lasting = since is None or now - since >= BROKEN_AFTER
        return "broken" if lasting and state.failures >= BROKEN_TIMES else standing(state, "broken")
    return "silent" if is_silent(state, now) else None


def standing(state: FeedState, kind: Trouble) -> Trouble | None:
    """The trouble where it was told already: it does not end by looking less bad."""
    incident = state.memory.incident
    return kind if incident and incident.kind == kind else None


def is_silent(state: FeedState, now: datetime) -> bool:
    """Measured against the feed's own gap, which does not shrink while it is silent."""
    rhythm = state.memory.rhythm
    if not rhythm.last or not rhythm.at or rhythm.days <= 0 or rhythm.total <= 0:
        return False
    usual = timedelta(days=rhythm.days / rhythm.total)
    return now - rhythm.last > min(max(SILENT_FOR * usual, SHORTEST_SILENCE), LONGEST_SILENCE)


def noted(state: FeedState, now: datetime) -> tuple[FeedState, Incident | None, Trouble | None]:
    """The state with its incident brought up to date; the incident that began, and the kind of the one that ended."""
    before, kind = state.memory.incident, trouble(state, now)
    was = before.kind if before else None
    if kind == was:
        return state, None, None
    incident = Incident(kind, now) if kind else None
    return replace(state, memory=replace(state.memory, incident=incident)), incident, was if kind is None else None


def told(feed: Feed, state: FeedState, began: Incident | None, ended: Trouble | None, now: datetime) -> str:
    """The sentence for the people who follow the feed; '' where nothing began or ended."""
    if began and began.kind == "broken":
        return f"Le flux « {feed.name} » est en panne{since(state.last_success, now)} : {reason(state)}{stopped(state)}"
    if began:
        last = since(state.memory.rhythm.last, now)
        return f"Le flux « {feed.name} » est muet{last} : il répond, mais ne publie plus rien. Vérifiez son adresse."
    endings = {"broken": "répond de nouveau", "silent": "publie de nouveau"}
    return f"Le flux « {feed.name} » est rétabli : il {endings[ended]}." if ended else ""


def stopped(state: FeedState) -> str:
    return " Vigie ne le lira plus." if state.memory.stopped_at else ""


def reason(state: FeedState) -> str:
    text = (state.last_error or "raison inconnue").rstrip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def since(moment: datetime | None, now: datetime) -> str:
    """« depuis 3 jours », with its space; '' where nobody knows."""
    if moment is None:
        return ""
    hours = (now - moment) // timedelta(hours=1)
    return f" depuis {hours} heures" if hours < 48 else f" depuis {hours // 24} jours"
