"""An article laid out for matching: one folded text, its words, its sentences, and the way back to passages. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from vigie.model import Article, Passage
from vigie.text.fold import folded
from vigie.text.language import LANGUAGES, language
from vigie.text.sentences import sentences

WORD = re.compile(r"(?:[a-z]\.){2,}|[^\W_]+|[%€$£&]")

SURROGATE = re.compile("[\ud800-\udfff]")

LONGEST_TITLE = 1_000
LONGEST = 8_000
"""Characters of an article that are read: news says what it has to say in its first pages, and cost stays bounded."""


class Document:
    """Title and text as one; every position is one of the folded text unless it says otherwise."""

    def __init__(self, article: Article) -> None:
        self.article = article
        title = article.title[:LONGEST_TITLE]
        self.border = len(title)
        """Where the title ends in the raw text."""
        # A lone surrogate has no UTF-8 form, which the automaton needs; its stand-in is as long.
        self.raw = SURROGATE.sub("\ufffd", f"{title}\n{article.text[:LONGEST]}")
        self.folded = folded(self.raw)
        self.text = self.folded.text
        self.title_end = self.folded.folded_at(self.border)

    @cached_property
    def language(self) -> str:
        """What the feed says where it is a language we know, else what the text looks like."""
        told = (self.article.language or "")[:2].lower()
        return told if told in LANGUAGES else language(self.raw)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The title's sentences, then the text's."""
        at = self.folded.folded_at
        return [(at(start), at(end)) for start, end in sentences(self.raw)]

    @cached_property
    def sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_of(self, position: int) -> int:
        """The number of the sentence a position lies in."""
        return max(0, bisect_right(self.sentence_starts, position) - 1)

    @cached_property
    def words(self) -> list[tuple[str, int, int]]:
        """Each word, where it starts and where it ends."""
        return [(match[0], match.start(), match.end()) for match in WORD.finditer(self.text)]

    @cached_property
    def word_starts(self) -> list[int]:
        return [start for _, start, _ in self.words]

    def word_at(self, position: int) -> int:
        """The number of the word that holds a position, or of the last one before it."""
        return max(0, bisect_right(self.word_starts, position) - 1)

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
