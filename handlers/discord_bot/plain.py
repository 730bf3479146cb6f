"""Foreign text made harmless for Discord: cleaned, escaped, cut at safe points. Pure; it lays nothing out.

Lengths are UTF-16 code units, which is never less than Discord counts.
"""

from __future__ import annotations

import re

from handlers.characters import clean, head, units

ELLIPSIS = "…"

MARKUP = re.compile(r"[\\*_~`|\[\]<>#@]|:(?=//)|(?<=discord\.gg)/", re.IGNORECASE)
"""What acts wherever it stands: emphasis, masked links, mentions, `<t:0>` and its like, bare addresses, invitations."""

BLOCK = re.compile(r"^([ \t]*(?:\d+(?=[.)]\s))?)([-+.)])", re.MULTILINE)
"""What acts at the start of a line: lists (headings and quotes are in MARKUP)."""

ADDRESS = re.compile(r"https?://[^\s<>«»\"`|\\]{1,1000}(?![^\s<>«»\"`|\\])")

ATOM = re.compile(r"<https?://[^>\s]+>|\\?.", re.DOTALL)
"""What must stay whole in escaped text: an address in its brackets, a backslash and what it disarms."""


def line(text: str) -> str:
    """The text cleaned, on one line; no-break spaces stay."""
    return re.sub(r"[ \n]+", " ", clean(text)).strip(" ")


def escape(text: str) -> str:
    """Clean text that reads the same on Discord and does nothing there."""
    return unlisted(unmarked(text))


def unmarked(text: str) -> str:
    return MARKUP.sub(r"\\\g<0>", text)


def unlisted(text: str) -> str:
    return BLOCK.sub(r"\1\\\2", text)


def label(text: str, limit: int) -> str:
    """Someone else's words where Discord knows no markup and wants a text: a button, a choice, a forum post's title."""
    return cut(line(text), limit) or ELLIPSIS


def foreign(text: str, limit: int) -> str:
    """A line of someone else's words, ready for a message or an embed, at most `limit` units long."""
    return cut(escape(line(text)), limit)


def said(text: str) -> str:
    """A reply of ours, which quotes others: escaped but for its addresses, which can be followed and unfold nothing."""
    text = clean(text)
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        address = found.group().rstrip(".,;:!?…'")
        address = address if "(" in address else address.rstrip(")")
        parts += [unmarked(text[end : found.start()]), f"<{address}>"]
        end = found.start() + len(address)
    return unlisted("".join([*parts, unmarked(text[end:])]))


def cut(text: str, limit: int) -> str:
    """Escaped text of at most `limit` units, cut between words where that loses less than half."""
    if units(text) <= limit:
        return text
    kept = head(text, limit - 1, ATOM)
    words = kept[: kept.rfind(" ")] if " " in kept[len(kept) // 2 :] else kept
    return words.rstrip(" ,;:") + ELLIPSIS


def pages(text: str, limit: int) -> list[str]:
    """Escaped text as pieces of at most `limit` units, parted at line ends, else between words; never empty."""
    found = []
    while units(text) > limit:
        page = head(text, limit, ATOM)
        half = len(page) // 2
        stop = max(page.rfind("\n"), half) if "\n" in page[half:] else page.rfind(" ")
        page = page[:stop] if stop > half else page
        found.append(page.strip())
        text = text[len(page) :].lstrip(" \n")
    return [*found, text] if text or not found else found
