"""Text made comparable: case, accents and apostrophes folded away, with the way back to the offsets. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

NOT_ASCII = re.compile(r"[^\x00-\x7f]")

ALIKE = {
    **dict(zip("аеорсухіјѕһкмнтв", "aeopcyxijshkmhtb", strict=True)),
    **dict(zip("АЕОРСУХІЈЅҺКМНТВ", "aeopcyxijshkmhtb", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα", "abezhikmnoptyxoa", strict=True)),
}
"""Cyrillic and Greek letters that look Latin: whoever writes « Rеnault » with one of them means to be read and not
found. We read neither language, so nothing is lost by it.
"""

PLAIN = {
    **ALIKE,
    **dict.fromkeys("’ʼ‘‛′`´＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("“”„«»‟", '"'),
    **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2008\u200a\u2002\u2003\u3000", " "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "…": "...",
    "ß": "ss",
    "ø": "o",
    "Ø": "o",
    "ł": "l",
    "Ł": "l",
}
"""What NFKD leaves as it is, or decomposes otherwise than readers do."""


@lru_cache(maxsize=4096)
def plain(character: str) -> str:
    """One character folded: 'É' -> 'e', '’' -> "'"; an accent on its own disappears."""
    if character in PLAIN:
        return PLAIN[character]
    parts = unicodedata.normalize("NFKD", character)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes: 'L’Oréal' -> "l'oreal". The length may change."""
    return NOT_ASCII.sub(lambda match: plain(match[0]), text).lower()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters stood in the original; cuts are where the two drift apart."""

    text: str
    original: str
    cuts: tuple[int, ...] = ()
    """Folded positions from which another drift holds, ascending."""
    drifts: tuple[int, ...] = ()
    """For each cut, what to add to a folded position to get the original one."""

    def original_at(self, position: int) -> int:
        """The original offset of a folded one."""
        at = bisect_right(self.cuts, position)
        return position + self.drifts[at - 1] if at else position

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of the folded characters start..end, end excluded; never empty for a span that isn't."""
        first = self.original_at(start)
        return first, max(self.original_at(end - 1) + 1, first + 1) if end > start else first

    def folded_at(self, position: int) -> int:
        """The folded offset of an original one: the nearest that does not lie before it."""
        low, high = 0, len(self.text)
        if not self.cuts:
            return min(position, high)
        while low < high:
            middle = (low + high) // 2
            if self.original_at(middle) < position:
                low = middle + 1
            else:
                high = middle
        return low


def folded(text: str) -> Folded:
    """The text folded, with the map of its offsets: one pass over what is not ASCII, nothing else."""
    cuts: list[int] = []
    drifts: list[int] = []
    drift = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal drift
        result = plain(match[0])
        if len(result) != 1:
            start = match.start() - drift
            # The extra characters of an expansion all stand for the one they come from.
            for extra in range(1, len(result)):
                drift -= 1
                cuts.append(start + extra)
                drifts.append(drift)
            if not result:
                drift += 1
                if cuts and cuts[-1] == start:
                    drifts[-1] = drift
                else:
                    cuts.append(start)
                    drifts.append(drift)
        return result

    result = NOT_ASCII.sub(replace, text).lower()
    return Folded(result, text, tuple(cuts), tuple(drifts))
