"""Facts of an event -> one or two French sentences that a press officer would sign. Pure.

Makers propose (brief, extract, title), one gate judges them all, and the next maker is used where one fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from vigie.model import REGULATION, Article, Event, Fact, LayoffFacts, RegulationFacts, Summary
from vigie.summarise import gate, regulation
from vigie.summarise import reading as read
from vigie.summarise.brief import briefs
from vigie.summarise.extract import extracts, last_resort, quoted_title
from vigie.summarise.figures import figures, same
from vigie.summarise.reading import Reading

Method = Literal["brief", "extract", "model", "title"]


class Writer:
    """Implements ports.Summariser without a model."""

    async def summarise(self, event: Event, article: Article) -> Summary:
        return summary(event, article)


def summary(event: Event, article: Article) -> Summary:
    """The first proposal that the gate lets through, with the figure if any has it; else the title. Never raises."""
    reading = read.read(event, article)
    wanted = figure(event)
    second: Summary | None = None
    for text, method in proposals(reading):
        if second and not tells(wanted, text):
            continue
        if gate.passes(text, event, article):
            found = Summary(text, method, reading.language)
            if tells(wanted, text):
                return found
            second = found
    return second or Summary(last_resort(reading), "title", reading.language)


def figure(event: Event) -> float | None:
    """The figure that a reader expects to be told: jobs, else the amount, else the share."""
    match event.facts:
        case LayoffFacts(jobs=Fact(value=value)) | LayoffFacts(share=Fact(value=value)):
            return float(value)
        case RegulationFacts(amount=Fact(value=value)):
            return float(value)
    return None


def tells(wanted: float | None, text: str) -> bool:
    return wanted is None or any(same(wanted, v) for f in figures(text) for v in f.values)


BLAND = re.compile(
    r"\b(?:au centre d'un dossier|intervi\w+ dans|intervenir dans|réglementaire|(?:rend\w*|rendue) une décision dans|"
    r"se prononc\w+ dans|(?:est|sont) évoquée?s?|en question)\b"
)
"""True, but it tells nothing: what the article says of it comes first."""


def proposals(reading: Reading) -> Iterator[tuple[str, Method]]:
    """All makers' texts, best first: the extract comes before the brief where a French article's facts are thin."""
    if not reading.french:
        yield from ((text, "brief") for text in briefs(reading))
        return
    if is_thin(reading):
        yield from ((text, "extract") for text in extracts(reading))
        if reading.event.topic == REGULATION:
            yield from ((text, "extract") for text in quoted_title(reading))
    bland: list[str] = []
    for text in briefs(reading):
        if BLAND.search(text):
            bland.append(text)
        else:
            yield text, "brief"
    yield from ((text, "extract") for text in extracts(reading))
    yield from ((text, "extract") for text in quoted_title(reading))
    yield from ((text, "brief") for text in bland)


def is_thin(reading: Reading) -> bool:
    """Whether the facts say less than a sentence of the article would."""
    match reading.event.facts:
        case LayoffFacts(jobs=None, share=None, wave=None):
            return True
        case RegulationFacts() as facts:
            return not regulation.is_precise(reading, facts)
    return False


def summarise_article(title: str, text: str) -> str:
    """A French news article in at most 280 characters, without knowing what it is about."""
    from vigie.summarise.general import summarise_article as make

    return make(title, text)


__all__ = ["Writer", "summarise_article", "summary"]
