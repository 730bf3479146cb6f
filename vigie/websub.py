"""WebSub (W3C Recommendation, https://www.w3.org/TR/websub/), the subscriber's part without its wire: what a lease is,
what to ask a hub, which of a hub's requests to believe, and when pushes may stand for polls. Pure.

Trust is earned and lost: a lease spares polls once a push brought something new, until a poll finds something new that
no push had brought.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import unquote, urlsplit

from vigie.memory import Offer

LEASE = timedelta(days=10)
"""What we ask for: the Recommendation's own advice."""
LONGEST = timedelta(days=60)
"""What we believe of any lease."""
SHORTEST = timedelta(minutes=5)
"""No lease is renewed sooner after it was granted: one that is shorter lapses in between, and polls take over."""

ANSWER = timedelta(minutes=30)
"""How long a hub may take to verify what we asked."""
AGAIN, AGAIN_MOST = timedelta(minutes=15), timedelta(days=1)
"""How long to wait after a request that failed: twice as long each time, up to a day."""
DENIED = timedelta(days=30)
"""A hub that denied us is asked again after so long, or when the feed names another."""
LEAVING = 3
"""A subscription is given up without the hub's word after so many requests to end it."""

SAFETY = timedelta(hours=3)
"""However well pushes arrive, the feed is read about so often."""

METHODS = ("sha1", "sha256", "sha384", "sha512")
"""How a hub may sign, weakest first; Python's hashlib knows them by the same names."""

CHALLENGE = re.compile(r"[\x21-\x7e]{1,500}")
PATH = re.compile(r"[A-Za-z0-9_-]{43}")
"""The end of a callback's address: 32 random bytes."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A feed's subscription at one hub, in whatever state it is. Neither path nor secret ever stands in a log."""

    hub: str
    topic: str
    address: str
    """Our public address when it was made: the callback is this and the path."""
    path: str = field(repr=False)
    secret: str = field(repr=False)
    due_at: datetime
    """When something is to be done for it next: to ask, to renew, to give up waiting for an answer."""
    asked_at: datetime | None = None
    """When the request was made that the hub has not verified yet."""
    leaving: bool = False
    """What we ask for is the end of it."""
    until: datetime | None = None
    """The end of what the hub verified."""
    failures: int = 0
    """Requests in a row that came to nothing."""
    trouble: str = ""
    """Why the last one did."""
    method: str = ""
    """How the hub signed last."""
    pushed_at: datetime | None = None
    """The last push that brought something new."""
    missed: bool = False
    """Since then a poll found what no push had brought."""

    @property
    def callback(self) -> str:
        return f"{self.address}/{self.path}"

    def is_active(self, now: datetime) -> bool:
        return self.until is not None and self.until > now

    def carries(self, now: datetime) -> bool:
        """Whether pushes may stand for polls."""
        return self.is_active(now) and not self.leaving and self.pushed_at is not None and not self.missed


def fresh(offer: Offer, address: str, path: str, secret: str, now: datetime, *, failures: int = 0) -> Lease:
    """A lease to be asked for now; after failures, at the next hub of the offer."""
    hub = offer.hubs[failures % len(offer.hubs)]
    return Lease(favoured(hub), offer.topic, address, path, secret, now, failures=failures)


def favoured(hub: str) -> str:
    """The hub's address under https, whatever the feed says: the secret is in what we send there.

    One on a port of its own stays as it is: only the operator's allow-list lets us go to it.
    """
    parts = urlsplit(hub)
    return parts._replace(scheme="https").geturl() if parts.scheme == "http" and parts.port is None else hub


def suits(lease: Lease, offer: Offer | None, address: str) -> bool:
    """Whether the lease is what the feed offers now, under the address that we have now."""
    return (
        offer is not None
        and lease.topic == offer.topic
        and lease.hub in map(favoured, offer.hubs)
        and lease.address == address
    )


# -- asking -----------------------------------------------------------------------------------------------------------

Mode = Literal["subscribe", "unsubscribe"]


def mode(lease: Lease) -> Mode:
    return "unsubscribe" if lease.leaving else "subscribe"


def form(lease: Lease) -> dict[str, str]:
    """What the hub is asked. `hub.verify` is for hubs of the years before the Recommendation; others ignore it."""
    asked = {
        "hub.mode": mode(lease),
        "hub.topic": lease.topic,
        "hub.callback": lease.callback,
        "hub.verify": "async",
    }
    wished = {"hub.lease_seconds": str(int(LEASE.total_seconds())), "hub.secret": lease.secret}
    return asked if lease.leaving else asked | wished


