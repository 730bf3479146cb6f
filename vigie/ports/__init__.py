"""What the core needs of the outside world, as protocols, and its two kinds of failure: passing and permanent."""

from vigie.ports.failures import FetchError, PostError, StoreError, TokenError
from vigie.ports.outside import ChatPlatform, Clock, Engine, Fetcher, Parser, Summariser, Teller
from vigie.ports.pushing import Hubs, Leases, Push, Pushing
from vigie.ports.services import Services
from vigie.ports.store import Found, Manner, Query, Store, Trace

__all__ = [
    "ChatPlatform",
    "Clock",
    "Engine",
    "FetchError",
    "Fetcher",
    "Found",
    "Hubs",
    "Leases",
    "Manner",
    "Parser",
    "PostError",
    "Push",
    "Pushing",
    "Query",
    "Services",
    "Store",
    "StoreError",
    "Summariser",
    "Teller",
    "TokenError",
    "Trace",
]
