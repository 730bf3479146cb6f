"""What people read of a story, as platform-free lines of French: one function, story -> Card. Pure.

A platform only lays a Card out (embed, Block Kit, panel); it chooses no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Action:
    """A button: pressing it runs a command with these values, as if the person had typed it."""

    label: str
    command: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One story, ready to be laid out; every line is plain text (no markup) and fits both platforms' limits."""

    topic: str
    """layoffs | regulation: chooses the colour; the heading says it in words too."""
    heading: str
    """« 🔻 TikTok · Emploi · selon la presse », at most 200 characters."""
    summary: str
    """At most 280 characters."""
    details: str
    """« États-Unis · publié le 9 juil. 2025, 14 h 05 · exemple.fr »."""
    sources: str
    """« Repris par 2 médias : KultureGeek · Les Échos »; empty while there is one."""
    link: str
    """The lead article's address: where « Lire » leads."""
    title: str
    """The lead article's title, as the feed gives it."""
    notification: str
    """Company and summary: what a phone shows."""
    actions: tuple[Action, ...] = ()
    mark: str = ""
    """« Aperçu », « Exemple »…: what keeps this card from being taken for an alert; empty for an alert."""
