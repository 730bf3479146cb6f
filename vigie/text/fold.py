"""Text made comparable: case, accents and apostrophes folded away. Pure."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes: 'L’Oréal' -> "l'oreal". The length may change."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ʼ", "'"))
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()
