"""The frames of English headlines, who does what to whom, and the French that tells each.

A pattern is matched at the start of the masked headline. Frames are tried in order: the more telling come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vigie.summarise.frames import authority, company
from vigie.summarise.frames.grammar import NOT_IT, Row, compiled
from vigie.summarise.frames.people import SUITS, people_rows, reaction_rows

OTHERS: tuple[Row, ...] = (*SUITS, *people_rows())
BY_AUTHORITY: tuple[Row, ...] = authority.ROWS
BY_COMPANY: tuple[Row, ...] = (*company.ROWS, *reaction_rows())


def frames(text: str) -> Iterator[tuple[re.Pattern[str], tuple[str, ...]]]:
    """Those that a masked headline can fit, by how it starts; compiled at their first use, for that takes a while."""
    for pattern, wordings in rows(text):
        yield compiled(pattern), wordings


def rows(text: str) -> tuple[Row, ...]:
    if text.startswith("@c"):
        return (*BY_COMPANY, *OTHERS)
    if text.lower().startswith(("@a", "the @a")):
        return (*BY_AUTHORITY, *OTHERS)
    return (*BY_AUTHORITY, *BY_COMPANY, *OTHERS)


__all__ = ["NOT_IT", "frames"]
