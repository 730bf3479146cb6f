"""What an article states, as the gate asks for it. Pure."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from vigie.model import Article
from vigie.summarise import figures as fig
from vigie.text.fold import fold

WORDS = re.compile(r"\w+")


class Known:
    """What an article states, folded and read once; each part is worked out when it is first asked for."""

    def __init__(self, article: Article) -> None:
        self.raw = f"{article.title}\n{article.text}"

    @cached_property
    def folded(self) -> str:
        return fold(self.raw)

    @cached_property
    def run(self) -> str:
        """All words, one space between: what a copy is looked for in."""
        return " " + " ".join(WORDS.findall(self.folded)) + " "

    @cached_property
    def spots(self) -> tuple[tuple[int, int], ...]:
        """Where numbers in digits stand in the raw text."""
        return tuple(match.span() for match in fig.DIGITS.finditer(self.raw))

    @cached_property
    def spelt(self) -> frozenset[float]:
        return frozenset(v for _, values in fig.spelt(self.folded) for v in values)


@lru_cache(maxsize=64)
def known(article: Article) -> Known:
    return Known(article)
