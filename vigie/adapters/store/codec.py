"""Values of the model <-> what the tables hold, without loss: offsets, kinds of facts and order are kept. Pure."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from vigie.memory import Memory
from vigie.model import FACTS, Event, Evidence, Facts
from vigie.stories import Telling

Json = Any

FACTS_AS = {topic: TypeAdapter(kind) for topic, kind in FACTS.items()}
PLAIN_FACTS = TypeAdapter(Facts)
"""For a topic of which no more is known."""

MEMORY_AS = TypeAdapter(Memory)
NOTHING_YET = Memory()

EVIDENCE_AS = TypeAdapter(tuple[Evidence, ...])


def dumps(value: Json) -> str:
    """Canonical JSON: one spelling a value, so that equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def facts_to_json(event: Event) -> Json:
    return FACTS_AS.get(event.topic, PLAIN_FACTS).dump_python(event.facts, mode="json", exclude_defaults=True)


def facts_from_json(topic: str, value: Json) -> Facts:
    return FACTS_AS.get(topic, PLAIN_FACTS).validate_python(value)


def evidence_to_json(event: Event) -> Json:
    return EVIDENCE_AS.dump_python(event.evidence, mode="json", exclude_defaults=True)


def evidence_from_json(value: Json) -> tuple[Evidence, ...]:
    return EVIDENCE_AS.validate_python(value)


def memory_to_json(memory: Memory) -> Json:
    return MEMORY_AS.dump_python(memory, mode="json", exclude_defaults=True) or None


def memory_from_json(value: Json) -> Memory:
    return MEMORY_AS.validate_python(value) if value else NOTHING_YET


TELLING_AS = TypeAdapter(Telling)


def telling_to_text(one: Telling) -> str:
    return TELLING_AS.dump_json(one, exclude_defaults=True).decode()


def telling_from_text(text: str) -> Telling:
    return TELLING_AS.validate_json(text)


def clean(text: str) -> str:
    """The text as both engines take it, no shorter and no longer: half characters and NUL become U+FFFD."""
    text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def strings(facts: Json) -> list[str]:
    """Every text in facts as JSON, without the passages: what a search may find them by."""
    match facts:
        case str():
            return [facts]
        case {"value": value}:
            return strings(value)
        case dict():
            return [text for inner in facts.values() for text in strings(inner)]
        case list():
            return [text for inner in facts for text in strings(inner)]
        case _:
            return []
