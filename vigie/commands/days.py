"""« hier », « 7 jours », « novembre », 25/11/2026 -> the first day it names. Pure; it reads no clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from vigie.commands.table import Refused
from vigie.text.fold import fold

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin jun june",
            "juillet juil jul july",
            "aout aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
PAST: Mapping[str, int] = {"aujourd'hui": 0, "today": 0, "hier": 1, "yesterday": 1, "avant-hier": 2}
UNITS: Mapping[str, int] = {"j": 1, "d": 1, "s": 7, "w": 7, "m": 30, "a": 365, "y": 365}
"""Days of a unit, by its first letter."""

FARTHEST = 3660
"""Days back: ten years."""

Reader = Callable[[re.Match[str], date], date | None]


def first_day(text: str, today: date) -> date:
    """The first day that the text names. Raises Refused, with examples, where it names none."""
    day = read_day(text, today)
    if day is None:
        examples = f"{today.isoformat()}, {today:%d/%m/%Y}, hier, 7 jours, novembre"
        raise Refused(f"Je ne comprends pas la date « {text} ». Écrivez par exemple : {examples}.")
    return day


def read_day(text: str, today: date) -> date | None:
    """The first day that the text names, or None. What has no year lies in the past: « décembre » is the last one."""
    plain = re.sub(r"\s+", " ", fold(text)).strip(" .")
    for pattern, reader in PATTERNS:
        if match := re.fullmatch(pattern, plain):
            try:
                return reader(match, today)
            except ValueError:  # 31/02
                return None
    return None


def numeric(match: re.Match[str], today: date) -> date | None:
    parts = match.groupdict()
    year = parts["year"]
    return dated(int(parts["day"] or 1), int(parts["month"]), int(year) if year else None, today)


def dated(day: int, month: int, year: int | None, today: date) -> date | None:
    """The date; without a year the latest one that is not to come, with two figures the one of this century."""
    if year is not None:
        return sensible(date(year + 2000 if year < 100 else year, month, day))
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)


def sensible(day: date) -> date | None:
    return day if 1990 <= day.year <= 2100 else None


def in_words(match: re.Match[str], today: date) -> date | None:
    year = match["year"]
    return dated(int(match["day"] or 1), MONTHS[match["month"]], int(year) if year else None, today)


def back(match: re.Match[str], today: date) -> date | None:
    typed = match["count"]
    count = int(typed) if typed.isdigit() else 1
    days = count * UNITS[match["unit"][0]]
    return today - timedelta(days) if days <= FARTHEST else None


def weekday(match: re.Match[str], today: date) -> date:
    return today - timedelta((today.weekday() - WEEKDAYS.index(match["weekday"])) % 7)


def this(match: re.Match[str], today: date) -> date:
    """« cette semaine », « ce mois », « cette année »."""
    starts = {"s": today - timedelta(today.weekday()), "m": today.replace(day=1), "a": today.replace(month=1, day=1)}
    return starts[match["unit"][0]]


def last(match: re.Match[str], today: date) -> date:
    """« semaine dernière », « mois dernier », « année dernière »: the first day of the one before this one."""
    start = this(match, today)
    return {
        "s": start - timedelta(7),
        "m": (start - timedelta(1)).replace(day=1),
        "a": date(start.year - 1, 1, 1),
    }[match["unit"][0]]


MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
PATTERNS: tuple[tuple[str, Reader], ...] = (
    ("|".join(PAST), lambda match, today: today - timedelta(PAST[match[0]])),
    (r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?", numeric),
    (r"(?:le )?(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>\d{4}|\d{2}))?", numeric),
    (r"(?P<day>)(?P<month>\d{1,2})/(?P<year>\d{4})", numeric),
    (rf"(?:le )?(?:(?P<day>\d{{1,2}})(?:er)? )?(?P<month>{MONTH})\.?(?: (?P<year>\d{{4}}))?", in_words),
    (r"(?:en )?(?P<year>(?:19|20)\d\d)", lambda match, today: sensible(date(int(match["year"]), 1, 1))),
    (
        r"(?:il y a |les |last )?(?P<count>\d{1,4}|une?) ?(?:dernier(?:e?s) )?"
        r"(?P<unit>j(?:ours?)?|d(?:ays?)?|s(?:emaines?)?|w(?:eeks?)?|mois|months?|ans?|annees?|y(?:ears?)?)(?: ago)?",
        back,
    ),
    (rf"(?P<weekday>{'|'.join(WEEKDAYS)})(?: dernier)?", weekday),
    (r"(?:cette |ce )(?P<unit>semaine|mois|annee)", this),
    (r"(?:la |le |l')?(?P<unit>semaine|mois|annee) (?:derniere?|passee?)", last),
)
"""What may be written (folded), with what it means; the first that fits wins."""
