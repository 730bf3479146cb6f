"""General French news in at most 280 characters: the headline and the best sentences, fused and shortened.

Candidate summaries are made by rules and ranked by a linear model of their features; tools/fit_ranker.py fits its
weights (weights.py) on articles whose editors wrote a summary. Nothing is said that the article does not say. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import log, sqrt

from vigie.summarise import compress
from vigie.summarise.weights import WEIGHTS
from vigie.text.fold import fold
from vigie.text.french import typeset
from vigie.text.sentences import sentences

LIMIT = 280
DEEPEST = 12
"""Sentences that are looked at: what comes later is hardly ever the point."""
PAIRED = 5
"""Sentences that may be told together with another one."""

STOP_WORDS = """
    afin ainsi alors apres aucun aujourd aussi autre autres aux avait avant avec avoir ayant bien car cela celle
    celui ces cet cette ceux chez comme comment contre dans depuis des deux donc dont elle elles encore entre est
    etaient etait etant etc ete etre eux faire fait faut font hui ils jusqu les leur leurs lors mais meme memes
    mieux moins ne nos notre nous ont ou par parce pas pendant peu peut plus plusieurs pour pourquoi quand que quel
    quelle quelques qui sans selon sera ses si soit son sont sous sur tous tout toute toutes tres un une vers votre
    vous
"""
STOP = frozenset(STOP_WORDS.split())


def content(text: str) -> list[str]:
    """The words that carry sense, by their first six letters: a stem good enough to compare French words."""
    return [w[:6] for w in re.findall(r"[a-z0-9]{3,}", fold(text)) if w not in STOP]


@dataclass(frozen=True)
class Piece:
    """A sentence in one of its forms; rank is its place in the text."""

    text: str
    rank: int
    original: str

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(content(self.text))


@dataclass(frozen=True)
class Page:
    """An article as the ranker sees it."""

    title: str
    told: tuple[str, ...]
    weight: dict[str, float] = field(hash=False, compare=False, default_factory=dict)
    """How much each content word of the article weighs: 1 + log of its count."""

    @cached_property
    def heading(self) -> frozenset[str]:
        return frozenset(content(self.title))

    @cached_property
    def bags(self) -> list[frozenset[str]]:
        return [frozenset(content(s)) for s in self.told[:DEEPEST]]

    @cached_property
    def mass(self) -> float:
        return sqrt(sum(w * w for w in self.weight.values())) or 1.0


@dataclass(frozen=True)
class Option:
    """A candidate summary: with the headline or not, and the sentences it tells, in their order."""

    headed: bool
    pieces: tuple[Piece, ...]
    text: str

    @cached_property
    def bag(self) -> frozenset[str]:
        return frozenset(content(self.text))


CROSSHEAD = re.compile(r"(?<=[.»\"])\s*- ?[A-ZÀ-Ý\"«][^.\n]{3,60}? -\s*(?=[A-ZÀ-Ý\"«])")
"""« - Cote d'amour - »: a heading that the text's extraction left inside a paragraph."""


def page(title: str, text: str) -> Page:
    text = CROSSHEAD.sub(" ", text)
    told = tuple(text[start:end] for start, end in sentences(text))
    counts = Counter(w for sentence in told for w in content(sentence))
    return Page(" ".join(title.split()), told, {w: 1 + log(n) for w, n in counts.items()})


def options(article: Page) -> Iterator[Option]:
    """Every candidate of at most 280 characters."""
    headline = compress.headline(article.title)
    pieces = [p for rank, s in enumerate(article.told[:DEEPEST]) for p in forms(s, rank)]
    if headline:
        yield from option(headline, ())
    for piece in pieces:
        yield from option("", (piece,))
        yield from option(headline, (piece,))
    for first in pieces:
        for second in pieces:
            if first.rank < second.rank < PAIRED and second.rank - first.rank <= 2:
                yield from option("", (first, second))
                yield from option(headline, (first, second))


def forms(sentence: str, rank: int) -> Iterator[Piece]:
    """The sentence as it stands, and shortened where that changes it."""
    seen = set()
    for text in compress.forms(sentence):
        if text not in seen and len(text) >= 20:
            seen.add(text)
            yield Piece(text, rank, sentence)


def option(headline: str, pieces: tuple[Piece, ...]) -> Iterator[Option]:
    text = " ".join([headline, *(p.text for p in pieces)]).strip()
    if text and len(text) <= LIMIT and (pieces or headline):
        yield Option(bool(headline), pieces, text)


OPENINGS = (
    r"^(?:le|la|les|l'|un|une|des|ce|cette)\b",
    r"^(?:il|elle|ils|elles|lui|celui|celle|on|cela|ceux|c'|son|sa|ses|leurs?)\b",
    r"^(?:mais|et|or|car|donc|ainsi|cependant|toutefois|pourtant|enfin|en effet|par ailleurs|de "
    r"plus|en outre|alors que)\b",
    r"^(?:selon|d'apres|pour)\b",
    r"^(?:dans|en|au|aux|a|sur|depuis|apres|avant|lors|pendant)\b",
    r"^[\"«“]",
)
INSIDE = (
    r"\d",
    r"[\"«“]",
    r"\b(?:a|ont) (?:annonce|declare|indique|affirme|precise|explique|ajoute|confirme|assure|estime)\w*",
    r"\b(?:selon|d'apres)\b",
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b",
    r"\b(?:je|j'|nous|vous|mon|ma|mes|nos)\b",
    r"\?$",
    r"\b(?:a|ont|est|sont) \w+(?:e|i|u|is|it|es|ee|ees)\b",
    r"\b(?:afp|reuters|bfm\w*|rtl|lci|parisien|figaro|monde)\b",
)
OPENING_PATTERNS = tuple(re.compile(p) for p in OPENINGS)
INSIDE_PATTERNS = tuple(re.compile(p) for p in INSIDE)
CAPITAL = re.compile(r"(?<=[\s'’(])[A-ZÀ-Ý]\w+")


def features(found: Option, article: Page) -> list[float]:
    """What the model sees of a candidate; every value is about between 0 and 1. The order is that of NAMES."""
    length = len(found.text) / 100
    words = frozenset(w for p in found.pieces for w in p.words)
    covered = words | (article.heading if found.headed else frozenset())
    in_title = len(words & article.heading) / max(1, len(article.heading))
    repeated = len(words & article.heading) / max(1, len(words))
    lead = found.pieces[0] if found.pieces else None
    ranks = [p.rank for p in found.pieces]
    return [
        float(found.headed),
        float(len(found.pieces) == 0),
        float(len(found.pieces) == 2),
        length,
        length * length,
        *(float(length < edge) for edge in (1.0, 1.4, 1.8, 2.2, 2.5)),
        *(float(rank in ranks) for rank in range(6)),
        sum(1 / (1 + r) for r in ranks) / max(1, len(ranks)),
        min(ranks, default=0) / max(1, len(article.told)),
        in_title,
        in_title * found.headed,
        repeated,
        repeated * found.headed,
        central(words, article),
        central(covered, article),
        sum(article.weight.get(w, 0.0) for w in covered) / article.mass / 10,
        fresh(words, article),
        *opening(lead),
        *inside(found),
        sum(len(p.original) - len(p.text) for p in found.pieces) / 100,
        float(any(p.text != p.original for p in found.pieces)),
        names(found, article),
        *likeness(found, article),
        float(found.headed and 0 in ranks),
        float(found.headed and 1 in ranks),
        float(found.headed) * length,
        float(len(ranks) == 2) * length,
        *(float(in_title > edge) for edge in (0.0, 0.25, 0.5, 0.75)),
        *(float(found.headed and in_title > edge) for edge in (0.0, 0.25, 0.5, 0.75)),
    ]


def likeness(found: Option, article: Page) -> list[float]:
    """How much the candidate says what the other sentences say: mean F1 of its words with each of the first ones."""
    told = found.bag
    alike = [overlap(told, other) for other in article.bags]
    first = alike[:4] or [0.0]
    return [
        sum(alike) / max(1, len(alike)),
        sum(first) / len(first),
        max(alike, default=0.0),
        overlap(told, article.heading),
    ]


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def central(words: frozenset[str], article: Page) -> float:
    """The cosine of a set of words with the article's."""
    told = sum(article.weight.get(w, 0.0) for w in words)
    return told / (article.mass * sqrt(len(words))) if words else 0.0


