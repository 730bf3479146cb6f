"""Fits models of many classes with few examples by the widest margin between each class and the others.

Of the facts, `stage` and `action` have a dozen classes and some hundreds of examples: there the margin tells more of
what another article will say than the likelihood does. Needs scikit-learn, which Vigie itself does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vigie.match.lexicons import Model
from vigie.match.linear import Features


@dataclass
class Sample:
    """Features with their class."""

    features: Features
    label: str
    weight: float = 1.0


def fit(samples: Sequence[Sample], strength: float, rare: int, small: float) -> Model:
    """One margin a class; the class that lies farthest on its own side is the one."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.svm import LinearSVC

    counts = Counter(name for sample in samples for name in sample.features)
    kept = {name for name, count in counts.items() if count >= rare}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{n: v for n, v in s.features.items() if n in kept} for s in samples])
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    machine = LinearSVC(C=strength, max_iter=5000, random_state=0)
    machine.fit(matrix, [s.label for s in samples], sample_weight=[s.weight for s in samples])
    weights = {
        name: tuple(round(float(one), 3) if abs(one) >= small else 0.0 for one in column)
        for name, column in zip(vectorizer.get_feature_names_out(), machine.coef_.T, strict=True)
    }
    return Model(
        tuple(str(one) for one in machine.classes_),
        tuple(round(float(one), 4) for one in machine.intercept_),
        {name: values for name, values in sorted(weights.items()) if any(values)},
    )
