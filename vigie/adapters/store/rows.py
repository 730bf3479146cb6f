"""Many rows by one statement, which is made once: SQLAlchemy's handling of each value costs more than the engine's.

The driver is given what SQLAlchemy would give it: the statement as it compiles it, values as its types turn them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Update

from vigie.adapters.store.schema import UtcTime

MOMENTS = 4_096
"""Moments whose spelling is kept: a visit's own comes with each of its rows."""

Given = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Made:
    """A statement as a driver takes it."""

    text: str
    names: tuple[str, ...]
    """Of its values; in the order of the text where the driver goes by places."""
    by_name: bool
    turned: tuple[tuple[int, Callable[[Any], Any]], ...]
    """Which of the values given have to be turned into something else, and how."""
    order: Callable[[tuple[Any, ...]], tuple[Any, ...]] | None
    """From a tuple as it is given to one as the text wants it; None where that is the same."""


@lru_cache(maxsize=64)
def made(statement: Insert | Update, names: tuple[str, ...], dialect: Dialect) -> Made:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    assert set(compiled.binds) == set(names), "each value is given"
    turned = []
    for place, name in enumerate(names):
        kind = compiled.binds[name].type
        if turn := kind.dialect_impl(dialect).bind_processor(dialect):
            turned.append((place, lru_cache(MOMENTS)(turn) if isinstance(kind, UtcTime) else turn))
    if compiled.positiontup is None:
        return Made(str(compiled), names, True, tuple(turned), None)
    places = [names.index(name) for name in compiled.positiontup]
    order = itemgetter(*places) if places != list(range(len(names))) else None
    return Made(str(compiled), tuple(compiled.positiontup), False, tuple(turned), order)


def run_many(db: Connection, statement: Insert | Update, names: tuple[str, ...], rows: Given) -> None:
    """Run the statement for each of the rows, whose values stand in the order of `names`."""
    if not rows:
        return
    ready = made(statement, names, db.dialect)
    columns = list(zip(*rows, strict=True))
    for place, turn in ready.turned:
        columns[place] = tuple(map(turn, columns[place]))
    given = zip(*columns, strict=True)
    if ready.by_name:
        db.exec_driver_sql(ready.text, [dict(zip(names, row, strict=True)) for row in given])
    else:
        db.exec_driver_sql(ready.text, list(map(ready.order, given) if ready.order else given))
