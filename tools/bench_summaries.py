"""How many summaries a second one core makes and judges: brief and gate, on invented articles that are all different.

    python tools/bench_summaries.py [--number 4000]

Prints summaries a second, the median and the slowest hundredth. The aim is 2,000 a second.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from vigie.model import (
    LAYOFFS,
    REGULATION,
    Article,
    Company,
    Event,
    Evidence,
    Fact,
    LayoffFacts,
    Passage,
    RegulationFacts,
    Role,
    Stage,
)
from vigie.summarise import summary

FILLER = (
    " La direction a réuni les élus du personnel pour leur présenter la situation du groupe et les comptes de l'année."
    " Les commandes ont reculé de 7 % en un an, et la concurrence étrangère pèse sur les marges depuis 2023."
) * 8
FILLING = (
    " The company has met staff representatives to present its accounts for the year and the state of its markets."
    " Orders fell 7% in a year, and competition from abroad has weighed on margins since 2023."
) * 8


def found(article: Article, words: str) -> Passage:
    where = "title" if words in article.title else "text"
    start = (article.title if where == "title" else article.text).index(words)
    return Passage(where, start, start + len(words))  # type: ignore[arg-type]


def layoffs(n: int) -> tuple[Event, Article]:
    """A French article on job cuts, about 2 KB long."""
    jobs, stage = 100 + n, [Stage.PLAN, Stage.ANNOUNCED, Stage.RUMOUR][n % 3]
    text = f"Verlane prévoit {jobs} suppressions de postes dans son usine de Vierzon (Cher), selon la CGT.{FILLER}"
    article = Article(f"https://exemple.fr/{n}", f"Verlane pourrait supprimer {jobs} postes à Vierzon", text)
    facts = LayoffFacts(
        places=(Fact("Vierzon (Cher)", found(article, "Vierzon (Cher)")),),
        source=Fact("la CGT", found(article, "la CGT")),
        jobs=Fact(jobs, found(article, str(jobs))),
    )
    evidence = (Evidence("event", found(article, "suppressions")),)
    return Event(Company(1, "Verlane"), LAYOFFS, Role.SUBJECT, stage, facts, evidence, 0.9), article


def regulation(n: int) -> tuple[Event, Article]:
    """An English article on a fine, about 2 KB long."""
    text = f"The FTC fined Nordwave ${n + 5} million for its privacy practices, it said on Monday.{FILLING}"
    article = Article(f"https://example.com/{n}", f"FTC fines Nordwave ${n + 5} million over privacy", text)
    facts = RegulationFacts(
        authority=Fact("FTC", found(article, "FTC")),
        authority_fr="FTC",
        action=Fact("fine", found(article, "fines")),
        amount=Fact((n + 5) * 1e6, found(article, f"${n + 5} million")),
        currency=Fact("USD", found(article, "$")),
    )
    evidence = (Evidence("event", found(article, "fined")),)
    return Event(Company(2, "Nordwave"), REGULATION, Role.SUBJECT, None, facts, evidence, 0.9), article


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--number", type=int, default=4000)
    number = ask.parse_args().number
    made = [(layoffs if n % 2 else regulation)(n) for n in range(number)]
    summary(*made[0])  # tables are built on first use
    took, methods, started = [], Counter[str](), process_time()
    for event, article in made:
        began = perf_counter()
        methods[summary(event, article).method] += 1
        took.append(perf_counter() - began)
    spent = process_time() - started
    slowest = sorted(took)[int(0.99 * len(took))]
    print(
        f"{number / spent:,.0f} summaries/s of processor time, median {median(took) * 1e6:.0f} "
        f"µs, p99 {slowest * 1e6:.0f} µs"
    )
    print(", ".join(f"{method} {count}" for method, count in methods.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
