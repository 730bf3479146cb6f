"""Characters as a reader sees them: which of them show anything, which belong together, how many there are. Pure; it
knows no platform's markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

JOINER = "\u200d"
"""It glues emoji (👩‍💼); anywhere else it is an invisible character."""

BLANKS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
"""Characters that Unicode calls letters, marks or symbols and that show nothing."""

INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Controls, bidi and zero-width marks, private and lone surrogate code points."""

MARKS = frozenset({"Mn", "Mc", "Me"})
ACCENT = frozenset({"Mn", "Me"})

ACCENTS = 3
"""Marks that one letter may bear: Vietnamese needs two, pointed Hebrew three; more are piled up to hide other lines."""

LONGEST = 32
"""Code points of what is still taken for one character, however many accents are piled on it."""


ONE = re.compile(".", re.DOTALL)


def units(text: str) -> int:
    """Its length in UTF-16 code units: an emoji counts two."""
    return len(text) + sum(char > "\uffff" for char in text)


def clean(text: str) -> str:
    """The text without what cannot be seen; line breaks stay, other white space of the ASCII kind is a space."""
    text = re.sub(r"\r\n?|[\v\f\u0085\u2028\u2029]", "\n", text).replace("\t", " ")
    return unpiled("".join(char for at, char in enumerate(text) if is_shown(char) or glues(text, at)))


def unpiled(text: str) -> str:
    """No letter under more accents than any language writes."""
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ACCENT else 0
        if marks <= ACCENTS:
            kept.append(char)
    return "".join(kept)


def is_shown(char: str) -> bool:
    if char == "\n":
        return True
    if char in BLANKS or "\U000e0000" <= char <= "\U000e0fff":
        return False
    kind = unicodedata.category(char)
    return kind not in INVISIBLE and (kind != "Cn" or is_new_picture(char))


def glues(text: str, at: int) -> bool:
    """Whether the joiner at this place stands between two pictures."""
    if text[at] != JOINER or at == 0 or at + 1 == len(text):
        return False
    return is_picture(text[at - 1]) and is_picture(text[at + 1])


def is_picture(char: str) -> bool:
    return unicodedata.category(char) in {"So", "Sk"} or char == "\ufe0f" or is_new_picture(char)


def is_new_picture(char: str) -> bool:
    """Whether the code point lies where emoji are; some are younger than our Unicode tables."""
    return "\U0001f000" <= char <= "\U0001faff"


def joined(before: str, after: str) -> bool:
    """Whether `after` belongs to the character that `before` began: accents, variations, skin, flags, families."""
    first = after[0]
    if first == JOINER or before[-1] == JOINER or unicodedata.category(first) in MARKS:
        return True
    if "\U0001f3fb" <= first <= "\U0001f3ff":
        return True
    return is_flag(first) and is_flag(before[-1]) and len(before) % 2 == 1


def is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def pieces(text: str, whole: re.Pattern[str] = ONE) -> Iterator[str]:
    """The text in pieces that must not be cut: what a reader sees as one character. whole: what must not either."""
    piece = ""
    for found in whole.finditer(text):
        if piece and (len(piece) >= LONGEST or not joined(piece, found.group())):
            yield piece
            piece = ""
        piece += found.group()
    if piece:
        yield piece


def head(text: str, limit: int, whole: re.Pattern[str] = ONE) -> str:
    """The most of the text that fits into `limit` units."""
    used, kept = 0, []
    for piece in pieces(text, whole):
        used += units(piece)
        if used > limit:
            break
        kept.append(piece)
    return "".join(kept)
