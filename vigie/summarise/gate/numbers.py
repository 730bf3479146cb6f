"""Whether each number of a text is one that the article states, of the same kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vigie.summarise import figures as fig
from vigie.summarise.gate.known import Known
from vigie.text.fold import fold


def faults(text: str, source: Known) -> Iterator[str]:
    """Each number is in the source, as the same kind of thing, in the same currency."""
    for figure in fig.figures(text):
        if not stated(figure, source):
            yield f"number not in the article: {figure.written!r}"
    words_only = fig.DIGITS.sub(" . ", fold(text))
    for written, values in fig.spelt(re.sub(r"\.\s*(?:millions?|milliards?|mille)\b", ".", words_only)):
        if not any(fig.same(max(values), v) for v in source.spelt) and not in_digits(max(values), source):
            yield f"number not in the article: {written!r}"


def in_digits(value: float, source: Known) -> bool:
    return bool(fig.alike(fig.Figure("", frozenset({value}), "count"), source.raw, source.spots))


def stated(figure: fig.Figure, source: Known) -> bool:
    """Whether the source has the figure, of the same kind; in words too."""
    alike = fig.alike(figure, source.raw, source.spots)
    if figure.kind == "money":
        money = [f for f in alike if f.kind == "money"]
        if money:
            return any(f.currency == figure.currency for f in money)
        return spelt_money(figure, source) or (any(f.kind == "count" for f in alike) and currency_near(figure, source))
    if any(f.kind == figure.kind or (f.kind == "money" and min(figure.values) >= 1e6) for f in alike):
        return True
    if figure.kind == "share" and any(f.kind == "count" for f in alike) and ranged(figure, source):
        return True
    return any(fig.same(a, b) for a in figure.values for b in source.spelt)


def spelt_money(figure: fig.Figure, source: Known) -> bool:
    return any(fig.same(a, b) for a in figure.values for b in source.spelt) and currency_near(figure, source)


def currency_near(figure: fig.Figure, source: Known) -> bool:
    """Whether the article names the currency at all."""
    return bool(re.search(fig.CURRENCIES.get(figure.currency, r"(?!)"), source.folded, re.I))


def ranged(figure: fig.Figure, source: Known) -> bool:
    """« 10-20% »: the sign stands behind the last figure only."""
    return bool(
        re.search(rf"{re.escape(figure.written)}\s*(?:-|–|to|à|et|and|ou|or)\s*\d[\d.,]*\s*(?:%|per|pour)", source.raw)
    )
