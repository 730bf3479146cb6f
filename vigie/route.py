"""Who asked for this event? Pure."""

from __future__ import annotations

from collections.abc import Iterable

from vigie.model import Channel, Entry, Event, Subscription


def route(event: Event, entry: Entry, audience: Iterable[Subscription]) -> list[Channel]:
    """The channels to tell, each once, in the order they subscribed: those that wanted it before it was first seen."""
    wanted = (
        s.channel for s in audience if wants(s, event) and (s.created_at is None or s.created_at <= entry.first_seen)
    )
    return list(dict.fromkeys(wanted))


def wants(subscription: Subscription, event: Event) -> bool:
    """Whether the subscription covers the event's company, of its own tenant or of feeds.yaml, and its topic."""
    company = event.company
    if company.tenant not in (None, subscription.channel.tenant):
        return False
    named = subscription.company is None or subscription.company.id == company.id
    return named and (not subscription.topics or event.topic in subscription.topics)
