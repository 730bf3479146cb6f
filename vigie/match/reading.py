"""A document as all its candidates share it: whose name stands where, whose each sentence is, kinds of words. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property, partial
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from vigie.match.lexicons import Lexicons
from vigie.match.linear import Features
from vigie.match.names import Name
from vigie.match.scan import Mark, Scan, Seen, Trigger
from vigie.model import OWN

T = TypeVar("T")

STEM = 6
"""Letters of a word that count: a plain stemmer that suits French and English alike."""

PLACING = frozenset(
    ("en", "aux", "au", "a", "in", "from", "vers", "depuis", "across", "dans", "for", "outside", "hors", "pour")
)
"""Words after which a country is where something happens, not who acts: « en France », « in China »."""

PLACES = frozenset({"europe", "ue", "bruxelles", "brussels"})
"""Governments that are places as well."""

ACTS_OF_POWER = "fine probe suit ruling ban order approval block settlement appeal trial summon demand law"
ACTS_ON_JOBS = "cut closure insolvency threat dismissal workers single"
ACTS = MappingProxyType(
    {"regulation": frozenset({*ACTS_OF_POWER.split(), OWN}), "layoffs": frozenset({*ACTS_ON_JOBS.split(), OWN})}
)
"""For each topic, the groups whose wordings are acts; for another topic, all of them are."""

POWERS = frozenset(["agency", "court", "politics"])
"""Groups whose wordings are somebody with power, if only in general: « le ministre », « regulators »."""


class Item(NamedTuple):
    """Something of a sentence that tells who does what: at which words, and which exactly."""

    kind: str
    """N a watched company, A an authority, V an act, or a class of words: boss, worker, customer…"""
    first: int
    last: int
    detail: str = ""


class Reading:
    """What all candidates of one document share."""

    def __init__(self, scan: Scan, lexicons: Lexicons) -> None:
        self.scan = scan
        self.document = scan.document
        self.stop_words = lexicons.stop_words
        self.grammar = lexicons.grammar
        self.classes = lexicons.classes
        self._items: dict[tuple[str, int], list[Item]] = {}
        self._found: dict[Hashable, Any] = {}
        self._skeletons: dict[str, list[tuple[int, int, str]]] = {}
        self._owners: dict[int, int] = {}
        self._own_names: dict[tuple[int, int], list[Name]] = {}
        self._owned: dict[str, dict[int, list[Trigger]]] = {}
        self._sentences_naming: dict[int, list[int]] = {}
        self.scaled_shared: Features | None = None
        """What vigie.match.features makes of shared, once for all candidates."""
        self.by_company: dict[int, list[Name]] = {}
        for name in scan.names:
            self.by_company.setdefault(name.company, []).append(name)
        self.most_named = max(map(len, self.by_company.values()), default=0)
        """How often the company is named that is named most."""

    @cached_property
    def names_of_sentence(self) -> dict[int, list[Name]]:
        found: dict[int, list[Name]] = {}
        for name in self.scan.names:
            found.setdefault(self.document.sentence_of(name.start), []).append(name)
        return found

    @cached_property
    def stems(self) -> list[str]:
        """For each word of the document, its stem."""
        stems = {word: stem(word) for word in self.document.vocabulary}
        return [stems[word] for word in self.document.spelled]

    @cached_property
    def name_ends(self) -> frozenset[int]:
        return frozenset(name.end for name in self.scan.names)

    @cached_property
    def authorities_of_sentence(self) -> dict[int, list[Seen]]:
        found: dict[int, list[Seen]] = {}
        for seen in self.scan.authorities:
            found.setdefault(seen.sentence, []).append(seen)
        return found

    @cached_property
    def marks_of_sentence(self) -> dict[int, list[Mark]]:
        found: dict[int, list[Mark]] = {}
        for mark in self.scan.marks:
            found.setdefault(mark.sentence, []).append(mark)
        return found

    @cached_property
    def sentences_of_authorities(self) -> frozenset[int]:
        """Those that name an authority which is no mere place."""
        return frozenset(seen.sentence for seen in self.scan.authorities if not self.placed(seen))

    @cached_property
    def companies_of_title(self) -> frozenset[int]:
        return frozenset(name.company for name in self.scan.names if name.start < self.document.title_end)

    def own_of_sentence(self, company: int, number: int) -> Sequence[Name]:
        """The names of a company in a sentence, in order."""
        if not self._own_names:
            for sentence, names in self.names_of_sentence.items():
                for name in names:
                    self._own_names.setdefault((name.company, sentence), []).append(name)
        return self._own_names.get((company, number), ())

    def placed(self, seen: Seen) -> bool:
        """Whether what may be an authority is only a place here: « en France », « Tesla France »."""
        if seen.authority.kind != "country" and self.document.text[seen.start : seen.end] not in PLACES:
            return False
        at = self.document.word_at(seen.start)
        return (at > 0 and self.document.spelled[at - 1] in PLACING) or seen.start - 1 in self.name_ends

    @cached_property
    def sentence_of_word(self) -> list[int]:
        """For each word the number of its sentence."""
        starts = self.document.word_starts
        firsts = [bisect_left(starts, start) for start, _ in self.document.sentences[1:]]
        return [
            number for number, (low, high) in enumerate(pairwise([0, *firsts, len(starts)])) for _ in range(low, high)
        ]

    @cached_property
    def name_at_word(self) -> dict[int, int]:
        """For the first word of each name its company."""
        return {first: company for company, first, _ in self.name_words}

    def is_beside(self, company: int, first: int, last: int) -> bool:
        """Whether one of these words begins a company's name."""
        named = self.name_at_word
        return any(named.get(word) == company for word in range(first, last + 1))

    def neighbour(self, company: int, word: int, sentence: int) -> tuple[str, str] | None:
        """The stem of a word of a sentence, and who it is to a company where a name begins; None outside of it."""
        if not 0 <= word < len(self.stems) or self.sentence_of_word[word] != sentence:
            return None
        named = self.name_at_word.get(word)
        return self.stems[word], "" if named is None else "SELF" if named == company else "OTHER"

    def triggers_of_sentence(self, topic: str, number: int) -> Sequence[Trigger]:
        def grouped() -> dict[int, list[Trigger]]:
            found: dict[int, list[Trigger]] = {}
            for trigger in self.scan.of(topic):
                found.setdefault(trigger.sentence, []).append(trigger)
            return found

        return self.once(("triggers", topic), grouped).get(number, ())

    def once(self, what: Hashable, find: Callable[[], T]) -> T:
        """What is the same for all candidates: found for the first that asks."""
        if what not in self._found:
            self._found[what] = find()
        found: T = self._found[what]
        return found

    def items(self, topic: str, number: int) -> list[Item]:
        """What tells who does what in a sentence, whoever asks, in order of place."""
        key = (topic, number)
        if key not in self._items:
            self._items[key] = self._find_items(topic, number)
        return self._items[key]

    def _find_items(self, topic: str, number: int) -> list[Item]:
        document = self.document
        start, end = document.sentence(number)
        taken: dict[int, Item] = {}
        for at in range(document.word_at(start), document.word_at(max(start, end - 1)) + 1):
            if (kind := self.classes.get(document.spelled[at])) is not None:
                taken[at] = Item(kind, at, at)
        acts = ACTS.get(topic)
        for trigger in self.triggers_of_sentence(topic, number):
            if trigger.group in POWERS or acts is None or trigger.group in acts:
                first, last = document.word_at(trigger.start), document.word_at(trigger.end - 1)
                taken[first] = Item("A" if trigger.group in POWERS else "V", first, last, trigger.group)
        named = [
            (seen.start, seen.end, "" if self.placed(seen) else "A", seen.authority.kind)
            for seen in self.authorities_of_sentence.get(number, [])
        ]
        named += [
            (n.start, max(n.start + 1, n.end), "N", str(n.company)) for n in self.names_of_sentence.get(number, [])
        ]
        for start, end, kind, detail in named:
            first, last = document.word_at(start), document.word_at(end - 1)
            for within in range(first, last + 1):
                taken.pop(within, None)
            if kind:
                taken[first] = Item(kind, first, last, detail)
        return [taken[at] for at in sorted(taken)]

    @cached_property
    def name_starts(self) -> list[int]:
        return [name.start for name in self.scan.names]

    def named_between(self, low: int, high: int) -> Sequence[Name]:
        """The names that begin in a stretch."""
        return self.scan.names[bisect_left(self.name_starts, low) : bisect_left(self.name_starts, high)]

    @cached_property
    def name_words(self) -> list[tuple[int, int, int]]:
        """For each name its company, its first word and its last."""
        at = self.document.word_at
        return [(name.company, at(name.start), at(max(name.start, name.end - 1))) for name in self.scan.names]

    def sentences_naming(self, company: int) -> list[int]:
        """The numbers of the sentences that name a company, in order."""
        if company not in self._sentences_naming:
            numbers = {self.document.sentence_of(name.start) for name in self.by_company[company]}
            self._sentences_naming[company] = sorted(numbers)
        return self._sentences_naming[company]

    def owner(self, position: int) -> int:
        """The company named in the same sentence nearest to a position, else the one named last before it."""
        if (known := self._owners.get(position)) is None:
            self._owners[position] = known = self._find_owner(position)
        return known

    def _find_owner(self, position: int) -> int:
        names = self.scan.names
        at = bisect_right(self.name_starts, position)
        beside = names[max(0, at - 1) : at + 1]
        number = self.document.sentence_of(position)
        here = [name for name in beside if self.document.sentence_of(name.start) == number]
        if here:
            return min(here, key=lambda name: abs(name.start - position)).company
        return names[at - 1].company if at else names[0].company

    def owned(self, topic: str, company: int) -> Sequence[Trigger]:
        """The wordings of a topic that are a company's."""
        if topic not in self._owned:
            found: dict[int, list[Trigger]] = {}
            for trigger in self.scan.of(topic):
                found.setdefault(self.owner(trigger.start), []).append(trigger)
            self._owned[topic] = found
        return self._owned[topic].get(company, ())

    def skeleton(self, topic: str, stretches: Sequence[tuple[int, int]]) -> list[str]:
        """For each word of these stretches, what kind of thing it is for a topic, a list of the caller's own.

        Authority, trigger, number, small word, or « _ »; words outside the stretches have no kind.
        """
        kinds = [""] * len(self.document.spelled)
        for first, last in stretches:
            kinds[first:last] = self.once(("kinds", first, last), partial(self._kinds, first, min(last, len(kinds))))
        until = self.document.word_ends[min(max(last for _, last in stretches), len(kinds)) - 1] if kinds else 0
        for start, end, kind in self._kinds_of_wordings(topic):
            if start < until:
                first, last = self.document.word_at(start), self.document.word_at(end - 1)
                kinds[first] = kind
                if last > first:
                    kinds[first + 1 : last + 1] = ["+"] * (last - first)
        return kinds

    def _kinds(self, first: int, last: int) -> list[str]:
        return list(map(self._kind, range(first, last)))

    def _kind(self, number: int) -> str:
        """What a word is by itself."""
        word = self.document.spelled[number]
        if word[0].isdigit():
            return "#"
        if word in self.grammar or word in "%€$£":
            return word
        first = self.document.folded.original_at(self.document.word_starts[number])
        return "Cap" if self.document.raw[first].isupper() else "_"

    def _kinds_of_wordings(self, topic: str) -> list[tuple[int, int, str]]:
        """Where triggers and authorities stand and what they are; of two in one place, the later one counts."""
        if topic not in self._skeletons:
            triggers = sorted(self.scan.of(topic), key=lambda t: t.end - t.start)
            found = [(trigger.start, trigger.end, f"<{trigger.group}>") for trigger in triggers]
            if topic == "regulation":
                found += [
                    (seen.start, seen.end, f"[{seen.authority.kind}]")
                    for seen in self.scan.authorities
                    if not self.placed(seen)
                ]
            self._skeletons[topic] = found
        return self._skeletons[topic]

    @cached_property
    def title_words(self) -> int:
        return self.document.word_at(self.document.title_end) + (
            1 if self.document.spelled and self.document.word_starts[0] < self.document.title_end else 0
        )

    @cached_property
    def shared(self) -> Features:
        """Features of the document, the same for each candidate."""
        features: Features = {}
        stems = list(self.stems)
        for _, first, last in self.name_words:
            stems[first : last + 1] = [""] * (last + 1 - first)
        for word in dict.fromkeys(stems):
            if word and word not in self.stop_words:
                features[f"d:{word}"] = 0.3
        companies = len(self.by_company)
        features[f"companies:{min(companies, 5)}"] = 1.0
        features["long"] = min(len(self.document.text), 800) / 800
        if len(self.document.text) < self.document.title_end + 40:
            features["headline only"] = 1.0
        for seen in self.scan.authorities:
            kind = "place" if self.placed(seen) else seen.authority.kind
            features[f"auth:{kind}@doc"] = 0.5
            if seen.start < self.document.title_end:
                features[f"auth:{kind}@title"] = 1.0
                if kind != "place":
                    features["auth@title"] = 1.0
        return features


def stem(word: str) -> str:
    return "#" if word[0].isdigit() else word[:STEM]
