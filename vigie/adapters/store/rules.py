"""A channel's rules <-> the JSON that the table keeps: only what differs from the default. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from datetime import datetime, time
from enum import StrEnum
from functools import cache
from typing import Any

from vigie.adapters.store.codec import dumps
from vigie.model import Mute, Sensitivity
from vigie.rules import Mention, Rhythm, Rules, default


def mutes(stored: list[dict[str, Any]]) -> tuple[Mute, ...]:
    return tuple(Mute(**one | {"until": datetime.fromisoformat(one["until"])}) for one in stored)


READ: dict[str, Any] = {"rhythm": Rhythm, "mention": Mention, "sensitivity": Sensitivity, "muted": mutes}


def rules_to_json(rules: Rules, platform: str) -> dict[str, Any]:
    """What differs from the default, so that a later default reaches those who left it."""
    usual = asdict(default(platform))
    return {name: plain(value) for name, value in asdict(rules).items() if value != usual[name]}


def plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, tuple):
        return [one | {"until": one["until"].isoformat()} for one in value]
    return value.value if isinstance(value, StrEnum) else value


def rules_of(stored: dict[str, Any] | None, platform: str) -> Rules:
    return parsed(dumps(stored), platform) if stored else default(platform)


@cache
def parsed(text: str, platform: str) -> Rules:
    known = {field.name: field for field in fields(Rules)}
    values = {name: value for name, value in json.loads(text).items() if name in known}
    return replace(default(platform), **{name: read(name, value) for name, value in values.items()})


def read(name: str, value: Any) -> Any:
    if name in ("digest_at", "quiet_from", "quiet_to"):
        return time.fromisoformat(value)
    return READ[name](value) if name in READ else value
