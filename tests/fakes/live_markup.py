"""What Discord would act upon in a text, read as its client reads it: mentions, links, emphasis, blocks. Written apart
from the code that escapes, to judge it.
"""

from __future__ import annotations

import re

ESCAPED = re.compile(r"\\([^a-zA-Z0-9\s])")
"""A backslash disarms the punctuation after it, once."""

ACTS = {
    "mention": r"<(?:@[!&]?|#)\d+>|@everyone|@here",
    "command": r"</[^>]+:\d+>",
    "guide": r"<id:\w+>",
    "time": r"<t:-?\d+(?::\w)?>",
    "emoji": r"<a?:\w+:\d+>",
    "masked link": r"\[[^\]\n]+\]\([^)\s]+\)",
    "address": r"https?://[^\s>\ue000]+",
    "invitation": r"discord\.gg/\w+",
    "bold": r"\*\*[^*\n]+\*\*",
    "italics": r"(?<![*\w])\*[^*\s][^*\n]*\*|(?<![_\w])_[^_\n]+_(?!\w)",
    "strike": r"~~[^~\n]+~~",
    "spoiler": r"\|\|[^|\n]+\|\|",
    "code": r"`[^`\n]+`|```",
    "heading": r"(?m)^#{1,3} ",
    "small": r"(?m)^-# ",
    "quote": r"(?m)^>{1,3} ",
    "list": r"(?m)^\s*(?:[-*+]|\d+[.)]) ",
}


def live(text: str) -> dict[str, list[str]]:
    """Each kind that acts, with where."""
    disarmed = ESCAPED.sub("\ue000", text)
    found = {kind: [m.group() for m in re.finditer(pattern, disarmed, re.IGNORECASE)] for kind, pattern in ACTS.items()}
    return {kind: places for kind, places in found.items() if places}
