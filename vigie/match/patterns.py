"""The little language of the lexicons, compiled: an Aho-Corasick automaton of first words, a regular expression each.

    supprim* ~3 poste*|emploi*     a word that begins so, at most three words, then one of two
    job cut*                       words in a row, whatever joins them (space, hyphen, apostrophe)
    plan social?                   « ? » makes a word optional
    # salarie*                     « # » is a number in digits

Written in folded letters. It finds wordings; it knows nothing of topics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from vigie.text.fold import fold

JOIN = r"[\s'\"-]{1,3}"
NUMBER = r"\d[\d.,  ]*\d|\d"
WORD_OF_GAP = r"[\s'\",%()$€£-]{1,4}[^\W_]+(?:[.,]\d+)*"


class BadPattern(ValueError):
    """A pattern that cannot be compiled; the message is a French sentence."""


def compiled(pattern: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The literal beginnings of a pattern's first word, and its regular expression. Raises BadPattern."""
    tokens = fold(pattern).replace("'", " ").replace("-", " ").split()
    if not tokens:
        raise BadPattern("le motif est vide")
    anchors = tuple(option.rstrip("*") for option in tokens[0].split("|"))
    if not all(re.fullmatch(r"[^\W_][\w.&]*", anchor) for anchor in anchors) or tokens[0].endswith("?"):
        raise BadPattern(f"« {pattern} » doit commencer par un mot entier (ni « # », ni « ~ », ni « ? »)")
    parts = [word(tokens[0])]
    for token in tokens[1:]:
        if gap := re.fullmatch(r"~(\d)", token):
            parts.append(f"(?:{WORD_OF_GAP}){{0,{gap[1]}}}?")
        elif token.endswith("?"):
            parts.append(f"(?:{JOIN}{word(token[:-1])})?")
        else:
            parts.append(JOIN + word(token))
    return anchors, re.compile("".join(parts) + r"(?!\w)")


def word(token: str) -> str:
    """One word, or one of several."""
    options = [NUMBER if option == "#" else re.escape(option).replace(r"\*", r"\w*") for option in token.split("|")]
    return f"(?:{'|'.join(options)})"


@dataclass(frozen=True, slots=True)
class Hit:
    """A wording found: which, and the folded characters start..end."""

    index: int
    start: int
    end: int


class Patterns:
    """Many patterns, looked for at once."""

    def __init__(self, patterns: Sequence[str]) -> None:
        by_anchor: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
        for index, pattern in enumerate(patterns):
            anchors, expression = compiled(pattern)
            for anchor in dict.fromkeys(anchors):
                by_anchor.setdefault(anchor, []).append((index, expression))
        self._anchors = list(by_anchor.values())
        self._automaton = automaton(by_anchor)

    def find(self, text: str) -> list[Hit]:
        """Every pattern at every place where it stands in a folded text, in order of place."""
        hits: list[Hit] = []
        if self._automaton is None:
            return hits
        for anchor, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                continue
            for index, expression in self._anchors[anchor]:
                if match := expression.match(text, start):
                    hits.append(Hit(index, start, match.end()))
        return hits


def automaton(words: Iterable[str]) -> AhoCorasick | None:
    """An automaton that finds them all, overlapping; None where there are none (it refuses an empty list)."""
    listed = list(words)
    if not listed:
        return None
    return AhoCorasick(listed, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA)
