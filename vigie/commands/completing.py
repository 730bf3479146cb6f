"""What to suggest while an argument is being typed: only what this tenant, or this channel, may see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from vigie.commands.naming import by_names, items, listed, ranked, topic_suggestions
from vigie.commands.table import Argument, Caller, Command, Kind
from vigie.model import Company
from vigie.ports import Store
from vigie.text.fold import fold

LONGEST_VALUE = 100
"""Discord takes no longer choice."""

Suggestions = Sequence[tuple[str, str]]
Companies = Callable[[Store, Caller], Awaitable[Sequence[Company]]]


async def suggestions(store: Store, caller: Caller, command: Command, argument: Argument, typed: str) -> Suggestions:
    """At most 25 (label, value); for a list, each value keeps what was typed before the last comma."""
    match argument.kind:
        case Kind.COMPANY:
            found = ranked(typed, names(await POOLS.get(command.name, visible)(store, caller)))
        case Kind.COMPANIES:
            found = list_suggestions(typed, await POOLS.get(command.name, visible)(store, caller))
        case Kind.FEED:
            feeds = [feed for feed, _ in await store.feeds(caller.channel.tenant)]
            owned = [feed for feed in feeds if feed.tenant is not None or command.name not in OWN_FEEDS]
            found = ranked(typed, {feed.name: () for feed in owned})
        case _:
            found = topic_suggestions(typed, argument)
    return [(label, value) for label, value in found if len(value) <= LONGEST_VALUE]


def list_suggestions(typed: str, companies: Sequence[Company]) -> list[tuple[str, str]]:
    """Suggestions for the last item of a list, without those that it names already."""
    before, comma, last = typed.rpartition(",")
    kept = f"{before.rstrip()}{comma} " if comma else ""
    known = by_names(companies)
    already = {known[item] for item in map(fold, listed(known, items(before))) if item in known}
    found = ranked(last, names([company for company in companies if company not in already]))
    return [((kept + label)[-LONGEST_VALUE:], kept + name) for label, name in found]


def names(companies: Sequence[Company]) -> Mapping[str, Sequence[str]]:
    return {company.name: company.aliases for company in companies}


async def visible(store: Store, caller: Caller) -> Sequence[Company]:
    """Those of feeds.yaml and the tenant's own."""
    return await store.companies(caller.channel.tenant)


async def owned(store: Store, caller: Caller) -> Sequence[Company]:
    """Those that the tenant added, and may change."""
    return [company for company in await visible(store, caller) if company.tenant is not None]


async def subscribed(store: Store, caller: Caller) -> Sequence[Company]:
    """Those that the channel follows by their names."""
    return [s.company for s in await store.subscriptions(caller.channel) if s.company is not None]


async def watched(store: Store, caller: Caller) -> Sequence[Company]:
    """Those that the channel gets alerts of."""
    subscriptions = await store.subscriptions(caller.channel)
    if any(s.company is None for s in subscriptions):
        return await visible(store, caller)
    return [s.company for s in subscriptions if s.company is not None]


POOLS: Mapping[str, Companies] = {
    "desabonner": subscribed,
    "chercher": watched,
    "entreprise modifier": owned,
    "entreprise retirer": owned,
}
"""Which companies a command is about; any other is about all that are visible."""

OWN_FEEDS = frozenset({"flux retirer"})