def fresh(words: frozenset[str], article: Page) -> float:
    """The share of the words that the headline has not and the article repeats."""
    return sum(article.weight.get(w, 0.0) > 1 and w not in article.heading for w in words) / max(1, len(words))


def opening(lead: Piece | None) -> list[float]:
    text = fold(lead.original.lstrip()) if lead else ""
    return [float(bool(p.search(text))) for p in OPENING_PATTERNS]


def inside(found: Option) -> list[float]:
    text = fold(" ".join(p.text for p in found.pieces))
    return [float(bool(p.search(text))) for p in INSIDE_PATTERNS]


def names(found: Option, article: Page) -> float:
    """Capitalised words inside the sentences, up to ten."""
    return min(10, sum(len(CAPITAL.findall(p.text)) for p in found.pieces)) / 10


def score(values: list[float]) -> float:
    return sum(w * v for w, v in zip(WEIGHTS, values, strict=True))


def summarise_article(title: str, text: str) -> str:
    """The best candidate, typeset; the first 280 characters of what there is where there is no sentence."""
    article = page(title, text)
    best = max(options(article), key=lambda o: score(features(o, article)), default=None)
    told = typeset(best.text) if best else typeset(title or text)
    return told if len(told) <= LIMIT else told[: LIMIT - 1].rstrip() + "…"
