"""The stretches of an article that tell a company's event: where its facts are looked for, best first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from vigie.match.reading import Reading
from vigie.match.scan import Trigger
from vigie.model import Fact

MOST = 6
"""Sentences that are searched."""

WEAK: dict[str, frozenset[str]] = {
    "layoffs": frozenset(
        {"restructuring", "workers", "single", "strike", "hiring", "short_time", "cut_weak", "denial"}
    ),
    "regulation": frozenset({"politics", "company_acts", "safety", "merger", "court", "agency"}),
}
"""Groups of triggers that accompany an event rather than tell it."""

Span = tuple[int, int]


def told(reading: Reading, company: int, topic: str) -> list[Trigger]:
    """The triggers that tell the event of this company, the best first: strong before weak, title before text."""
    document = reading.document
    weak = WEAK.get(topic, frozenset())
    named = set(reading.sentences_naming(company))

    def rank(trigger: Trigger) -> tuple[bool, bool, bool, int, int]:
        return (
            trigger.group in weak,
            trigger.start >= document.title_end,
            trigger.sentence not in named,
            trigger.sentence,
            trigger.start - trigger.end,
        )

    return sorted(reading.owned(topic, company) or reading.scan.of(topic), key=rank)


def spans(reading: Reading, company: int, topic: str) -> list[Span]:
    """The title where it names the company or nobody else, then the sentences with its triggers, in order."""
    document = reading.document
    triggers = told(reading, company, topic)
    strong = [t for t in triggers if t.group not in WEAK.get(topic, ())] or triggers
    sentences = dict.fromkeys(trigger.sentence for trigger in sorted(strong, key=lambda t: t.start))
    listed = [document.sentences[s] for s in list(sentences)[:MOST]]
    title = [
        span
        for number, span in enumerate(document.sentences)
        if span[0] < document.title_end
        and any(n.company == company for n in reading.names_of_sentence.get(number, reading.scan.names))
    ]
    return list(dict.fromkeys([*title, *listed]))


def search(reading: Reading, pattern: re.Pattern[str], where: list[Span]) -> Iterator[re.Match[str]]:
    """The places where a pattern of folded text stands in these spans, in order."""
    for span in where:
        yield from reading.once((id(pattern), span), partial(matches, pattern, reading.document.text, span))


def matches(pattern: re.Pattern[str], text: str, span: Span) -> list[re.Match[str]]:
    return list(pattern.finditer(text, *span))


def written(reading: Reading, match: re.Match[str], group: int | str = 0) -> Fact[str]:
    """A match as the article writes it, with its passage."""
    start, end = match.span(group)
    return Fact(reading.document.written(start, end), reading.document.passage(start, end))
