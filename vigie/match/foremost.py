"""How far an article is about a company, crossed with what it tells: a cut is of whom the article is about. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from vigie.match.names import Name
from vigie.match.reading import Reading
from vigie.match.scan import Trigger
from vigie.model import OWN

TELLING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "layoffs": frozenset({"cut", "closure", "insolvency", "threat", OWN}),
        "regulation": frozenset(
            {"fine", "probe", "suit", "ruling", "ban", "order", "approval", "block", "settlement", "appeal", "trial"}
        )
        | {OWN},
    }
)
"""For each topic, the groups of triggers that tell an event by themselves; for another topic, all of them do."""

LEAD = 2
"""The sentences after the title that are the lead."""

MANY = 4
"""Telling wordings beyond which more say nothing more."""


def of_foremost(
    reading: Reading, company: int, topic: str, names: Sequence[Name], triggers: Sequence[Trigger]
) -> Iterator[tuple[str, float]]:
    """Each group of wordings, and where the telling ones stand, by the rank of the company in the article."""
    document = reading.document
    rank = rank_of(reading, company, names)
    own = set(reading.sentences_naming(company))
    powers = reading.authorities_of_sentence
    groups = TELLING.get(topic)
    telling = 0
    found = {f"x:{rank}"}
    for trigger in triggers:
        near = trigger.sentence in own or trigger.sentence - 1 in own
        found.add(f"x:{rank}:{trigger.group}")
        if near:
            found.add(f"x:{rank}:{trigger.group}@near")
        if groups is None or trigger.group in groups:
            telling += 1
            where = "title" if trigger.start < document.title_end else "lead" if trigger.sentence <= LEAD else "body"
            found.add(f"x:{rank}:{where}:{near}:{trigger.sentence in powers}")
    found.add(f"x:{rank}:{min(telling, MANY)}")
    yield from dict.fromkeys(sorted(found), 1.0).items()


def rank_of(reading: Reading, company: int, names: Sequence[Name]) -> str:
    """From 0, named in passing, to 3, named most and alone in the title."""
    title_end = reading.document.title_end
    most = len(names) == reading.most_named
    if names[0].start >= title_end:
        return "1" if most else "0"
    if not most:
        return "1"
    return "3" if reading.companies_of_title == {company} else "2"
