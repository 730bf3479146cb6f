"""What stands in a document: triggers, marks of stage, authorities, quantities, each with its place. Pure.

Everything is found once for the whole document; whose it is, is for the features and the facts to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from vigie.match.document import Document
from vigie.match.lexicons import Authority, Lexicons, Rule, Tongue
from vigie.match.names import Name
from vigie.match.patterns import Hit, Patterns
from vigie.text import notations
from vigie.text.numbers import CURRENCIES, FRACTIONS, Quantity, quantities

FIGURES = 140
"""Figures of an article that are looked at, the first ones: fourteen articles joined hold 111 at most."""

MONEY_WORDS = (*{key.split()[-1] for key in CURRENCIES if key.isascii()}, "pounds")
MONEY = frozenset({*MONEY_WORDS, *"$€£"})
"""One of these words stands wherever vigie.text.numbers reads an amount of money, or ends its figure (« 10eur »)."""

SHARE_WORDS = ("cent", "percent", "pourcent", "pct", "percentage")
SHARE = frozenset({*SHARE_WORDS, "%", *(key.replace("-", " ").split()[-1] for key in FRACTIONS)})
"""The same for shares."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A wording of a topic, with its group in that topic."""

    topic: str
    group: str
    rule: str
    start: int
    end: int
    sentence: int


class Seen(NamedTuple):
    """An authority, as it stands there."""

    authority: Authority
    start: int
    end: int
    document: Document

    @property
    def sentence(self) -> int:
        """Found when it is asked for: most authorities stand far from what matters."""
        return self.document.sentence_of(self.start)


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
        abroad = lexicons.tongues
        self._home = Wordings(
            [rule for rule in lexicons.rules if rule.language not in abroad],
            [one for one in lexicons.authorities if not one.language],
        )
        self._abroad = {
            language: Wordings(
                [rule for rule in lexicons.rules if rule.language == language],
                [one for one in lexicons.authorities if one.language == language],
                tongue,
            )
            for language, tongue in abroad.items()
        }

    def scan(self, document: Document, names: Sequence[Name]) -> Scan:
        """By the words of the document's language alone where the weights do not know it; else, or where those say
        nothing (a short headline may look foreign), by the words that they know.
        """
        if self._abroad and (own := self._abroad.get(document.language)):
            scan = Scan(document, names, own)
            if scan.triggers:
                return scan
        return Scan(document, names, self._home)


class Wordings:
    """Rules and authorities, compiled: those of the languages that the weights know, or those of one other language."""

    def __init__(self, rules: Sequence[Rule], authorities: Sequence[Authority], tongue: Tongue | None = None) -> None:
        self.tongue = tongue
        self._rules = rules
        self._languages = frozenset(rule.language for rule in rules)
        written = [(authority, pattern) for authority in authorities for pattern in authority.written]
        self._authorities = [authority for authority, _ in written]
        self._patterns = Patterns([*(rule.pattern for rule in rules), *(pattern for _, pattern in written)])

    def hits(self, document: Document) -> tuple[list[Hit], list[Hit]]:
        """Where the rules' wordings stand, and where those of authorities do."""
        first = len(self._rules)
        found = self._patterns.find(document.text, (document.spelled, document.word_starts))
        return [hit for hit in found if hit.number < first], [hit for hit in found if hit.number >= first]

    def wordings(self, document: Document, found: Sequence[Hit]) -> tuple[list[Trigger], list[Mark]]:
        """The triggers and the marks of stage that no forbidden reading covers, in order of place.

        The triggers of every language count, whatever the document's: words of one stand in articles of another, and
        the weights know it. The marks of stage are those of its own language, if that has a lexicon.
        """
        rules = self._rules
        spoken = document.language if document.language in self._languages else None
        hits = [
            hit
            for hit in found
            if spoken is None
            or rules[hit.number].language == spoken
            or not rules[hit.number].group.startswith("stage.")
        ]
        masks = [(hit.start, hit.end) for hit in hits if rules[hit.number].group == "mask"]
        triggers: list[Trigger] = []
        marks: list[Mark] = []
        for hit in hits:
            rule = rules[hit.number]
            if rule.group == "mask" or any(start <= hit.start and hit.end <= end for start, end in masks):
                continue
            topic, _, group = rule.group.partition(".")
            sentence = document.sentence_of(hit.start)
            if topic == "stage":
                marks.append(Mark(group, hit.start, hit.end, sentence))
            else:
                triggers.append(Trigger(topic, group, rule.pattern, hit.start, hit.end, sentence))
        return triggers, marks

    def authorities(self, document: Document, found: Sequence[Hit]) -> list[Seen]:
        """The authorities named, in order of place; where two overlap, the longer."""
        kept: list[Seen] = []
        for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
            authority = self._authorities[hit.number - len(self._rules)]
            if not proper(authority, document, hit.start, hit.end):
                continue
            seen = Seen(authority, hit.start, hit.end, document)
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

    def __init__(self, document: Document, names: Sequence[Name], wordings: Wordings) -> None:
        self.document = document
        self.names = names
        self.tongue = wordings.tongue
        """The language, where it is one that the weights do not know."""
        self._wordings = wordings
        of_rules, self._of_authorities = wordings.hits(document)
        self.triggers, self.marks = wordings.wordings(document, of_rules)

    def seen_with(self, names: Sequence[Name]) -> Scan:
        """The same document where some of the names are overlooked."""
        if names == self.names:
            return self
        same = copy(self)
        same.names = names
        return same

    @property
    def may_have_authorities(self) -> int:
        """How many there are at most: it costs nothing to know."""
        return len(self._of_authorities)

    @cached_property
    def authorities(self) -> list[Seen]:
        return self._wordings.authorities(self.document, self._of_authorities)

    @cached_property
    def quantities(self) -> list[Quantity]:
        text = self.document.text
        found = notations.quantities(text, self.tongue.notation) if self.tongue else quantities(text)
        return found[:FIGURES]

    def of(self, topic: str) -> Sequence[Trigger]:
        return self._of_topic.get(topic, ())

    @cached_property
    def _of_topic(self) -> dict[str, list[Trigger]]:
        found: dict[str, list[Trigger]] = {}
        for trigger in self.triggers:
            found.setdefault(trigger.topic, []).append(trigger)
        return found

    @cached_property
    def may_have_money(self) -> bool:
        """Whether something in the document may be an amount of money: no quantity is one where this is not so."""
        return self._any_of(MONEY, MONEY_WORDS) or "¥" in self.document.text or "₹" in self.document.text

    @cached_property
    def may_have_shares(self) -> bool:
        """The same for shares."""
        return self._any_of(SHARE, SHARE_WORDS)

    def _any_of(self, words: frozenset[str], at_end: tuple[str, ...]) -> bool:
        """Whether one of the words occurs, or a figure that ends so."""
        vocabulary = self.document.vocabulary
        return not words.isdisjoint(vocabulary) or any(
            word[0].isdigit() and word.endswith(at_end) for word in vocabulary
        )
