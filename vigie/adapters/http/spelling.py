"""Addresses as they are written: read once, by aiohttp's own reader, and refused where two readers could differ.

Where they lead is the guard's to judge, as the connection is made (adapters.addresses).
"""

from __future__ import annotations

import re

from yarl import URL

from vigie.adapters.addresses import Guard, block_of
from vigie.adapters.http.sentences import INTERNAL, NO_ADDRESS
from vigie.ports import FetchError

HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
"""What has no place in an address, and makes two readers of it see two hosts."""

INNER = (".localhost", ".internal", ".local")
"""How names end that mean nothing on the public Internet; those without a dot mean nothing there either."""

NO_SCHEME = "Vigie ne lit que les adresses qui commencent par https:// ou http://."
NO_USER = "Cette adresse contient un identifiant (avant le « @ ») : Vigie n'en veut pas. Donnez l'adresse sans lui."
NO_PORT = (
    "Cette adresse passe par le port {port} : Vigie ne lit que les ports habituels du web (80 et 443). "
    "L'exploitant peut autoriser celui-ci dans feeds.yaml, à « allow »."
)


def checked(text: str, guard: Guard, proxy: URL | None = None) -> URL:
    """The address, read once by the reader that aiohttp itself uses, to be asked of the proxy if there is one.

    Raises a permanent FetchError.
    """
    url = read(text.strip())
    if url is None or not url.scheme:
        raise FetchError(NO_ADDRESS, permanent=True)
    if url.scheme not in ("http", "https"):
        raise FetchError(NO_SCHEME, permanent=True)
    if not url.raw_host:
        raise FetchError(NO_ADDRESS, permanent=True)
    if url.raw_user is not None or url.raw_password is not None:
        raise FetchError(NO_USER, permanent=True)
    if url.port not in (80, 443) and not guard.allows(url.raw_host, url.port or 0):
        raise FetchError(NO_PORT.format(port=url.port), permanent=True)
    if proxy and (block := spelt_out(url.raw_host, proxy)) and not guard.allows(url.raw_host, url.port or 0):
        raise FetchError(INTERNAL.format(block=block), permanent=True)
    return url


def read(text: str) -> URL | None:
    """The address as yarl reads it; None where it cannot, or where another reader could see another host in it."""
    if HIDDEN.search(text):
        return None
    try:
        return URL(text)
    except ValueError:
        return None


def spelt_out(host: str, proxy: URL) -> str | None:
    """The refused block of a host that is an address, however it is spelt, or a name of this machine, of the proxy or
    of its own network; None for others.

    All that can be checked where a proxy connects for us.
    """
    name = bare(host)
    if ":" in name or name.rpartition(".")[2][:1].isdigit():
        return block_of(name)
    return name if "." not in name or name.endswith(INNER) or name == bare(proxy.raw_host or "") else None


def bare(host: str) -> str:
    return host.strip("[]").removesuffix(".").lower()
