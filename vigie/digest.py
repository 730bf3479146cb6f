"""Several stories as one message: a digest's delivery -> title, lines, foot, in French. Pure; it lays nothing out."""

from __future__ import annotations

from dataclasses import dataclass

from vigie.cards import EMOJI, notification, plain
from vigie.model import Delivery, Story
from vigie.text.french import NBSP, counted

LINE = 90
"""Characters of a line: what a phone shows in two."""


@dataclass(frozen=True, slots=True)
class Line:
    """One story: its topic's sign, what happened, where to read it."""

    sign: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Digest:
    title: str
    """« 12 alertes à la fois », for the notification too."""
    lines: tuple[Line, ...]
    foot: str = ""


def digest(delivery: Delivery) -> Digest:
    """A delivery of the kind DIGEST, as people read it."""
    listed = delivery.stories
    total = len(listed) + delivery.older
    again = " (reprise)" if delivery.again else ""
    return Digest(title(total) + again, tuple(map(line, listed)), foot(delivery.older))


def title(total: int) -> str:
    return f"Bilan{NBSP}: {counted(total, 'alerte', 'alertes')}"


def line(story: Story) -> Line:
    """« 🔻 Renault supprime 120 postes à Douai… »."""
    summary = plain(story.summary.text, 280)
    return Line(EMOJI.get(story.event.topic, "•"), plain(notification(story.event, summary), LINE), story.lead.url)


def foot(older: int) -> str:
    """What is counted and not listed."""
    if not older:
        return ""
    said = (
        f"1{NBSP}alerte de plus d'une semaine n'est pas listée"
        if older == 1
        else (f"{counted(older, 'alerte', 'alertes')} de plus d'une semaine ne sont pas listées")
    )
    return f"{said}{NBSP}; /vigie chercher {'la' if older == 1 else 'les'} retrouve."
