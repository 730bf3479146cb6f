"""Text as the search index holds it: folded words, each under its French and its English stem. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from Stemmer import Stemmer

from vigie.text.fold import fold

WORD = re.compile(r"[^\W_]+")
"""A run of letters and digits. « _ » is left to the index's own tokens (`company_12`), which no text contains."""

ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)'")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

STOP = frozenset(
    WORD.findall(
        """
    a ai au aux avec ce ces cet cette chez dans de des du elle en est et il la le les leur leurs ou par pour qu que qui
    sa sans ses son sont sous sur un une
    an and are at by for from in is it of on or the this to with
    """
    )
)
"""Words that say nothing of what a text is about; no company is called so (« But », « Free » and « Action » stay)."""

LONGEST = 64
MOST = 32
"""Letters of a word, words of a query: beyond them it is no search of a person."""


def words(text: str) -> list[str]:
    """The folded words, in their order, no stop words, no elided articles: "L'Oréal ferme" -> ['oreal', 'ferme']."""
    plain = ELISION.sub(" ", fold(text).translate(LIGATURES))
    return [word[:LONGEST] for word in WORD.findall(plain) if word not in STOP]


def indexed(texts: Iterable[str]) -> str:
    """What to index: every stem once, separated by blanks."""
    found = list(dict.fromkeys(word for text in texts for word in words(text)))
    french, english = Stemmer("french"), Stemmer("english")  # not to be shared between threads; nearly free
    return " ".join(dict.fromkeys([*french.stemWords(found), *english.stemWords(found)]))


def sought(text: str) -> list[list[str]]:
    """For each word of a query, the stems of which a text must have one."""
    found = list(dict.fromkeys(words(text)))[:MOST]
    french, english = Stemmer("french"), Stemmer("english")
    return [list(dict.fromkeys([french.stemWord(word), english.stemWord(word)])) for word in found]
