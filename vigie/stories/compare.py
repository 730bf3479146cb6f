"""How alike two articles' tellings of one company are: facts against facts first, words second. Pure.

Each comparison gives named features, whose weights (weights.py, made by tools/fit_stories.py) add up to log-odds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import exp

from vigie.stories.marks import Marks, weight
from vigie.stories.telling import Telling
from vigie.stories.weights import BIAS, WEIGHTS

Features = dict[str, float]

SAME = 0.02
"""Relative difference up to which two figures are one."""
NEAR = 0.12
"""Up to which a rounded one stands for the other: « près de 2 milliards » for 1,8."""
MOVED = 0.35
"""Up to which one may be a correction of the other."""

VAGUE = frozenset(
    {
        "regulateur",
        "tribunal",
        "cour",
        "justice",
        "gouvernement",
        "ministere",
        "parquet",
        "procureur general",
        "tribunal de commerce",
        "autorite",
        "regulateurs",
    }
)
"""Names of authorities that fit many."""

DOUBT = 0.45
"""The most that two articles are alike where one of FORBID speaks against it."""
FORBID = ("nothing shared", "jobs apart", "jobs drifted", "amount apart", "amount drifted", "wave apart")

LINKS = frozenset({"revise", "sequel", "drop"})
"""Cues of an article that speaks of another figure than its own: « 800 of the losses announced »."""


def probability(one: Telling, other: Telling, *, late: bool = False) -> float:
    """That both tell the same event, 0..1; late: however many days lie between them."""
    found = features(one, other)
    if late:
        found["days"] = 0.0
    total = BIAS + sum(WEIGHTS.get(name, 0.0) * value for name, value in found.items())
    likely = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
    return min(likely, DOUBT) if any(name in found for name in FORBID) else likely


def features(one: Telling, other: Telling) -> Features:
    """What speaks for and against, each between -1 and 1 or a small count."""
    a, b = one.marks, other.marks
    found = dict(of_facts(one, other, a, b))
    found.update(of_places(one, other))
    found.update(of_marks(a, b))
    found.update(of_words(a, b))
    if not any(name.endswith("apart") for name in found):
        found[f"calm {one.topic}"] = 1.0
    agree = any(name.endswith((" same", " held", " near")) for name in found)
    if not (agree or found["words"] or found["names"] or found["numbers"] or found["concepts"]):
        found["nothing shared"] = 1.0
    days = abs((one.seen - other.seen).total_seconds()) / 86_400
    found["days"] = min(days, 14.0) / 7
    found["soon"] = 1.0 if days < 0.75 else 0.0
    if one.topic == "regulation":
        found["regulation"] = 1.0
    return found


KINDS = {"jobs": "plain", "share": "share", "amount": "money"}


def of_facts(one: Telling, other: Telling, a: Marks, b: Marks) -> Iterator[tuple[str, float]]:
    later = a.cues if one.seen > other.seen else b.cues if other.seen > one.seen else a.cues | b.cues
    linked = bool(later & LINKS)
    for name, kind in KINDS.items():
        yield from of_figure(name, kind, one.figures.get(name), other.figures.get(name), a, b, linked=linked)
    for name in ("wave", "unit", "action"):
        x, y = getattr(one, name), getattr(other, name)
        if x and y:
            yield f"{name} {'same' if x == y else 'apart'}", 1.0
    yield from of_authority(one.authority, other.authority)


def of_figure(
    name: str, kind: str, one: float | None, other: float | None, a: Marks, b: Marks, *, linked: bool
) -> Iterator[tuple[str, float]]:
    """Same, moved or apart; where an article's figure stands in the other's text too, they agree after all.

    linked: the later article speaks of another figure than its own.
    """
    if one is None and other is None:
        return
    held = (one is not None and holds(b, kind, one)) or (other is not None and holds(a, kind, other))
    if one is None or other is None:
        yield f"{name} {'held' if held else 'alone'}", 1.0
        return
    gap = apart(one, other)
    if gap <= SAME:
        yield f"{name} same", 1.0
        if distinctive(one):
            yield f"{name} distinctive", 1.0
    elif held:
        yield f"{name} held", 1.0
    else:
        yield f"{name} {how_far(gap, linked, is_round(one) or is_round(other))}", 1.0


def how_far(gap: float, linked: bool, rounded: bool) -> str:
    """What two figures that are not the same are to each other; linked: an article speaks of more than its own."""
    if gap <= NEAR:
        return "near" if rounded else "moved"
    if gap <= MOVED:
        return "moved" if linked else "drifted"
    return "linked" if linked else "apart"


def apart(one: float, other: float) -> float:
    """The difference of two figures, as a part of the larger."""
    return abs(one - other) / max(abs(one), abs(other), 1e-9)


def holds(text: Marks, kind: str, value: float) -> bool:
    return any(k == kind and apart(v, value) <= SAME for k, v in text.numbers)


def distinctive(value: float) -> bool:
    """Whether two articles hardly hold it by chance: 283 or 15,800, not 100 or 2,000."""
    return len(f"{value:.0f}".rstrip("0")) >= 2 and value >= 100


def is_round(value: float) -> bool:
    """Whether it has one figure and noughts: « près de 2 milliards », « plus de 3 000 »."""
    return len(f"{value:.0f}".rstrip("0")) == 1


def of_places(one: Telling, other: Telling) -> Iterator[tuple[str, float]]:
    """Where it happens; an article with a figure and a place of its own, both unknown to the other, tells another."""
    x, y = one.places, other.places
    if x and y:
        yield ("place shared" if x & (y | other.marks.names) or y & one.marks.names else "places apart"), 1.0
    p, q = one.title_places, other.title_places
    if p and q and not (p & q) and not (p <= other.marks.names or q <= one.marks.names):
        yield "title places apart", 1.0
    if is_elsewhere(one, other) or is_elsewhere(other, one):
        yield "elsewhere", 1.0


def is_elsewhere(one: Telling, other: Telling) -> bool:
    jobs = one.figures.get("jobs")
    if not one.places or jobs is None or holds(other.marks, "plain", jobs):
        return False
    return not one.places & (other.marks.names | other.marks.words)


def of_authority(one: str, other: str) -> Iterator[tuple[str, float]]:
    if not one or not other:
        return
    if one == other:
        yield ("authority vague" if one in VAGUE else "authority same"), 1.0
    elif one not in VAGUE and other not in VAGUE and not set(one.split()) & set(other.split()):
        yield "authority apart", 1.0


def of_marks(a: Marks, b: Marks) -> Iterator[tuple[str, float]]:
    """Figures, names and places of the texts, and how the one stands to the other."""
    shared = sum(1.5 if distinctive(v) else 0.7 for k, v in a.numbers if holds(b, k, v))
    yield "numbers", min(shared, 3.0)
    if a.numbers and b.numbers and not shared:
        yield "no number shared", 1.0
    unknown = len(a.headline - b.words) + len(b.headline - a.words)
    if a.headline or b.headline:
        yield "headline unknown", min(float(unknown), 3.0)
        yield "headline known", min(float(len(a.headline & b.words) + len(b.headline & a.words)), 3.0)
    names = (a.names & b.words) | (b.names & a.words)
    yield "names", min(float(len(names)), 4.0)
    if len(a.names) > 1 and len(b.names) > 1 and not names:
        yield "no name shared", 1.0
    if a.sites and b.sites:
        yield ("site shared" if (a.sites & b.names) | (b.sites & a.names) else "sites apart"), 1.0
    yield "concepts", min(float(len(a.concepts & b.concepts)), 3.0)
    for cue in a.cues ^ b.cues:
        yield f"cue {cue}", 1.0
    for cue in a.cues & b.cues:
        yield f"both {cue}", 1.0


def of_words(a: Marks, b: Marks) -> Iterator[tuple[str, float]]:
    names = a.names | b.names
    yield "title", likeness(a.title, b.title, names)
    yield "words", likeness(a.words, b.words, names)
    yield "title in words", max(part(a.title, b.words, names), part(b.title, a.words, names))


def likeness(one: frozenset[str], other: frozenset[str], names: frozenset[str]) -> float:
    """Weighted share, 0..1, of the words of the shorter side and of both (their geometric mean) that are common."""
    both = heavy(one & other, names)
    if not both:
        return 0.0
    x, y = heavy(one, names), heavy(other, names)
    return (both / (x * y) ** 0.5) if x and y else 0.0


def part(one: frozenset[str], other: frozenset[str], names: frozenset[str]) -> float:
    """The weighted part of the one's words that the other has."""
    whole = heavy(one, names)
    return heavy(one & other, names) / whole if whole else 0.0


def heavy(words: frozenset[str], names: frozenset[str]) -> float:
    return sum(weight(word, names) for word in words)


def explained(one: Telling, other: Telling) -> Mapping[str, float]:
    """What each feature adds to the log-odds, for whoever asks why."""
    return {name: WEIGHTS.get(name, 0.0) * value for name, value in features(one, other).items() if value}
