"""Measures vigie.match: articles a second on one core, start, memory; against flashtext and one big regular expression.

    python tools/bench_match.py [--companies 10000] [--articles 300]

The articles are invented, about 3 KB each, the same at each run.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.model import Article, Company
from vigie.text.fold import fold

PLAIN = (
    "Le salon de la région a réuni mardi des visiteurs venus de toute l’Europe. ",
    "Les habitants se disent satisfaits de la météo, malgré un été plutôt frais. ",
    "Une exposition retrace l’histoire des ponts et des rivières jusqu’au XIXᵉ siècle. ",
    "Le musée ouvrira ses portes au public dès la semaine prochaine, à l’heure habituelle. ",
)
SYLLABLE_LIST = "ba co di fu ga le mi no pra qui ro su ta vel xa zo bri cla dru fle"
SYLLABLES = SYLLABLE_LIST.split()


def companies(count: int) -> list[Company]:
    draw = random.Random(1)
    names: dict[str, None] = {}
    while len(names) < count:
        names["".join(draw.choice(SYLLABLES) for _ in range(draw.randint(3, 5))).capitalize()] = None
    return [Company(index, name) for index, name in enumerate(names)]


def articles(count: int, opening: str, watched: Sequence[Company]) -> list[Article]:
    """About 3 KB each; opening is put before, with a watched name for {C}."""
    draw = random.Random(2)
    found = []
    for number in range(count):
        body = "".join(draw.choice(PLAIN) for _ in range(39))
        start = opening.format(C=draw.choice(watched).name)
        found.append(Article(f"u{number}", start.split(".")[0] or "Au fil de l’eau", f"{start}{body}", language="fr"))
    return found


def rate(work: Callable[[Article], object], listed: Sequence[Article]) -> float:
    """Articles a second, the best of three runs."""
    best = 0.0
    for _ in range(3):
        began = time.perf_counter()
        for article in listed:
            work(article)
        best = max(best, len(listed) / (time.perf_counter() - began))
    return best


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--companies", type=int, default=10_000)
    ask.add_argument("--articles", type=int, default=300)
    args = ask.parse_args()
    watched = companies(args.companies)
    tracemalloc.start()
    began = time.perf_counter()
    lexicons = load()
    loaded = time.perf_counter() - began
    matcher = Matcher(watched, lexicons)
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    began = time.perf_counter()
    Matcher(watched, lexicons)
    print(
        f"lexicons {loaded:.2f} s (traced), {args.companies} companies compiled in {time.perf_counter() - began:.2f} s"
    )
    print(f"memory of Python objects {memory:.0f} MB")
    kinds = {
        "no watched name": "",
        "a name, no event": "{C} présente sa nouvelle gamme. Le groupe {C} vise une clientèle jeune. ",
        "an event and its facts": "{C} supprime 300 postes. Le groupe {C} a annoncé un plan de sauvegarde de l’emploi, "
        "soit 12 % des effectifs, selon les syndicats. ",
    }
    for name, opening in kinds.items():
        listed = articles(args.articles, opening, watched)
        print(f"{name:24} {rate(matcher.events, listed):8.0f} articles/s")
    rivals(watched, articles(args.articles, kinds["a name, no event"], watched))


def rivals(watched: Sequence[Company], listed: Sequence[Article]) -> None:
    """Finding the names alone, by other means, where they are installed."""
    try:
        keywords = import_module("flashtext").KeywordProcessor()
    except ImportError:
        print("flashtext is not installed")
    else:
        for company in watched:
            keywords.add_keyword(fold(company.name), company.name)
        speed = rate(lambda a: keywords.extract_keywords(fold(a.text)), listed)
        print(f"{'flashtext, names alone':24} {speed:8.0f} articles/s")
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(fold(c.name)) for c in watched) + r")\b")
    few = listed[:10]
    print(f"{'one big re, names alone':24} {rate(lambda a: pattern.findall(fold(a.text)), few):8.0f} articles/s")


if __name__ == "__main__":
    main()
