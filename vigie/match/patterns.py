"""The little language of the lexicons, compiled: a table of first words, a regular expression each, made when needed.

    supprim* ~3 poste*|emploi*     a word that begins so, at most three words, then one of two
    job cut*                       words in a row, whatever joins them (space, hyphen, apostrophe)
    plan social?                   « ? » makes a word optional
    # salarie*                     « # » is a number in digits

Written in folded letters. It finds wordings; it knows nothing of topics.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from vigie.text.fold import fold

JOIN = r"[\s'\"-]{1,3}"
NUMBER = r"\d[\d.,  ]{0,20}\d|\d"
WORD_OF_GAP = r"[\s'\",%()$€£-]{1,4}(?>[^\W_]+(?:[.,]\d+)*)(?:(?<=mio|mrd|tsd)\.)?"
"""A word between two of a pattern; German writes « 3,5 Mio. Euro ». Read in one way only, as a whole: a row of numbers
(« 1.000,1.000,… ») that may be cut into words anywhere takes for ever once eight of them may stand in a gap.
"""


FIRST = re.compile(r"[^\W_][\w.&]*")
RUN = re.compile(r"[^\W_]+")
WORD = re.compile(r"((?:[a-z]\.){2,}|[^\W_]+|[%€$£&])")
"""A word of a folded text, an acronym with its full stops, or a sign that counts as a word."""

ASCII_WORD = re.compile(r"((?:[a-z]\.){2,}|[a-z0-9]+|[%$&])")
"""The same, for a folded text that has nothing but ASCII."""

REMEMBERED = 50_000
"""Words whose patterns are remembered."""

MANY = 8
"""Patterns that may begin with one word, from which they are tried together first."""

Matching = Callable[[str, int], "re.Match[str] | None"]

Candidate = tuple[int, Matching, int]
"""A pattern's number, what matches it at a place, and how far into the word it may begin."""

Entry = tuple[Matching | None, tuple[Candidate, ...]] | tuple[()]
"""What rules out all that may begin with a word, where that is much, and what may begin with it; empty for nothing."""

NOTHING = (None, ())


class BadPattern(ValueError):
    """A pattern that cannot be compiled; the message is a French sentence."""


def split(pattern: str) -> list[str]:
    """The words of a pattern, folded. Raises BadPattern."""
    tokens = fold(pattern).replace("'", " ").replace("-", " ").split()
    if not tokens:
        raise BadPattern("le motif est vide")
    if tokens[0].endswith("?") or not all(FIRST.fullmatch(option.rstrip("*")) for option in tokens[0].split("|")):
        raise BadPattern(f"« {pattern} » doit commencer par un mot entier (ni « # », ni « ~ », ni « ? »)")
    return tokens


def first_word(pattern: str) -> tuple[str, ...]:
    """The ways to write a pattern's first word. Raises BadPattern."""
    return tuple(split(pattern)[0].split("|"))


