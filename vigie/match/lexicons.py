"""The words that matching goes by, as frozen values; vigie.adapters.lexicon reads them from the YAML files. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from vigie.match.patterns import compiled
from vigie.model import OWN, OwnWords, Sensitivity
from vigie.text.notations import Notation


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording of a lexicon: its pattern (see vigie.match.patterns) and the group it belongs to."""

    group: str
    """'layoffs.cut', 'regulation.fine', 'mask', 'stage.plan', 'authority'…"""
    pattern: str
    language: str


@dataclass(frozen=True, slots=True)
class Authority:
    """A public authority: the ways articles write it, and its French name with no article."""

    french: str
    written: tuple[str, ...]
    kind: str = "regulator"
    """regulator | court | prosecutor | government | parliament | country"""
    language: str = ""
    """Of the articles that are searched for it; none: French and English ones."""


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """What is known of a name that also means something else: a word, a town, a person."""

    name: str
    """Folded."""
    needs: tuple[str, ...] = ()
    """Patterns of surroundings that speak for the company."""
    never: tuple[str, ...] = ()
    """Patterns that hold the name and are not the company: « Orange County », « Apple Daily »."""
    common: bool = True
    """Whether the name is a common word, so that the company must show itself in its surroundings."""
    first_name: bool = False
    """Whether it is a first name too: a capitalised word right after it makes a person."""


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name that the press gives to a watched company besides its own, valid under conditions."""

    of: str
    """Folded name or alias of the company."""
    written: str
    where: tuple[str, ...]
    """Patterns, one of which must stand in the article."""
    around: tuple[str, ...]
    """Patterns, one of which must cover the name."""


@dataclass(frozen=True)
class Tongue:
    """What is known of a language that the weights of the words do not know; patterns of vigie.match.patterns."""

    language: str
    notation: Notation
    people: tuple[str, ...] = ()
    """What a number of jobs is followed by: « Stellen », « trabajadores »."""
    totals: tuple[str, ...] = ()
    """What stands right before a number that only says how many there are in all: « von weltweit »."""
    procedures: tuple[tuple[str, str], ...] = ()
    """(name, pattern): under which procedure, as people know it there: « ERE », « Sozialplan »."""

    @cached_property
    def counted(self) -> re.Pattern[str]:
        """What follows a number that counts people, two words of theirs between at most."""
        return re.compile(rf"(?:[\s-]+\w+){{0,2}}?[\s-]+(?:{any_of(self.people)})")

    @cached_property
    def in_all(self) -> re.Pattern[str]:
        """What ends right before a number that counts everybody."""
        return re.compile(rf"\b(?:{any_of(self.totals)})\s$")

    @cached_property
    def known_procedures(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((name, re.compile(rf"\b{compiled(pattern).pattern}")) for name, pattern in self.procedures)


@dataclass(frozen=True)
class Standing:
    """The words of a language that say how a company stands in a sentence; patterns."""

    asides: tuple[str, ...] = ()
    """What stands right before a company that is only compared: « nach », « après »."""
    speakers: tuple[str, ...] = ()
    """Whose company is only cited: « les analystes de »."""
    says: tuple[str, ...] = ()
    """What a company does that tells of others: « rät », « prevé »."""

    @cached_property
    def aside(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{any_of(self.asides)})\s(?:l'|d')?$")

    @cached_property
    def speaker(self) -> re.Pattern[str]:
        """Two small words at most between it and the name."""
        return re.compile(rf"\b(?:{any_of(self.speakers)})(?:\s\w{{1,4}}){{0,2}}\s(?:l'|d')?$")

    @cached_property
    def verb(self) -> re.Pattern[str]:
        return re.compile(rf"[\s:,]{{1,2}}(?:{any_of(self.says)})")


def any_of(patterns: Sequence[str]) -> str:
    """An alternation that nothing matches where there are no patterns."""
    return "|".join(compiled(pattern).pattern for pattern in patterns) or r"(?!)"


@dataclass(frozen=True, slots=True)
class Point:
    """Where a sensitivity begins, with what it was measured to get right on articles that the weights never saw."""

    threshold: float
    """A probability: of being the subject; for the wide one, of being told of at all."""
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model: a weight for each feature, by class; a class absent from a feature weighs nothing."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    threshold: float = 0.5
    """The probability from which it says yes."""
    calibration: tuple[float, float] = (1.0, 0.0)
    """Slope and offset that make of its log-odds those of what really happens (Platt), measured out of fold."""
    points: Mapping[Sensitivity, Point] = field(default_factory=dict)
    """For the model of a topic, where each sensitivity begins."""

    @property
    def alerts(self) -> Mapping[Sensitivity, float]:
        """The probability of being the subject from which each sensitivity alerts; the wide one as the normal one."""
        usual = dict.fromkeys(Sensitivity, self.threshold)
        return usual | {Sensitivity.STRICT: self.begins(Sensitivity.STRICT)}

    def begins(self, sensitivity: Sensitivity) -> float:
        """The probability from which a sensitivity hears."""
        point = self.points.get(sensitivity)
        return self.threshold if point is None else point.threshold


@dataclass(frozen=True, slots=True)
class Lexicons:
    """Everything vigie.match knows of words."""

    rules: tuple[Rule, ...]
    authorities: tuple[Authority, ...] = ()
    ambiguities: Mapping[str, Ambiguity] = field(default_factory=dict)
    other_names: tuple[OtherName, ...] = ()
    common_words: frozenset[str] = frozenset()
    first_names: frozenset[str] = frozenset()
    stop_words: frozenset[str] = frozenset()
    grammar: frozenset[str] = frozenset()
    """The small words that say who does what to whom."""
    classes: Mapping[str, str] = field(default_factory=dict)
    """For a word, what kind of thing it means: boss, worker, customer, site…"""
    models: Mapping[str, Model] = field(default_factory=dict)
    topics: tuple[str, ...] = ("layoffs", "regulation")
    tongues: Mapping[str, Tongue] = field(default_factory=dict)
    standing: Mapping[str, Standing] = field(default_factory=dict)
    """By language."""

    def adding(self, own: Iterable[OwnWords]) -> Lexicons:
        """With an operator's wordings, which count in articles of the languages that the weights know."""
        own = tuple(own)
        told = [Rule(f"{one.topic}.{OWN}", word, "") for one in own for word in one.words]
        masks = [Rule("mask", word, "") for one in own for word in one.exclude]
        return replace(self, rules=(*self.rules, *told, *masks)) if own else self
