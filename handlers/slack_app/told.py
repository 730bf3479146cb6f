"""A delivery as what chat.postMessage takes: laid out, and bare. Pure; it sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from handlers.slack_app import layout
from vigie import cards
from vigie.cards import Card
from vigie.digest import Digest, digest
from vigie.model import Delivery, DeliveryKind, Update

AGAIN = "(reprise)"
"""What marks a post that is made once more because nobody could find out whether it had arrived."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be sent, laid out, and with no layout that Slack could refuse."""

    laid_out: Mapping[str, Any]
    bare: Mapping[str, Any]

    @classmethod
    def of(cls, card: Card, role: str = "") -> Told:
        text, call = layout.notification(card.notification), layout.mention(role)
        lines = (card.mark, card.heading, card.summary, card.details, card.sources, layout.safe_address(card.link))
        words = [call, *(layout.notification(line) for line in lines if line)]
        return cls(
            {"text": text, "blocks": [*layout.call(role), *layout.blocks(card)]},
            {"text": "\n".join(word for word in words if word), "blocks": []},
        )

    @classmethod
    def news(cls, said: str, new: Update, card: Card, role: str) -> Told:
        """A new fact, in a reply to the alert that it completes."""
        text = layout.notification(f"{card.mark} {said}".strip())
        called = role if new.loud else ""
        return cls(
            {"text": text, "blocks": [*layout.call(called), *layout.update(said, new, card.mark, card.actions)]},
            {"text": "\n".join([text, layout.safe_address(new.url)]).strip(), "blocks": []},
        )

    @classmethod
    def many(cls, told: Digest) -> Told:
        title = layout.notification(told.title)
        words = "\n".join([told.title, *(f"{line.sign} {line.text}" for line in told.lines), told.foot])
        return cls({"text": title, "blocks": layout.listing(told)}, {"text": layout.bare_text(words), "blocks": []})


def told_of(delivery: Delivery, zone: ZoneInfo) -> Told:
    """An alert, a digest or a new fact."""
    if delivery.kind is DeliveryKind.DIGEST:
        return Told.many(digest(delivery))
    story = delivery.alert.story
    card = cards.card(story, zone, mark=AGAIN if delivery.again else "")
    if delivery.kind is DeliveryKind.UPDATE and (new := delivery.alert.update):
        return Told.news(cards.news(story.event, new), new, card, delivery.mention)
    return Told.of(card, delivery.mention)
