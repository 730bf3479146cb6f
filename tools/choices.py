"""Fits models that choose one of several candidates, or none: conditional logits, as vigie.match.facts.choice weighs.

Each candidate is learnt against its rivals in the same article, not against the candidates of all articles. Needs numpy
and scipy, which Vigie itself does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vigie.match.lexicons import Model
from vigie.match.linear import Features


@dataclass
class Choice:
    """What an article offers for a fact: the features of none and of each candidate, and which of these are right."""

    article: str
    nothing: Features
    listed: list[Features]
    right: list[bool]
    weight: float = 1.0

    @property
    def label(self) -> str:
        return "one" if any(self.right) else "none"


def fit(choices: Sequence[Choice], strength: float, threshold: float, rare: int, small: float) -> Model:
    """Weights that make the right candidates likely together, or none where none is right; with a penalty for size."""
    import numpy
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    counts = Counter(name for choice in choices for one in (choice.nothing, *choice.listed) for name in one)
    columns = {name: n for n, name in enumerate(sorted(name for name, count in counts.items() if count >= rare))}
    rows, places, values = [], [], []
    starts, group, right, candidate = [], [], [], []
    for number, choice in enumerate(choices):
        starts.append(len(group))
        options = [(choice.nothing, not any(choice.right), 0.0)]
        options += [(one, is_right, 1.0) for one, is_right in zip(choice.listed, choice.right, strict=True)]
        for features, is_right, is_candidate in options:
            for name, value in features.items():
                if name in columns:
                    rows.append(len(group))
                    places.append(columns[name])
                    values.append(value)
            group.append(number)
            right.append(is_right)
            candidate.append(is_candidate)
    matrix = csr_matrix((values, (rows, places)), shape=(len(group), len(columns)))
    turned = matrix.T.tocsr()
    weights = numpy.array([choice.weight for choice in choices])
    is_one, is_right = numpy.array(candidate), numpy.array(right, dtype=bool)

    def loss(point: numpy.ndarray) -> tuple[float, numpy.ndarray]:
        odds = matrix @ point[:-1] + point[-1] * is_one
        parts = numpy.exp(odds - numpy.maximum.reduceat(odds, starts)[group])
        whole = numpy.add.reduceat(parts, starts)
        rights = numpy.where(is_right, parts, 0.0)
        whole_right = numpy.maximum(numpy.add.reduceat(rights, starts), 1e-300)
        gap = weights[group] * (parts / whole[group] - rights / whole_right[group])
        cost = -(weights * numpy.log(whole_right / whole)).sum() + (point[:-1] @ point[:-1]) / (2 * strength)
        return cost, numpy.append(turned @ gap + point[:-1] / strength, (gap * is_one).sum())

    best = minimize(loss, numpy.zeros(len(columns) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    kept = {name: (round(float(best[n]), 3),) for name, n in columns.items() if abs(best[n]) >= small}
    return Model(("yes",), (round(float(best[-1]), 4),), kept, threshold)
