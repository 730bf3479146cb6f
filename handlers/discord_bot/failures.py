"""What Discord's refusals mean for a post: a table of its error codes, and of HTTP statuses where a code is unknown.

It judges; it neither retries nor logs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import discord

from vigie.ports import PostError

SOON = timedelta(seconds=30)
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
"""Until people have mended something; 10,000 refusals in ten minutes get an address banned."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A French sentence for whoever looks after the channel, and when to try again (None: never)."""

    reason: str
    wait: timedelta | None = None


INVALID = 50035
ARCHIVED = 50083
NO_ACCESS = 50001

CODES: Mapping[int, Verdict] = {
    10003: Verdict("Ce salon n'existe plus."),
    10004: Verdict("Ce serveur n'existe plus, ou Vigie n'en fait plus partie."),
    10008: Verdict("Le message a été supprimé sur Discord ; Vigie ne le remet pas."),
    20016: Verdict("Le mode lent de ce salon retient les messages de Vigie.", timedelta(minutes=1)),
    20028: Verdict("Ce salon reçoit trop de messages à la fois.", SOON),
    20029: Verdict("Ce serveur reçoit trop de messages à la fois.", SOON),
    40058: Verdict("Ce salon est un forum : Vigie ne peut pas y écrire ce message."),
    40067: Verdict("Ce forum exige une étiquette et n'en propose aucune que Vigie puisse mettre.", HOUR),
    40333: Verdict("Discord bloque l'adresse de cette machine.", QUARTER),
    NO_ACCESS: Verdict(
        "Vigie n'a pas accès à ce salon : donnez-lui « Voir le salon » dans Modifier le salon → Permissions.", HOUR
    ),
    50005: Verdict("Ce message n'est pas de Vigie."),
    50007: Verdict("Cette personne n'accepte pas les messages privés de Vigie."),
    50008: Verdict("Ce salon n'accepte pas de messages."),
    50013: Verdict(
        "Il manque à Vigie une permission dans ce salon : « /vigie tester » dit laquelle et où la donner.", HOUR
    ),
    50024: Verdict("Ce type de salon n'accepte pas les messages de Vigie."),
    INVALID: Verdict("Discord refuse la forme de ce message."),
    ARCHIVED: Verdict("Ce fil est archivé.", HOUR),
    130000: Verdict("Discord est surchargé.", timedelta(minutes=1)),
    160005: Verdict("Ce fil est verrouillé.", HOUR),
    160006: Verdict("Ce serveur a trop de fils ouverts.", HOUR),
    200000: Verdict("AutoMod a bloqué ce message : une règle du serveur en refuse le texte."),
    200001: Verdict("AutoMod a bloqué ce message : une règle du serveur en refuse le titre."),
    240000: Verdict("Discord juge dangereux un lien de ce message."),
}

STATUSES: Mapping[int, Verdict] = {
    401: Verdict("Discord ne reconnaît plus le jeton de Vigie.", QUARTER),
    403: Verdict("Discord interdit à Vigie d'écrire dans ce salon : essayez « /vigie tester ».", HOUR),
    404: Verdict("Ce salon ou ce message n'existe plus."),
    408: Verdict("Discord a mis trop de temps à répondre.", SOON),
    429: Verdict("Discord demande à Vigie de ralentir.", QUARTER),
}

REFUSED = Verdict("Discord refuse ce message.")
AWAY = Verdict("Discord ne répond pas pour l'instant.", timedelta())
"""A wait of zero: as the pipeline sees fit."""

UNREACHABLE = (discord.HTTPException, discord.RateLimited, discord.GatewayNotFound, aiohttp.ClientError, OSError)
"""What a call to Discord raises where Discord said no or nothing; TimeoutError is an OSError."""


@contextmanager
def refusals() -> Iterator[None]:
    """Raise PostError instead of what discord.py and the network raise."""
    try:
        yield
    except discord.RateLimited as error:
        reason = "Discord demande à Vigie de ralentir."
        raise PostError(reason, retry_after=timedelta(seconds=error.retry_after)) from error
    except UNREACHABLE as error:
        raise refusal(error) from error


def refusal(error: Exception) -> PostError:
    verdict = judge(error)
    return PostError(verdict.reason, permanent=verdict.wait is None, retry_after=asked(error) or verdict.wait or None)


def judge(error: Exception) -> Verdict:
    """By Discord's code, else by the HTTP status; whatever is not an answer of Discord passes."""
    if not isinstance(error, discord.HTTPException) or error.status >= 500:
        return AWAY
    return CODES.get(error.code) or STATUSES.get(error.status, REFUSED)


def asked(error: Exception) -> timedelta | None:
    """What a 429 asks us to wait, in its header."""
    if not isinstance(error, discord.HTTPException) or error.status != 429:
        return None
    seconds = error.response.headers.get("Retry-After", "")
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else None
