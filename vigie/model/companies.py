"""Whom we watch, and for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Company:
    """A watched company; id is unique over all tenants, tenant None means feeds.yaml."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    """Where not empty, one of these words must stand in the article."""
    exclude: tuple[str, ...] = ()
    """Where one of these stands around the name, the name is not the company."""
    tenant: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


OWN = "own"
"""The group of the wordings that an operator added to a topic: they tell its event, no act or stage of their own."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The wordings that an operator adds to a topic, as patterns of vigie.match.patterns."""

    topic: str
    words: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    """Wordings that tell nothing, whatever stands in them."""


@dataclass(frozen=True, slots=True)
class Topic:
    key: str
    label: str
    """Its French name, as a card says it."""


LAYOFFS = "layoffs"
REGULATION = "regulation"
TOPICS: Mapping[str, Topic] = MappingProxyType(
    {LAYOFFS: Topic(LAYOFFS, "Emploi"), REGULATION: Topic(REGULATION, "Autorités")}
)
