"""Which of an article's numbers is the event's: weighed against one another, the best wins or none does. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vigie.match.facts.choice import chances, total
from vigie.match.facts.kinds import kinds_of
from vigie.match.lexicons import Model
from vigie.match.linear import Features
from vigie.match.reading import Reading
from vigie.text.numbers import Quantity

KIND = {"jobs": "plain", "share": "share", "amount": "money"}
"""What a figure may be read from."""


YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
ANY_YEAR = re.compile(r"(?:1[789]|20)\d\d")
YEAR_BEFORE = re.compile(
    r"\b(?:en|depuis|in|since|des|de|et|and|fin|debut|d'ici|a|ete|of|by|for|to|from|entre|between)\s$"
)
MODEL_BEFORE = re.compile(r"\b(?:boeing|airbus|peugeot|dreamliner|article|top|fortune|cac|dax|stoxx|s&p)\s$")
MODEL_AFTER = re.compile(r" ?(?:dreamliner|max)\b")
PEOPLE_AFTER = re.compile(
    r"\s?(?:\w+\s){0,2}(?:postes?|emplois?|salaries?|employes?|personnes?|licenciements?|suppressions?|departs?|jobs?|"
    r"staff|workers?|employees?|people|positions?|roles?|layoffs?|redundanc\w+|cadres?|ouvriers?|collaborateurs?)\b"
)
"""What a four-digit figure that looks like a year must be followed by to count people."""

MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|march|april"
    "|may|june|july|august|september|october|november|december|jan|feb|aug|sept?|oct|nov|dec"
)
DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
TIME_AFTER = re.compile(
    rf"\s?(?:er|th|st|nd|rd)?\s?(?:(?:{MONTHS})\b(?!\ (?:cut|lose|shed))|(?:h|heures?|hours?)\b|h\d|/\d"
    r"|[-\s]?(?:ans?|annees?|mois|semaines?|jours?|minutes?|years?|months?|weeks?|days?)\b|km\b|degres|metres|m2)"
)
TIME_BEFORE = re.compile(
    rf"(?:\b(?:{MONTHS})\.?\s|\b(?:{DAYS})\s|\bcovid[- ]|\bfrance\s|\d[/:]|\bg|\bjt\s|\bno\.?\s|\bnumero\s"
    r"|\bchapter\s|\bphase\s|\bligne\s|n°\s?)$"
)
"""What makes a number a date, a duration, an age or a name: « 22 juin », « July 7 », « 52 ans », « covid-19 »."""

UNITS_AFTER = re.compile(
    r"(?:e|eme|er|ere|th|st|nd|rd)?\s(?!(?:postes|emplois|salaries|jobs|workers|staff)\b)(?:\w+\s)?"
    r"(?:magasins|boutiques|restaurants|agences|points de vente|enseignes|sites|usines|succursales|hotels|cinemas"
    r"|librairies|vols|avions|trains|communes|pays|villes|stores|shops|outlets|branches|flights|planes|jets|aircraft"
    r"|plants|factories|countries|locations|theat(?:er|re)s|cars|vehicles|vehicules|jours?|tonnes|tons|lits|beds"
    r"|clients|abonnes|customers|subscribers|habitants)\b"
)
"""What a number counts that is no job: « 21 stores », « 3 000 vols », « 15e jour »."""

ABOUT = re.compile(
    r"(?:plus d(?:e|')|pres d(?:e|')|environ|quelque|more than|about|some|over|nearly|almost|around)\s?$"
)
"""What makes a figure a rounded one."""

TITLE = 0.5
"""How likely the title's figure must be, next to the likeliest of all, to be preferred."""

EXACT = 0.3
"""How likely an exact figure must be, next to the title's rounded one, to be preferred: 465 to « plus de 400 »."""

BESIDE = 5
"""Words to each side of a number that are weighed one by one."""

NOBODY = -1
"""Whoever is none of the companies."""

FARTHEST = 18
"""Words to each side of a number that are looked at."""


