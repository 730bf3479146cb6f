"""What an examination finds, as values: a mark, what was seen, and what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    FINE = "✓"
    NOTE = "!"  # works, but worth knowing
    WRONG = "✗"  # must be put right


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the examination."""

    mark: Mark
    what: str
    remedy: str = ""
    """What to do, as a sentence; empty where nothing is to be done."""


def fine(what: str) -> Verdict:
    return Verdict(Mark.FINE, what)


def note(what: str, remedy: str = "") -> Verdict:
    return Verdict(Mark.NOTE, what, remedy)


def wrong(what: str, remedy: str) -> Verdict:
    return Verdict(Mark.WRONG, what, remedy)


def conclusion(verdicts: Iterable[Verdict]) -> str:
    """« 2 points à corriger (✗), 1 à savoir (!). »"""
    marks = [verdict.mark for verdict in verdicts]
    bad, notes = marks.count(Mark.WRONG), marks.count(Mark.NOTE)
    known = f"{notes} point{'s' if notes > 1 else ''} à savoir (!)"
    if bad:
        told = f"{bad} point{'s' if bad > 1 else ''} à corriger (✗)"
        return f"{told}, {known}." if notes else f"{told}."
    return f"Tout va bien ; {known}." if notes else "Tout va bien."
