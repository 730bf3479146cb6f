"""Who asked for this event? Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from vigie.model import Channel, Entry, Event, Role, Sensitivity, Story, Subscription
from vigie.text.fold import fold


def route(event: Event, entry: Entry, audience: Iterable[Subscription], now: datetime | None = None) -> list[Channel]:
    """The channels to tell, each once, in the order they subscribed: those that wanted it before it was first seen."""
    wanted = (
        s.channel
        for s in audience
        if wants(s, event) and hears(s.sensitivity, event) and was_there(s.created_at, entry, now)
    )
    return list(dict.fromkeys(wanted))


def hears_now(event: Event, story: Story, audience: Iterable[Subscription]) -> list[Channel]:
    """The channels that hear this event of a story and heard nothing of the one that it is told by: strict ones, older
    than the story.
    """
    asked = [s for s in audience if wants(s, event)]
    deaf = (s for s in asked if hears(s.sensitivity, event) and not hears(s.sensitivity, story.event))
    return list(dict.fromkeys(s.channel for s in deaf if s.created_at is None or s.created_at <= story.first_seen))


def was_there(made: datetime | None, entry: Entry, now: datetime | None) -> bool:
    """Whether a subscription is older than the entry; one made later than now was made when the clock was right."""
    return made is None or made <= entry.first_seen or (now is not None and made > now)


def wants(subscription: Subscription, event: Event) -> bool:
    """Whether the subscription covers the event's company, of its own tenant or of feeds.yaml, and its topic; a
    company that is muted there it does not.
    """
    company = event.company
    if company.tenant not in (None, subscription.channel.tenant):
        return False
    if any(one.company == company.id for one in subscription.muted):
        return False
    named = subscription.company is None or subscription.company.id == company.id
    return named and (not subscription.topics or event.topic in subscription.topics)


def once(event: Event, told: Iterable[Event], audience: Iterable[Subscription]) -> list[Subscription]:
    """Without those to all companies that hear of it by a company of their server's own: feeds.yaml may have come to
    name it too.
    """
    own = {e.company.tenant for e in told if e.company.tenant and is_same(e, event)} - {event.company.tenant}
    return [s for s in audience if s.company is not None or s.channel.tenant not in own]


def is_muted(story: Story, channel: Channel, audience: Iterable[Subscription]) -> bool:
    """Whether the channel wants to hear no more of this story."""
    return any(one.story == story.id for s in audience if s.channel == channel for one in s.muted)


def is_same(one: Event, other: Event) -> bool:
    """Whether an article tells the same of two companies that share a name."""
    names = [{fold(name) for name in event.company.names} for event in (one, other)]
    return (one.topic, one.role) == (other.topic, other.role) and not names[0].isdisjoint(names[1])


def hears(sensitivity: Sensitivity | None, event: Event) -> bool:
    """Whether the event alerts at this sensitivity: at the strict one what the matcher says so of; never a mention."""
    if event.role is Role.MENTION:
        return False
    return sensitivity is not Sensitivity.STRICT or event.sensitivity is Sensitivity.STRICT