def candidates(reading: Reading, figure: str) -> list[Quantity]:
    """The quantities that could be this figure, in order of place."""

    def find() -> list[Quantity]:
        listed = [q for q in reading.scan.quantities if q.kind == KIND[figure] and plausible(q, figure)]
        return [q for q in listed if not counts_nothing(reading, q)] if figure == "jobs" else listed

    return reading.once(("figures", figure), find)


def told_of(reading: Reading, company: int, figure: str) -> list[Quantity]:
    """Those that may be told of this company: not in a sentence that names others alone."""
    return [quantity for quantity in candidates(reading, figure) if not foreign(reading, company, quantity)]


def counts_nothing(reading: Reading, quantity: Quantity) -> bool:
    """Whether it is a date, an age, of shops, of a model: « 22 juin », « 21 magasins », « Boeing 787 Dreamliner »."""
    text = reading.document.text
    start, end = quantity.start, quantity.end
    if TIME_AFTER.match(text, end) or UNITS_AFTER.match(text, end):
        return True
    if MODEL_AFTER.match(text, end) and not quantity.words:
        return True
    looks_like_year = YEAR.fullmatch(text, start, end) or (
        ANY_YEAR.fullmatch(text, start, end) and YEAR_BEFORE.search(text, max(0, start - 10), start)
    )
    before = text[max(0, start - 16) : start]
    if looks_like_year or MODEL_BEFORE.search(before) or TIME_BEFORE.search(before):
        return not PEOPLE_AFTER.match(text, end)
    return False


def foreign(reading: Reading, company: int, quantity: Quantity) -> bool:
    """Whether the quantity stands in a sentence that names other companies and not this one."""
    sentence = reading.document.sentence_of(quantity.start)
    return sentence in reading.names_of_sentence and not reading.own_of_sentence(company, sentence)


def plausible(quantity: Quantity, figure: str) -> bool:
    if figure == "jobs":
        return 2 <= quantity.value < 2_000_000 and quantity.value == int(quantity.value)
    return 0 < quantity.value <= 100 if figure == "share" else quantity.value >= 1000


def chosen(model: Model, reading: Reading, company: int, topic: str, figure: str) -> Quantity | None:
    """The likeliest quantity told of this company; None where it is likelier that the article states none."""
    listed = told_of(reading, company, figure)
    if not listed:
        return None
    rivals = reading.once((figure, *(quantity.start for quantity in listed)), lambda: Rivals(reading, listed))
    weighed = chances(model, [weight(model, reading, company, topic, quantity, rivals) for quantity in listed])
    if sum(weighed) < model.threshold:
        return None
    value = preferred(reading, listed, weighed)
    return max(zip(weighed, listed, strict=True), key=lambda one: (one[1].value == value, one[0]))[1]


def preferred(reading: Reading, listed: Sequence[Quantity], weighed: Sequence[float]) -> float:
    """The likeliest value; of competing ones the title's, unless the text makes it exact."""
    chance: dict[float, float] = {}
    for quantity, one in zip(listed, weighed, strict=True):
        chance[quantity.value] = chance.get(quantity.value, 0.0) + one
    value = max(chance, key=chance.__getitem__)
    titled = [quantity for quantity in listed if quantity.start < reading.document.title_end]
    if titled and all(quantity.value != value for quantity in titled):
        # Of competing figures the title's is the one that counts (the annotators' convention).
        rival = max((quantity.value for quantity in titled), key=chance.__getitem__)
        value = rival if chance[rival] >= TITLE * chance[value] else value
    text = reading.document.text
    if any(q.value == value and ABOUT.search(text, max(0, q.start - 12), q.start) for q in titled):
        exact = [v for v in chance if v != value and 0.8 <= v / value <= 1.2 and chance[v] >= EXACT * chance[value]]
        value = max(exact, key=chance.__getitem__, default=value)
    return value


