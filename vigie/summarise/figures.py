"""Every number that a text states, for the gate: digits, words, scales, and whether it is a share, money or a count.

It is the gate's own reader, apart from the matcher's (vigie.text.numbers): a judge does not borrow the witness's eyes.
It is generous with the source (every reading of « 9.000 ») and strict with the summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

DIGITS = re.compile(r"\d(?:(?<![\d.,].)\d{0,2}(?:[ \u00a0\u202f.,']\d{3})+(?!\d)(?:[.,]\d+)?|\d*(?:[.,]\d+)?)")
"""A number with grouped thousands, or a plain one; it starts with a digit so that the scan is fast."""
SCALES = {
    **dict.fromkeys(("k", "mille", "thousand"), 1e3),
    **dict.fromkeys(("million", "millions", "m", "mn", "mln", "m€", "m$", "mio"), 1e6),
    **dict.fromkeys(("millionen", "millon", "millones", "milione", "milioni", "millón", "milhao", "milhoes"), 1e6),
    **dict.fromkeys(("milhão", "milhões", "miljoen"), 1e6),
    **dict.fromkeys(
        ("milliard", "milliards", "billion", "billions", "bn", "b", "md", "mds", "md€", "mds€", "mrd"), 1e9
    ),
    **dict.fromkeys(("milliarde", "milliarden", "miliardo", "miliardi", "miljard", "mld", "bilhão", "bilhões"), 1e9),
    **dict.fromkeys(("trillion", "trillions", "tn"), 1e12),
}
SCALE = re.compile(r"[\s\u00a0\u202f]*-?([a-zà-ÿ]+[€$]?)(?![a-z])", re.I)
SHARE = re.compile(r"[\s\u00a0\u202f]*-?(?:%|pct\b|per[\s-]?cent\b|pour[\s-]?cent\b|percentage\b|points?\b)", re.I)
CURRENCIES = {
    "EUR": r"€|euros?\b|\beur\b",
    "USD": r"\$|dollars?\b|\busd\b",
    "GBP": r"£|pounds?\b|livres?\b|sterling|\bgbp\b|\bp\b",
    "CHF": r"chf\b|francs?\b",
    "JPY": r"¥|yens?\b|\bjpy\b",
    "CNY": r"yuans?\b|\bcny\b|\brmb\b|renminbi",
    "INR": r"₹|rupees?\b|roupies?\b|\binr\b|\brs\b|crore",
    "KRW": r"₩|\bwons?\b",
    "RUB": r"roubles?\b|rubles?\b",
    "BRL": r"r[ée]ais\b|r[ée]als?\b|r[ée]aux\b|r\$",
    "other": r"couronnes?\b|crowns?\b|zlotys?\b|pesos?\b|rands?\b|shekels?\b|kron(?:or|er|e)\b|lira[s]?\b|forints?\b",
}
MONEY_AFTER = re.compile(
    rf"[\s\u00a0\u202f]*(?:d'|de |of )?(?:{'|'.join(f'(?P<{code}>{words})' for code, words in CURRENCIES.items())})",
    re.I,
)
MONEY_BEFORE = re.compile(
    rf"(?:{'|'.join(f'(?P<{code}>{words})' for code, words in CURRENCIES.items())})[\s\u00a0\u202f]*$", re.I
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in digits: its possible values, and what it is: « share », « money » or « count »."""

    written: str
    values: frozenset[float]
    kind: str
    currency: str = ""


@lru_cache(maxsize=4096)
def readings(token: str) -> frozenset[float]:
    """Every reading of a written number: « 9.000 » is 9000 and 9.0."""
    plain = BLANKS.sub("", token)
    grouped = THOUSANDS.sub("", plain)
    found = set()
    for text in (plain, grouped):
        for candidate in (text.replace(",", "."), text.replace(",", "")):
            try:
                found.add(float(candidate))
            except ValueError:
                continue
    return frozenset(found)


BLANKS = re.compile(r"[ \u00a0\u202f']")
THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
FACTORS = (1.0, 1e3, 1e6, 1e9, 1e12)


def figures(text: str) -> Iterator[Figure]:
    """The numbers in digits, with scale, kind and currency."""
    for match in DIGITS.finditer(text):
        yield figure_at(text, match.start(), match.end())


def figure_at(text: str, start: int, end: int) -> Figure:
    """The number written there, with the scale and the unit that stand around it."""
    token = text[start:end]
    values = readings(token)
    if scale := SCALE.match(text, end):
        factor = SCALES.get(scale[1].lower(), 1.0)
        if factor != 1.0:
            values, end = frozenset(v * factor for v in values), scale.end()
    return Figure(token, values, *kind_at(text, start, end))


