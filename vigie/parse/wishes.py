"""What a feed asks of those who poll it: `ttl`, `skipHours`, `skipDays`, to ask its hub instead. It reads no entries.

`sy:updatePeriod` is not read: blog engines write « hourly » into every feed, whatever its rhythm.
"""

from __future__ import annotations

import re
from datetime import timedelta

from vigie.memory import Wishes
from vigie.parse.announced import announced
from vigie.parse.document import decoded
from vigie.parse.refusal import NotAFeed

HEAD = 16_384
"""Bytes that are looked at: the wishes stand before the entries."""

FIRST_ENTRY = re.compile(rb"<(?:item|entry)\b")
TTL = re.compile(r"<ttl>\s*([0-9]{1,6})\s*</ttl>")
HOUR = re.compile(r"<hour>\s*([0-9]{1,2})\s*</hour>")
DAY = re.compile(r"<day>\s*([A-Za-z]{6,9})\s*</day>")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def wishes(body: bytes, url: str = "", link: str = "") -> Wishes:
    """Quick and safe on any bytes, which came from `url` with this Link header. An hour 24 is the hour 0; what makes no
    sense is no wish.
    """
    first = FIRST_ENTRY.search(body, 0, HEAD)
    try:
        head = decoded(body[: first.start() if first else HEAD], None)
    except NotAFeed:
        return Wishes()
    ttl = TTL.search(head)
    return Wishes(
        timedelta(minutes=int(ttl[1])) if ttl and int(ttl[1]) else None,
        frozenset(int(hour) % 24 for hour in HOUR.findall(head) if int(hour) <= 24),
        frozenset(DAYS.index(day.lower()) for day in DAY.findall(head) if day.lower() in DAYS),
        announced(head, url, link),
    )
