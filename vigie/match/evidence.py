"""The passages that answer « Pourquoi ? »: the name, the event, its stage, and what spoke against. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from vigie.match.facts.telling import told
from vigie.match.reading import Reading
from vigie.model import Evidence, Role, Stage

AGAINST: dict[str, frozenset[str]] = {
    "layoffs": frozenset({"single", "strike", "hiring", "short_time", "denial"}),
    "regulation": frozenset({"company_acts"}),
}
"""Groups of triggers that speak against a subject."""

MOST = 3


def evidence(reading: Reading, company: int, topic: str, role: Role, stage: Stage | None) -> tuple[Evidence, ...]:
    """Name passages first, then event, stage and against; never without a name."""
    return tuple(
        dict.fromkeys(
            [
                *named(reading, company, topic),
                *telling(reading, company, topic),
                *staged(reading, stage),
                *against(reading, company, topic, role),
            ]
        )
    )


def named(reading: Reading, company: int, topic: str) -> Iterator[Evidence]:
    """The title's name, then the names in the sentences that tell the event, then the first one."""
    document = reading.document
    told_in = {trigger.sentence for trigger in told(reading, company, topic)[:MOST]}
    names = reading.by_company[company]
    ranked = sorted(
        names,
        key=lambda n: (n.start >= document.title_end, document.sentence_of(n.start) not in told_in, n.start),
    )
    for name in ranked[:MOST]:
        yield Evidence("name", document.passage(name.start, name.end), "alias")


def telling(reading: Reading, company: int, topic: str) -> Iterator[Evidence]:
    for trigger in told(reading, company, topic)[:MOST]:
        yield Evidence(
            "event", reading.document.passage(trigger.start, trigger.end), f"{trigger.group} : {trigger.rule}"
        )


def staged(reading: Reading, stage: Stage | None) -> Iterator[Evidence]:
    for mark in reading.scan.marks:
        if stage is not None and mark.stage == stage:
            yield Evidence("stage", reading.document.passage(mark.start, mark.end), mark.stage)
            return


def against(reading: Reading, company: int, topic: str, role: Role) -> Iterator[Evidence]:
    """What makes it less than a subject: wordings of other matters, and for a mention another company in front."""
    document = reading.document
    groups = AGAINST.get(topic, frozenset())
    spoke = [t for t in reading.owned(topic, company) if t.group in groups]
    for trigger in spoke[:2]:
        yield Evidence("against", document.passage(trigger.start, trigger.end), f"{trigger.group} : {trigger.rule}")
    if role is Role.MENTION:
        other = next((n for n in reading.scan.names if n.company != company), None)
        if other is not None and other.start < reading.by_company[company][0].start:
            yield Evidence("against", document.passage(other.start, other.end), "another company comes first")