def same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(other))


def alike(figure: Figure, text: str, spots: Iterable[tuple[int, int]]) -> list[Figure]:
    """The numbers of a text, at these spots, that may be the figure; only those are read in full."""
    wanted = frozenset(round(v, 4) for v in figure.values)
    near = (figure_at(text, start, end) for start, end in spots if not wanted.isdisjoint(possible(text[start:end])))
    return [found for found in near if any(same(v, w) for v in figure.values for w in found.values)]


@lru_cache(maxsize=4096)
def possible(token: str) -> frozenset[float]:
    """What a written number may be worth, whatever scale follows it."""
    return frozenset(round(r * f, 4) for r in readings(token) for f in FACTORS)


def kind_at(text: str, start: int, end: int) -> tuple[str, str]:
    if SHARE.match(text, end):
        return "share", ""
    if found := MONEY_AFTER.match(text, end) or MONEY_BEFORE.search(text, max(0, start - 8), start):
        return "money", found.lastgroup or ""
    if text[end - 1 : end] in "€$":
        return "money", "EUR" if text[end - 1] == "€" else "USD"
    return "count", ""


UNITS = {
    word: value
    for value, words in {
        0: "zero", 2: "deux two", 3: "trois three", 4: "quatre four", 5: "cinq five", 6: "six", 7: "sept seven",
        8: "huit eight", 9: "neuf nine", 10: "dix ten", 11: "onze eleven", 12: "douze twelve", 13: "treize thirteen",
        14: "quatorze fourteen", 15: "quinze fifteen", 16: "seize sixteen", 17: "seventeen", 18: "eighteen",
        19: "nineteen", 20: "vingt vingts twenty", 30: "trente thirty", 40: "quarante forty", 50: "cinquante fifty",
        60: "soixante sixty", 70: "septante seventy", 80: "huitante octante eighty", 90: "nonante ninety",
    }.items()
    for word in words.split()
}  # fmt: skip
ONES = {"un", "une", "one"}
POWERS = {"cent": 100, "cents": 100, "hundred": 100, "mille": 1000, "thousand": 1000,
          "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9,
          "billion": 10**9, "billions": 10**9, "thousands": 1000}  # fmt: skip
SINGLE = {
    word: values
    for values, words in {
        (2.0,): "deuxieme second seconde",
        (3.0, 33.0): "troisieme third tiers",
        (4.0, 25.0): "quatrieme fourth quart quarter quarts quarters",
        (5.0, 20.0): "cinquieme fifth",
        (6.0,): "sixieme sixth",
        (7.0,): "septieme seventh",
        (8.0,): "huitieme eighth",
        (9.0,): "neuvieme ninth",
        (10.0,): "dixieme tenth dizaine dizaines decade",
        (12.0,): "douzaine douzaines dozen dozens",
        (15.0,): "quinzaine",
        (20.0,): "vingtaine",
        (30.0,): "trentaine",
        (40.0,): "quarantaine",
        (50.0,): "moitie half cinquantaine",
        (60.0,): "soixantaine",
        (100.0,): "centaine centaines hundreds",
        (1000.0,): "millier milliers thousands",
    }.items()
    for word in words.split()
}
WORD = re.compile(r"[a-z]+")


def spelt(folded: str) -> Iterator[tuple[str, frozenset[float]]]:
    """Runs of numbers in words, with every value their parts compose: « dix-sept mille » is 17000, 10, 7, 17, 1000."""
    run: list[str] = []
    values: set[float] = set()
    total = current = 0.0
    for word in [*WORD.findall(folded), ""]:
        if word in UNITS or word in POWERS or (word in ONES and run):
            total, current = composed(word, total, current)
            values |= {float(UNITS.get(word) or POWERS.get(word) or 1), current, total + current, total}
            run.append(word)
        elif word in ("et", "and", "d", "de", "s") and run:
            continue
        else:
            if run:
                yield " ".join(run), frozenset(values - {0.0})
            run, values, total, current = [], set(), 0.0, 0.0
            if word in SINGLE:
                yield word, frozenset(SINGLE[word])


def composed(word: str, total: float, current: float) -> tuple[float, float]:
    """One more word of a number: what is closed (thousands, millions) and what is still growing."""
    if word in POWERS:
        current = (current or 1.0) * POWERS[word]
        return (total + current, 0.0) if POWERS[word] >= 1000 else (total, current)
    value = float(UNITS.get(word, 1))
    if value == 20 and current % 100 == 4:
        return total, current - 4 + 80
    return total, current + value
