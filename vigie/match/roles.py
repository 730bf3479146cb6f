"""Who does what to whom around a company: heads of its name, voice of acts, order of authority, act, company. Pure.

The chief of a company condemned is not the company condemned; a company that bans is not one that is banned.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from vigie.match.linear import Features
from vigie.match.reading import Item, Reading

FIRST = attrgetter("first")

SENTENCES = 5
"""Sentences naming the company that are looked at."""

LINK_WORDS = """de d du des la le les l a au aux chez of at from for by the groupe group geant societe firme entreprise
and et filiale constructeur distributeur operateur banque enseigne compagnie plateforme reseau social"""
LINKS = frozenset(LINK_WORDS.split())
"""Words that join a head to its name: « les salariés de la compagnie Air France »."""

AHEAD = """va vont doit devra devront pourrait pourraient peut veut veulent will to may could might would must should
plans risque risquent menace envisage"""
BEING = "est sont ete etre sera seront serait was were is are been be being fut furent"
HELPERS = {
    **dict.fromkeys(BEING.split(), "be"),
    **dict.fromkeys(("avait", "avaient", "had", "etait", "etaient"), "past"),
    **dict.fromkeys(AHEAD.split(), "ahead"),
    **dict.fromkeys(("a", "ont", "has", "have", "vient", "viennent"), "have"),
}
"""What an auxiliary says of the act that it stands before."""

FRENCH = """ements noun|ement noun|ions noun|ion noun|ent they|ant doing|era will|ira will|ait was|ées done
ée done|és done|é done|er do|ir do|re do|it it|e e|s s"""
ENGLISH = "ions noun|ion noun|ing doing|ed done|s s|e e"
ENDINGS = {
    language: tuple(pair.split() for line in listed.split("\n") for pair in line.split("|"))
    for language, listed in (("fr", FRENCH), ("en", ENGLISH))
}
"""What the end of a word says of it, longest first; accents count."""

LIKE = frozenset(["comme", "like", "including", "notamment", "dont", "tels", "telles", "as"])
AFTER = frozenset(("apres", "after", "following", "follows", "joins"))


def of_roles(reading: Reading, company: int, topic: str) -> Iterator[tuple[str, float]]:
    """The features of one candidate."""
    document = reading.document
    found: Features = {}
    opening = document.sentence_of(document.title_end + 1)
    for number in reading.sentences_naming(company)[:SENTENCES]:
        in_title = document.sentence(number)[0] < document.title_end
        place = "t" if in_title else "l" if number - opening <= 1 else "x"
        items = seen_by(str(company), reading.items(topic, number))
        own = [item for item in items if item.kind == "S"]
        for feature in (
            *heads(reading, own),
            *order(items),
            *voices(reading, items, own),
            *company_among(reading, items, own),
        ):
            found[f"{feature}@{place}"] = 1.0
    yield from found.items()


def seen_by(company: str, items: Sequence[Item]) -> list[Item]:
    """Each name as the company's own (S) or another's (O)."""
    return [
        item if item.kind != "N" else Item("S" if item.detail == company else "O", item.first, item.last, item.detail)
        for item in items
    ]


def heads(reading: Reading, own: Sequence[Item]) -> Iterator[str]:
    """What the name belongs to: « le PDG d'Orange », « ex-Whirlpool », « Citi's former traders »."""
    words, classes = reading.document.spelled, reading.classes
    for item in own:
        at = item.first - 1
        while at >= 0 and item.first - at < 5 and words[at] in LINKS:
            at -= 1
        if at >= 0 and (head := classes.get(words[at])):
            yield f"head:{head}:{'at' if at == item.first - 1 else 'of'}"
            if at and (before := classes.get(words[at - 1])):
                yield f"head:{before} {head}"
        after = [word for word in words[item.last + 1 : item.last + 4] if word != "s"][:2]
        if tail := next((f"{step}:{classes[word]}" for step, word in enumerate(after) if word in classes), ""):
            yield f"tail:{tail}"


def order(items: Sequence[Item]) -> Iterator[str]:
    """The stretches of up to four items, repetitions left out, that begin or end with the company."""
    kept = [*items[:1], *(item for before, item in pairwise(items) if before.kind != item.kind)]
    plain = [item.kind for item in kept]
    fine = [f"V{item.detail}" if item.kind == "V" else item.kind for item in kept]
    for at, kind in enumerate(plain):
        if kind != "S":
            continue
        for chain, longest in ((plain, 3), (fine, 2)):
            for reach in range(1, longest + 1):
                if at >= reach:
                    yield f"q:{' '.join(chain[at - reach : at + 1])}"
                if at + reach < len(chain):
                    yield f"q:{' '.join(chain[at : at + reach + 1])}"
        if 0 < at < len(plain) - 1:
            yield f"q:{fine[at - 1]} S {fine[at + 1]}"


def voices(reading: Reading, items: Sequence[Item], own: Sequence[Item]) -> Iterator[str]:
    """How each act is said that no other company stands between: its form, its auxiliary, its side, its agent."""
    document = reading.document
    words = document.spelled
    others = [item.first for item in items if item.kind == "O"]
    for act in items:
        if act.kind != "V":
            continue
        after = bisect_left(own, act.first, key=FIRST)
        name = min(own[max(0, after - 1) : after + 1], key=lambda item: abs(item.first - act.first))
        low, high = sorted((name.first, act.first))
        if bisect_right(others, low) < bisect_left(others, high):
            continue
        side = "S-" if name.first < act.first else "-S"
        far = "1" if high - low <= 2 else "2" if high - low <= 6 else "3"
        form = form_of(
            document.written(document.word_starts[act.first], document.word_ends[act.first]), document.language
        )
        helper = next(
            (HELPERS[word] for word in reversed(words[max(0, act.first - 2) : act.first]) if word in HELPERS), ""
        )
        yield f"v:{side}{act.detail}:{form}"
        yield f"v:{side}{form}:{helper}:{far}"
        yield f"v:{side}{act.detail}:{helper}:{far}"
        if not {"par", "by"}.isdisjoint(words[act.last + 1 : act.last + 3]):
            yield f"v:{side}{act.detail}:by"
        between = document.text[document.word_ends[low] : document.word_starts[high]]
        if not any(mark in between for mark in ",:;()"):
            yield f"v:{side}{act.detail}:clause"
        if helper == "past" or any(is_year(word) for word in words[max(0, low - 4) : high + 5]):
            yield f"v:{act.detail}:past"


def company_among(reading: Reading, items: Sequence[Item], own: Sequence[Item]) -> Iterator[str]:
    """Whether the company stands among others: « Shein et Temu », « comme Google, Apple », « après Microsoft »."""
    words = reading.document.spelled
    for one, two in pairwise(items):
        if {one.kind, two.kind} == {"S", "O"} and two.first - one.last <= 2:
            yield f"among:{one.kind}{two.kind}"
    for item in own:
        before = words[max(0, item.first - 3) : item.first]
        if not LIKE.isdisjoint(before):
            yield "among:like"
        if not AFTER.isdisjoint(before):
            yield "among:after"


def is_year(word: str) -> bool:
    return len(word) == 4 and word[:2] in ("19", "20") and word.isdigit()


@lru_cache(maxsize=20_000)
def form_of(word: str, language: str) -> str:
    """What a word's end says of it."""
    word = word.lower()
    return next((form for end, form in ENDINGS.get(language, ENDINGS["en"]) if word.endswith(end)), "")
