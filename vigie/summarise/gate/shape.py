"""Whether a text has the shape of a summary: its length, nothing that acts or hides, in French. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vigie.model import Event
from vigie.text.fold import fold

LIMIT = 280
"""Characters of a summary."""

LINK = re.compile(
    r"https?[\s\u00a0]*:|//|www\.|\b[\w-]+\.(?:com|fr|net|org|io|ru|xyz|info|biz|co|eu|de|uk|ly|me|app|dev|ai|top|gg)\b",
    re.I,
)
MARKUP = re.compile(r"[<>`@#*_~|\\\[\]{}^]")
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
LONG_TOKEN = re.compile(r"\b(?=\w*\d)\w{20,}|\w{36,}")
PHONE = re.compile(r"\+\d[\d .\u00a0-]{8,}|\b0\d(?:[ .\u00a0-]?\d\d){4}\b")
ORDER = re.compile(
    r"\b(?:ignore[zr]? (?:l|c|t|v|toute)\w*|cliquez|clique|abonnez|telechargez|instructions? "
    r"precedentes?|system prompt|en tant qu'ia|"
    r"je suis (?:une ia|un assistant)|voici (?:le|un|votre) resume|resume\s*:|repondez|envoyez|"
    r"contactez|rendez-vous sur)\b"
)
FRENCH_WORDS = """
    le la les un une des du de et à au aux en dans sur pour par chez après avant selon qui que son sa ses leur est
    sont a ont été être va vont ne pas plus se il elle ce cette et ses malgré
"""
ENGLISH_WORDS = "the of and to in for on by with from after over its is are has have will was were as at an it that"
FRENCH, ENGLISH = frozenset(FRENCH_WORDS.split()), frozenset(ENGLISH_WORDS.split())


def faults(text: str, event: Event) -> Iterator[str]:
    """Length, language, and nothing but plain words."""
    if not text.strip():
        yield "empty"
    if len(text) > LIMIT:
        yield f"{len(text)} characters"
    bare = without_names(text, event)
    for pattern, what in (
        (LINK, "a link"),
        (MARKUP, "markup or a mention"),
        (HIDDEN, "hidden characters"),
        (LONG_TOKEN, "a code"),
        (PHONE, "a phone number"),
    ):
        if found := pattern.search(bare):
            yield f"{what}: {found[0]!r}"
    if found := ORDER.search(fold(text)):
        yield f"an order to the reader: {found[0]!r}"
    if not is_french(text):
        yield "not French"


def without_names(text: str, event: Event) -> str:
    """The text without the company's own names, which may look like a domain (Booking.com)."""
    for name in event.company.names:
        if LINK.search(name):
            text = text.replace(name, "X")
    return text


def is_french(text: str) -> bool:
    """More French small words than twice the English ones."""
    found = re.findall(r"[a-zàâçéèêëîïôûùüœ]+", text.casefold())
    french, english = sum(w in FRENCH for w in found), sum(w in ENGLISH for w in found)
    return french >= 1 and french > 2 * english
