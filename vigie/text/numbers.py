"""Quantities as news writes them: « 9.000 », « 1 900 », « 12,5 % », « deux cents », « un tiers », « $1.8bn ». Pure.

It reads values, kinds and offsets out of folded text; it does not know what they count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["plain", "share", "money"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and the folded characters start..end it was read from. For a range, the larger end."""

    value: float
    kind: Kind
    start: int
    end: int
    currency: str | None = None
    """ISO 4217, where kind is money."""
    words: bool = False
    """Written in words, at least its first figure."""
    ordinal: bool = False
    rough: bool = False
    """« a dozen », « une centaine »: an order of magnitude."""


UNITS: dict[str, float] = {
    word: value
    for value, words in {
        0: "zero",
        1: "un une one",
        2: "deux two",
        3: "trois three",
        4: "quatre four",
        5: "cinq five",
        6: "six",
        7: "sept seven",
        8: "huit eight",
        9: "neuf nine",
        10: "dix ten",
        11: "onze eleven",
        12: "douze twelve",
        13: "treize thirteen",
        14: "quatorze fourteen",
        15: "quinze fifteen",
        16: "seize sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "vingt vingts twenty",
        30: "trente thirty",
        40: "quarante forty",
        50: "cinquante fifty",
        60: "soixante sixty",
        70: "septante seventy",
        80: "huitante octante eighty",
        90: "nonante ninety",
    }.items()
    for word in words.split()
}
POWERS: dict[str, float] = {"cent": 1e2, "cents": 1e2, "hundred": 1e2, "mille": 1e3, "thousand": 1e3}
SCALES: dict[str, float] = {
    **dict.fromkeys(("k", "mille", "thousand"), 1e3),
    **dict.fromkeys(("million", "millions", "m", "mn", "mln", "mio"), 1e6),
    **dict.fromkeys(("milliard", "milliards", "billion", "billions", "bn", "b", "md", "mds", "mrd"), 1e9),
    **dict.fromkeys(("trillion", "trillions", "tn"), 1e12),
}
ROUGH: dict[str, float] = {
    "dizaine": 10,
    "douzaine": 12,
    "dozen": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "millier": 1000,
}
FRACTIONS: dict[str, float] = {
    "la moitie": 50,
    "moitie": 50,
    "un tiers": 33,
    "le tiers": 33,
    "deux tiers": 66,
    "un quart": 25,
    "le quart": 25,
    "trois quarts": 75,
    "un cinquieme": 20,
    "un dixieme": 10,
    "half": 50,
    "a third": 33,
    "one third": 33,
    "one-third": 33,
    "two thirds": 66,
    "two-thirds": 66,
    "a quarter": 25,
    "one quarter": 25,
    "one-quarter": 25,
    "three quarters": 75,
    "a fifth": 20,
    "one fifth": 20,
    "a tenth": 10,
    "one tenth": 10,
    "one in five": 20,
    "one in ten": 10,
    "un sur dix": 10,
}
CURRENCIES: dict[str, str] = {
    **dict.fromkeys(("€", "euro", "euros", "eur", "m€", "mds€", "md€", "mde", "k€"), "EUR"),
    **dict.fromkeys(("$", "us$", "dollar", "dollars", "usd", "u.s. dollars"), "USD"),
    **dict.fromkeys(("£", "pound", "pounds", "gbp", "livre", "livres", "livres sterling", "sterling"), "GBP"),
    **dict.fromkeys(("a$", "aud"), "AUD"),
    **dict.fromkeys(("c$", "cad", "ca$"), "CAD"),
    **dict.fromkeys(("chf", "francs suisses", "franc suisse", "swiss francs"), "CHF"),
    **dict.fromkeys(("¥", "yen", "yens", "jpy"), "JPY"),
    **dict.fromkeys(("yuan", "yuans", "cny", "rmb"), "CNY"),
    **dict.fromkeys(("roubles", "rouble", "rubles", "ruble", "rub"), "RUB"),
    **dict.fromkeys(("rupees", "rupee", "roupies", "inr", "₹"), "INR"),
    **dict.fromkeys(("won", "wons", "krw"), "KRW"),
    **dict.fromkeys(("reais", "real", "reals", "reaux", "brl", "r$"), "BRL"),
    # Those that share a name with a greater one: read by their whole name, or they would be told as the greater one.
    **dict.fromkeys(("dollars canadiens", "canadian dollars"), "CAD"),
    **dict.fromkeys(("dollars australiens", "australian dollars"), "AUD"),
    **dict.fromkeys(("dollars neo-zelandais", "new zealand dollars", "nz$", "nzd"), "NZD"),
    **dict.fromkeys(("dollars de hong kong", "dollars hongkongais", "hong kong dollars", "hk$", "hkd"), "HKD"),
    **dict.fromkeys(("dollars de singapour", "dollars singapouriens", "singapore dollars", "s$", "sgd"), "SGD"),
    **dict.fromkeys(("dollars taiwanais", "taiwan dollars", "nt$", "twd"), "TWD"),
    **dict.fromkeys(("livres turques", "turkish lira", "turkish liras"), "TRY"),
    **dict.fromkeys(("pesos mexicains", "mexican pesos", "mx$"), "MXN"),
}

