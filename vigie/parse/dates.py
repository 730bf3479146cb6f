"""Dates spelt by the book, on which feedparser and fastfeedparser agree. It makes none."""

from __future__ import annotations

import re
from datetime import datetime

from vigie.parse.grammar import Doubtful

SHORTEST_MONTH = 28
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
TIME = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) "
    rf"({MONTHS.replace(' ', '|')}) ((?:19|20)\d\d) {TIME} (?:GMT|UTC?|Z|[ECMP][SD]T|[+-][01]\d[0-5]\d)",
    re.ASCII,
)
ISO_8601 = re.compile(
    r"((?:19|20)\d\d)-(0[1-9]|1[0-2])-(\d\d)"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-][01]\d:[0-5]\d)?)?",
    re.ASCII,
)


def check_date(text: str) -> None:
    """Both readers agree on a date by the book, as long as that day exists. Raises Doubtful."""
    if found := RFC_822.fullmatch(text):
        day, month, year = found.groups()
    elif found := ISO_8601.fullmatch(text):
        year, month, day = found.groups()
    else:
        raise Doubtful(text)
    if not 0 < int(day) <= SHORTEST_MONTH:
        check_day(int(year), int(month) if month.isdigit() else MONTHS.index(month) // 4 + 1, int(day))


def check_day(year: int, month: int, day: int) -> None:
    """Raises Doubtful for a day that no calendar has."""
    try:
        datetime(year, month, day)
    except ValueError as error:
        raise Doubtful(str(error)) from None
