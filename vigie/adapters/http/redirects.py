"""Where an answer leads that is no page: the address, yet to be checked like any other. It follows none."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp
from yarl import URL

from vigie.ports import FetchError

MOST_REDIRECTS = 5

NOWHERE = "Le site renvoie vers une autre adresse sans dire laquelle. C'est sans doute passager."
TOO_MANY_REDIRECTS = (
    "L'adresse renvoie d'une page à l'autre sans fin. Ouvrez-la dans un navigateur et copiez l'adresse finale."
)
DOWNGRADE = (
    "Le site renvoie d'une adresse protégée (https) vers une adresse qui ne l'est pas (http) : Vigie ne la suit pas."
)


@dataclass(frozen=True)
class Redirect:
    """Where an answer leads, yet to be checked like any address, and whether for good (301, 308)."""

    to: URL
    for_good: bool


def destination(here: URL, response: aiohttp.ClientResponse) -> Redirect:
    """Where a redirect leads. Raises FetchError, ValueError."""
    location = response.headers.get("Location")
    if not location:
        raise FetchError(NOWHERE)
    there = here.join(URL(location))
    if (here.scheme, there.scheme) == ("https", "http"):
        raise FetchError(DOWNGRADE)
    return Redirect(there, response.status in (301, 308))
