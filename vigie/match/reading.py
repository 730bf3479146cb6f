"""A document as all its candidates share it: whose name stands where, whose each sentence is, kinds of words. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from vigie.match.lexicons import Lexicons
from vigie.match.linear import Features
from vigie.match.names import Name
from vigie.match.scan import Scan, Seen, Trigger
from vigie.model import OWN

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
        self._acts: dict[str, dict[int, list[Trigger]]] = {}
        self._skeletons: dict[str, list[tuple[int, int, str]]] = {}
        self.scaled_shared: Features | None = None
        """What vigie.match.features makes of shared, once for all candidates."""
        self.by_company: dict[int, list[Name]] = {}
        for name in scan.names:
            self.by_company.setdefault(name.company, []).append(name)
        self.counts = Counter({company: len(names) for company, names in self.by_company.items()})

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

    def placed(self, seen: Seen) -> bool:
        """Whether what may be an authority is only a place here: « en France », « Tesla France »."""
        if seen.authority.kind != "country" and self.document.text[seen.start : seen.end] not in PLACES:
            return False
        at = self.document.word_at(seen.start)
        return (at > 0 and self.document.spelled[at - 1] in PLACING) or seen.start - 1 in self.name_ends

    def triggers_of_sentence(self, topic: str, number: int) -> list[Trigger]:
        if topic not in self._acts:
            found: dict[int, list[Trigger]] = {}
            for trigger in self.scan.of(topic):
                found.setdefault(trigger.sentence, []).append(trigger)
            self._acts[topic] = found
        return self._acts[topic].get(number, [])

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

    def owner(self, position: int) -> int:
        """The company named in the same sentence nearest to a position, else the one named last before it."""
        names = self.scan.names
        sentence = self.names_of_sentence.get(self.document.sentence_of(position))
        if sentence:
            return min(sentence, key=lambda name: abs(name.start - position)).company
        at = bisect_right(self.name_starts, position)
        return names[at - 1].company if at else names[0].company

    def skeleton(self, topic: str, stretches: Sequence[tuple[int, int]]) -> list[str]:
        """For each word of these stretches, what kind of thing it is for a topic, a list of the caller's own.

        Authority, trigger, number, small word, or « _ »; words outside the stretches have no kind.
        """
        kinds = [""] * len(self.document.spelled)
        for first, last in stretches:
            kinds[first:last] = map(self._kind, range(first, min(last, len(kinds))))
        until = self.document.word_ends[min(max(last for _, last in stretches), len(kinds)) - 1] if kinds else 0
        for start, end, kind in self._kinds_of_wordings(topic):
            if start < until:
                first, last = self.document.word_at(start), self.document.word_at(end - 1)
                kinds[first] = kind
                if last > first:
                    kinds[first + 1 : last + 1] = ["+"] * (last - first)
        return kinds

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
        for name in self.scan.names:
            first, last = self.document.word_at(name.start), self.document.word_at(name.end - 1)
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
