"""Companies that a document names in the same places: two servers may each watch a « Morvan » of their own. Pure.

To each of them the other is no other company: it is judged as if it alone stood there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from vigie.match.names import Name

Judged = Mapping[int, Sequence[int]]
"""The companies to judge by a reading, each with all those for which its verdict holds."""


def views(names: Sequence[Name]) -> Iterator[tuple[list[Name], Judged]]:
    """What to read, and whom to judge by it, so that in each reading a place names one company.

    One view where no place has two owners, or where the owners share all their places; one more for each company that
    shares some with another.
    """
    alike = same_places(names)
    chosen = [name for name in names if name.company in alike]
    owners: defaultdict[int, set[int]] = defaultdict(set)
    for name in chosen:
        owners[name.start].add(name.company)
    rivals = {company: set[int]().union(*(who for who in owners.values() if company in who)) for company in alike}
    yield one_a_place(chosen), {c: same for c, same in alike.items() if rivals[c] == {c}}
    for company, same in alike.items():
        if rivals[company] != {company}:
            others = rivals[company] - {company}
            yield one_a_place([name for name in chosen if name.company not in others]), {company: same}


def same_places(names: Sequence[Name]) -> dict[int, list[int]]:
    """Of the companies that stand in exactly the same places, with the same doubts, the first with all of them."""
    places: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for name in names:
        places[name.company].append((name.start, name.doubt))
    alike: dict[tuple[tuple[int, float], ...], list[int]] = {}
    for company, at in places.items():
        alike.setdefault(tuple(at), []).append(company)
    return {same[0]: same for same in alike.values()}


def one_a_place(names: Sequence[Name]) -> list[Name]:
    return list({name.start: name for name in reversed(names)}.values())[::-1]
