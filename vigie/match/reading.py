"""A document as all its candidates share it: whose name stands where, whose each sentence is, kinds of words. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property

from vigie.match.lexicons import Lexicons
from vigie.match.linear import Features
from vigie.match.names import Name
from vigie.match.scan import Scan

STEM = 6
"""Letters of a word that count: a plain stemmer that suits French and English alike."""


class Reading:
    """What all candidates of one document share."""

    def __init__(self, scan: Scan, lexicons: Lexicons) -> None:
        self.scan = scan
        self.document = scan.document
        self.stop_words = lexicons.stop_words
        self.grammar = lexicons.grammar
        self._skeletons: dict[str, list[str]] = {}
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
        return [stem(word) for word, _, _ in self.document.words]

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

    def skeleton(self, topic: str) -> list[str]:
        """For each word, what kind of thing it is for a topic: authority, trigger, number, small word, or « _ »."""
        if topic not in self._skeletons:
            self._skeletons[topic] = self._skeleton(topic)
        return self._skeletons[topic]

    def _skeleton(self, topic: str) -> list[str]:
        document = self.document
        kinds = []
        for word, start, _ in document.words:
            if word[0].isdigit():
                kinds.append("#")
            elif word in self.grammar or word in "%€$£":
                kinds.append(word)
            elif document.raw[document.folded.original_at(start)].isupper():
                kinds.append("Cap")
            else:
                kinds.append("_")
        for trigger in sorted(self.scan.of(topic), key=lambda t: t.end - t.start):
            first, last = document.word_at(trigger.start), document.word_at(trigger.end - 1)
            kinds[first] = f"<{trigger.group}>"
            kinds[first + 1 : last + 1] = ["+"] * (last - first)
        if topic == "regulation":
            for seen in self.scan.authorities:
                first, last = document.word_at(seen.start), document.word_at(seen.end - 1)
                kinds[first] = f"[{seen.authority.kind}]"
                kinds[first + 1 : last + 1] = ["+"] * (last - first)
        return kinds

    @cached_property
    def title_words(self) -> int:
        return self.document.word_at(self.document.title_end) + (
            1 if self.document.words and self.document.words[0][1] < self.document.title_end else 0
        )

    @cached_property
    def shared(self) -> Features:
        """Features of the document, the same for each candidate."""
        features: Features = {}
        named = {
            i
            for n in self.scan.names
            for i in range(self.document.word_at(n.start), self.document.word_at(n.end - 1) + 1)
        }
        for word in {stem for index, stem in enumerate(self.stems) if index not in named}:
            if word not in self.stop_words:
                features[f"d:{word}"] = 0.3
        companies = len(self.by_company)
        features[f"companies:{min(companies, 5)}"] = 1.0
        features["long"] = min(len(self.document.text), 800) / 800
        if len(self.document.text) < self.document.title_end + 40:
            features["headline only"] = 1.0
        for kind in {seen.authority.kind for seen in self.scan.authorities}:
            features[f"auth:{kind}@doc"] = 0.5
        for seen in self.scan.authorities:
            if seen.start < self.document.title_end:
                features[f"auth:{seen.authority.kind}@title"] = 1.0
                features["auth@title"] = 1.0
        return features


def stem(word: str) -> str:
    return "#" if word[0].isdigit() else word[:STEM]
