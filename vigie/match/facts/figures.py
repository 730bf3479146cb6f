"""Which of an article's numbers is the event's: each weighed by its surroundings, the best wins or none does. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vigie.match.lexicons import Model
from vigie.match.linear import Features, probability
from vigie.match.reading import Reading, stem
from vigie.text.numbers import Quantity

KIND = {"jobs": "plain", "share": "share", "amount": "money"}
"""What a figure may be read from."""


YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
MODEL_BEFORE = re.compile(r"\b(?:boeing|airbus|peugeot|dreamliner|article|top|fortune|cac|dax|stoxx|s&p)\s$")
PEOPLE_AFTER = re.compile(
    r"\s?(?:\w+\s){0,2}(?:postes?|emplois?|salaries?|employes?|personnes?|licenciements?|suppressions?|departs?|jobs?|"
    r"staff|workers?|employees?|people|positions?|roles?|layoffs?|redundanc\w+|cadres?|ouvriers?|collaborateurs?)\b"
)
"""What a four-digit figure that looks like a year must be followed by to count people."""

TITLE = 0.5
"""How likely the title's figure must be, next to the likeliest of all, to be preferred."""


def candidates(reading: Reading, figure: str) -> list[Quantity]:
    """The quantities that could be this figure, in order of place."""
    listed = [q for q in reading.scan.quantities if q.kind == KIND[figure] and plausible(q, figure)]
    return [q for q in listed if not counts_nothing(reading, q)] if figure == "jobs" else listed


def counts_nothing(reading: Reading, quantity: Quantity) -> bool:
    """Whether it is a year or the number of a model: « en 2008 », « Peugeot 2008 », « Boeing 787 Dreamliner »."""
    text = reading.document.text
    if MODEL_BEFORE.search(text, max(0, quantity.start - 16), quantity.start):
        return not PEOPLE_AFTER.match(text, quantity.end)
    year = YEAR.fullmatch(text, quantity.start, quantity.end)
    return year is not None and not PEOPLE_AFTER.match(text, quantity.end)


def foreign(reading: Reading, company: int, quantity: Quantity) -> bool:
    """Whether the quantity stands in a sentence that names other companies and not this one."""
    names = reading.names_of_sentence.get(reading.document.sentence_of(quantity.start), ())
    return bool(names) and all(name.company != company for name in names)


def plausible(quantity: Quantity, figure: str) -> bool:
    if figure == "jobs":
        return 2 <= quantity.value < 2_000_000 and quantity.value == int(quantity.value)
    return 0 < quantity.value <= 100 if figure == "share" else quantity.value >= 1000


def chosen(model: Model, reading: Reading, company: int, topic: str, figure: str) -> Quantity | None:
    """The likeliest quantity told of this company, not of another one; None where none is likely enough."""
    listed = [q for q in candidates(reading, figure) if not foreign(reading, company, q)]
    weighed = [(probability(model, weigh(reading, company, topic, q, listed)), -q.start, q) for q in listed]
    if not weighed:
        return None
    likeliest = max(weighed, key=lambda one: one[:2])
    if likeliest[2].start >= reading.document.title_end:
        # Of competing figures the title's is the one that counts (the annotators' convention).
        titled = [
            one for one in weighed if one[2].start < reading.document.title_end and one[0] >= TITLE * likeliest[0]
        ]
        likeliest = max(titled, key=lambda one: one[:2], default=likeliest)
    return likeliest[2] if likeliest[0] >= model.threshold else None


def weigh(reading: Reading, company: int, topic: str, quantity: Quantity, listed: list[Quantity]) -> Features:
    """What speaks for a quantity being the figure of this company's event."""
    found: Features = dict(of_place(reading, company, quantity))
    found.update(of_neighbours(reading, company, topic, quantity))
    found.update(of_rivals(quantity, listed))
    return found


def of_place(reading: Reading, company: int, quantity: Quantity) -> Iterator[tuple[str, float]]:
    document = reading.document
    in_title = quantity.start < document.title_end
    sentence = document.sentence_of(quantity.start)
    first_of_text = document.sentence_of(document.title_end + 1)
    yield ("place:title" if in_title else f"place:{min(sentence - first_of_text, 6)}"), 1.0
    companies = {name.company for name in reading.names_of_sentence.get(sentence, ())}
    yield f"self:{company in companies}:{len(companies - {company}) > 0}", 1.0
    before = [n for n in reading.scan.names if n.start < quantity.start]
    if before:
        yield f"last named:{before[-1].company == company}", 1.0
    if len(reading.by_company) == 1:
        yield "only company", 1.0


def of_neighbours(reading: Reading, company: int, topic: str, quantity: Quantity) -> Iterator[tuple[str, float]]:
    """The words and the triggers around."""
    document = reading.document
    sentence = document.sentence_of(quantity.start)
    first, last = document.word_at(quantity.start), document.word_at(quantity.end - 1)
    own = {document.word_at(name.start): name for name in reading.names_of_sentence.get(sentence, ())}
    for step in range(1, 6):
        for sign, index in (("-", first - step), ("+", last + step)):
            if not 0 <= index < len(document.words) or document.sentence_of(document.words[index][1]) != sentence:
                continue
            name = own.get(index)
            word = ("SELF" if name.company == company else "OTHER") if name else stem(document.words[index][0])
            yield f"{sign}{step}:{word}", 1.0
            yield f"{sign}:{word}", 1.0
    for trigger in reading.scan.triggers:
        if trigger.topic != topic or trigger.sentence != sentence:
            continue
        low, high = document.word_at(trigger.start), document.word_at(trigger.end - 1)
        if low <= first and last <= high:
            yield f"in:{trigger.group}", 1.0
            yield f"in:{trigger.rule}", 1.0
        else:
            distance = low - last if low > last else first - high
            yield f"trigger:{trigger.group}:{'near' if distance < 6 else 'far'}:{low > last}", 1.0
    for mark in reading.scan.marks:
        if mark.sentence == sentence and mark.stage in ("done", "cancelled", "denied"):
            yield f"mark:{mark.stage}", 0.5


def of_rivals(quantity: Quantity, listed: list[Quantity]) -> Iterator[tuple[str, float]]:
    """How it stands among the other quantities of its kind."""
    values = [other.value for other in listed]
    yield f"largest:{quantity.value == max(values)}", 1.0
    yield f"first:{quantity is listed[0]}", 1.0
    yield f"rivals:{min(len(set(values)), 4)}", 1.0
    if values.count(quantity.value) > 1:
        yield "repeated", 1.0
    if quantity.rough:
        yield "rough", 1.0
    if quantity.words:
        yield "in words", 1.0
    if quantity.kind == "plain":
        yield f"size:{len(str(int(quantity.value)))}", 1.0
        if 1900 <= quantity.value <= 2100 and quantity.end - quantity.start == 4:
            yield "year", 1.0
