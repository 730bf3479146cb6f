"""Labelled articles, as files have them, and invented ones; what is learnt from them is for examples.py."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from vigie.match.patterns import words_of
from vigie.match.reading import stem
from vigie.model import Article, Company
from vigie.text.fold import fold

TOOLS = Path(__file__).parent.parent

INVENTED = 0.5
"""The weight of an invented wording."""

Texts = dict[str, list[str]]
"""The words of each article, as stems: what the words are told by."""


@dataclass
class Corpus:
    """Labelled articles and the companies they were labelled with."""

    companies: tuple[Company, ...] = ()
    articles: dict[str, Article] = field(default_factory=dict)
    labels: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    only: dict[str, set[str]] = field(default_factory=dict)
    """For some articles, the companies that were looked at."""
    weights: dict[str, float] = field(default_factory=dict)
    roles_only: set[str] = field(default_factory=set)
    """Articles of which only the subjects were labelled: neither mentions nor facts."""
    elsewhere: set[str] = field(default_factory=set)
    """Articles that were chosen for the companies outside the list that they tell of."""


def read(watchlist: Path, articles: Path, labels: Path) -> Corpus:
    told = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    names = {entry["name"]: entry.get("aliases", []) for entry in json.loads(watchlist.read_text(encoding="utf-8"))}
    for item in told:
        for name, aliases in item.get("also", {}).items():
            names[name] = [*names.get(name, ()), *aliases]
    corpus = Corpus(tuple(Company(n, name, tuple(dict.fromkeys(names[name]))) for n, name in enumerate(names)))
    corpus.articles.update(articles_of(articles))
    for line in articles.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if "companies" in item:
            corpus.only[item["id"]] = set(item["companies"])
    for item in told:
        if item["id"] in corpus.articles:
            corpus.labels[item["id"]] = item["labels"]
            if item.get("only") == "role":
                corpus.roles_only.add(item["id"])
            if "also" in item:
                corpus.elsewhere.add(item["id"])
    return corpus


def articles_of(file: Path) -> dict[str, Article]:
    items = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {i["id"]: Article(i["id"], i["title"], i.get("text", ""), language=i.get("lang")) for i in items}


def stems(article: Article) -> list[str]:
    """The words of an article as the features have them."""
    return [stem(word) for word in words_of(fold(f"{article.title}\n{article.text}"))[0]]


FRENCH = re.compile(r"[éèàçê’]| (?:le|la|les|de|du|une?|chez|pour|va|à) ")

FILLINGS: dict[str, tuple[str, ...]] = {
    "A fr": (
        "La CNIL",
        "L’Autorité de la concurrence",
        "La Commission européenne",
        "Le gouvernement",
        "Bruxelles",
        "L’AMF",
    ),
    "A en": ("EU", "FTC", "U.S.", "UK regulator", "SEC", "China", "Italy's antitrust authority", "German prosecutors"),
    "N": ("120", "300", "1 200", "2.500", "45", "7 000"),
    "M fr": ("3 millions d'euros", "150 millions d'euros", "1,2 milliard d'euros"),
    "M en": ("$5 million", "$1.2 billion", "200 million euros"),
    "V": ("Lens", "Vesoul", "Derby", "Toledo", "Niort"),
}
COPIES = 4


def invented(companies: Sequence[Company]) -> Corpus:
    """The wordings of tools/wordings.txt about companies of the list, drawn with a fixed seed."""
    draw = random.Random(7)
    corpus = Corpus(tuple(companies))
    topics = {"L": ("layoffs",), "R": ("regulation",), "B": ("layoffs", "regulation"), "-": ()}
    plain = [c for c in companies if len(c.name) > 4 and " " not in c.name]
    for number, line in enumerate((TOOLS / "wordings.txt").read_text(encoding="utf-8").splitlines()):
        if line.startswith("#"):
            continue
        code, title, text = line.split("|")
        lang = "fr" if re.search(r"[éèàçê’]| (?:le|la|les|de|du|une?|chez|pour|va|à) ", f" {title} {text} ") else "en"
        for copy in range(COPIES):
            company, other = draw.sample(plain, 2)
            values = {
                "C": company.name,
                "O": other.name,
                "N": draw.choice(FILLINGS["N"]),
                "V": draw.choice(FILLINGS["V"]),
            }
            values |= {"A": draw.choice(FILLINGS[f"A {lang}"]), "M": draw.choice(FILLINGS[f"M {lang}"])}
            id = f"invented-{number}-{copy}"
            corpus.articles[id] = Article(id, title.format(**values), text.format(**values), language=lang)
            corpus.labels[id] = [{"company": company.name, "topic": t, "role": "subject"} for t in topics[code]]
            corpus.only[id] = {company.name}
            corpus.weights[id] = INVENTED
            corpus.roles_only.add(id)
    return corpus


def abroad() -> Iterator[Corpus]:
    """The articles in other languages that tests/data/abroad keeps to learn from, not those kept to judge by."""
    for file in sorted((TOOLS.parent / "tests" / "data" / "abroad").glob("*.yaml")):
        sheet = yaml.safe_load(file.read_text(encoding="utf-8"))
        corpus = Corpus(tuple(Company(n, name) for n, name in enumerate(sheet["companies"])))
        for number, item in enumerate(sheet["articles"]):
            if number % 2 == 0:
                id = f"{file.stem}-{number}"
                corpus.articles[id] = Article(id, item["title"], item["text"], language=file.stem)
                corpus.labels[id] = [
                    {"company": name, "topic": topic, "role": "subject"}
                    for name, topics in item.get("tells", {}).items()
                    for topic in topics
                ]
        yield corpus
