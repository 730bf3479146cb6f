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
import hashlib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import calibrate_match
import choices
import kin
import margins
import yaml

from vigie.adapters.lexicon import FOLDER, load
from vigie.match import Matcher
from vigie.match.facts import authorities, figures
from vigie.match.features import features
from vigie.match.hearing import has_substance
from vigie.match.lexicons import Lexicons, Model
from vigie.match.linear import Features
from vigie.match.patterns import words_of
from vigie.match.reading import Reading, stem
from vigie.match.stages import action_features, stage_features
from vigie.match.standing import plain_features
from vigie.model import Article, Company, Event, Sensitivity, Stage
from vigie.text.fold import fold

RARE = 3
"""A feature met in fewer examples is left out."""

SMALL = 0.012
"""Weights below this are left out."""


INVENTED = 0.5
"""The weight of an invented wording."""

ABROAD = 4.0
"""The weight of an article in a language that the weights of words do not know: there are few of them."""

ONE_SIDED = 0.12
"""The weight of an article about whose other companies nothing is known: it shows what is, never what is not."""


ELSEWHERE = {"stage": 0.3}
"""What articles chosen for other companies weigh in each model of facts: other stories, labelled by other hands."""


@dataclass
class Example:
    """One thing to learn from: its features, its class, and the article it comes from."""

    article: str
    features: Features
    label: str
    weight: float = 1.0


Learning = dict[str, list[Example | choices.Choice]]
"""What each model learns from."""

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
        models = {name: fit(listed, RECIPES[name], words) for name, listed in examples.items() if name not in FACTS}
        models = {name: replace(model, **measures.get(name, {})) for name, model in models.items()}
        write(models, FOLDER / "weights.json")
    if args.write or args.write_facts:
        write({name: fit(examples[name], RECIPES[name]) for name in FACTS}, FOLDER / "facts.json")


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
STAGES = frozenset(Stage)

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
    for number, line in enumerate((Path(__file__).parent / "wordings.txt").read_text(encoding="utf-8").splitlines()):
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
    for file in sorted((Path(__file__).parent.parent / "tests" / "data" / "abroad").glob("*.yaml")):
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


# -- examples ---------------------------------------------------------------------------------------------------------


def gather(corpus: Corpus, lexicons: Lexicons, found: Learning) -> None:
    """Add to each model what it learns from a corpus."""
    matcher = Matcher(corpus.companies, lexicons)
    for id, labels in corpus.labels.items():
        reading = matcher.reading(corpus.articles[id])
        if reading is None:
            continue
        for company, topic in matcher.candidates(reading):
            name = matcher.companies[company].name
            if name not in corpus.only.get(id, {name}):
                continue
            label = next((x for x in labels if (x["company"], x["topic"]) == (name, topic)), None)
            for model, example in of_pair(reading, company, topic, id, label):
                if model in (topic, f"{topic}.any", f"{topic}.plain") and id in corpus.only:
                    example.weight = corpus.weights.get(id, ONE_SIDED)
                elif model == f"{topic}.plain" and reading.scan.tongue is not None:
                    example.weight = ABROAD
                elif model in FACTS and id in corpus.elsewhere:
                    example.weight *= ELSEWHERE.get(model, 0.0)
                if not example.weight:
                    continue
                if model in (topic, f"{topic}.plain") or id not in corpus.roles_only:
                    found[model].append(example)


