"""Which of several candidates is the fact, or that none is: they are weighed against one another. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from vigie.match.lexicons import Model
from vigie.match.linear import Features


def chances(model: Model, listed: Sequence[float], nothing: float = 0.0) -> list[float]:
    """The probability of each candidate being the one; what is missing to 1 is that of none being it.

    listed: the total of what speaks for each; nothing: of what speaks for the article stating no such fact.
    """
    odds = [nothing, *(model.bias[0] + one for one in listed)]
    highest = max(odds)
    parts = [exp(one - highest) for one in odds]
    whole = sum(parts)
    return [part / whole for part in parts[1:]]


def total(model: Model, features: Features) -> float:
    weights = model.weights
    return sum(weights[name][0] * value for name, value in features.items() if name in weights)
