"""Where sentences begin and end in feed text, which forgets spaces after full stops and breaks lines at will. Pure."""

from __future__ import annotations

import re

CLOSING = r"""(?:[ \u00a0\u202f]?»)?["'»”’)\]]*(?=\s|[A-ZÀ-ÖØ-Ý«"“]|$)"""
END = re.compile(rf"\n+|[!?…]+{CLOSING}|\.{CLOSING}|\u25b6|\s\|\s|\s•\s")

TITLES = "Mr|Mrs|Ms|Dr|Me|Mme|Mlle|MM|St|Ste|Inc|Corp|Ltd|Co|vs|No|Jr|Sr|Gen|Gov|Sen|Rep|Dept|Assn|Bros|Cie|Ets|ex"
SHORT = "Sept|Oct|Nov|Dec|Jan|Feb|Aug|art|env|cf|p|al|approx"
ABROAD = "Mio|Mrd|Tsd|bzw|Nr|Sra|Dott|Sig|Dhr|Mevr|aprox"
ABBREVIATION = re.compile(rf"(?:^|[\s.('\"«\u00a0-])(?:[A-Za-z]|{TITLES}|{SHORT}|{ABROAD})$")
"""What stands before a full stop that ends no sentence."""


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences as offsets (end excluded), in order, without the blanks around them; none is empty."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in END.finditer(text):
        if match[0][0] == "." and not ends(text, match):
            continue
        keep(spans, text, start, match.end())
        start = match.end()
    keep(spans, text, start, len(text))
    return spans


def ends(text: str, stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence: not that of an abbreviation, nor of a domain (« Booking.com »)."""
    at, after = stop.start(), stop.end()
    if ABBREVIATION.search(text, max(0, at - 8), at):
        return False
    following = text[after : after + 3].lstrip()
    if after < len(text) and not text[after].isspace():
        return at > 0 and (text[at - 1].islower() or text[at - 1].isdigit() or text[at - 1] in '»)"%€')
    return not following or not following[0].islower()


def keep(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