def asked(lease: Lease, now: datetime) -> Lease:
    """The lease once its request is about to go out."""
    return replace(lease, asked_at=now, due_at=now + ANSWER)


def ended(lease: Lease, now: datetime) -> Lease:
    """The lease that nobody needs any more: the hub is to be told."""
    return replace(lease, leaving=True, asked_at=None, due_at=now, failures=0)


def failed(lease: Lease, trouble: str, now: datetime) -> Lease:
    """The lease after a request that came to nothing; while it still holds, it is asked for again before its end."""
    wait = min(AGAIN * 2 ** min(lease.failures, 16), AGAIN_MOST)
    if lease.until is not None and lease.until > now:
        wait = max(min(wait, (lease.until - now) / 3), SHORTEST)
    return replace(lease, asked_at=None, due_at=now + wait, failures=lease.failures + 1, trouble=trouble)


# -- what hubs ask ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What to tell a hub that asked at the callback (200, with these words), and the lease after it; None: it ended."""

    words: str
    lease: Lease | None


def answer(lease: Lease, query: Mapping[str, str], now: datetime, chance: float) -> Answer | None:
    """What to make of a GET at the callback; None (a 404) for anything but what we asked. chance is from 0 to 1."""
    if unquote(query.get("hub.topic", "")) != unquote(lease.topic):  # hubs may decode what needed no coding
        return None
    challenge = query.get("hub.challenge", "")
    match query.get("hub.mode", ""):
        case "denied":
            return Answer("", denied(lease, query.get("hub.reason", ""), now))
        case said if said != mode(lease) or not CHALLENGE.fullmatch(challenge):
            return None
        case "unsubscribe":
            return Answer(challenge, None)
        case _:
            return Answer(challenge, granted(lease, seconds(query.get("hub.lease_seconds", "")), now, chance))


def seconds(text: str) -> timedelta:
    """The lease as the hub states it; what we asked for where it states none, as hubs did before it was required."""
    return min(timedelta(seconds=int(text)), LONGEST) if re.fullmatch(r"[0-9]{1,9}", text) else LEASE


def granted(lease: Lease, length: timedelta, now: datetime, chance: float) -> Lease:
    """The lease as the hub verified it, to be renewed in the last third of it: not all at once, and in time to fail."""
    due_at = now + max(length * (0.7 + 0.15 * chance), SHORTEST)
    return replace(lease, until=now + length, asked_at=None, due_at=due_at, failures=0, trouble="")


def denied(lease: Lease, reason: str, now: datetime) -> Lease:
    """The lease that the hub does not want to give, or takes back."""
    said = " ".join(re.sub(r"[^\x20-\x7e\u00a0-\u024f]", " ", reason).split())[:200]
    return replace(
        lease, until=None, asked_at=None, due_at=now + DENIED, failures=lease.failures + 1, trouble=said or "refus"
    )


# -- pushes -----------------------------------------------------------------------------------------------------------


def signature(lease: Lease, body: bytes, headers: Iterable[str]) -> str | None:
    """By which method the body is signed with the lease's secret; None where it isn't, and is to be ignored.

    The strongest of the methods given decides. SHA-1 is taken only from a hub that never gave better.
    """
    given = dict(part for header in headers if (part := split(header)))
    best = max(given, key=METHODS.index, default=None)
    if best is None or (best == "sha1" and lease.method not in ("", "sha1")):
        return None
    expected = hmac.new(lease.secret.encode(), body, best).hexdigest()
    return best if hmac.compare_digest(expected.encode(), given[best].encode()) else None


def split(header: str) -> tuple[str, str] | None:
    """« sha256=0f3a… » as its two parts; None for a method that we do not know."""
    name, _, value = header.strip().partition("=")
    return (name.lower(), value.strip().lower()) if name.lower() in METHODS else None


def pushed(lease: Lease, now: datetime) -> Lease:
    """The lease after an authentic push that brought something new."""
    return replace(lease, pushed_at=now, missed=False)


def polled(lease: Lease) -> Lease:
    """The lease after a poll that found something new."""
    return replace(lease, missed=True)


def spared(planned: datetime, now: datetime, chance: float) -> datetime:
    """The next poll of a feed whose pushes arrive."""
    return max(planned, now + SAFETY * (1 - 0.15 * chance))
