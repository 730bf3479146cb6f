"""How well articles are put together into stories, on labelled articles: `python tools/score_stories.py [half]`.

tests/data/stories.jsonl holds articles in our own words, in the order they came out: companies, invented and real, with
invented facts. Of one company's articles of one week, two with the same `story` tell one event; where their `version`
differs, the later one brings a new fact. Each pair of them is scored twice, through the real matcher:

    pairs     the two articles alone: are they one event?
    stories   all of them in their order, each joining a story or opening one: do they end up in one story?

The halves: « tune » is what tools/fit_stories.py learns from, « test » is what it never sees.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from vigie.adapters.lexicon import load  # noqa: E402
from vigie.match import Matcher  # noqa: E402
from vigie.model import FACTS, Article, Company, Event, Role  # noqa: E402
from vigie.stories import Candidate, Telling, match, telling  # noqa: E402
from vigie.stories.compare import probability  # noqa: E402

DATA = ROOT / "tests" / "data" / "stories.jsonl"
ALIKE = 0.5


@dataclass(frozen=True)
class Told:
    """A labelled article and what the matcher reads in it."""

    article: Article
    event: Event
    story: str
    version: int
    language: str
    read: bool
    """Whether the matcher found the event; where not, it stands in with no fact, as if an editor had put it there."""

    @property
    def seen(self) -> datetime:
        assert self.article.published
        return self.article.published

    @property
    def telling(self) -> Telling:
        return telling(self.event, self.article, self.seen)


def weeks(half: str, path: Path = DATA) -> list[list[Told]]:
    """The articles of each company and topic, oldest first."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lexicons = load()
    found = []
    for (name, _), group in groupby((r for r in rows if r["half"] == half), key=lambda r: (r["company"], r["half"])):
        articles = list(group)
        company = Company(1, name, tuple(articles[0]["aliases"]))
        matcher = Matcher([company], lexicons)
        told = [(row["topic"], as_told(row, company, matcher)) for row in articles]
        for topic in FACTS:
            found.append(sorted((one for t, one in told if t == topic), key=lambda one: one.seen))
    return [week for week in found if len(week) > 1]


def as_told(row: dict, company: Company, matcher: Matcher) -> Told:
    article = Article(row["url"], row["title"], row["lead"], datetime.fromisoformat(row["published"]))
    read = next((event for event in matcher.events(article) if event.topic == row["topic"]), None)
    event = read or Event(company, row["topic"], Role.SUBJECT, None, FACTS[row["topic"]](), (), 1.0)
    return Told(article, event, row["story"], row["version"], row["lang"], read is not None)


def pairs(half: str) -> Iterator[tuple[Told, Told]]:
    for week in weeks(half):
        yield from combinations(week, 2)


def in_stories(week: Sequence[Told]) -> dict[str, int]:
    """Each article's address and the number of the story it joins or opens, in their order."""
    stories: list[Candidate] = []
    where: dict[str, int] = {}
    for one in week:
        found = match(one.telling, one.seen, stories)
        if found is None:
            grown = Candidate(len(where), one.seen, one.seen, (one.telling,))
        else:
            stories.remove(found)
            grown = Candidate(found.id, found.first_seen, one.seen, (*found.tellings, one.telling))
        stories.insert(0, grown)
        where[one.article.url] = grown.id
    return where


def kind(a: Told, b: Told) -> str:
    if a.story != b.story:
        return "different"
    return "same" if a.version == b.version else "update"


def main(half: str, show: bool) -> None:
    alone: Counter[str] = Counter()
    together: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    by_language: dict[str, Counter[str]] = {}
    unread = 0
    for week in weeks(half):
        where = in_stories(week)
        unread += sum(not one.read for one in week)
        for a, b in combinations(week, 2):
            truth = a.story == b.story
            kinds[kind(a, b)] += 1
            likely = probability(a.telling, b.telling)
            alone[outcome(likely >= ALIKE, truth)] += 1
            joined = outcome(where[a.article.url] == where[b.article.url], truth)
            together[joined] += 1
            by_language.setdefault("-".join(sorted((a.language, b.language))), Counter())[joined] += 1
            if show and joined in ("glued", "split"):
                print(f"{joined} {likely:.2f} {kind(a, b)}: {a.article.title} | {b.article.title}")
    print(f"{half}: {sum(kinds.values())} pairs {dict(kinds)}, {unread} articles not read by the matcher")
    print(f"  pairs    F1 {f1(alone):.3f} {dict(alone)}")
    print(f"  stories  F1 {f1(together):.3f} {dict(together)}")
    for languages, counts in sorted(by_language.items()):
        print(f"    {languages}  F1 {f1(counts):.3f} {dict(counts)}")


def outcome(said: bool, truth: bool) -> str:
    return ("right" if truth else "glued") if said else ("split" if truth else "apart")


def f1(counts: Counter[str]) -> float:
    return 2 * counts["right"] / max(1, 2 * counts["right"] + counts["glued"] + counts["split"])


if __name__ == "__main__":
    for name in [word for word in sys.argv[1:] if word != "--show"] or ["tune", "test"]:
        main(name, "--show" in sys.argv)
