"""Likeness by character n-grams weighted by rarity (TF-IDF), as a cosine between 0 and 1.

Words need not be found in Chinese text for this: two characters in a row are nearly a word, single characters catch
what is written shorter, and rare grams weigh more than common ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bangfu.kernel.late import late
from bangfu.workstreams.exchange.similarity.words import plain, with_synonyms

if TYPE_CHECKING:
    from scipy import sparse
else:
    sparse = late("scipy.sparse")

WEIGHTS = {1: 0.4, 2: 1.0, 3: 1.2}
"""What a gram of one, two and three characters weighs before its rarity."""


def grams(text: str) -> dict[str, float]:
    """Return the grams of a text with their weights."""
    found: dict[str, float] = {}
    for size, weight in WEIGHTS.items():
        for start in range(len(text) - size + 1):
            gram = text[start : start + size]
            found[gram] = found.get(gram, 0.0) + weight
    return found


class Likeness:
    """Likeness between two lists of texts. Rarity is learnt from both."""

    def __init__(self, left: Sequence[str], right: Sequence[str], synonyms: Iterable[Sequence[str]] = ()) -> None:
        groups = [list(group) for group in synonyms]
        texts = [plain(with_synonyms(text, groups)) for text in (*left, *right)]
        matrix = _weighted(texts)
        self.left, self.right = matrix[: len(left)], matrix[len(left) :]

    def of(self, rows: NDArray[np.integer], columns: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return the likeness of pairs given by positions in the two lists."""
        if not len(rows):
            return np.zeros(0)
        found = np.empty(len(rows))
        for start in range(0, len(rows), 200_000):
            part = slice(start, start + 200_000)
            products = self.left[rows[part]].multiply(self.right[columns[part]])
            found[part] = np.asarray(products.sum(axis=1)).ravel()
        return np.clip(found, 0.0, 1.0)


def _weighted(texts: Sequence[str]) -> sparse.csr_matrix:
    vocabulary: dict[str, int] = {}
    counts: list[int] = []
    starts, columns, values = [0], [], []
    cache: dict[str, tuple[list[int], list[float]]] = {}
    for text in texts:
        if text not in cache:
            places, weights = [], []
            for gram, weight in grams(text).items():
                place = vocabulary.setdefault(gram, len(vocabulary))
                if place == len(counts):
                    counts.append(0)
                places.append(place)
                weights.append(weight)
            cache[text] = (places, weights)
        places, weights = cache[text]
        for place in places:
            counts[place] += 1
        columns.extend(places)
        values.extend(weights)
        starts.append(len(columns))
    matrix = sparse.csr_matrix((values, columns, starts), shape=(len(texts), max(len(vocabulary), 1)), dtype=np.float64)
    rarity = np.array([log((1 + len(texts)) / (1 + n)) + 1 for n in counts] or [1.0])
    matrix = matrix.multiply(rarity).tocsr()
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return sparse.diags(1 / lengths).dot(matrix).tocsr()
