"""Linear models over named features: what a reader weighs, added up. Pure; tools/fit_match.py makes the weights."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from vigie.match.lexicons import Model

Features = dict[str, float]


def scores(model: Model, features: Mapping[str, float]) -> list[float]:
    """The score of each class, as log-odds."""
    weights = model.weights
    if len(model.bias) == 1:
        total = model.bias[0]
        for name, value in features.items():
            if (known := weights.get(name)) is not None:
                total += known[0] * value
        return [total]
    totals = list(model.bias)
    for name, value in features.items():
        if (known := weights.get(name)) is not None:
            for index, weight in enumerate(known):
                totals[index] += weight * value
    return totals


def probability(model: Model, features: Mapping[str, float]) -> float:
    """Of the only class of a yes-or-no model."""
    slope, offset = model.calibration
    return 1 / (1 + exp(-max(-30.0, min(30.0, slope * scores(model, features)[0] + offset))))


def best(model: Model, features: Mapping[str, float]) -> str:
    """The likeliest class."""
    totals = scores(model, features)
    return model.classes[max(range(len(totals)), key=totals.__getitem__)]


def spoke(model: Model, features: Mapping[str, float], count: int = 5) -> list[tuple[str, float]]:
    """The features that weighed most in a yes-or-no model, heaviest first."""
    weighed = [(name, model.weights[name][0] * value) for name, value in features.items() if name in model.weights]
    return sorted(weighed, key=lambda pair: -abs(pair[1]))[:count]
