"""What stands in a document: triggers, marks of stage, authorities, quantities, each with its place. Pure.

Everything is found once for the whole document; whose it is, is for the features and the facts to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from vigie.match.document import Document
from vigie.match.lexicons import Authority, Lexicons, Rule
from vigie.match.names import Name
from vigie.match.patterns import Patterns
from vigie.text.numbers import Quantity, quantities


@dataclass(frozen=True, slots=True)
class Trigger:
    """A wording of a topic, with its group in that topic."""

    topic: str
    group: str
    rule: str
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Seen:
    """An authority, as it stands there."""

    authority: Authority
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A wording that tells how certain or how far the event is."""

    stage: str
    start: int
    end: int
    sentence: int


class Scanner:
    """The compiled lexicons: made once, used for every document."""

    def __init__(self, lexicons: Lexicons) -> None:
        self.lexicons = lexicons
        self._rules: Sequence[Rule] = lexicons.rules
        self._languages = frozenset(rule.language for rule in lexicons.rules)
        self._patterns = Patterns([rule.pattern for rule in lexicons.rules])
        written = [(authority, pattern) for authority in lexicons.authorities for pattern in authority.written]
        self._authorities = [authority for authority, _ in written]
        self._written = Patterns([pattern for _, pattern in written])

    def scan(self, document: Document, names: Sequence[Name]) -> Scan:
        return Scan(document, names, self)

    def wordings(self, document: Document) -> tuple[list[Trigger], list[Mark]]:
        """The triggers and the marks of stage that no forbidden reading covers, in order of place.

        The triggers of every language count, whatever the document's: words of one stand in articles of another, and
        the weights know it. The marks of stage are those of its own language, if that has a lexicon.
        """
        rules = self._rules
        spoken = document.language if document.language in self._languages else None
        hits = [
            hit
            for hit in self._patterns.find(document.text)
            if spoken is None or rules[hit.index].language == spoken or not rules[hit.index].group.startswith("stage.")
        ]
        masks = [(hit.start, hit.end) for hit in hits if rules[hit.index].group == "mask"]
        triggers: list[Trigger] = []
        marks: list[Mark] = []
        for hit in hits:
            rule = rules[hit.index]
            if rule.group == "mask" or any(start <= hit.start and hit.end <= end for start, end in masks):
                continue
            topic, _, group = rule.group.partition(".")
            sentence = document.sentence_of(hit.start)
            if topic == "stage":
                marks.append(Mark(group, hit.start, hit.end, sentence))
            else:
                triggers.append(Trigger(topic, group, rule.pattern, hit.start, hit.end, sentence))
        return triggers, marks

    def authorities(self, document: Document) -> list[Seen]:
        """The authorities named, in order of place; where two overlap, the longer."""
        kept: list[Seen] = []
        for hit in sorted(self._written.find(document.text), key=lambda hit: (hit.start, -hit.end)):
            authority = self._authorities[hit.index]
            if not proper(authority, document, hit.start, hit.end):
                continue
            seen = Seen(authority, hit.start, hit.end, document.sentence_of(hit.start))
            if not kept or hit.start >= kept[-1].end:
                kept.append(seen)
            elif hit.end - hit.start > kept[-1].end - kept[-1].start:
                kept[-1] = seen
        return kept


def proper(authority: Authority, document: Document, start: int, end: int) -> bool:
    """Whether an acronym or a country has its capitals: « SEC » is not « sec », « US » is not « us »."""
    text = document.text[start:end]
    if document.caseless or " " in text or authority.kind not in ("country", "regulator", "prosecutor"):
        return True
    written = document.written(start, end)
    if len(text) <= 3 and text != "fed":
        return written.isupper()
    return written[:1].isupper() or len(text) > 7


class Scan:
    """A document with everything found in it; what is costly is found when it is asked for."""

    def __init__(self, document: Document, names: Sequence[Name], scanner: Scanner) -> None:
        self.document = document
        self.names = names
        self._scanner = scanner
        self.triggers, self.marks = scanner.wordings(document)

    @cached_property
    def authorities(self) -> list[Seen]:
        return self._scanner.authorities(self.document)

    @cached_property
    def quantities(self) -> list[Quantity]:
        return quantities(self.document.text)

    def of(self, topic: str) -> list[Trigger]:
        return [trigger for trigger in self.triggers if trigger.topic == topic]
