"""Measures vigie.match: articles a second, the slowest one, start, memory; against flashtext and one big expression.

    python tools/bench_match.py [--companies 10000] [--articles 300]

The articles are invented, about 3 KB each, the same at each run. Times are the process's own, which other processes
on the machine disturb little; the clock's are beside them. Start and memory are those of a process of its own: from the
interpreter to a matcher that has read one article, and the most that it ever held. flashtext is no part of Vigie: it is
measured where it is installed (pip install flashtext).
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(1, str(Path(__file__).parents[1] / "tests"))

from fakes.crowds import HOSTILE, WATCHED, crowd

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.match.document import Document
from vigie.match.lexicons import Lexicons
from vigie.match.names import Names
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
    ask.add_argument("--one", action="store_true", help="read one article and tell start and memory")
    args = ask.parse_args()
    watched = companies(args.companies)
    if args.one:
        return one(watched)
    alone(args.companies)
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
    crowds(lexicons)
    rivals(watched, articles(args.articles, kinds["a name, no event"], watched), lexicons)


def crowds(lexicons: Lexicons) -> None:
    """The slowest of the articles that are made to be slow, 225 companies watched."""
    matcher = Matcher(WATCHED, lexicons)
    taken = []
    for what, in_title in product(HOSTILE, (False, True)):
        own, _ = rate(matcher.events, [crowd(what, in_title=in_title)])
        taken.append((1000 / own, what, in_title))
    most, what, in_title = max(taken)
    print(f"an article made to be slow: {most:.0f} ms at most ({what}{', in the title too' if in_title else ''})")


def alone(count: int) -> None:
    """Start and memory, in a process that does nothing else."""
    began = time.perf_counter()
    told = subprocess.run(
        [sys.executable, __file__, "--one", "--companies", str(count)], capture_output=True, text=True, check=True
    )
    own, most, objects = map(float, told.stdout.split())
    print(
        f"a process of its own: first article read after {own:.2f} s of its time ({time.perf_counter() - began:.2f} by "
        f"the clock), {most:.0f} MB at most, of which {objects:.0f} MB more than before lexicons and {count} companies"
    )


def one(watched: Sequence[Company]) -> None:
    before = held()
    matcher = Matcher(watched, load())
    matcher.events(Article("u", f"{watched[0].name} supprime 300 postes", language="fr"))
    print(time.process_time(), held(), held() - before)


def held() -> float:
    """The most memory that this process has held, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def rivals(watched: Sequence[Company], listed: Sequence[Article], lexicons: Lexicons) -> None:
    """Finding the names alone, with our checks and by other means."""
    names = Names(watched, lexicons)
    show("Vigie, names alone", rate(lambda a: names.find(Document(a)), listed))
    try:
        keywords = import_module("flashtext").KeywordProcessor()
    except ImportError:
        print("flashtext is not installed: pip install flashtext, and it is measured here too")
    else:
        for company in watched:
            keywords.add_keyword(fold(company.name), company.name)
        show("flashtext, names alone", rate(lambda a: keywords.extract_keywords(fold(a.text)), listed))
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(fold(c.name)) for c in watched) + r")\b")
    show("one big re, names alone", rate(lambda a: pattern.findall(fold(a.text)), listed[:10]))


if __name__ == "__main__":
    main()
