"""What Discord's refusals mean for a post: a table of its error codes, and of HTTP statuses where a code is unknown.

It judges; it neither retries nor logs.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

import aiohttp
import discord

from vigie.ports import PostError

SOON = timedelta(seconds=30)
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
"""Until people have mended something; 10,000 refusals in ten minutes get an address banned."""


class Reach(StrEnum):
    """What a refusal is about."""

    MESSAGE = "message"
    CHANNEL = "channel"  # people have to mend something there first
    GONE = "gone"  # the channel is no more, or we are not there
    ALL = "all"  # whatever we send


@dataclass(frozen=True, slots=True)
class Verdict:
    """A French sentence for whoever looks after the channel, when to try again (None: never), what it is about."""

    reason: str
    wait: timedelta | None = None
    about: Reach = Reach.MESSAGE
    unclear: bool = False
    """Whether the message may be there all the same."""


UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
INVALID = 50035
ARCHIVED = 50083
NO_ACCESS = 50001

CODES: Mapping[int, Verdict] = {
    UNKNOWN_CHANNEL: Verdict("Ce salon n'existe plus.", about=Reach.GONE),
    10004: Verdict("Ce serveur n'existe plus, ou Vigie n'en fait plus partie.", about=Reach.GONE),
    UNKNOWN_MESSAGE: Verdict("Le message a été supprimé sur Discord ; Vigie ne le remet pas."),
    20016: Verdict("Le mode lent de ce salon retient les messages de Vigie.", timedelta(minutes=1)),
    20028: Verdict("Ce salon reçoit trop de messages à la fois.", SOON),
    20029: Verdict("Ce serveur reçoit trop de messages à la fois.", SOON),
    40058: Verdict("Ce salon est un forum : Vigie ne peut pas y écrire ce message."),
    40067: Verdict("Ce forum exige une étiquette et n'en propose aucune que Vigie puisse mettre.", HOUR, Reach.CHANNEL),
    40333: Verdict("Discord bloque l'adresse de cette machine.", QUARTER, Reach.ALL),
    NO_ACCESS: Verdict(
        "Vigie n'a pas accès à ce salon : donnez-lui « Voir le salon » dans Modifier le salon → Permissions.",
        HOUR,
        Reach.CHANNEL,
    ),
    50005: Verdict("Ce message n'est pas de Vigie."),
    50007: Verdict("Cette personne n'accepte pas les messages privés de Vigie."),
    50008: Verdict("Ce salon n'accepte pas de messages."),
    50013: Verdict(
        "Il manque à Vigie une permission dans ce salon : « /vigie tester » dit laquelle et où la donner.",
        HOUR,
        Reach.CHANNEL,
    ),
    50024: Verdict("Ce type de salon n'accepte pas les messages de Vigie."),
    INVALID: Verdict("Discord refuse la forme de ce message."),
    ARCHIVED: Verdict("Ce fil est archivé.", HOUR),
    130000: Verdict("Discord est surchargé.", timedelta(minutes=1)),
    160005: Verdict("Ce fil est verrouillé.", HOUR, Reach.CHANNEL),
    160006: Verdict("Ce serveur a trop de fils ouverts.", HOUR, Reach.CHANNEL),
    200000: Verdict("AutoMod a bloqué ce message : une règle du serveur en refuse le texte."),
    200001: Verdict("AutoMod a bloqué ce message : une règle du serveur en refuse le titre."),
    240000: Verdict("Discord juge dangereux un lien de ce message."),
}

STATUSES: Mapping[int, Verdict] = {
    401: Verdict("Discord ne reconnaît plus le jeton de Vigie.", QUARTER, Reach.ALL),
    403: Verdict("Discord interdit à Vigie d'écrire dans ce salon : essayez « /vigie tester ».", HOUR, Reach.CHANNEL),
    404: Verdict("Ce salon ou ce message n'existe plus."),
    408: Verdict("Discord a mis trop de temps à répondre.", SOON, unclear=True),
    429: Verdict("Discord demande à Vigie de ralentir.", QUARTER, Reach.ALL),
}

REFUSED = Verdict("Discord refuse ce message.")
AWAY = Verdict("Discord ne répond pas pour l'instant.", timedelta())
"""A wait of zero: as the pipeline sees fit."""
UNREAD = replace(AWAY, unclear=True)
"""The call may have had its effect."""

NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError, discord.GatewayNotFound)
"""No address, no connection, no encryption, no way through a proxy: nothing was written."""

UNREACHABLE = (discord.HTTPException, discord.RateLimited, discord.GatewayNotFound, aiohttp.ClientError, OSError)
"""What a call to Discord raises where Discord said no or nothing; TimeoutError is an OSError."""

UNREADABLE = (TypeError, KeyError, ValueError, AttributeError)
"""What discord.py raises where a success bears no message: a proxy's page."""


