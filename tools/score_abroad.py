"""Scores the matcher on the invented articles of tests/data/abroad: German, Spanish, Italian, Portuguese, Dutch.

    python tools/score_abroad.py [--half test|learn] [--misses]

Every second article of a file is kept to judge by (`test`); the others are what tools/fit_match.py learns from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import yaml

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.match.lexicons import Lexicons
from vigie.model import Article, Company, Event, Role

FOLDER = Path(__file__).parent.parent / "tests" / "data" / "abroad"

Told = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""company -> topic -> the facts that are expected."""


@dataclass(frozen=True)
class Case:
    language: str
    number: int
    article: Article
    tells: Told
    companies: tuple[Company, ...]

    @property
    def kept(self) -> bool:
        """Whether it is one to judge by."""
        return self.number % 2 == 1


@dataclass
class Score:
    right: int = 0
    wrong: int = 0
    missed: int = 0
    facts: int = 0
    facts_right: int = 0
    said: list[str] = field(default_factory=list)

    def line(self) -> str:
        precision, recall = self.right / max(1, self.right + self.wrong), self.right / max(1, self.right + self.missed)
        return f"P {precision:.3f}  R {recall:.3f}  facts {self.facts_right}/{self.facts}  alerts {self.right}"


def cases(language: str) -> Iterator[Case]:
    sheet = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    companies = tuple(Company(number, name) for number, name in enumerate(sheet["companies"]))
    for number, item in enumerate(sheet["articles"]):
        article = Article(f"{language}-{number}", item["title"], item["text"], language=language)
        yield Case(language, number, article, item.get("tells", {}), companies)


def languages() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))


def subjects(matcher: Matcher, case: Case) -> dict[tuple[str, str], Event]:
    return {(e.company.name, e.topic): e for e in matcher.events(case.article) if e.role is Role.SUBJECT}


def value(event: Event, name: str) -> Any:
    if name == "stage":
        return event.stage
    fact = getattr(event.facts, "authority_fr" if name == "authority" else name)
    return fact if name == "authority" or fact is None else fact.value


def add(score: Score, matcher: Matcher, case: Case) -> None:
    found = subjects(matcher, case)
    wanted = {
        (company, topic): facts or {} for company, topics in case.tells.items() for topic, facts in topics.items()
    }
    score.right += len(found.keys() & wanted.keys())
    for what, keys in (("wrong", found.keys() - wanted.keys()), ("missed", wanted.keys() - found.keys())):
        setattr(score, what, getattr(score, what) + len(keys))
        score.said += [f"{what} {key} in {case.article.url}: {case.article.title}" for key in keys]
    for key in found.keys() & wanted.keys():
        for name, expected in wanted[key].items():
            got = value(found[key], name)
            score.facts += 1
            score.facts_right += got == expected
            if got != expected:
                score.said.append(f"{name} {got!r}, not {expected!r} in {case.article.url}: {case.article.title}")


def scores(lexicons: Lexicons, *, kept: bool) -> dict[str, Score]:
    found = {}
    words = Matcher((), lexicons)
    for language in languages():
        score = found[language] = Score()
        listed = list(cases(language))
        matcher = words.watching(listed[0].companies)
        for case in listed:
            if case.kept is kept:
                add(score, matcher, case)
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--half", choices=("test", "learn"), default="test")
    ask.add_argument("--misses", action="store_true")
    args = ask.parse_args()
    found = scores(load(), kept=args.half == "test")
    every = Score(**{name: sum(getattr(s, name) for s in found.values())
                     for name in ("right", "wrong", "missed", "facts", "facts_right")})  # fmt: skip
    for language, score in [*found.items(), ("all", every)]:
        print(f"{language:4} {score.line()}")
        if args.misses:
            print(*(f"     {line}" for line in score.said), sep="\n")


if __name__ == "__main__":
    main()
