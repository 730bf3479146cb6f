"""Article -> events: the straight line from names to scored events with facts and evidence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from vigie.match.document import Document
from vigie.match.facts import authorities, figures
from vigie.match.features import Reading, features
from vigie.match.lexicons import Lexicons, Model
from vigie.match.linear import Features, best, probability
from vigie.match.names import Names
from vigie.match.scan import Scanner
from vigie.match.stages import action_features, stage_features
from vigie.model import Article, Company, Event, Evidence, Fact, Facts, LayoffFacts, RegulationFacts, Role, Stage


class Matcher:
    """The companies and the words, compiled; immutable, so that it can be swapped at once and shared."""

    def __init__(self, companies: Sequence[Company], lexicons: Lexicons) -> None:
        self.companies = tuple(companies)
        self.lexicons = lexicons
        self._names = Names(self.companies, lexicons)
        self._scanner = Scanner(lexicons)

    def events(self, article: Article) -> tuple[Event, ...]:
        """One event a (company, topic) that the article tells of, most certain first."""
        return tuple(sorted(self._events(article), key=lambda event: -event.score))

    def reading(self, article: Article) -> Reading | None:
        """What the features are read from; None where no watched company is named."""
        document = Document(article)
        names = self._names.find(document)
        if not names:
            return None
        return Reading(self._scanner.scan(document, names), self.lexicons)

    def candidates(self, reading: Reading) -> list[tuple[int, str]]:
        """Each (company, topic) with a wording of the topic somewhere in the article."""
        topics = {trigger.topic for trigger in reading.scan.triggers}
        return [(c, topic) for c in reading.by_company for topic in self.lexicons.topics if topic in topics]

    def _events(self, article: Article) -> Iterator[Event]:
        reading = self.reading(article)
        if reading is None:
            return
        models = self.lexicons.models
        for company, topic in self.candidates(reading):
            found = features(reading, company, topic)
            score = probability(models[topic], found)
            role = Role.SUBJECT
            if score < models[topic].threshold:
                if probability(models[f"{topic}.any"], found) < models[f"{topic}.any"].threshold:
                    continue
                role = Role.MENTION
            stage = Stage(best(models["stage"], stage_features(reading, company)))
            facts = READERS[topic](models, reading, company, found)
            names = reading.by_company[company]
            evidence = tuple(
                Evidence("name", reading.document.passage(name.start, name.end), "alias") for name in names[:3]
            )
            yield Event(self.companies[company], topic, role, stage, facts, evidence, score)


def layoff_facts(models: Mapping[str, Model], reading: Reading, company: int, found: Features) -> LayoffFacts:
    document = reading.document
    values: dict[str, Fact[Any]] = {}
    for figure in ("jobs", "share"):
        if (choice := figures.chosen(models[figure], reading, company, "layoffs", figure)) is not None:
            quantity = choice[0]
            value = int(quantity.value) if figure == "jobs" else quantity.value
            values[figure] = Fact(value, document.passage(quantity.start, quantity.end))
    return LayoffFacts(**values)


def regulation_facts(models: Mapping[str, Model], reading: Reading, company: int, found: Features) -> RegulationFacts:
    document = reading.document
    values: dict[str, Any] = {}
    if (choice := figures.chosen(models["amount"], reading, company, "regulation", "amount")) is not None:
        passage = document.passage(choice[0].start, choice[0].end)
        values["amount"] = Fact(choice[0].value, passage)
        if choice[0].currency:
            values["currency"] = Fact(choice[0].currency, passage)
    if (seen := authorities.chosen(models["authority"], reading, company)) is not None:
        passage = document.passage(seen[0].start, seen[0].end)
        values["authority"] = Fact(document.written(seen[0].start, seen[0].end), passage)
        values["authority_fr"] = seen[0].authority.french
    action = best(models["action"], action_features(reading, company))
    name = reading.by_company[company][0]
    values["action"] = Fact(action, document.passage(name.start, name.end))
    return RegulationFacts(**values)


READERS: Mapping[str, Callable[..., Facts]] = {"layoffs": layoff_facts, "regulation": regulation_facts}