WORD = "|".join(sorted({*UNITS, *POWERS, "et", "and"}, key=len, reverse=True))
NUMERAL = "|".join(sorted({*UNITS, *POWERS}, key=len, reverse=True))
DIGITS = r"\d{1,3}(?:[ .,']\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
SYMBOL = r"us\$|a\$|c\$|ca\$|r\$|nz\$|hk\$|(?<![a-z])s\$|nt\$|mx\$|[$€£¥₹]"
SCALE = "|".join(sorted((re.escape(s) for s in SCALES), key=len, reverse=True))
MONEY = "|".join(sorted((re.escape(c) for c in CURRENCIES if c[0].isalpha()), key=len, reverse=True))

OF = r"\ ?(?:d'|de\ |of\ )?"
QUANTITY = re.compile(
    rf"""
    (?P<before>(?:{SYMBOL}|\b(?:usd|eur|gbp|chf)\b)\ ?)?
    (?: (?<![\w.,])(?P<digits>{DIGITS}) | \b(?P<words>(?:{NUMERAL})(?:[ -](?:{WORD}))*)\b )
    (?: (?:\ ?(?:a|to|-|et|and)\ ?|\ ou\ ) (?P<high>(?:{SYMBOL})?\ ?(?:{DIGITS})) (?=\ |%|-|$)
        (?!\ ?(?:ans|an\b|mois|jours|years|months|h\b|heures)) )?
    (?P<scale>\ ?-?(?:{SCALE})(?![a-z]))?
    (?P<after> \ ?% | -(?:euro|dollar|pound)s?\b | \ ?(?:pour\ ?cent|per\ ?cent|pct|percent|percentage\ points?)\b
        | {OF}(?:{SYMBOL}) | {OF}(?:{MONEY})\b )?
    """,
    re.VERBOSE,
)
SHARES = re.compile(r"\b(?:" + "|".join(sorted(FRACTIONS, key=len, reverse=True)) + r")\b")
ROUGHLY = re.compile(r"\b(?:(?:une|un|a|one)\ )(?P<word>" + "|".join(ROUGH) + r")\b", re.VERBOSE)


def quantities(text: str) -> list[Quantity]:
    """The quantities of a folded text, in order of their place."""
    found = [*written(text), *fractions(text), *rough(text)]
    return sorted(found, key=lambda q: (q.start, -q.end))


def written(text: str) -> Iterator[Quantity]:
    """Numbers in digits or words, with their scale, percent sign or currency."""
    for match in QUANTITY.finditer(text):
        value = in_words(match["words"]) if match["words"] else in_digits(match["digits"])
        start, end = match.span()
        if match["high"] is not None:
            value = max(value, in_digits(match["high"].lstrip("$€£¥₹ usacrnzhktmx")))
        scale = (match["scale"] or "").strip(" -")
        after = (match["after"] or "").strip()
        if scale in ("m", "b", "k", "md", "mds", "mrd") and scale in ("m", "b") and not (match["before"] or after):
            scale, end = "", match.end("high") if match["high"] else match.end(match.lastgroup or 0)
            end = match.end("digits") if match["digits"] else match.end("words")
        value *= SCALES.get(scale, 1.0)
        kind: Kind = "plain"
        currency = None
        if after and (after[0] == "%" or after.startswith(("pour", "per", "pct"))):
            kind = "share"
        elif symbol := (match["before"] or "").strip() or re.sub(r"^(?:d'|de |of |-)", "", after):
            kind, currency = "money", CURRENCIES.get(symbol)
        yield Quantity(value, kind, start, end, currency, words=bool(match["words"]))


def fractions(text: str) -> Iterator[Quantity]:
    for match in SHARES.finditer(text):
        yield Quantity(FRACTIONS[match[0]], "share", match.start(), match.end(), words=True)


def rough(text: str) -> Iterator[Quantity]:
    for match in ROUGHLY.finditer(text):
        yield Quantity(ROUGH[match["word"]], "plain", match.start(), match.end(), words=True, rough=True)


def in_digits(text: str) -> float:
    """'9.000' and '9 000' are nine thousand; '12,5' is twelve and a half."""
    if re.fullmatch(r"\d{1,3}(?:[ .,']\d{3})+", text):
        return float(re.sub(r"\D", "", text))
    whole, _, rest = text.replace(" ", "").replace("'", "").replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '')}.{rest}" if whole else rest)


def in_words(text: str) -> float:
    """'deux cent cinquante' -> 250, 'quatre-vingt-dix mille' -> 90000, 'twelve hundred' -> 1200."""
    total = current = 0.0
    for word in re.findall(r"[a-z]+", text):
        if word in POWERS:
            current = (current or 1.0) * POWERS[word]
            if POWERS[word] >= 1000:
                total, current = total + current, 0.0
        elif word in UNITS:
            quatre_vingt = UNITS[word] == 20 and current % 100 == 4
            current = current - 4 + 80 if quatre_vingt else current + UNITS[word]
    return total + current
