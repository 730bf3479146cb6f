"""Whether a text copies a passage of the article, outside of quotation marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vigie.summarise.gate.known import WORDS, Known
from vigie.text.fold import fold

COPY = 12
"""Words in a row from which a passage counts as copied."""

QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"")


def faults(text: str, source: Known) -> Iterator[str]:
    """No twelve words in a row of the article outside « … »."""
    for part in QUOTED.split(fold_quotes(text)):
        told = WORDS.findall(fold(part))
        if not could_be_copied(told, source):
            continue
        for at in range(len(told) - COPY + 1):
            run = " ".join(told[at : at + COPY])
            if f" {run} " in source.run:
                yield f"copies {COPY} words: {run!r}"
                return


def could_be_copied(told: list[str], source: Known) -> bool:
    """Whether twelve words in a row all occur somewhere in the source: what is cheap to know first."""
    streak = 0
    for word in told:
        streak = streak + 1 if word in source.folded else 0
        if streak >= COPY:
            return True
    return False


def fold_quotes(text: str) -> str:
    return text.replace("“", "«").replace("”", "»")
