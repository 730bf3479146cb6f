"""What an article says that is the same in every language: its figures, its names, its rare words. Pure.

It reads title and opening alone: further down, articles tell the company's history and its rivals'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from vigie.stories.words import COMMON, CONCEPTS, CUES, GRAMMAR, MONTHS, ROOT
from vigie.text import places
from vigie.text.fold import fold
from vigie.text.numbers import Quantity, quantities

OPENING = 600
"""Characters of a text that are read."""

TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?:«\"“(|–—]\s*$")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
POSSESSIVE = re.compile(r"['’]s?$")

LITTLE = 0.15
"""What such a root weighs, against 1 for another and NAME for a name."""

NAME = 1.6


@dataclass(frozen=True, slots=True)
class Marks:
    """What two articles are compared by."""

    numbers: frozenset[tuple[str, float]]
    """(kind, value): amounts, shares, and counts above a dozen that are no year and no date."""
    names: frozenset[str]
    """Folded proper names, French for places that have a French name; the company's own are left out."""
    sites: frozenset[str]
    """Those of them that stand after « à », "in", "at": where it happens."""
    words: frozenset[str]
    """Roots of all words but grammar, names among them."""
    title: frozenset[str]
    """Those of the title."""
    headline: frozenset[str]
    """The names of the title."""
    cues: frozenset[str]
    concepts: frozenset[str]


@lru_cache(maxsize=16_384)
def marks(title: str, opening: str, company: tuple[str, ...]) -> Marks:
    """The marks of an article about the company of these names."""
    own = {part for name in company for part in TOKEN.findall(fold(name))}
    opening = opening[:OPENING]
    flat = fold(f"{title}\n{opening}")
    titled, told = tokens(title, own), tokens(opening, own)
    headline = named(title, titled, told, own)
    names = frozenset(headline | named(opening, told, told, own))
    in_title = frozenset(roots(titled))
    return Marks(
        numbers=frozenset(figures(flat)),
        names=names,
        sites=frozenset(site for text in (title, opening) for site in located(text, own)) & names,
        words=in_title | frozenset(roots(told)) | names,
        title=in_title | (names & {key(word) for word in titled}),
        headline=frozenset(headline),
        cues=those(CUES, flat),
        concepts=those(CONCEPTS, flat),
    )


def those(patterns: Mapping[str, re.Pattern[str]], flat: str) -> frozenset[str]:
    return frozenset(name for name, pattern in patterns.items() if pattern.search(flat))


def tokens(text: str, own: set[str]) -> list[str]:
    """The words as written, without elided articles, possessives and the company's own names."""
    bare = (POSSESSIVE.sub("", ELIDED.sub("", match[0])) for match in TOKEN.finditer(text))
    return [word for word in bare if word and fold(word) not in own]


ADJECTIVES = {fold(form): fold(place.name) for place in places.PLACES for form in place.adjective if form}
"""« britannique » -> « royaume-uni »."""


def key(word: str) -> str:
    """How a name is known: folded, a place by its French name."""
    place = places.find(word)
    return fold(place.name) if place else fold(word)


def roots(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        flat = fold(word)
        if len(flat) > 2 and flat not in GRAMMAR:
            place = places.find(word)
            yield (
                fold(place.name)
                if place
                else ADJECTIVES.get(flat) or ADJECTIVES.get(flat.removesuffix("s")) or flat[:ROOT]
            )


def named(text: str, words: list[str], told: list[str], own: set[str]) -> set[str]:
    """Capitalised words that no sentence starts with; in a title where every word is, those the text writes so too."""
    shouting = sum(w[:1].isupper() for w in words) > 0.6 * max(4, len(words))
    elsewhere = set(told)
    found: set[str] = set()
    for match in TOKEN.finditer(text):
        word = POSSESSIVE.sub("", ELIDED.sub("", match[0]))
        flat = fold(word)
        if not word[:1].isupper() or len(flat) < 2 or flat in own or flat in GRAMMAR:
            continue
        starts = match.start() == 0 or SENTENCE_END.search(text[max(0, match.start() - 3) : match.start()])
        is_place = places.find(word) is not None
        if is_place or word.isupper() or (not starts and not (shouting and word not in elsewhere)):
            found.add(key(word))
    return found


LOCATED = re.compile(
    r"\b(?:à|A|À|au|aux|en|in|at|near|près de|usine de|site de)\s+(?:the |la |le |les )?([A-ZÀ-Ý][\w'’-]+)"
)


def located(text: str, own: set[str]) -> Iterator[str]:
    for match in LOCATED.finditer(text):
        if fold(match[1]) not in own and fold(match[1]) not in GRAMMAR:
            yield key(POSSESSIVE.sub("", match[1]))


DATE = re.compile(
    rf"\s?(?:er\s)?(?:{'|'.join(sorted(MONTHS))}|heures?|h\b|ans\b|years?\b|mois\b|months?\b|jours?\b|days?\b)"
)


def figures(flat: str) -> Iterator[tuple[str, float]]:
    for one in quantities(flat):
        if tells(one) and not DATE.match(flat, one.end):
            yield one.kind, round(one.value, 2)


def tells(one: Quantity) -> bool:
    """Whether it can tell one event from another."""
    if one.kind != "plain":
        return one.value > 0
    year = 1900 <= one.value <= 2100 and one.end - one.start == 4
    return one.value > 12 and not year and not one.ordinal


def weight(word: str, names: frozenset[str]) -> float:
    """How much it tells that two articles share it."""
    return NAME if word in names else LITTLE if word in COMMON else 1.0