class Rivals:
    """The quantities that are weighed against one another, and what each of them asks of the others."""

    def __init__(self, reading: Reading, listed: Sequence[Quantity]) -> None:
        self.first = next(iter(listed), None)
        self.times = Counter(quantity.value for quantity in listed)
        self.values = sorted(self.times)
        self.titled = {quantity.value for quantity in listed if quantity.start < reading.document.title_end}

    def near(self, value: float) -> bool:
        """Whether another value lies close by."""
        at = bisect_left(self.values, value)
        beside = (*self.values[max(0, at - 1) : at], *self.values[at + 1 : at + 2])
        return any(0.85 < other / value < 1.15 for other in beside)


def weigh(reading: Reading, company: int, topic: str, quantity: Quantity, rivals: Rivals) -> Features:
    """What speaks for a quantity being the figure of this company's event."""
    view = view_of(reading, company, quantity)
    return {
        **around(reading, view, quantity),
        **of_sentence(reading, topic, quantity),
        **among(reading, quantity, rivals),
    }


def weight(model: Model, reading: Reading, company: int, topic: str, quantity: Quantity, rivals: Rivals) -> float:
    """How much all of that says: added up once for all companies that see the quantity and its rivals alike."""
    view = view_of(reading, company, quantity)
    place = (id(model), quantity.start, quantity.end)
    return (
        reading.once((*place, view), lambda: total(model, around(reading, view, quantity)))
        + reading.once(place, lambda: total(model, of_sentence(reading, topic, quantity)))
        + reading.once((*place, id(rivals)), lambda: total(model, among(reading, quantity, rivals)))
    )


class View(NamedTuple):
    """All that a quantity's place has to do with a company: the same for most companies of an article."""

    own: bool
    """Whether its sentence names the company, or another one."""
    others: bool
    last: bool | None
    """Whether it is the one named last before; None where none is."""
    beside: int
    """The company where the words around name it, else nobody."""


def view_of(reading: Reading, company: int, quantity: Quantity) -> View:
    sentence, first, last, before = reading.once(
        ("place", quantity.start, quantity.end), lambda: place(reading, quantity)
    )
    own, names = reading.own_of_sentence(company, sentence), reading.names_of_sentence.get(sentence, ())
    here = bool(own) and reading.is_beside(company, first - BESIDE, last + BESIDE)
    named_last = reading.scan.names[before - 1].company == company if before else None
    return View(bool(own), len(names) > len(own), named_last, company if here else NOBODY)


def place(reading: Reading, quantity: Quantity) -> tuple[int, int, int, int]:
    """Its sentence, its first word and its last, and how many names stand before it."""
    document = reading.document
    first, last = document.word_at(quantity.start), document.word_at(quantity.end - 1)
    return document.sentence_of(quantity.start), first, last, bisect_left(reading.name_starts, quantity.start)


def of_place(reading: Reading, view: View, quantity: Quantity) -> Iterator[tuple[str, float]]:
    document = reading.document
    in_title = quantity.start < document.title_end
    sentence = document.sentence_of(quantity.start)
    first_of_text = document.sentence_of(document.title_end + 1)
    yield ("place:title" if in_title else f"place:{min(sentence - first_of_text, 6)}"), 1.0
    yield f"self:{view.own}:{view.others}", 1.0
    if view.last is not None:
        yield f"last named:{view.last}", 1.0
    if len(reading.by_company) == 1:
        yield "only company", 1.0


def of_neighbours(reading: Reading, company: int, quantity: Quantity) -> Iterator[tuple[str, float]]:
    """The words around."""
    document = reading.document
    sentence = document.sentence_of(quantity.start)
    first, last = document.word_at(quantity.start), document.word_at(quantity.end - 1)
    for step in range(1, BESIDE + 1):
        for sign, index in (("-", first - step), ("+", last + step)):
            if (found := reading.neighbour(company, index, sentence)) is not None:
                word = found[1] or found[0]
                yield f"{sign}{step}:{word}", 1.0
                yield f"{sign}:{word}", 1.0


