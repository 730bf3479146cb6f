"""Article -> events: the straight line from names to scored events with facts and evidence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from types import MappingProxyType

from vigie.match.bounds import enough
from vigie.match.document import Document
from vigie.match.evidence import evidence
from vigie.match.facts import abroad, layoffs, regulation
from vigie.match.features import features
from vigie.match.hearing import heard
from vigie.match.lexicons import Lexicons, Model
from vigie.match.linear import best, probability
from vigie.match.names import Names
from vigie.match.reading import Reading
from vigie.match.scan import Scan, Scanner
from vigie.match.stages import FIRM, only_said, stage_features
from vigie.match.standing import plain_features
from vigie.match.twins import Judged, views
from vigie.model import LAYOFFS, REGULATION, Article, Company, Event, Facts, Role, Stage

ANY = 0.3
"""The probability of being told at all from which a candidate that is no subject is a mention."""

IDLE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "layoffs": frozenset({"hiring", "strike", "single"}),
        "regulation": frozenset({"company_acts", "safety", "merger"}),
    }
)
"""Groups of triggers that tell no event where no other stands by: of 800 labelled pairs with these alone none did."""


def ranked(events: Iterable[Event]) -> tuple[Event, ...]:
    """Most certain first."""
    return tuple(sorted(events, key=lambda event: -event.score))


class Matcher:
    """The companies and the words, compiled; immutable, so that it can be swapped at once and shared."""

    def __init__(self, companies: Sequence[Company], lexicons: Lexicons, scanner: Scanner | None = None) -> None:
        self.companies = tuple(companies)
        self.lexicons = lexicons
        self._names = Names(self.companies, lexicons)
        self._scanner = scanner or Scanner(lexicons)

    def watching(self, companies: Sequence[Company]) -> Matcher:
        """The same words with other companies: what was compiled of the lexicons is kept."""
        return Matcher(companies, self.lexicons, self._scanner)

    def events(self, article: Article) -> tuple[Event, ...]:
        """One event a (company, topic) that the article tells of, most certain first."""
        return ranked(chain.from_iterable(self.judged(article)))

    def judged(self, article: Article) -> Iterator[Sequence[Event]]:
        """The same as they are found: those of one company and topic, often none, at a time."""
        for reading, companies in self._readings(article):
            for company, topic in self.candidates(reading):
                if company in companies:
                    event = self._judge(reading, company, topic)
                    yield [replace(event, company=self.companies[same]) for same in companies[company]] if event else ()

    def reading(self, article: Article) -> Reading | None:
        """What the features are read from; None where no watched company is named."""
        return next((reading for reading, _ in self._readings(article)), None)

    def _readings(self, article: Article) -> Iterator[tuple[Reading, Judged]]:
        """With the companies to judge by it; more than one only where companies share some of their names."""
        scan = self._scan(Document(article))
        if scan is not None and (end := enough(scan)) is not None:
            scan = self._scan(scan.document.until(end))
        if scan is not None:
            for names, judged in views(scan.names):
                yield Reading(scan.seen_with(names), self.lexicons), judged

    def _scan(self, document: Document) -> Scan | None:
        """What stands in a document; None where no watched company is named."""
        found = self._names.find(document)
        return self._scanner.scan(document, found) if found else None

    def candidates(self, reading: Reading) -> list[tuple[int, str]]:
        """Each (company, topic) with a wording of the topic somewhere in the article."""
        listed = reading.scan.triggers if reading.scan.tongue is None else abroad.telling(reading)
        topics = {t.topic for t in listed if t.group not in IDLE.get(t.topic, ())}
        return [(c, topic) for c in reading.by_company for topic in self.lexicons.topics if topic in topics]

    def _judge(self, reading: Reading, company: int, topic: str) -> Event | None:
        models, tongue = self.lexicons.models, reading.scan.tongue
        if topic not in models:
            return None
        model = models[topic] if tongue is None else models.get(f"{topic}.plain", models[topic])
        found = features(reading, company, topic)
        if tongue is not None:
            found = plain_features(found, reading, company, self.lexicons)
        score = told = probability(model, found)
        role = Role.SUBJECT
        if score < model.threshold:
            # Told beside the company, if only in passing: the near miss that « Pourquoi ? » can explain.
            told = probability(models[f"{topic}.any"], found) if tongue is None else score
            if not found.get("core:sentences") and told < ANY:
                return None
            role = Role.MENTION
        facts = self._facts(reading, company, topic)
        stage = self._stage(reading, company, topic, facts)
        passages = evidence(reading, company, topic, role, stage)
        hears = heard(model, reading, company, role, facts, score, told)
        return Event(self.companies[company], topic, role, stage, facts, passages, score, hears)

    def _facts(self, reading: Reading, company: int, topic: str) -> Facts:
        if (tongue := reading.scan.tongue) is not None:
            return abroad.read(tongue, reading, company, topic)
        reader = READERS.get(topic)
        return reader(self.lexicons.models, reading, company) if reader else Facts()

    def _stage(self, reading: Reading, company: int, topic: str, facts: Facts) -> Stage | None:
        """How certain: weighed for layoffs; elsewhere only what is told on somebody's word is marked."""
        if reading.scan.tongue is not None:
            return abroad.stage(reading, company, facts) if topic == LAYOFFS else abroad.doubt(reading, company, facts)
        if topic == LAYOFFS:
            stage = Stage(best(self.lexicons.models["stage"], stage_features(reading, company)))
            return Stage.RUMOUR if stage in FIRM and only_said(reading, company) else stage
        return Stage.RUMOUR if facts.source is not None else None


READERS: Mapping[str, Callable[[Mapping[str, Model], Reading, int], Facts]] = MappingProxyType(
    {LAYOFFS: layoffs.read, REGULATION: regulation.read}
)
"""For each topic, what reads its facts; a topic without a reader has the facts that every event has none of."""
