"""Quantities as other languages than French and English write them: « 1.200 Stellen », « 3,5 Mio. Euro ». Pure.

A notation is data, read from the lexicon of its language; what the figures mean is for vigie.match to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vigie.text.numbers import Quantity, in_digits

DIGITS = r"\d{1,3}(?:[ .,']\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
SYMBOLS: Mapping[str, str] = {"€": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "r$": "BRL", "¥": "JPY"}
SYMBOL = r"us\$|r\$|[$€£¥]"


@dataclass(frozen=True)
class Notation:
    """How a language writes numbers; every word folded."""

    units: Mapping[str, float] = field(default_factory=dict)
    """« zwei » 2, « zwanzig » 20, « doscientos » 200: what is added up."""
    powers: Mapping[str, float] = field(default_factory=dict)
    """« hundert » 100, « mil » 1000: what multiplies what stands before it."""
    scales: Mapping[str, float] = field(default_factory=dict)
    """« mio » 1e6, « mil millones » 1e9: what multiplies a figure."""
    rough: Mapping[str, float] = field(default_factory=dict)
    """« dutzend » 12, « centenar » 100: an order of magnitude."""
    shares: Mapping[str, float] = field(default_factory=dict)
    """« ein drittel » 33, in percent."""
    percent: tuple[str, ...] = ()
    """« prozent », « por ciento »."""
    currencies: Mapping[str, str] = field(default_factory=dict)
    """« euro » EUR."""
    joints: tuple[str, ...] = ()
    """What joins the words of a number (« und », « y ») or a number to its currency (« de »)."""

    @cached_property
    def tokens(self) -> re.Pattern[str]:
        """One word of a number, however it is put together."""
        return re.compile(longest_first([*self.units, *self.powers, *self.joints, "-"]))

    @cached_property
    def written(self) -> re.Pattern[str]:
        """A figure in digits or words with what follows it."""
        numerals = longest_first([*self.units, *self.powers])
        # German, Dutch and Italian write a number as one word: « zweihundertfünfzig ».
        glued = longest_first([joint for joint in self.joints if len(joint) < 4]) or r"(?!)"
        one = rf"(?:{numerals})(?:(?:{glued})?(?:{numerals}))*"
        apart = rf"(?:\ (?:{longest_first(self.joints)}))?\ {one}(?!\w)" if self.joints else rf"\ {one}(?!\w)"
        scale = rf"(?P<scale>\ ?(?:{longest_first(self.scales)})\b\.?)?" if self.scales else "(?P<scale>)"
        of = rf"\ ?(?:(?:{longest_first(self.joints)})\ )?" if self.joints else r"\ ?"
        words = longest_first(self.percent) or "%"
        money = longest_first(self.currencies) or "€"
        return re.compile(
            rf"""(?P<before>(?:{SYMBOL})\ ?)?
            (?: (?<![\w.,])(?P<digits>{DIGITS}) | (?<!\w)(?P<words>{one}(?!\w)(?:{apart})*) )
            {scale}
            (?P<after> \ ?(?:%|(?:{words})(?!\w)) | {of}(?:{SYMBOL}) | {of}(?:{money})(?!\w) )?""",
            re.VERBOSE,
        )

    @cached_property
    def words(self) -> re.Pattern[str] | None:
        """Orders of magnitude and fractions in words."""
        listed = [*self.rough, *self.shares]
        return re.compile(rf"(?<!\w)(?:{longest_first(listed)})(?!\w)") if listed else None


def longest_first(words: Iterator[str] | list[str] | tuple[str, ...] | Mapping[str, object]) -> str:
    """An alternation whose blanks are blanks in verbose patterns too."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def quantities(text: str, notation: Notation) -> list[Quantity]:
    """The quantities of a folded text, in order of their place."""
    found = list(figures(text, notation))
    for match in notation.words.finditer(text) if notation.words else ():
        word = match[0]
        value, kind = (notation.shares[word], "share") if word in notation.shares else (notation.rough[word], "plain")
        found.append(
            Quantity(value, kind, *match.span(), words=True, rough=kind == "plain")  # type: ignore[arg-type]
        )
    return sorted(found, key=lambda q: (q.start, -q.end))


def figures(text: str, notation: Notation) -> Iterator[Quantity]:
    for match in notation.written.finditer(text):
        value = in_digits(match["digits"]) if match["digits"] else in_words(match["words"], notation)
        if match["words"] and value < 2:
            continue  # « ein », « un », « uma » is an article more often than a figure
        scale = (match["scale"] or "").strip(" .")
        value *= notation.scales.get(scale, 1.0)
        after, before = (match["after"] or "").strip(), (match["before"] or "").strip()
        if after.startswith(("%", *notation.percent)):
            yield Quantity(value, "share", *match.span(), words=bool(match["words"]))
        elif currency := SYMBOLS.get(before) or currency_of(after, notation):
            yield Quantity(value, "money", *match.span(), currency, words=bool(match["words"]))
        else:
            yield Quantity(value, "plain", *match.span(), words=bool(match["words"]))


def currency_of(after: str, notation: Notation) -> str | None:
    """The ISO code of « de euros », « € »."""
    if not after:
        return None
    last = next((name for name in sorted(notation.currencies, key=len, reverse=True) if after.endswith(name)), "")
    return notation.currencies.get(last) or SYMBOLS.get(after.split()[-1])


def in_words(text: str, notation: Notation) -> float:
    """« zweihundertfünfzig » is 250, « dos mil quinientos » 2500, « duemila » 2000."""
    total = current = 0.0
    for token in notation.tokens.findall(text):
        if token in notation.powers:
            current = (current or 1.0) * notation.powers[token]
            if notation.powers[token] >= 1000:
                total, current = total + current, 0.0
        elif token in notation.units:
            current += notation.units[token]
    return total + current
