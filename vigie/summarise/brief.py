"""The brief: one or two French sentences composed from the facts of an event; no model, no copied sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from vigie.model import LayoffFacts, RegulationFacts
from vigie.summarise import certainty, layoffs, regulation
from vigie.summarise.reading import Reading
from vigie.text.french import NBSP, capital, typeset

LIMIT = 280


def briefs(reading: Reading) -> Iterator[str]:
    """Candidates, best first, each at most 280 characters: what does not fit loses its asides from the last one on."""
    source = certainty.source(reading)
    tail = f", {source}" if source else ""
    for sentence, asides in sentences(reading):
        for kept in range(len(asides), -1, -1):
            text = finished(sentence + "".join(asides[:kept]) + tail)
            if len(text) <= LIMIT:
                yield text
                break


def sentences(reading: Reading) -> Iterator[tuple[str, tuple[str, ...]]]:
    match reading.event.facts:
        case LayoffFacts() as facts:
            yield from layoffs.tell(reading, facts)
        case RegulationFacts() as facts:
            yield from regulation.tell(reading, facts)


def finished(sentence: str) -> str:
    """With its capital, its full stop and its spaces."""
    text = typeset(capital(sentence.strip()))
    whole = text.endswith("»") and f"{NBSP}: «" in text
    return text if whole or text.endswith((".", "!", "?", "…")) else f"{text}."
