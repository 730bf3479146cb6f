"""Fit the ranker of general news (vigie/summarise/weights.py) on articles that have an editor's summary.

    python tools/fit_ranker.py ARTICLES.jsonl [--folds 10] [--ridge 10] [--write]

Each line holds {"title", "article", "summary"}. A ridge regression predicts, within each article, the mean ROUGE-1/2/L
F1 of every candidate summary; the figures printed are of articles that were left out of the fit. Needs numpy.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from vigie.summarise import general  # noqa: E402

OUT = ROOT / "vigie" / "summarise" / "weights.py"
HEAD = '"""The weights of the ranker of general news, in the order of its features; made by tools/fit_ranker.py."""\n\n'

Scores = tuple[float, float, float]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def f1(hits: int, a: int, b: int) -> float:
    return 2 * hits / (a + b) if hits else 0.0


def grams(tokens: list[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def common(gold: list[str], told: list[str], n: int) -> float:
    a, b = grams(gold, n), grams(told, n)
    return f1(sum((a & b).values()), sum(a.values()), sum(b.values()))


def longest(gold: list[str], told: list[str]) -> float:
    row = [0] * (len(told) + 1)
    for g in gold:
        diagonal = 0
        for j, t in enumerate(told, 1):
            diagonal, row[j] = row[j], diagonal + 1 if g == t else max(row[j], row[j - 1])
    return f1(row[-1], len(gold), len(told))


def rouge(gold: str, told: str) -> Scores:
    """ROUGE-1, ROUGE-2 and ROUGE-L, F1."""
    a, b = words(gold), words(told)
    return common(a, b, 1), common(a, b, 2), longest(a, b)


def prepare(path: Path, numpy: Any) -> list[tuple[Any, list[Scores]]]:
    """For each article: the features of its candidates, one a row, and their scores."""
    groups = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        page = general.page(item["title"], item["article"])
        found = list(general.options(page))
        rows = numpy.array([general.features(option, page) for option in found])
        groups.append((rows, [rouge(item["summary"], option.text) for option in found]))
    return groups


def fit(groups: list[tuple[Any, list[Scores]]], ridge: float, numpy: Any) -> Any:
    """Ridge regression of what makes a candidate better than the others of its article."""
    left, right = [], []
    for rows, scores in groups:
        target = numpy.array([mean(s) for s in scores])
        share = numpy.sqrt(1 / len(rows))
        left.append((rows - rows.mean(axis=0)) * share)
        right.append((target - target.mean()) * share)
    x, y = numpy.vstack(left), numpy.concatenate(right)
    return numpy.linalg.solve(x.T @ x + ridge * 0.01 * numpy.eye(x.shape[1]), x.T @ y)


def chosen(weights: Any, groups: list[tuple[Any, list[Scores]]]) -> list[Scores]:
    return [scores[int((rows @ weights).argmax())] for rows, scores in groups]


SHUFFLES = 5
"""How often the folds are drawn anew: 235 articles are few."""


def left_out(groups: list[tuple[Any, list[Scores]]], folds: int, ridge: float, seed: int, numpy: Any) -> list[Scores]:
    """The scores of each article under weights that have not seen it."""
    order = list(range(len(groups)))
    random.Random(seed).shuffle(order)
    out: list[Scores] = []
    for fold in range(folds):
        held = set(order[fold::folds])
        weights = fit([g for i, g in enumerate(groups) if i not in held], ridge, numpy)
        out += chosen(weights, [groups[i] for i in sorted(held)])
    return out


def told(name: str, scores: list[Scores]) -> None:
    print(f"{name}: " + " / ".join(f"{100 * mean(s[k] for s in scores):.2f}" for k in range(3)))


def main() -> int:
    import numpy

    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("articles", type=Path)
    ask.add_argument("--folds", type=int, default=10)
    ask.add_argument("--ridge", type=float, default=10.0)
    ask.add_argument("--write", action="store_true", help="write the weights fitted on all articles")
    args = ask.parse_args()
    groups = prepare(args.articles, numpy)
    out = [scores for seed in range(SHUFFLES) for scores in left_out(groups, args.folds, args.ridge, seed, numpy)]
    told(f"{args.folds}-fold, {SHUFFLES} shuffles, articles left out", out)
    weights = fit(groups, args.ridge, numpy)
    told("fitted on all, seen", chosen(weights, groups))
    told("best candidate, knowing the answer", [max(scores, key=sum) for _, scores in groups])
    if args.write:
        rows = "".join(f"    {w:.4f},\n" for w in weights)
        OUT.write_text(f"{HEAD}WEIGHTS: tuple[float, ...] = (\n{rows})\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
