"""The frames of English headlines, who does what to whom, and the French that tells each.

A pattern is matched at the start of the masked headline. Frames are tried in order: the more telling come first.
"""

from __future__ import annotations

import re

from vigie.summarise.frames import authority, company
from vigie.summarise.frames.grammar import NOT_IT, compiled
from vigie.summarise.frames.people import SUITS, people_rows, reaction_rows

Frame = tuple[re.Pattern[str], tuple[str, ...]]

OTHERS: tuple[Frame, ...] = (*((compiled(pattern), wordings) for pattern, wordings in SUITS), *people_rows())
BY_AUTHORITY: tuple[Frame, ...] = tuple((compiled(pattern), wordings) for pattern, wordings in authority.ROWS)
BY_COMPANY: tuple[Frame, ...] = (
    *((compiled(pattern), wordings) for pattern, wordings in company.ROWS),
    *reaction_rows(),
)


def frames(text: str) -> tuple[Frame, ...]:
    """Those that a masked headline can fit, by how it starts."""
    if text.startswith("@c"):
        return (*BY_COMPANY, *OTHERS)
    if text.lower().startswith(("@a", "the @a")):
        return (*BY_AUTHORITY, *OTHERS)
    return (*BY_AUTHORITY, *BY_COMPANY, *OTHERS)


__all__ = ["NOT_IT", "frames"]
