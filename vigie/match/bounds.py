"""How far an article is read: an honest one to its end, one made of names or of acts until it has said enough. Pure.

What an article costs grows with the companies that it names times all that may be told of them. The most that eight
thousand characters of real news hold was counted (1,200 texts, each joined of four to fourteen articles, 860 companies
watched: at most 43 names, 12 companies, 160 triggers, 42 marks, 49 authorities, 111 figures); the bounds lie well above
it. What stands behind the place where one is passed is not read at all, rather than read in part: a wording whose own
company was left out would be told of another one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from vigie.match.names import MOST as NAMES
from vigie.match.scan import Mark, Scan, Seen, Trigger
from vigie.text.numbers import Quantity

TRIGGERS = 200
MARKS = 60
AUTHORITIES = 60

WEIGHINGS = 8_000
"""Companies times what is said up to there, any of which may be told of each of them."""

COMPANIES = 12
"""Companies that are judged however much the article holds."""


def enough(scan: Scan) -> int | None:
    """Where reading stops, a place in the folded text; None where the article is read to its end."""
    return min(passed(scan), default=None) if scan.triggers else None


def passed(scan: Scan) -> Iterator[int]:
    """The first place beyond each bound."""
    if len(scan.triggers) > TRIGGERS:
        yield scan.triggers[TRIGGERS].start
    if len(scan.marks) > MARKS:
        yield scan.marks[MARKS].start
    if scan.may_have_authorities > AUTHORITIES and len(scan.authorities) > AUTHORITIES:
        yield scan.authorities[AUTHORITIES].start
    if len(scan.names) > COMPANIES:
        yield from crowded(scan)


def crowded(scan: Scan) -> Iterator[int]:
    """The same for names, and for companies named for the first time; those of one place count as one."""
    places = list(dict.fromkeys(name.start for name in scan.names))
    if len(places) > NAMES:
        yield places[NAMES]
    firsts: dict[int, int] = {}
    for name in scan.names:
        firsts.setdefault(name.company, name.start)
    newcomers = list(dict.fromkeys(firsts.values()))
    if len(newcomers) > COMPANIES:
        held = sorted([*places, *(one.start for kind in all_kinds(scan) for one in kind)])
        for number, place in enumerate(newcomers[COMPANIES:], COMPANIES):
            if number * bisect_left(held, place) > WEIGHINGS:
                yield place
                break


def all_kinds(scan: Scan) -> tuple[Sequence[Trigger | Mark | Seen | Quantity], ...]:
    """What may be told of a company."""
    return scan.triggers, scan.marks, scan.authorities, scan.quantities
