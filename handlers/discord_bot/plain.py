"""Foreign text made harmless for Discord: cleaned, escaped, cut at safe points. Pure; it lays nothing out.

Lengths are UTF-16 code units, which is never less than Discord counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"

JOINER = "\u200d"
"""It glues emoji (👩‍💼); anywhere else it is an invisible character."""

BLANKS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
"""Characters that Unicode calls letters, marks or symbols and that show nothing."""

INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Controls, bidi and zero-width marks, private and lone surrogate code points."""

MARKUP = re.compile(r"[\\*_~`|\[\]<>#@]|:(?=//)|(?<=discord\.gg)/", re.IGNORECASE)
"""What acts wherever it stands: emphasis, masked links, mentions, `<t:0>` and its like, bare addresses, invitations."""

BLOCK = re.compile(r"^([ \t]*(?:\d+(?=[.)]\s))?)([-+.)])", re.MULTILINE)
"""What acts at the start of a line: lists (headings and quotes are in MARKUP)."""

ADDRESS = re.compile(r"https?://[^\s<>«»\"`|\\]{1,1000}(?![^\s<>«»\"`|\\])")

ATOM = re.compile(r"<https?://[^>\s]+>|\\?.", re.DOTALL)
"""What must stay whole in escaped text: an address in its brackets, a backslash and what it disarms."""

LONGEST = 32
"""Code points of what is still taken for one character, however many accents are piled on it."""


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def clean(text: str) -> str:
    """The text without what cannot be seen; line breaks stay, other white space of the ASCII kind is a space."""
    text = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", text).replace("\t", " ")
    return "".join(char for at, char in enumerate(text) if is_shown(char) or glues(text, at))


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


def atoms(text: str) -> Iterator[str]:
    """Escaped text in pieces that must not be cut: what a reader sees as one character, with its backslash."""
    piece = ""
    for found in ATOM.finditer(text):
        if piece and (len(piece) >= LONGEST or not joined(piece, found.group())):
            yield piece
            piece = ""
        piece += found.group()
    if piece:
        yield piece


def joined(before: str, after: str) -> bool:
    """Whether `after` belongs to the character that `before` began: accents, variations, skin, flags, families."""
    first = after[0]
    if first == JOINER or before[-1] == JOINER or unicodedata.category(first) in {"Mn", "Mc", "Me"}:
        return True
    if "\U0001f3fb" <= first <= "\U0001f3ff":
        return True
    return is_flag(first) and is_flag(before[-1]) and len(before) % 2 == 1


def is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def head(text: str, limit: int) -> str:
    """The most of the escaped text that fits into `limit` units."""
    used, kept = 0, []
    for atom in atoms(text):
        used += units(atom)
        if used > limit:
            break
        kept.append(atom)
    return "".join(kept)


def cut(text: str, limit: int) -> str:
    """Escaped text of at most `limit` units, cut between words where that loses less than half."""
    if units(text) <= limit:
        return text
    kept = head(text, limit - 1)
    words = kept[: kept.rfind(" ")] if " " in kept[len(kept) // 2 :] else kept
    return words.rstrip(" ,;:") + ELLIPSIS


def pages(text: str, limit: int) -> list[str]:
    """Escaped text as pieces of at most `limit` units, parted at line ends, else between words; never empty."""
    found = []
    while units(text) > limit:
        page = head(text, limit)
        half = len(page) // 2
        stop = max(page.rfind("\n"), half) if "\n" in page[half:] else page.rfind(" ")
        page = page[:stop] if stop > half else page
        found.append(page.strip())
        text = text[len(page) :].lstrip(" \n")
    return [*found, text] if text or not found else found
