"""What one value of feeds.yaml must be: addresses, wordings, days. Each check raises PydanticCustomError, in French."""

from __future__ import annotations

import re

from pydantic_core import PydanticCustomError
from yarl import URL

from vigie.links import spelt
from vigie.match.patterns import BadPattern, split


def web_address(value: str) -> str:
    url = parsed(value)
    if url is None or url.scheme not in ("http", "https") or not url.host:
        raise PydanticCustomError("url", "doit être une adresse complète, comme https://exemple.fr/rss.xml")
    if url.user or url.password:
        raise PydanticCustomError("url", "ne doit pas contenir de mot de passe : Vigie le montrerait dans ses messages")
    return value


def feed_address(value: str) -> str:
    """In the spelling under which everybody follows it: a feed is one, and asked once, however it is written."""
    return spelt(web_address(value))


CONTACTED = re.compile(r"[!-~]+@[!-~]+|https?://[!-~]+")
"""An address of mail or of the web, as a header may hold it."""


def contact_address(value: str) -> str:
    if not CONTACTED.fullmatch(value := value.strip()):
        raise PydanticCustomError(
            "contact",
            "doit être une adresse où les sites lus peuvent vous joindre, sans accent, comme veille@exemple.fr ou "
            "https://exemple.fr/contact",
        )
    return value


def parsed(value: str) -> URL | None:
    try:
        return URL(value)
    except ValueError:
        return None


def host_and_port(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise PydanticCustomError("allow", "doit être une machine et un port, comme intranet.exemple.fr:443")
    return value.lower()


def proxy_address(value: str) -> str:
    url = parsed(value)
    if url is None or url.scheme != "http" or not url.host or url.path != "/" or url.query_string:
        raise PydanticCustomError(
            "proxy", "doit être l'adresse du serveur mandataire, comme http://proxy.exemple.fr:3128"
        )
    return value


def public(value: str) -> str:
    url = parsed(web_address(value))
    if url is None or url.query_string or url.fragment or len(value) > 200:
        raise PydanticCustomError("public", "doit être une adresse simple, comme https://vigie.exemple.fr")
    return value.rstrip("/")


SHORTEST = 3
"""Letters that the beginning of a word needs to tell something: « a* » is half of a text."""


def wording(value: str) -> str:
    try:
        first = split(value)[0]
    except BadPattern as error:
        raise PydanticCustomError("wording", "{reason}", {"reason": str(error)}) from None
    if any(option.endswith("*") and len(option) <= SHORTEST for option in first.split("|")):
        reason = f"« {value} » a besoin de trois lettres au moins avant « * »"
        raise PydanticCustomError("wording", "{reason}", {"reason": reason})
    return value


LONGEST_KEPT = 30
"""Days that texts are kept at most, and where nothing is said."""


def days(value: str | int) -> int:
    number = int(value) if str(value).isdecimal() else 0
    if not 1 <= number <= LONGEST_KEPT:
        raise PydanticCustomError("days", "doit être un nombre de jours, de 1 à 30")
    return number
