"""What the headers of an answer say that a feed's reader must know: validators, how long it holds, when to come back.

It knows nothing of connections or bodies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from vigie.model import FeedState

SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=24)
"""What we make of any Retry-After."""


def validators(state: FeedState) -> dict[str, str]:
    """The conditional headers, exactly as the server gave them: both where it gave both."""
    known = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in known.items() if value}


def echo(value: str | None) -> str | None:
    """A header that can be kept and sent back as it came; None where it is empty, or no text at all."""
    return value if value and value.isprintable() else None


def fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """How long the answer holds by its Cache-Control, else by Expires against the server's own Date (RFC 9111, 5.3);
    None where it does not say, or says that it is stale.
    """
    control = headers.get("Cache-Control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b", control):
        return None
    if found := re.search(r"\bmax-age\s*=\s*\"?([0-9]{1,10})", control):
        seconds = float(found[1])
    elif "Expires" in headers:
        expires, date = http_date(headers["Expires"]), http_date(headers.get("Date", ""))
        seconds = (expires - date).total_seconds() if expires and date else 0.0
    else:
        return None
    return timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds())) if seconds > 0 else None


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """How long the site asks us to stay away, 1 minute to 24 hours; None where it does not say so legibly.

    In seconds, or as a date, which is read against the server's own Date: its clock may be wrong, not its wish.
    """
    asked = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"-?\d+", asked):
        seconds = float(asked[:12])
    else:
        date, since = http_date(asked), http_date(headers.get("Date", "")) or datetime.now(UTC)
        if date is None:
            return None
        seconds = (date - since).total_seconds()
    wait = min(max(seconds, SHORTEST_WAIT.total_seconds()), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=wait)


def http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
