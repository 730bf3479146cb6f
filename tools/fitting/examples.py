"""What each model learns from: labelled pairs of an article and a company, as features."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import choices

from fitting.corpora import FILLINGS, FRENCH, TOOLS, Corpus
from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.match.facts import authorities, figures
from vigie.match.features import features
from vigie.match.lexicons import Lexicons
from vigie.match.linear import Features
from vigie.match.reading import Reading
from vigie.match.stages import action_features, stage_features
from vigie.match.standing import plain_features
from vigie.model import Article, Company, Stage
from vigie.text.fold import fold

ABROAD = 4.0
"""The weight of an article in a language that the weights of words do not know: there are few of them."""

ONE_SIDED = 0.12
"""The weight of an article about whose other companies nothing is known: it shows what is, never what is not."""

ELSEWHERE = {"stage": 0.3}
"""What articles chosen for other companies weigh in what is no pair of who and what: other stories, other hands."""

STAGES = frozenset(Stage)


FACTS = ("stage", "action", "jobs", "share", "amount", "authority")
"""The models of facts; they have a file of their own."""


@dataclass
class Example:
    """One thing to learn from: its features, its class, and the article it comes from."""

    article: str
    features: Features
    label: str
    weight: float = 1.0


Learning = dict[str, list[Example | choices.Choice]]
"""What each model learns from."""


def gather(corpus: Corpus, lexicons: Lexicons, found: Learning) -> None:
    """Add to each model what it learns from a corpus."""
    matcher = Matcher(corpus.companies, lexicons)
    for id, labels in corpus.labels.items():
        reading = matcher.reading(corpus.articles[id])
        if reading is None:
            continue
        for company, topic in matcher.candidates(reading):
            name = matcher.companies[company].name
            if name not in corpus.only.get(id, {name}):
                continue
            label = next((x for x in labels if (x["company"], x["topic"]) == (name, topic)), None)
            for model, example in of_pair(reading, company, topic, id, label):
                if model in (topic, f"{topic}.any", f"{topic}.plain") and id in corpus.only:
                    example.weight = corpus.weights.get(id, ONE_SIDED)
                elif model == f"{topic}.plain" and reading.scan.tongue is not None:
                    example.weight = ABROAD
                elif id in corpus.elsewhere and model not in (topic, f"{topic}.any"):
                    example.weight *= ELSEWHERE.get(model, 0.0)
                if not example.weight:
                    continue
                if model in (topic, f"{topic}.plain") or id not in corpus.roles_only:
                    found[model].append(example)


def of_pair(
    reading: Reading, company: int, topic: str, id: str, label: dict[str, Any] | None
) -> Iterable[tuple[str, Example | choices.Choice]]:
    pair = features(reading, company, topic)
    role = label["role"] if label else "none"
    anywhere = plain_features(pair, reading, company, load())
    yield f"{topic}.plain", Example(id, anywhere, "yes" if role == "subject" else "no")
    if reading.scan.tongue is not None:  # its words are not those that the other models learn
        return
    yield topic, Example(id, pair, "yes" if role == "subject" else "no")
    yield f"{topic}.any", Example(id, pair, "yes" if label else "no")
    if label is None:
        return
    facts = label.get("facts") or {}
    weight = 1.0 if role == "subject" else 0.5
    if topic == "layoffs" and "stage" in facts:
        yield "stage", Example(id, stage_features(reading, company), facts["stage"], weight)
    if topic == "regulation" and "action" in facts:
        yield "action", Example(id, action_features(reading, company), facts["action"], weight)
    for figure in ("jobs", "share") if topic == "layoffs" else ("amount",):
        listed = figures.told_of(reading, company, figure)
        rivals = figures.Rivals(reading, listed)
        weighed = [figures.weigh(reading, company, topic, quantity, rivals) for quantity in listed]
        right = [figure in facts and abs(q.value - facts[figure]) <= 0.01 * abs(facts[figure]) for q in listed]
        if listed and (any(right) or figure not in facts):
            yield figure, choices.Choice(id, {}, weighed, right, weight)
    if topic == "regulation" and (named := authorities.candidates(reading)):
        texts = [reading.document.text[seen.start : seen.end] for seen in named]
        right = ["authority" in facts and same_authority(facts["authority"], text) for text in texts]
        if any(right) or "authority" not in facts:
            nothing = authorities.for_none(reading, named)
            yield "authority", choices.Choice(id, nothing, authorities.weigh(reading, company, named), right, weight)


TELLING = 1.2
"""The weight of a line of tools/tellings.txt, shared among its copies."""

COPIES_TOLD = {False: 2, True: 8}
"""Copies of each line, with other names: more of one that has alternatives to choose among."""

ALTERNATIVES = re.compile(r"\[([^\]]*)\]")


def tellings(companies: Sequence[Company], lexicons: Lexicons) -> Iterator[tuple[str, Example]]:
    """What the headlines of tools/tellings.txt teach of stages and actions; names drawn with a fixed seed."""
    draw = random.Random(7)
    matcher = Matcher(companies, lexicons)
    known = [c for c in matcher.companies if len(c.name) > 4 and " " not in c.name]
    for line in (TOOLS / "tellings.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        copies = COPIES_TOLD["[" in line]
        for copy in range(copies):
            told = ALTERNATIVES.sub(lambda found: draw.choice(found[1].split("/")), line)
            code, title, text = told.split("|")
            language = "fr" if FRENCH.search(f" {title} {text} ") else "en"
            company, other = draw.sample(known, 2)
            values = {name: draw.choice(FILLINGS[name]) for name in ("N", "V")}
            values |= {name: draw.choice(FILLINGS[f"{name} {language}"]) for name in ("A", "M")}
            values |= {"C": company.name, "O": other.name}
            article = Article(f"{line}-{copy}", title.format(**values), text.format(**values), language=language)
            reading = matcher.reading(article)
            number = matcher.companies.index(company)
            if reading is not None and number in reading.by_company:
                model, read = ("stage", stage_features) if code in STAGES else ("action", action_features)
                yield model, Example(article.url, read(reading, number), code, TELLING / copies)


def same_authority(wanted: str, have: str) -> bool:
    a, b = (set(re.findall(r"\w{2,}", fold(v).replace(".", ""))) for v in (wanted, have))
    return bool(a & b) and (a <= b or b <= a)
