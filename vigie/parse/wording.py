"""What stands beside an entry's texts, and which of all of them feedparser keeps. It looks at no document.

feedparser takes a second text (a caption, the summary of an episode) for the content of its entry, or for its summary,
by what came before it and how deep it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

SECTION, BLANK = "\0", "\1"
"""Stand for a section of text that says something, or nothing: characters that no document has."""
NUMBERED = re.compile(f"{SECTION}([0-9]+){SECTION}")
"""A section that may have to be found again."""

REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
CONTENTS = frozenset({"content", "content:encoded"})
DESCRIPTIONS = frozenset({"description", "summary"})


@dataclass(frozen=True)
class Aside:
    """What an entry says that fastfeedparser leaves aside, or takes for something else."""

    name: str
    after: int
    """How many of the names that are noted of its entry stand before it."""
    depth: int
    text: str
    """As it stands in the document, without its sections."""


def worded(text: str, sections: Sequence[str]) -> str:
    """What an XML reader makes of a text that holds no tag."""
    found = NUMBERED.split(text.replace(BLANK, ""))
    found[::2] = [REFERENCE.sub(character, one) if "&" in one else one for one in map(ended, found[::2])]
    found[1::2] = [ended(sections[int(number)]) for number in found[1::2]]
    return "".join(found).strip()


def ended(text: str) -> str:
    """With the line ends that XML has (1.0, 2.11)."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def character(match: re.Match[str]) -> str:
    sixteen, ten, name = match.groups()
    return NAMED[name] if name else chr(int(sixteen, 16) if sixteen else int(ten))


def kept(
    own: Sequence[tuple[int, str, str]], beside: Sequence[tuple[int, int, str]], *, is_second: bool
) -> tuple[str, list[str]]:
    """The summary and the contents that feedparser gives an entry.

    `own` are the entry's texts (place, name, what it says), `beside` the others (how many names stand before it, how
    much deeper it stands, what it says). `is_second`: whether feedparser takes the first for a content already.
    """
    placed = [(float(place), name, 0, text) for place, name, text in own]
    placed += [(after - 0.5, "", depth, text) for after, depth, text in beside]
    summary, deep, contents = None, None, list[str]()
    for _, name, depth, text in sorted(placed, key=itemgetter(0)):
        if name in CONTENTS or (summary is not None and not is_second):
            is_second = True
            contents.append(text)
            summary = text if summary is None else summary
        elif deep is None or depth <= deep:
            summary, deep = text, depth
    return summary or "", contents
