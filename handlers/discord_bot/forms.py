"""A delivery as what is to be sent: wished in full, and the least that Discord takes. Pure; it sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from handlers.discord_bot import layout
from handlers.discord_bot.layout import Message
from handlers.discord_bot.plain import foreign
from vigie import cards
from vigie.cards import Card
from vigie.digest import digest
from vigie.model import Delivery, DeliveryKind, Update

AGAIN = "(reprise)"
"""What marks a post that is made once more because nobody could find out whether it had arrived."""


@dataclass(frozen=True, slots=True)
class Form:
    """One message, as it is wished and as Discord will take it at least."""

    full: Callable[[bool], Message]
    """Given whether embeds are allowed."""
    bare: Callable[[], Message]

    @classmethod
    def of(cls, card: Card, ref: str = "", role: str = "") -> Form:
        return cls(
            lambda embeds: layout.alert(card, embeds=embeds, ref=ref, role=role),
            lambda: layout.bare(card, ref=ref, role=role),
        )


def card_of(delivery: Delivery, zone: ZoneInfo) -> Card:
    return cards.card(delivery.alert.story, zone, mark=AGAIN if delivery.again else "")


def form_of(delivery: Delivery, zone: ZoneInfo) -> Form:
    """An alert, a digest or a new fact."""
    if delivery.kind is DeliveryKind.DIGEST:
        told = digest(delivery)
        return Form(
            lambda embeds: layout.listing(told, ref=delivery.ref, embeds=embeds),
            lambda: layout.listing(told, ref=delivery.ref, embeds=False),
        )
    if delivery.kind is DeliveryKind.UPDATE and (new := delivery.alert.update):
        return news_form(delivery, new, card_of(delivery, zone))
    return Form.of(card_of(delivery, zone), delivery.ref, delivery.mention)


def news_form(delivery: Delivery, new: Update, card: Card) -> Form:
    text = cards.news(delivery.alert.story.event, new)
    told = layout.update(text, new, ref=delivery.ref, mark=card.mark, role=delivery.mention, actions=card.actions)
    bare = Message(foreign(text, layout.SUMMARY), ref=delivery.ref, role=told.role)
    return Form(lambda _: told, lambda: bare)


def post_name(delivery: Delivery, zone: ZoneInfo) -> str:
    """A forum post's title."""
    if delivery.kind is DeliveryKind.DIGEST:
        return digest(delivery).title
    return layout.thread_name(card_of(delivery, zone))