def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern. Raises BadPattern."""
    tokens = split(pattern)
    parts = [word(tokens[0])]
    for token in tokens[1:]:
        if gap := re.fullmatch(r"~(\d)", token):
            parts.append(f"(?:{WORD_OF_GAP}){{0,{gap[1]}}}?")
        elif token.endswith("?"):
            parts.append(f"(?:{JOIN}{word(token[:-1])})?")
        else:
            parts.append(JOIN + word(token))
    return re.compile("".join(parts) + r"(?!\w)")


def word(token: str) -> str:
    """One word, or one of several."""
    options = [NUMBER if option == "#" else re.escape(option).replace(r"\*", r"\w*") for option in token.split("|")]
    return f"(?:{'|'.join(options)})"


class Hit(NamedTuple):
    """A wording found: which, and the folded characters start..end."""

    number: int
    start: int
    end: int


class Patterns:
    """Many patterns, looked for at once: each word of a text is asked which of them may begin with it."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = tuple(patterns)
        self._literals: list[tuple[str, ...]] = []
        """For each pattern, the ways its first word may begin."""
        self._starred: dict[str, list[int]] = {}
        """For the beginning of a word, the patterns that it is enough for."""
        self._whole: dict[str, list[int]] = {}
        """For a whole word, the patterns whose first word it is, or opens (« u » opens « u.s »)."""
        for index, pattern in enumerate(patterns):
            options = first_word(pattern)
            self._literals.append(tuple(dict.fromkeys(option.rstrip("*") for option in options)))
            for option in options:
                opening = option.rstrip("*")
                if option == opening or not opening.isalnum():
                    self._whole.setdefault(RUN.findall(opening)[0], []).append(index)
                else:
                    self._starred.setdefault(opening, []).append(index)
        self._longest = max(map(len, self._starred), default=0)
        self._expressions: dict[int, re.Pattern[str]] = {}
        self._gates: dict[tuple[int, ...], Matching] = {}
        self._known: dict[str, Entry] = {}

    def find(self, text: str, words: tuple[Sequence[str], Sequence[int]] | None = None) -> list[Hit]:
        """Every pattern at every place where it stands in a folded text, in order of place.

        Words are those of the text and where they start (see words_of), where the caller has them.
        """
        found: list[tuple[int, int, int, int]] = []
        spelled, starts = words or words_of(text)[:2]
        for word, start, entry in zip(spelled, starts, map(self._known.get, spelled), strict=True):
            if entry is None:
                gate, candidates = self._learn(word) or NOTHING
            elif entry:
                gate, candidates = entry
            else:
                continue
            if gate is None or gate(text, start) is not None:
                for index, match_at, offset in candidates:
                    if (match := match_at(text, start + offset)) is not None:
                        self._keep(found, text, index, match)
        found.sort()
        return [Hit(index, start, end) for _, start, index, end in found]

    def _keep(self, found: list[tuple[int, int, int, int]], text: str, index: int, match: re.Match[str]) -> None:
        """One hit for each way to write the first word that stands there, in order of where that ends."""
        start, end = match.span()
        if start and text[start - 1] == "_":
            return
        for literal in self._literals[index]:
            if text.startswith(literal, start):
                found.append((start + len(literal), start, index, end))

    def _learn(self, word: str) -> Entry:
        """The patterns that may begin with a word, or at a letter of « u.s. », remembered for the next time."""
        acronym = word[1:2] == "."
        runs = [(at, word[at]) for at in range(0, len(word), 2)] if acronym else [(0, word)]
        numbers = [(index, at) for at, run in runs for index in self._beginning(run)]
        candidates = tuple((index, self._expression(index).match, at) for index, at in numbers)
        gate = self._gate(tuple(index for index, _ in numbers)) if len(numbers) > MANY and not acronym else None
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[word] = entry = (gate, candidates) if candidates else ()
        return entry

    def _gate(self, indexes: tuple[int, ...]) -> Matching:
        """What tells at once that none of many patterns stands at a place: few words are worth a closer look."""
        if indexes not in self._gates:
            together = "|".join(self._expression(index).pattern for index in indexes)
            self._gates[indexes] = re.compile(together).match
        return self._gates[indexes]

    def _beginning(self, run: str) -> list[int]:
        """The patterns that may begin with a run of letters and digits."""
        indexes = set(self._whole.get(run, ()))
        for length in range(1, min(len(run), self._longest) + 1):
            indexes.update(self._starred.get(run[:length], ()))
        return sorted(indexes)

    def _expression(self, index: int) -> re.Pattern[str]:
        if index not in self._expressions:
            self._expressions[index] = compiled(self._patterns[index])
        return self._expressions[index]


def words_of(text: str) -> tuple[list[str], list[int], list[int]]:
    """The words of a folded text, where each starts and where each ends."""
    parts = (ASCII_WORD if text.isascii() else WORD).split(text)
    # Separators and words take turns: each part ends where the next one starts.
    ends = list(accumulate(map(len, parts)))
    return parts[1::2], ends[0:-1:2], ends[1::2]


def automaton(words: Iterable[str]) -> AhoCorasick | None:
    """An automaton that finds them all, overlapping; None where there are none (it refuses an empty list)."""
    listed = list(words)
    if not listed:
        return None
    return AhoCorasick(listed, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)
