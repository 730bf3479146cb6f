"""How sure the article is of its event, and whose word it takes for it: rumours, hedges, who is quoted. Pure."""

from __future__ import annotations

import re

from vigie.model import LAYOFFS, Stage
from vigie.summarise.reading import Reading, sentence_at
from vigie.text import media
from vigie.text.fold import fold

MAY = re.compile(
    r"\b(?:may|might|could|pourrai(?:t|ent)|possible|possibly|peut-etre|potential(?:ly)?|"
    r"risk(?:s|ing)?|risque(?:nt|rait)?)\b"
)
HEDGED = re.compile(
    r"\b(?:aurai(?:t|ent)|serai(?:t|ent)|devrai(?:t|ent)|pourrai(?:t|ent)|\w{3,}erai(?:t|ent)|"
    r"reportedly|allegedly|rumou?r\w*|"
    r"may|might|could|set to|expected to|likely to|weighs?|considers?|considering|mulls?|eyes|poised to)\b|"
    r"[:-] (?:sources?|report|reports|wsj|ft|media|nyt|bloomberg|paper|newspaper)\W*$|, "
    r"(?:sources?|report) (?:say|says|said)|"
    r"\bsources? (?:say|said|told)|\bsays (?:report|sources?)\b"
)


def hedged(reading: Reading) -> bool:
    """Whether the article gives the event as possible or reported, not as a fact; the title speaks for it first."""
    if reading.event.stage is not None and reading.event.topic == LAYOFFS:
        return reading.event.stage is Stage.RUMOUR
    return bool(HEDGED.search(reading.title))


CONDITIONAL = re.compile(r"\b(?:aurai(?:t|ent)|serai(?:t|ent)|reportedly|allegedly|said to (?:be|have))\b")


def stage(reading: Reading) -> Stage | None:
    """The event's stage, but a rumour where whoever is quoted tells it in the conditional (« aurait… »)."""
    event = reading.event
    source = event.facts.source
    if event.stage in (Stage.ANNOUNCED, Stage.UNDERWAY, Stage.DONE) and source:
        return Stage.RUMOUR if CONDITIONAL.search(fold(sentence_at(reading.article, source.passage))) else event.stage
    return event.stage


def may(reading: Reading) -> bool:
    """Whether the hedge is a possibility (« pourrait ») rather than a report (« aurait »)."""
    return bool(MAY.search(reading.told))


TOLD_BY = (
    re.compile(r"(?:[:,] |- ?)(?!.*(?:: | - ))(?:said |says )?([\w .'&-]{2,40}?)(?: (?:reports?|says?|said))?\W*$"),
    re.compile(r"\b(?:selon|d'apres|according to) ((?:l'|les? |la |des |une? |the |an? )?[\w'-]+(?: [\w'-]+){0,4})"),
    re.compile(
        r"\b((?:sources?|people) familiar with the matter|sources?|[\w ]{2,24}) (?:reported|told reuters|said on)\b"
    ),
)
"""How an article says by whom it is told: « …: sources », « -WSJ », « selon Bloomberg », « Bloomberg reported »."""


def source(reading: Reading) -> str:
    """« selon Bloomberg », or nothing where nobody is quoted, or the company itself."""
    told = reading.event.facts.source
    if told and any(fold(n) == fold(told.value) for n in reading.event.company.names):
        return ""
    written = re.sub(r" (?:say|says|said)$", "", told.value) if told else ""
    name = media.according_to(written, in_french=reading.french) if told else quoted_source(reading)
    return f"selon {name}" if name else ""


def quoted_source(reading: Reading) -> str | None:
    """Who is quoted where the event is told, if it is a medium, « sources » or a union."""
    lines = reading.told.split("\n")
    for line in lines if reading.event.topic == LAYOFFS else lines[:1]:
        for pattern in TOLD_BY if line == reading.title else TOLD_BY[1:2]:
            for match in pattern.finditer(line):
                if name := media.speaker(match[1]) if pattern is TOLD_BY[0] else voice(match[1]):
                    return name
    return None


def voice(written: str) -> str | None:
    """The longest beginning of the words that is a known voice: « la cgt du groupe » -> la CGT."""
    words = written.split()
    for end in range(len(words), 0, -1):
        if name := media.speaker(" ".join(words[:end])):
            return name
    return None
