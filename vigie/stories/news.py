"""What an article tells that readers of its story do not know yet; None for a repetition or a reaction. Pure.

It errs on the silent side: a reply that announces nothing new, or a card turned by mistake, costs more trust than a
figure that waits for the next article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from vigie.model import News, Stage
from vigie.stories.compare import KINDS, MOVED, apart, likeness
from vigie.stories.telling import Telling
from vigie.stories.words import CUES, ROOT

ROUNDING = 0.06
"""Up to which a figure with fewer digits is the other one, rounded: « près de 2 400 » for 2 389; twice as much with one
digit alone: « près de 2 milliards » for 1,8.
"""

COPY = 0.9
"""Likeness of two openings from which one is the other's copy."""
COPIED = 120
"""Characters that an opening must have for that."""

OVER = (Stage.CANCELLED, Stage.DENIED)

TURNS = re.compile(
    r"\b(?:dement|dementent|denies|denied|deny|renonce(?:nt)? a|"
    r"abandonne(?:nt)? (?:son|le|sa|ses|leur) (?:plan|projet|pse)|"
    r"annule(?:nt)? (?:son|le|les|ses|leur) (?:plan|pse|licenciements?|suppressions?)|retire(?:nt)? son (?:plan|pse)|"
    r"reverses course|backs? down|(?:scraps?|cancels?|drops?) (?:[a-z]+ ){0,2}(?:plan|layoffs|job cuts))\b"
)
"""Titles, folded, that say it is not so, or not any more."""

CONFIRMS = re.compile(r"\b(?:confirm\w*|officialis\w*|c'est officiel|made official|annonce officiellement)\b")

HEDGED = re.compile(
    r"\b(?:selon|d'apres|sources?|rumeurs?|rumou?rs?|reportedly|reports?|envisage\w*|consider\w*|[a-z]{3,}(?:rait|raient)|"
    r"may|might|could|appreterait|en vue|redout\w*)\b"
)
"""Titles, folded, of what is not certain."""

LIQUID = "liquidation"[:ROOT]

LIQUIDATED = re.compile(r"\bliquid(?:ation|e|ee)\b")

DECIDED = re.compile(
    r"\b(?:reject\w*|dismiss\w*|rejett\w+|deboute\w*|upholds?|overturn\w*|w[io]ns?|loses?|lost|annul\w+|confirm\w*)\b"
)
"""Titles, folded, of what came of an appeal."""

SOON = timedelta(hours=18)
"""Two articles within it tell one act, whatever each calls it."""

OPENS = frozenset({"probe", "lawsuit"})
"""Acts that a later one may settle."""
SETTLES = frozenset({"fine", "ruling", "settlement", "ban", "order", "block", "approval"})


def news(told: Telling, known: Sequence[Telling]) -> News | None:
    """What is new, the weightiest first; `known` are the story's tellings, the lead's first."""
    if told.lists:
        return None
    return turned(told, known) or confirmed(told, known) or act(told, known) or figure(told, known)


def is_copy(told: Telling, known: Sequence[Telling]) -> bool:
    """Whether an article of the story says the same in almost the same words, as outlets that print a dispatch do."""
    return any(copies(told, one) for one in known)


def copies(one: Telling, other: Telling) -> bool:
    if min(one.length, other.length) < COPIED:
        return False
    a, b = one.marks, other.marks
    return likeness(a.words, b.words, a.names | b.names) >= COPY


def turned(told: Telling, known: Sequence[Telling]) -> News | None:
    """Denied or cancelled, where nobody had said so."""
    if told.topic != "layoffs" or any(over(one) for one in known):
        return None
    stage = over(told)
    return News("turned", stage=stage) if stage else None


def over(told: Telling) -> Stage | None:
    """Denied or cancelled, where the title says so."""
    title = told.title
    if told.stage in OVER and any(CUES[cue].search(title) for cue in ("deny", "drop")):
        return told.stage
    if not TURNS.search(title):
        return None
    return Stage.DENIED if CUES["deny"].search(title) else Stage.CANCELLED


def confirmed(told: Telling, known: Sequence[Telling]) -> News | None:
    """Announced, where the story was a rumour."""
    certain = told.stage in (Stage.ANNOUNCED, Stage.UNDERWAY, Stage.DONE)
    if not CONFIRMS.search(told.title) or not certain or any(CONFIRMS.search(k.title) for k in known):
        return None
    was_rumour = known[0].stage is Stage.RUMOUR or HEDGED.search(known[0].title)
    return News("confirmed", *changed_figure(told, known)) if was_rumour else None


def act(told: Telling, known: Sequence[Telling]) -> News | None:
    """An appeal, a liquidation, what settles a probe or a suit."""
    title = told.title
    if told.topic == "regulation":
        if CUES["appeal"].search(title) and not any("appeal" in one.marks.cues for one in known):
            return News("act", act="" if DECIDED.search(title) else "appeal")
        settles = told.action in SETTLES and all(one.action in OPENS for one in known)
        return News("act") if settles and told.seen - known[-1].seen > SOON else None
    known_dead = any(LIQUID in one.marks.words for one in known)
    return News("act") if LIQUIDATED.search(title) and not known_dead else None


def figure(told: Telling, known: Sequence[Telling]) -> News | None:
    found = changed_figure(told, known)
    return News("figure", *found) if found else None


def changed_figure(told: Telling, known: Sequence[Telling]) -> tuple[str, float, float | None, str] | tuple[()]:
    """Name, new value, old value, currency of the first figure that the story did not have; () for none."""
    for name, new in told.figures.items():
        values = [one.figures[name] for one in known if name in one.figures]
        if not values:
            if is_told(name, new, known):
                continue
            return name, new, None, told.currency
        if any(is_same(new, value) for value in values) or exactly(name, new, known):
            continue
        old = said_last(values)
        if "revise" not in told.marks.cues and any(exactly(name, value, [told]) for value in values):
            continue  # « Of the 4,000 jobs, 2,900 are in Germany »: a part, and the whole stands
        if apart(new, old) <= MOVED or "revise" in told.marks.cues:
            return name, new, old, told.currency
    return ()


def said_last(values: Sequence[float]) -> float:
    """The latest one that is not another one rounded."""
    exact = [v for v in values if not any(digits(v) < digits(w) and is_same(v, w) for w in values)]
    return (exact or values)[-1]


def is_told(name: str, value: float, known: Sequence[Telling]) -> bool:
    """Whether a story of which no such figure was read has it all the same: in a text, or in another measure."""
    if name == "amount":
        return any(kind == "money" for one in known for kind, _ in one.marks.numbers)
    return exactly(name, value, known) or (name == "share" and any("jobs" in one.figures for one in known))


def is_same(new: float, known: float) -> bool:
    """Equal, or the known one rounded."""
    return new == known or (
        digits(new) < digits(known) and apart(new, known) <= ROUNDING * (2 if digits(new) == 1 else 1)
    )


def digits(value: float) -> int:
    """Significant ones: 2 for 9,100."""
    return len(f"{value:.0f}".rstrip("0")) if value >= 100 else len(f"{value:g}".replace(".", ""))


def exactly(name: str, value: float, known: Sequence[Telling]) -> bool:
    """Whether an article of the story holds this very number."""
    return any((KINDS[name], round(value, 2)) in one.marks.numbers for one in known)
