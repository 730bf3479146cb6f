"""Pages over HTTP, by aiohttp: one address in, its bytes out, or one French sentence that says why not.

It knows nothing of feeds or XML. Read fetcher first; spelling, turns, redirects, headers, bodies and sentences are what
it asks on the way.
"""

from __future__ import annotations

from vigie.adapters.http.fetcher import HttpFetcher
from vigie.adapters.http.headers import retry_after
from vigie.adapters.http.redirects import MOST_REDIRECTS, destination
from vigie.adapters.http.sentences import failure
from vigie.adapters.http.turns import Turns

__all__ = ["MOST_REDIRECTS", "HttpFetcher", "Turns", "destination", "failure", "retry_after"]