def of_sentence(reading: Reading, topic: str, quantity: Quantity) -> Features:
    """What its sentence says: triggers, marks, kinds of words."""
    return dict((*of_wordings(reading, topic, quantity), *of_kinds(reading, quantity)))


def around(reading: Reading, view: View, quantity: Quantity) -> Features:
    return dict((*of_place(reading, view, quantity), *of_neighbours(reading, view.beside, quantity)))


def among(reading: Reading, quantity: Quantity, rivals: Rivals) -> Features:
    return dict((*of_rivals(quantity, rivals), *of_title(reading, quantity, rivals)))


def of_wordings(reading: Reading, topic: str, quantity: Quantity) -> Iterator[tuple[str, float]]:
    document = reading.document
    sentence = document.sentence_of(quantity.start)
    first, last = document.word_at(quantity.start), document.word_at(quantity.end - 1)
    for trigger in reading.triggers_of_sentence(topic, sentence):
        low, high = document.word_at(trigger.start), document.word_at(trigger.end - 1)
        if low <= first and last <= high:
            yield f"in:{trigger.group}", 1.0
            yield f"in:{trigger.rule}", 1.0
        else:
            distance = low - last if low > last else first - high
            yield f"trigger:{trigger.group}:{'near' if distance < 6 else 'far'}:{low > last}", 1.0
    for mark in reading.marks_of_sentence.get(sentence, ()):
        if mark.stage in ("done", "cancelled", "denied"):
            yield f"mark:{mark.stage}", 0.5


def of_kinds(reading: Reading, quantity: Quantity) -> Iterator[tuple[str, float]]:
    """What kinds of words its sentence has to each side, the nearest of each: who employs, who keeps, who protests."""
    document = reading.document
    start, end = document.sentences[document.sentence_of(quantity.start)]
    low, high = document.word_at(start), document.word_at(end - 1)
    first, last = document.word_at(quantity.start), document.word_at(quantity.end - 1)
    before = range(first - 1, max(low, first - FARTHEST) - 1, -1)
    after = range(last + 1, min(high, last + FARTHEST) + 1)
    for side, numbers in (("<", before), (">", after)):
        seen: set[str] = set()
        for step, number in enumerate(numbers, 1):
            for kind in kinds_of(document.spelled[number]):
                if kind not in seen:
                    seen.add(kind)
                    yield f"c:{kind}{side}{'near' if step <= 3 else 'mid' if step <= 9 else 'far'}", 1.0
                    yield f"c:{kind}{side}", 0.5


def of_rivals(quantity: Quantity, rivals: Rivals) -> Iterator[tuple[str, float]]:
    """How it stands among the other quantities of its kind."""
    times = rivals.times[quantity.value]
    yield f"largest:{quantity.value == rivals.values[-1]}", 1.0
    yield f"first:{quantity is rivals.first}", 1.0
    yield f"rivals:{min(len(rivals.values), 4)}", 1.0
    yield f"same:{min(times, 4)}", 0.7
    if times > 1:
        yield "repeated", 1.0
    if rivals.near(quantity.value):
        yield "near rival", 1.0
    if quantity.rough:
        yield "rough", 1.0
    if quantity.words:
        yield "in words", 1.0
    if quantity.kind == "plain":
        yield f"size:{len(str(int(quantity.value)))}", 1.0
        if 1900 <= quantity.value <= 2100 and quantity.end - quantity.start == 4:
            yield "year", 1.0


def of_title(reading: Reading, quantity: Quantity, rivals: Rivals) -> Iterator[tuple[str, float]]:
    """How a figure of the text stands to those of the title."""
    titled = rivals.titled
    if quantity.start < reading.document.title_end or not titled:
        return
    yield "rival in title", 1.0
    if any(0.8 < value / quantity.value < 1.0 for value in titled):
        yield "exacter than title", 1.0
    if quantity.value in titled:
        yield "same as title", 1.0
