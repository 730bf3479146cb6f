"""Fits the weights of vigie.match on labelled articles and writes vigie/match/lexicon/{weights,facts}.json.

    python tools/fit_match.py --data WATCHLIST.json ARTICLES.jsonl LABELS.jsonl [--data … … …] --write
    python tools/fit_match.py … --cross-validate OUT.jsonl     every article analysed by weights that never saw it
    python tools/fit_match.py … --reliability                  what the probabilities and the sensitivities are worth

--write measures that too, out of fold, and keeps it with the weights: the calibration of each topic's probability, and
where each sensitivity begins, with its precision and recall. The first --data is the one measured on.

Needs scikit-learn, which Vigie itself does not. An article is {"id", "title", "text", "lang"}, its labels
{"id", "labels": [{"company", "topic", "role", "facts": {…}}]}; "only": "role" in a label's line says that neither
mentions nor facts were labelled, "companies" in an article limits whom it is about. Nothing of the texts goes into
the weights but single words, cut to six letters, and pairs of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import kin
from fitting.corpora import abroad, articles_of, invented, read, stems
from fitting.examples import FACTS, Learning, gather, tellings
from fitting.judging import cross_validate, measure
from fitting.models import RECIPES, fit, fitted

from vigie.adapters.lexicon import FOLDER, load
from vigie.match.lexicons import Model


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    files = ("WATCHLIST", "ARTICLES", "LABELS")
    ask.add_argument("--data", type=Path, nargs=3, action="append", required=True, metavar=files)
    ask.add_argument("--cross-validate", type=Path, metavar="OUT")
    ask.add_argument("--folds", type=int, default=6)
    ask.add_argument("--reliability", action="store_true")
    ask.add_argument("--texts", type=Path, nargs="*", default=[], help="articles without labels, to learn words from")
    ask.add_argument("--write", action="store_true")
    ask.add_argument("--write-pairs", action="store_true", help="write the weights of who and what alone")
    ask.add_argument("--write-facts", action="store_true", help="write the weights of facts alone")
    args = ask.parse_args()
    lexicons = load()
    corpora = [read(*files) for files in args.data]
    examples: Learning = {name: [] for name in RECIPES}
    for corpus in [*corpora, invented(corpora[0].companies), *abroad()]:
        gather(corpus, lexicons, examples)
    for model, example in tellings(corpora[0].companies, lexicons):
        examples[model].append(example)
    texts = {id: stems(article) for corpus in corpora for id, article in corpus.articles.items()}
    texts |= {id: stems(article) for file in args.texts for id, article in articles_of(file).items()}
    for name, listed in examples.items():
        print(f"{name:16} {len(listed):6} examples  {dict(Counter(e.label for e in listed))}")
    if args.cross_validate:
        cross_validate(args.cross_validate, args.folds, lexicons, examples, corpora[0], texts)
    pairs = args.write or args.write_pairs
    measures = measure(args.folds, lexicons, examples, corpora[0], texts) if args.reliability or pairs else {}
    if pairs:
        words = kin.kin(texts.values())
        models = fitted(examples, words, [name for name in examples if name not in FACTS])
        models = {name: replace(model, **measures.get(name, {})) for name, model in models.items()}
        write(models, FOLDER / "weights.json")
    if args.write or args.write_facts:
        write({name: fit(examples[name], RECIPES[name]) for name in FACTS}, FOLDER / "facts.json")


def write(models: dict[str, Model], file: Path) -> None:
    data = {
        name: {
            "classes": model.classes,
            "bias": model.bias,
            "threshold": model.threshold,
            "calibration": model.calibration,
            "points": {key: (p.threshold, p.precision, p.recall) for key, p in model.points.items()},
            "weights": {key: list(value) for key, value in model.weights.items()},
        }
        for name, model in models.items()
    }
    file.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n"), encoding="utf-8")
    print(f"{file}: {file.stat().st_size // 1024} KiB, {sum(len(m.weights) for m in models.values())} features")


if __name__ == "__main__":
    main()
