"""Measures vigie.match: articles a second on one core, start, memory; against flashtext and one big regular expression.

    python tools/bench_match.py [--companies 10000] [--articles 300]

The articles are invented, about 3 KB each, the same at each run. Times are the process's own, which other processes
on the machine disturb little; the clock's are beside them.
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


def rate(work: Callable[[Article], object], listed: Sequence[Article]) -> tuple[float, float]:
    """Articles a second of this process's own time and of the clock on the wall, the best of five runs each."""
    own = wall = 0.0
    for _ in range(5):
        began, began_wall = time.process_time(), time.perf_counter()
        for article in listed:
            work(article)
        own = max(own, len(listed) / (time.process_time() - began))
        wall = max(wall, len(listed) / (time.perf_counter() - began_wall))
    return own, wall


def show(what: str, rates: tuple[float, float]) -> None:
    print(f"{what:24} {rates[0]:8.0f} articles/s of one core ({rates[1]:.0f} by the clock)")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--companies", type=int, default=10_000)
    ask.add_argument("--articles", type=int, default=300)
    args = ask.parse_args()
    watched = companies(args.companies)
    began = time.process_time()
    lexicons = load()
    loaded = time.process_time()
    matcher = Matcher(watched, lexicons)
    compiled = time.process_time()
    matcher.watching(watched)
    print(
        f"start: lexicons {loaded - began:.2f} s, with {args.companies} companies {compiled - began:.2f} s; "
        f"other companies {time.process_time() - compiled:.2f} s"
    )
    kinds = {
        "no watched name": "",
        "a name, no event": "{C} présente sa nouvelle gamme. Le groupe {C} vise une clientèle jeune. ",
        "an event and its facts": "{C} supprime 300 postes. Le groupe {C} a annoncé un plan de sauvegarde de l’emploi, "
        "soit 12 % des effectifs, selon les syndicats. ",
    }
    for name, opening in kinds.items():
        listed = articles(args.articles, opening, watched)
        show(name, rate(matcher.events, listed))
    rivals(watched, articles(args.articles, kinds["a name, no event"], watched))
    print(f"memory of Python objects {memory(watched):.0f} MB")


def memory(watched: Sequence[Company]) -> float:
    """Megabytes of lexicons and a matcher made anew: apart from the rest, as tracing slows everything down."""
    load.cache_clear()
    tracemalloc.start()
    matcher = Matcher(watched, load())
    used = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    return used if matcher.companies else 0.0


def rivals(watched: Sequence[Company], listed: Sequence[Article]) -> None:
    """Finding the names alone, by other means, where they are installed."""
    try:
        keywords = import_module("flashtext").KeywordProcessor()
    except ImportError:
        print("flashtext is not installed")
    else:
        for company in watched:
            keywords.add_keyword(fold(company.name), company.name)
        show("flashtext, names alone", rate(lambda a: keywords.extract_keywords(fold(a.text)), listed))
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(fold(c.name)) for c in watched) + r")\b")
    show("one big re, names alone", rate(lambda a: pattern.findall(fold(a.text)), listed[:10]))


if __name__ == "__main__":
    main()