def of_pair(
    reading: Reading, company: int, topic: str, id: str, label: dict[str, Any] | None
) -> Iterable[tuple[str, Example | choices.Choice]]:
    pair = features(reading, company, topic)
    role = label["role"] if label else "none"
    anywhere = plain_features(pair, reading, company, load())
    yield f"{topic}.plain", Example(id, anywhere, "yes" if role == "subject" else "no")
    if reading.scan.tongue is not None:  # its words are not those that the other models learn
        return
    yield topic, Example(id, pair, "yes" if role == "subject" else "no")
    yield f"{topic}.any", Example(id, pair, "yes" if label else "no")
    if label is None:
        return
    facts = label.get("facts") or {}
    weight = 1.0 if role == "subject" else 0.5
    if topic == "layoffs" and "stage" in facts:
        yield "stage", Example(id, stage_features(reading, company), facts["stage"], weight)
    if topic == "regulation" and "action" in facts:
        yield "action", Example(id, action_features(reading, company), facts["action"], weight)
    for figure in ("jobs", "share") if topic == "layoffs" else ("amount",):
        listed = figures.told_of(reading, company, figure)
        weighed = [figures.weigh(reading, company, topic, quantity, listed) for quantity in listed]
        right = [figure in facts and abs(q.value - facts[figure]) <= 0.01 * abs(facts[figure]) for q in listed]
        if listed and (any(right) or figure not in facts):
            yield figure, choices.Choice(id, {}, weighed, right, weight)
    if topic == "regulation" and (named := authorities.candidates(reading)):
        texts = [reading.document.text[seen.start : seen.end] for seen in named]
        right = ["authority" in facts and same_authority(facts["authority"], text) for text in texts]
        if any(right) or "authority" not in facts:
            nothing = authorities.for_none(reading, named)
            yield "authority", choices.Choice(id, nothing, authorities.weigh(reading, company, named), right, weight)


TELLING = 1.2
"""The weight of a line of tools/tellings.txt, shared among its copies."""

COPIES_TOLD = {False: 2, True: 8}
"""Copies of each line, with other names: more of one that has alternatives to choose among."""

ALTERNATIVES = re.compile(r"\[([^\]]*)\]")


