"""How each model is fitted to its examples; needs scikit-learn, which Vigie itself does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import choices
import kin
import margins

from fitting.examples import Example, Learning
from vigie.match.lexicons import Model

RARE = 3
"""A feature met in fewer examples is left out."""

SMALL = 0.012
"""Weights below this are left out."""

SHARP = 2.0
"""What the verdict of a fit by margins is multiplied by to be as sure as that of one by likelihood."""


@dataclass(frozen=True)
class Recipe:
    """How a model is fitted."""

    strength: float
    threshold: float = 0.5
    margin: bool = False
    """By the widest margin (tools/margins.py) instead of by likelihood."""
    akin: bool = False
    """Whether words that few labels have met are weighed by those that stand where they stand."""
    hinge: float = 0.0
    """How strongly half of it is fitted by the hard examples alone; 0: not at all."""
    told: float = 0.0
    """The share that whether it is told of at all has in whether it is the subject."""


RECIPES = {
    "layoffs": Recipe(0.1, 0.46, akin=True, hinge=0.02),
    "regulation": Recipe(0.1, 0.48, akin=True, hinge=0.02, told=0.25),
    "layoffs.plain": Recipe(0.15, 0.5),
    "regulation.plain": Recipe(0.15, 0.5),
    "layoffs.any": Recipe(0.1, 0.42, akin=True),
    "regulation.any": Recipe(0.1, 0.42, akin=True),
    "stage": Recipe(0.06, margin=True),
    "action": Recipe(0.3, margin=True),
    "jobs": Recipe(0.08, 0.45),
    "share": Recipe(0.5, 0.2),
    "amount": Recipe(0.15, 0.28),
    "authority": Recipe(0.4, 0.52),
}


def fitted(examples: Learning, words: kin.Kin, names: Iterable[str]) -> dict[str, Model]:
    """The models of these names; words: which stand where which others do."""
    alone = {name: fit(examples[name], RECIPES[name], words) for name in names}
    return {name: with_told(model, alone.get(f"{name}.any"), RECIPES[name].told) for name, model in alone.items()}


def with_told(model: Model, told: Model | None, share: float) -> Model:
    """A model that goes by whether the company is told of at all for a share of its verdict."""
    return mean([(model, 1 - share), (told, share)]) if told is not None and share else model


def fit(listed: Sequence[Example | choices.Choice], recipe: Recipe, words: kin.Kin | None = None) -> Model:
    """A logistic model, one-vs-rest where there are more than two classes; for choices, one that chooses."""
    if chosen := [one for one in listed if isinstance(one, choices.Choice)]:
        return choices.fit(chosen, recipe.strength, recipe.threshold, RARE, SMALL)
    if recipe.margin:
        samples = [margins.Sample(e.features, e.label, e.weight) for e in listed if isinstance(e, Example)]
        return margins.fit(samples, recipe.strength, RARE, SMALL / 2)
    examples = [one for one in listed if isinstance(one, Example)]
    alone = fit_classes(examples, recipe, logistic(recipe.strength))
    if not recipe.akin or words is None:
        return alone
    likely = mean([(alone, 0.5), (fit_classes(examples, recipe, logistic(recipe.strength), words), 0.5)])
    if not recipe.hinge:
        return likely
    return mean([(likely, 0.5), (fit_classes(examples, recipe, hinge(recipe.hinge), words), 0.5 * SHARP)])


def mean(parts: Sequence[tuple[Model, float]]) -> Model:
    """The linear model between some of one class, each by its share: steadier than any of them."""
    sums: Counter[str] = Counter()
    for model, share in parts:
        sums.update({name: share * weight for name, (weight,) in model.weights.items()})  # type: ignore[dict-item]
    bias = sum(share * model.bias[0] for model, share in parts)
    weights = {name: (round(total, 3),) for name, total in sorted(sums.items()) if abs(total) >= SMALL}
    return replace(parts[0][0], bias=(round(bias, 4),), weights=weights)


def logistic(strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, solver="liblinear", dual=True, max_iter=5000, random_state=0)


def hinge(strength: float) -> Any:
    """By the examples that are hard to tell alone."""
    from sklearn.svm import LinearSVC

    return LinearSVC(C=strength, dual=True, max_iter=5000, random_state=0)


def fit_classes(examples: Sequence[Example], recipe: Recipe, linear: Any, words: kin.Kin | None = None) -> Model:
    from scipy.sparse import hstack
    from sklearn.feature_extraction import DictVectorizer

    counts = Counter(name for example in examples for name in example.features)
    kept = {name for name, count in counts.items() if count >= RARE}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{n: v for n, v in e.features.items() if n in kept} for e in examples])
    if words is not None:
        matrix = hstack([matrix, words.columns([example.features for example in examples])]).tocsr()
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    linear.fit(matrix, [e.label == "yes" for e in examples], sample_weight=[e.weight for e in examples])
    names = vectorizer.get_feature_names_out()
    coefficients = linear.coef_[0]
    weighed = Counter(dict(zip(names, coefficients[: len(names)].tolist(), strict=True)))
    if words is not None:
        weighed.update(dict(words.weights(coefficients[len(names) :])))
    found = {name: (round(float(weight), 3),) for name, weight in sorted(weighed.items()) if abs(weight) >= SMALL}
    return Model(("yes",), (round(float(linear.intercept_[0]), 4),), found, recipe.threshold)
