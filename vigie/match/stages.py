"""How certain and how far: the stage of a layoff, the action of an authority, from their wordings. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

from vigie.match.facts.wordings import ACTS, MODES, STAGED, SURE, TELLINGS, UNSURE, Table, places, wordings
from vigie.match.linear import Features
from vigie.match.reading import Reading
from vigie.model import OWN, Stage

FIRM = frozenset({Stage.PLAN, Stage.ANNOUNCED, Stage.UNDERWAY, Stage.DONE})
"""The stages that nobody may be given on hearsay."""

HEARSAY = re.compile(
    r"\b(?:aurai(?:t|en)t?|s'appreterai(?:t|en)t?|envisagerai(?:t|en)t?|preparerai(?:t|en)t?|reportedly|is said to)\b"
)
"""The French conditional of what is only said, and its English adverbs."""

HEARD = frozenset({"conditional", "not_excluded"})
"""The modalities of a title that make it hearsay: « aurait supprimé », « does not rule out »."""

STRONG = frozenset({"cut", "closure", "insolvency", "threat", OWN})
"""The groups of triggers that tell the event itself."""

OUTRIGHT: Mapping[str, str] = {
    "denied": "denied",
    "done": "done",
    "cancelled": "cancelled",
    "future": "announced",
    "announced": "announced",
    "not_excluded": "rumour",
}
"""The modalities of a title that all but settle the stage: « will not cut », « va supprimer », « laid off »."""

SENTENCES = 3
"""Sentences whose words are weighed."""

LEAD = 350
TEXT = 900
"""Characters after the title in which what is said first of a cut is looked for, and in which all of it is."""

LENGTH = 3.0
"""The length that the features of every article are brought to."""


def stage_features(reading: Reading, company: int) -> Features:
    """What tells the stage: its marks in the title, in the first sentences that tell the event, and elsewhere."""
    document = reading.document
    triggers = reading.scan.of("layoffs")
    telling = sorted({t.sentence for t in triggers if t.group in STRONG and t.start >= document.title_end})
    own = [s for s in telling if reading.own_of_sentence(company, s)]
    first = (own or telling)[:1]
    found: Features = {}
    for mark in reading.scan.marks:
        text = document.text[mark.start : mark.end]
        if mark.start < document.title_end:
            found[f"m:{mark.stage}@title"] = 1.0
            found[f"mw:{text[:14]}@title"] = 0.5
        elif mark.sentence in first:
            found[f"m:{mark.stage}@first"] = 1.0
            found[f"mw:{text[:14]}@first"] = 0.4
        elif mark.sentence in telling[:4]:
            found[f"m:{mark.stage}@telling"] = 0.7
        else:
            found[f"m:{mark.stage}@doc"] = 0.3
    for trigger in triggers:
        if trigger.start < document.title_end:
            found[f"g:{trigger.group}@title"] = 0.7
        elif trigger.sentence in first:
            found[f"g:{trigger.group}@first"] = 0.5
        else:
            found[f"g:{trigger.group}@doc"] = 0.3
    titled = {name.partition("@")[0] for name in found if name.endswith("@title") and name.startswith("m:")}
    if not titled:
        found["untold by title"] = 1.0
    if "?" in document.text[: document.title_end]:
        found["question"] = 1.0
    if not telling and document.title_end + 60 > len(document.text):
        found["headline only"] = 1.0
    for word in reading.stems[: reading.title_words]:
        found[f"t:{word}"] = 0.4
    found.update(clauses(reading, company, "layoffs", MODES))
    mode = next(iter(standing(reading, MODES, 0, document.title_end)), "")
    if mode in OUTRIGHT:
        found[f"outright:{OUTRIGHT[mode]}"] = 2.0
    found.update(course(reading, mode or "none"))
    found.update(words_that_tell(reading, [*own, *(sentence for sentence in telling if sentence not in own)]))
    return level(found)


def course(reading: Reading, mode: str) -> Iterator[tuple[str, float]]:
    """In which order the text says what of the cut, and how that goes with the title: « quel avenir ? », announced."""
    document = reading.document
    end = document.title_end
    found = reading.once("tellings", lambda: places(TELLINGS, document.text, end, min(len(document.text), end + TEXT)))
    for name, place in found.items():
        yield (f"told:{name}@lead", 0.35) if place < end + LEAD else (f"told:{name}@text", 0.2)
    told = sorted((name for name in STAGED if name in found), key=found.__getitem__)
    for first in told[:1]:
        yield f"first:{first}", 0.35
        yield f"first:{mode}>{first}", 0.35
    for second in told[1:2]:
        yield f"then:{told[0]}>{second}", 0.35
    yield f"said:{not SURE.isdisjoint(told)}:{not UNSURE.isdisjoint(told)}:{mode}", 0.35


def words_that_tell(reading: Reading, sentences: Sequence[int]) -> Iterator[tuple[str, float]]:
    """The words of the first sentences of the text that tell the event."""
    document = reading.document
    for sentence in sentences[:SENTENCES]:
        start, end = document.sentences[sentence]
        for word in reading.stems[document.word_at(start) : document.word_at(end - 1) + 1]:
            yield f"b:{word}", 0.3


def level(found: Features) -> Features:
    """The same features at one length: a long article has more of them and must not speak the louder for it."""
    length = sqrt(sum(value * value for value in found.values()))
    return {name: value * LENGTH / length for name, value in found.items()} if length else found


def clauses(reading: Reading, company: int, topic: str, table: Table) -> Iterator[tuple[str, float]]:
    """The wordings of the title and of the first sentence that tells the event; the first of the table weighs most."""
    for place, weight, (start, end) in telling_clauses(reading, company, topic):
        found = standing(reading, table, start, end)
        yield f"w:{found[0] if found else 'none'}@{place}", weight
        for name in found[1:]:
            yield f"also:{name}@{place}", 0.4
        if len(found) > 1:
            yield f"w2:{found[0]} {found[1]}@{place}", 0.5


def standing(reading: Reading, table: Table, start: int, end: int) -> list[str]:
    """The wordings of a table that stand in a stretch."""
    return reading.once((id(table), start, end), lambda: list(wordings(table, reading.document.text, start, end)))


def telling_clauses(reading: Reading, company: int, topic: str) -> Iterator[tuple[str, float, tuple[int, int]]]:
    """The title, then the first sentence of the text that tells the event, one that names the company if any does."""
    document = reading.document
    yield "title", 1.0, (0, document.title_end)
    told = [t for t in reading.scan.of(topic) if t.start >= document.title_end and tells(topic, t.group)]
    sentences = sorted({trigger.sentence for trigger in told})
    own = set(reading.sentences_naming(company))
    for sentence in ([s for s in sentences if s in own] or sentences)[:1]:
        yield "first", 0.7, document.sentences[sentence]


def tells(topic: str, group: str) -> bool:
    """Whether a group of triggers tells an event of the topic itself."""
    return group in STRONG if topic == "layoffs" else group not in ("politics", "company_acts", "safety")


def action_features(reading: Reading, company: int) -> Features:
    """What tells the action: the topic's wordings by place, nearest ones first, and the words of the title."""
    document = reading.document
    own = set(reading.sentences_naming(company))
    found: Features = {}
    triggers = reading.scan.of("regulation")
    titled = [t for t in triggers if t.start < document.title_end]
    for trigger in triggers:
        word = trigger.rule
        if trigger.start < document.title_end:
            found[f"g:{trigger.group}@title"] = 1.0
            found[f"r:{word}@title"] = 1.0
        elif trigger.sentence in own:
            found[f"g:{trigger.group}@own"] = 0.6
            found[f"r:{word}@own"] = 0.6
        else:
            found[f"g:{trigger.group}@doc"] = 0.3
        if trigger.sentence <= 2 and trigger.start >= document.title_end:
            found[f"g:{trigger.group}@lead"] = 0.6
            found[f"r:{word}@lead"] = 0.4
    stems = reading.stems[: reading.title_words]
    for one, two in zip(["^", *stems], [*stems, "$"], strict=True):
        found[f"t:{one} {two}"] = 0.5
        found[f"t:{two}"] = 1.0
    if not titled:
        found["untold by title"] = 1.0
    if any(q.kind == "money" and q.start < document.title_end for q in reading.scan.quantities):
        found["money@title"] = 1.0
    for seen in reading.scan.authorities:
        found[f"auth:{seen.authority.kind}{'@title' if seen.start < document.title_end else ''}"] = 0.6
    found.update(clauses(reading, company, "regulation", ACTS))
    return level(found)


def only_said(reading: Reading, company: int) -> bool:
    """Whether the title, or the first sentence of the text that tells the company's event, only says that it may be."""
    document = reading.document
    if next(iter(standing(reading, MODES, 0, document.title_end)), "") in HEARD:
        return True
    for trigger in reading.owned("layoffs", company):
        if trigger.start < document.title_end or trigger.group not in STRONG:
            continue
        start, _ = document.sentences[trigger.sentence]
        return bool(HEARSAY.search(document.text, max(start, trigger.start - 90), trigger.start))
    return False