def tellings(companies: Sequence[Company], lexicons: Lexicons) -> Iterator[tuple[str, Example]]:
    """What the headlines of tools/tellings.txt teach of stages and actions; names drawn with a fixed seed."""
    draw = random.Random(7)
    matcher = Matcher(companies, lexicons)
    known = [c for c in matcher.companies if len(c.name) > 4 and " " not in c.name]
    for line in (Path(__file__).parent / "tellings.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        copies = COPIES_TOLD["[" in line]
        for copy in range(copies):
            told = ALTERNATIVES.sub(lambda found: draw.choice(found[1].split("/")), line)
            code, title, text = told.split("|")
            language = "fr" if FRENCH.search(f" {title} {text} ") else "en"
            company, other = draw.sample(known, 2)
            values = {name: draw.choice(FILLINGS[name]) for name in ("N", "V")}
            values |= {name: draw.choice(FILLINGS[f"{name} {language}"]) for name in ("A", "M")}
            values |= {"C": company.name, "O": other.name}
            article = Article(f"{line}-{copy}", title.format(**values), text.format(**values), language=language)
            reading = matcher.reading(article)
            number = matcher.companies.index(company)
            if reading is not None and number in reading.by_company:
                model, read = ("stage", stage_features) if code in STAGES else ("action", action_features)
                yield model, Example(article.url, read(reading, number), code, TELLING / copies)


def same_authority(wanted: str, have: str) -> bool:
    a, b = (set(re.findall(r"\w{2,}", fold(v).replace(".", ""))) for v in (wanted, have))
    return bool(a & b) and (a <= b or b <= a)


# -- fitting ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Recipe:
    """How a model is fitted."""

    strength: float
    threshold: float = 0.5
    margin: bool = False
    """By the widest margin (tools/margins.py) instead of by likelihood."""
    akin: bool = False
    """Whether words that few labels have met are weighed by those that stand where they stand."""


RECIPES = {
    "layoffs": Recipe(0.1, 0.42, akin=True),
    "regulation": Recipe(0.1, 0.44, akin=True),
    "layoffs.plain": Recipe(0.15, 0.5),
    "regulation.plain": Recipe(0.15, 0.5),
    "layoffs.any": Recipe(0.1, 0.42, akin=True),
    "regulation.any": Recipe(0.1, 0.42, akin=True),
    "stage": Recipe(0.06, margin=True),
    "action": Recipe(0.3, margin=True),
    "jobs": Recipe(0.08, 0.4),
    "share": Recipe(0.5, 0.2),
    "amount": Recipe(0.15, 0.3),
    "authority": Recipe(0.4, 0.52),
}
FACTS = ("stage", "action", "jobs", "share", "amount", "authority")
"""The models of facts; they have a file of their own."""


def fit(listed: Sequence[Example | choices.Choice], recipe: Recipe, words: kin.Kin | None = None) -> Model:
    """A logistic model, one-vs-rest where there are more than two classes; for choices, one that chooses."""
    if chosen := [one for one in listed if isinstance(one, choices.Choice)]:
        return choices.fit(chosen, recipe.strength, recipe.threshold, RARE, SMALL)
    if recipe.margin:
        samples = [margins.Sample(e.features, e.label, e.weight) for e in listed if isinstance(e, Example)]
        return margins.fit(samples, recipe.strength, RARE, SMALL / 2)
    examples = [one for one in listed if isinstance(one, Example)]
    alone = fit_classes(examples, recipe)
    return middle(alone, fit_classes(examples, recipe, words)) if recipe.akin and words is not None else alone


def middle(one: Model, other: Model) -> Model:
    """The linear model half-way between two of one class: steadier than either."""
    names = sorted({*one.weights, *other.weights})
    sums = {n: one.weights.get(n, (0.0,))[0] + other.weights.get(n, (0.0,))[0] for n in names}
    found = {name: (round(total / 2, 3),) for name, total in sums.items() if abs(total) / 2 >= SMALL}
    return replace(one, bias=(round((one.bias[0] + other.bias[0]) / 2, 4),), weights=found)


def fit_classes(examples: Sequence[Example], recipe: Recipe, words: kin.Kin | None = None) -> Model:
    from scipy.sparse import hstack
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for example in examples for name in example.features)
    kept = {name for name, count in counts.items() if count >= RARE}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{n: v for n, v in e.features.items() if n in kept} for e in examples])
    if words is not None:
        matrix = hstack([matrix, words.columns([example.features for example in examples])]).tocsr()
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    labels = [example.label for example in examples]
    weights = [example.weight for example in examples]
    classes = sorted(set(labels))
    targets = ["yes"] if classes == ["no", "yes"] else classes
    bias: list[float] = []
    by_feature: dict[str, list[float]] = {}
    names = vectorizer.get_feature_names_out()
    if targets == ["yes"]:
        logistic = LogisticRegression(C=recipe.strength, solver="liblinear", max_iter=1000)
        logistic.fit(matrix, [label == "yes" for label in labels], sample_weight=weights)
    else:
        logistic = LogisticRegression(C=recipe.strength, max_iter=1000)
        logistic.fit(matrix, labels, sample_weight=weights)
    for index in range(len(targets)):
        bias.append(round(float(logistic.intercept_[index]), 4))
        weighed = Counter(dict(zip(names, logistic.coef_[index][: len(names)].tolist(), strict=True)))
        if words is not None:
            weighed.update(dict(words.weights(logistic.coef_[index][len(names) :])))
        for name, weight in weighed.items():
            if abs(weight) >= SMALL:
                by_feature.setdefault(name, [0.0] * len(targets))[index] = round(float(weight), 3)
    found = {name: tuple(values) for name, values in sorted(by_feature.items())}
    return Model(tuple(targets), tuple(bias), found, recipe.threshold)


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
        yield (
            number,
            {
                name: fit(
                    [e for e in listed if e.article not in main.labels or fold_of(e.article, folds) != number],
                    RECIPES[name],
                    words,
                )
                for name, listed in examples.items()
            },
        )


# -- what the scores are worth ----------------------------------------------------------------------------------------


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


Gather = Callable[[Reading], Iterable[Example]]

if __name__ == "__main__":
    main()