@contextmanager
def refusals() -> Iterator[None]:
    """Raise PostError instead of what discord.py and the network raise."""
    try:
        yield
    except discord.RateLimited as error:
        reason = "Discord demande à Vigie de ralentir."
        raise PostError(reason, retry_after=timedelta(seconds=error.retry_after)) from error
    except (*UNREACHABLE, *UNREADABLE) as error:
        raise refusal(error) from error


@contextmanager
def looks() -> Iterator[None]:
    """As refusals(), for what only reads: a look that fails leaves no doubt of its own, and is worth another one.

    Unclear is where looking can never tell: what was raised so, and a channel that is no more.
    """
    try:
        yield
    except (*UNREACHABLE, *UNREADABLE) as error:
        told = refusal(error)
        raise PostError(
            str(told),
            retry_after=told.retry_after,
            unclear=told.permanent or told.gone,
            everywhere=told.everywhere,
        ) from error


def refusal(error: Exception) -> PostError:
    verdict = judge(error)
    return PostError(
        verdict.reason,
        permanent=verdict.wait is None,
        retry_after=asked(error) or verdict.wait or None,
        unclear=verdict.unclear,
        blocked=verdict.about is Reach.CHANNEL,
        gone=verdict.about is Reach.GONE,
        everywhere=verdict.about is Reach.ALL,
    )


def judge(error: Exception) -> Verdict:
    """By Discord's code, else by the HTTP status; whatever is not an answer of Discord passes, and may have arrived."""
    if isinstance(error, discord.HTTPException):
        if error.status >= 500:
            return AWAY if error.status == 503 else UNREAD
        return CODES.get(error.code) or STATUSES.get(error.status, REFUSED)
    return AWAY if isinstance(error, NOT_SENT) else UNREAD


def is_invalid(error: BaseException | None) -> bool:
    """Whether Discord counts it towards a ban: 401, 403, 429 that are not shared by all who write there."""
    if isinstance(error, discord.RateLimited):
        return True
    if not isinstance(error, discord.HTTPException) or error.status not in (401, 403, 429):
        return False
    return str(error.response.headers.get("X-RateLimit-Scope", "")) != "shared"


def is_deleted(error: BaseException | None) -> bool:
    """Whether Discord knows the nonce, and a moderator has deleted its message meanwhile."""
    return isinstance(error, discord.HTTPException) and error.code == UNKNOWN_MESSAGE


def is_orphan(error: discord.HTTPException, *, in_thread: bool) -> bool:
    """Whether what is to be completed is no more: the message that a reply names, or the post of a forum.

    A reply to nothing is refused as malformed: « 50035, In message_reference: Unknown message ».
    """
    if error.code == INVALID:
        return "message_reference" in error.text
    return error.code == UNKNOWN_MESSAGE or (in_thread and error.code == UNKNOWN_CHANNEL)


class Breaker:
    """Ten thousand invalid answers in ten minutes get an address banned: at five hundred all sending rests.

    Source: discord.com/developers/docs/topics/rate-limits, « Invalid Request Limit ».
    """

    def __init__(self, most: int = 500, within: float = 600.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.within, self.clock = most, within, clock
        self.seen: deque[float] = deque()

    def count(self) -> bool:
        """One more; whether that is too many."""
        now = self.clock()
        self.seen.append(now)
        while self.seen[0] < now - self.within:
            self.seen.popleft()
        return len(self.seen) >= self.most


def asked(error: Exception) -> timedelta | None:
    """What a 429 asks us to wait, in its header."""
    if not isinstance(error, discord.HTTPException) or error.status != 429:
        return None
    seconds = error.response.headers.get("Retry-After", "")
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else None
