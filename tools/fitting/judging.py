"""What the models are worth on articles that they never saw: cross-validation, calibration, sensitivities."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import calibrate_match
import kin

from fitting.corpora import Corpus, Texts
from fitting.examples import Learning
from fitting.models import RECIPES, fitted
from vigie.match import Matcher
from vigie.match.hearing import has_substance
from vigie.match.lexicons import Lexicons, Model
from vigie.model import Article, Event, Sensitivity


def cross_validate(
    out: Path,
    folds: int,
    lexicons: Lexicons,
    examples: Learning,
    main: Corpus,
    texts: Texts,
) -> None:
    """Analyse the first corpus with weights fitted on the other folds (and on all of the other corpora)."""
    lines = {}
    for number, models in each_fold(folds, examples, main, texts):
        matcher = Matcher(main.companies, replace(lexicons, models=models))
        for id in main.labels:
            if fold_of(id, folds) == number:
                lines[id] = answer(main.articles[id], events(matcher, main, id))
    out.write_text("".join(json.dumps(lines[id], ensure_ascii=False) + "\n" for id in main.labels), encoding="utf-8")


def each_fold(folds: int, examples: Learning, main: Corpus, texts: Texts) -> Iterator[tuple[int, dict[str, Model]]]:
    """Each fold of the main corpus with models that never saw its articles, nor the texts of these."""
    for number in range(folds):
        words = kin.kin(text for id, text in texts.items() if id not in main.labels or fold_of(id, folds) != number)
        known = {
            name: [e for e in listed if e.article not in main.labels or fold_of(e.article, folds) != number]
            for name, listed in examples.items()
        }
        yield number, fitted(known, words, known)


def measure(
    folds: int, lexicons: Lexicons, examples: Learning, main: Corpus, texts: Texts
) -> dict[str, dict[str, Any]]:
    """For the models of each topic what vigie.match.lexicons.Model keeps of it; prints the tables."""
    learnt = each_fold(folds, examples, main, texts)
    judged = [one for number, models in learnt for one in judge(number, folds, models, lexicons, main)]
    found: dict[str, dict[str, Any]] = {}
    for topic in sorted({one.topic for one in judged}):
        mine = [one for one in judged if one.topic == topic]
        own = [fold_of(one.article, folds) for one in mine]
        subject = [(one.subject, one.role == "subject") for one in mine]
        told = [(one.told, one.role != "none") for one in mine]
        for name, pairs in ((topic, subject), (f"{topic}.any", told)):
            calibrate_match.told(name, pairs, own, print)
            calibration = calibrate_match.fitted(pairs)
            normal = calibrate_match.likely(calibrate_match.odds(RECIPES[name].threshold), calibration)
            found[name] = {"calibration": calibration, "threshold": round(normal, 4)}
        roles = [x["role"] for labels in main.labels.values() for x in labels if x["topic"] == topic]
        found[topic]["points"] = calibrate_match.points(
            mine,
            roles.count("subject"),
            len(roles),
            (found[topic]["calibration"], found[f"{topic}.any"]["calibration"]),
            found[topic]["threshold"],
        )
        for sensitivity, point in found[topic]["points"].items():
            print(f"  {sensitivity:8} from {point.threshold:.2f}  P {point.precision:.3f}  R {point.recall:.3f}")
    return found


def judge(
    number: int, folds: int, models: dict[str, Model], lexicons: Lexicons, main: Corpus
) -> Iterator[calibrate_match.Judged]:
    """The candidates of one fold, through the matcher itself: its models made to let everything pass."""
    topics = [name.removesuffix(".any") for name in models if name.endswith(".any")]
    passing = {name: replace(models[name], threshold=0.0) for name in topics}
    asking = {name: replace(models[f"{name}.any"], threshold=0.0) for name in topics}
    subject = Matcher(main.companies, replace(lexicons, models=models | passing))
    told = Matcher(main.companies, replace(lexicons, models=models | asking))
    for id, labels in main.labels.items():
        if fold_of(id, folds) != number:
            continue
        at_all = {(e.company.name, e.topic): e.score for e in events(told, main, id)}
        roles = {(x["company"], x["topic"]): x["role"] for x in labels}
        for event in events(subject, main, id):
            key = (event.company.name, event.topic)
            yield calibrate_match.Judged(
                id,
                event.topic,
                calibrate_match.odds(event.score),
                calibrate_match.odds(at_all[key]),
                event.sensitivity is Sensitivity.STRICT,
                has_substance(event.facts),
                roles.get(key, "none"),
            )


def events(matcher: Matcher, corpus: Corpus, id: str) -> list[Event]:
    found = matcher.events(corpus.articles[id])
    return [event for event in found if event.company.name in corpus.only.get(id, {event.company.name})]


def fold_of(id: str, folds: int) -> int:
    return int(hashlib.sha256(id.encode()).hexdigest(), 16) % folds


def answer(article: Article, events: Iterable[Event]) -> dict[str, Any]:
    """An article's line of output, as `bot.py analyse` writes it, without the summary."""
    return {"id": article.url, "lang": article.language, "alerts": [alert(event) for event in events]}


def alert(event: Event) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name in (
        "jobs",
        "share",
        "authority",
        "action",
        "amount",
        "currency",
        "law",
        "unit",
        "wave",
        "procedure",
        "reason",
    ):
        if (fact := getattr(event.facts, name, None)) is not None:
            facts[name] = fact.value
    return {
        "company": event.company.name,
        "topic": event.topic,
        "role": str(event.role),
        "score": round(event.score, 4),
        "stage": str(event.stage) if event.stage else None,
        "facts": facts,
        "evidence": [
            {"kind": e.kind, "field": e.passage.where, "start": e.passage.start, "end": e.passage.end}
            for e in event.evidence
        ],
        "summary": "",
    }
