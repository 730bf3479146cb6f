"""Words that stand among the same words, as vectors: what lets a fit say something of words that few labels have met.

From texts without labels: how often words stand near each other, as positive mutual information, reduced to its main
directions. Needs numpy, scipy and scikit-learn, which Vigie itself does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

NEAR = 5
"""Words on each side that a word is told by."""

RARE = 3
"""Words of fewer texts have no vector."""

COMMON = 0.3
"""Nor have words of more than this share of them."""

DIRECTIONS = 100

SAYS = {"t": 0.5, "u": 0.5, "s": 0.3, "d": 0.5}
"""The families of features that are single words, with how much their vectors may say: found by cross-validation."""


@dataclass(frozen=True)
class Kin:
    """The words that have a vector, and the vectors, one a row."""

    rows: dict[str, int]
    vectors: Any

    def columns(self, listed: Sequence[dict[str, float]]) -> Any:
        """For each set of features, the sums of its words' vectors, family by family: further columns for a fit."""
        import numpy
        from scipy.sparse import csr_matrix

        parts = []
        for family, says in SAYS.items():
            data, places, pointers = [], [], [0]
            for features in listed:
                for name, value in features.items():
                    head, _, word = name.partition(":")
                    if head == family and word in self.rows:
                        data.append(value * says)
                        places.append(self.rows[word])
                pointers.append(len(data))
            counts = csr_matrix((data, places, pointers), shape=(len(listed), len(self.rows)))
            parts.append(counts @ self.vectors)
        return csr_matrix(numpy.hstack(parts))

    def weights(self, coefficients: Sequence[float]) -> Iterable[tuple[str, float]]:
        """What the weights of the columns come to for each single word."""
        for number, (family, says) in enumerate(SAYS.items()):
            part = coefficients[number * DIRECTIONS : (number + 1) * DIRECTIONS]
            weighed = self.vectors @ part * says
            yield from ((f"{family}:{word}", float(weighed[row])) for word, row in self.rows.items())


def kin(texts: Iterable[Sequence[str]]) -> Kin:
    """The vectors of the words (stems) of these texts."""
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.decomposition import TruncatedSVD

    listed = [list(text) for text in texts]
    met = Counter(word for text in listed for word in set(text))
    kept = sorted(word for word, count in met.items() if RARE <= count < COMMON * len(listed))
    rows = {word: row for row, word in enumerate(kept)}
    one, two = [], []
    for text in listed:
        numbers = [rows[word] for word in text if word in rows]
        for step in range(1, NEAR + 1):
            one += numbers[:-step]
            two += numbers[step:]
    size = len(rows)
    near = csr_matrix((numpy.ones(len(one)), (one, two)), shape=(size, size))
    near = (near + near.T).tocoo()
    total = numpy.asarray(near.sum(axis=1)).ravel()
    context = total**0.75 / (total**0.75).sum()
    told = numpy.maximum(0, numpy.log(near.data / (total[near.row] * context[near.col])))
    reduced = TruncatedSVD(DIRECTIONS, random_state=0)
    vectors = reduced.fit_transform(csr_matrix((told, (near.row, near.col)), shape=(size, size)))
    vectors /= numpy.sqrt(reduced.singular_values_)
    return Kin(rows, vectors / numpy.maximum(1e-9, numpy.linalg.norm(vectors, axis=1, keepdims=True)))
