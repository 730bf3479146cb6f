"""What keeps alerts from arriving in a channel just now, and what to do about it. It knows no command."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from vigie.cards import moment
from vigie.commands.means import Means
from vigie.commands.phrases import to_type
from vigie.commands.table import Caller
from vigie.ports import Manner
from vigie.text.french import NBSP

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
"""A pause without an end."""


def obstacles(manner: Manner, means: Means, caller: Caller) -> list[str]:
    now, said = means.clock(), []
    if manner.paused_until and manner.paused_until > now:
        said.append(f"En pause {until(manner.paused_until, means)}")
    if manner.blocked_until and manner.blocked_until > now:
        said.append(
            f"Mes messages sont refusés ici{NBSP}: {to_type(caller, 'tester')} dit ce qui manque. Ce qui est dû est "
            f"gardé sept jours{NBSP}; une fois réparé, {to_type(caller, 'reprendre')} le fait venir aussitôt."
        )
    return said


def until(at: datetime, means: Means) -> str:
    return (
        "jusqu'à ce que vous la leviez" if at >= FOREVER - timedelta(days=2) else f"jusqu'au {moment(at, means.zone)}"
    )
