"""An article laid out for matching: one folded text, its words, its sentences, and the way back to passages. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property

from vigie.match.patterns import words_of
from vigie.model import Article, Passage
from vigie.text.fold import folded
from vigie.text.language import LANGUAGES, language
from vigie.text.sentences import END, ends, keep

SURROGATE = re.compile("[\ud800-\udfff]")

LONGEST_TITLE = 1_000
LONGEST = 8_000
"""Characters of an article that are read: news says what it has to say in its first pages, and cost stays bounded."""

LONGEST_SENTENCE = 1_500
"""Characters of a sentence. Real ones have 900 at most; what stands in one sentence is weighed by pairs."""


class Document:
    """Title and text as one; every position is one of the folded text unless it says otherwise."""

    def __init__(self, article: Article, length: int | None = None) -> None:
        """length: characters of title and text that are read, if not all of them."""
        self.article = article
        title = article.title[:LONGEST_TITLE]
        # A lone surrogate has no UTF-8 form, which the automaton needs; its stand-in is as long.
        self.raw = SURROGATE.sub("\ufffd", f"{title}\n{article.text[:LONGEST]}"[:length])
        self.border = min(len(title), len(self.raw))
        """Where the title ends in the raw text."""
        self.folded = folded(self.raw)
        self.text = self.folded.text
        self.title_end = self.folded.folded_at(self.border)
        self._splitting = self._split()
        self._holds: dict[Hashable, bool] = {}
        self._sentences: list[tuple[int, int]] = []
        self._sentence_starts: list[int] = []

    def once(self, what: Hashable, find: Callable[[], bool]) -> bool:
        """Whether something holds of the whole text: looked for when it is first asked."""
        if what not in self._holds:
            self._holds[what] = find()
        return self._holds[what]

    def until(self, position: int) -> Document:
        """The same article read to a place only."""
        return Document(self.article, self.folded.original_at(position))

    @cached_property
    def language(self) -> str:
        """What the feed says where it is a language we know, else what the text looks like."""
        told = (self.article.language or "")[:2].lower()
        return told if told in LANGUAGES else language(self.raw)

    @property
    def sentences(self) -> list[tuple[int, int]]:
        """The title's sentences, then the text's."""
        while self._split_on():
            pass
        return self._sentences

    def sentence(self, number: int) -> tuple[int, int]:
        """Where a sentence that sentence_of has told starts and ends."""
        return self._sentences[number] if self._sentences else (0, 0)

    def sentence_of(self, position: int) -> int:
        """The number of the sentence a position lies in."""
        starts = self._sentence_starts
        while (not starts or starts[-1] <= position) and self._split_on():
            pass
        return max(0, bisect_right(starts, position) - 1)

    def _split_on(self) -> bool:
        """Find one sentence more, if there is one: many articles are settled by their first ones."""
        span = next(self._splitting, None)
        if span is None:
            return False
        self._sentences.append(span)
        self._sentence_starts.append(span[0])
        return True

    def _split(self) -> Iterator[tuple[int, int]]:
        """Each sentence of the raw text, as what Folded.folded_at says of it, in one walk."""
        if not self.folded.cuts:
            yield from each_sentence(self.raw)
            return
        cuts, drifts, last = self.folded.cuts, self.folded.drifts, len(self.text)
        passed = low = drift = 0
        for span in each_sentence(self.raw):
            folded_span = []
            for position in span:
                while passed < len(cuts) and position - drift >= cuts[passed]:
                    low, drift = cuts[passed], drifts[passed]
                    passed += 1
                folded_span.append(min(max(position - drift, low), last))
            yield folded_span[0], folded_span[1]

    @cached_property
    def _words(self) -> tuple[list[str], list[int], list[int]]:
        return words_of(self.text)

    @property
    def spelled(self) -> list[str]:
        """Each word."""
        return self._words[0]

    @property
    def word_starts(self) -> list[int]:
        return self._words[1]

    @property
    def word_ends(self) -> list[int]:
        return self._words[2]

    @cached_property
    def words(self) -> list[tuple[str, int, int]]:
        """Each word, where it starts and where it ends."""
        return list(zip(*self._words, strict=True))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that occur."""
        return frozenset(self.spelled)

    def word_at(self, position: int) -> int:
        """The number of the word that holds a position, or of the last one before it."""
        return max(0, bisect_right(self._words[1], position) - 1)

    def written(self, start: int, end: int) -> str:
        """The characters as the article has them."""
        first, last = self.folded.span(start, end)
        return self.raw[first:last]

    def passage(self, start: int, end: int) -> Passage:
        """Folded characters as a passage of the article; one that crosses the border keeps the title's part."""
        first, last = self.folded.span(start, end)
        if first < self.border:
            return Passage("title", first, min(last, self.border))
        shift = self.border + 1
        return Passage("text", max(0, first - shift), max(0, last - shift))

    @cached_property
    def caseless(self) -> bool:
        """Whether capitals say nothing here: everything is shouted, or nothing has one."""
        letters = re.findall(r"[^\W\d_]{2,}", self.raw[:400])
        return len(letters) > 2 and (all(word.isupper() for word in letters) or all(word.islower() for word in letters))


def each_sentence(text: str) -> Iterator[tuple[int, int]]:
    """What vigie.text.sentences.sentences finds, one at a time, and none longer than any real one."""
    start = 0
    for match in END.finditer(text):
        if match[0][0] == "." and not ends(text, match):
            continue
        yield from kept(text, start, match.end())
        start = match.end()
    yield from kept(text, start, len(text))


def kept(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence without the blanks around it; nothing where it is all blank."""
    spans: list[tuple[int, int]] = []
    while end - start > LONGEST_SENTENCE:
        cut = max(text.rfind(" ", start, start + LONGEST_SENTENCE), start + 1)
        keep(spans, text, start, cut)
        start = cut
    keep(spans, text, start, end)
    return spans
