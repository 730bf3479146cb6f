"""Which language a text is in, by a detector that carries its own model; nothing is read or downloaded. Pure."""

from __future__ import annotations

from functools import cache

import eldc

LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "nl")
"""Those that have a lexicon."""

FALLBACK = "fr"

ENOUGH = 600
"""Characters that settle the matter."""


@cache
def ready() -> bool:
    """Load the detector's tables, once, limited to the languages that have a lexicon."""
    eldc.init()
    eldc.set_languages(list(LANGUAGES))
    return True


def language(text: str) -> str:
    """'fr', 'en', 'de'…; French where nothing can be said of it."""
    ready()
    sample = text[:ENOUGH].encode("utf-8", "ignore").decode("utf-8")
    found = eldc.detect(sample)
    return found if found in LANGUAGES else FALLBACK
