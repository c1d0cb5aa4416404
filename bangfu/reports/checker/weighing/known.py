"""What is known already of the figures of a page: sums, parts, wholes; new relations lean on them."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from bangfu.reports.checker.relations.finding import Relation
from bangfu.reports.checker.weighing.figures import Figures, Floats, Indexes

_SHARES = ("ratio", "completion")


class Known:
    """The relations found so far, seen from the figures of a page."""

    def __init__(self, figures: Figures, relations: Iterable[Relation]) -> None:
        self._many = len(figures)
        pairs: set[int] = set()
        shared: set[int] = set()
        self.summed = np.zeros(self._many, dtype=np.float32)
        self.divided = np.zeros(self._many, dtype=np.float32)
        self.taken = np.zeros(self._many, dtype=np.float32)
        self.stated: set[int] = set()
        self.explained: set[int] = set()
        self.summing: set[int] = set()
        self.sums: list[tuple[int, set[int]]] = []
        self.computed: set[int] = set()  # stated ones that are explained, and all that a conflict accuses
        self.accused: set[int] = set()
        self.figures: set[frozenset[int]] = set()
        for found in relations:
            places = [figures.place[claim] for claim in found.claims if claim in figures.place]
            if len(places) != len(found.claims):
                continue
            self.figures.add(frozenset(places))
            first, *others = places
            if found.kind not in ("subset", "repeat"):
                self.stated.add(first)
                self.explained.update(places)
                if found.verdict != "conflict" and found.computed is not None:
                    self.computed.add(first)
                elif found.verdict == "conflict":
                    self.computed.update(places)
                    self.accused.update(places)
            if found.kind == "sum":
                self.summed[first] = 1
                if found.verdict != "conflict":
                    self.sums.append((first, set(others)))
                    self.summing.add(first)
                pairs.update(part * self._many + first for part in others)
            elif found.kind == "subset" and others:
                pairs.add(first * self._many + others[0])
            elif found.kind in _SHARES and len(others) == 2:
                self.divided[others[1]] += 1
                self.taken[others[0]] += 1
                shared.add(others[0] * self._many + others[1])
        self._shared = np.array(sorted(shared), dtype=np.int64)
        self.shares = np.stack(np.divmod(self._shared, self._many), axis=1).astype(np.intp)  # rows of part and whole
        self._pairs = np.array(sorted(pairs), dtype=np.int64)

    def within(self, parts: Indexes, wholes: Indexes) -> NDArray[np.bool_]:
        """Whether figures are known to be parts of others."""
        return _contained(parts * self._many + wholes, self._pairs)

    def says(self, figures: Figures, place: int, others: list[int]) -> bool:
        """Whether the figure at `place` is stated by others of the same values already, told elsewhere in the text."""
        wanted = sorted(figures.value[[place, *others]])
        stated = (sorted(figures.value[list(row)]) for row in self.figures if place in row and len(row) == len(wanted))
        return any(np.allclose(values, wanted) for values in stated)

    def divided_often(self, wholes: Indexes) -> Floats:
        """How often figures are the whole of a known share, as a logarithm."""
        return np.log1p(self.divided[wholes])

    def shared(self, parts: Indexes, wholes: Indexes) -> NDArray[np.bool_]:
        """Whether a share of two figures is known already."""
        return _contained(parts * self._many + wholes, self._shared)


def _contained(codes: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether codes are among sorted ones."""
    if not len(known):
        return np.zeros(len(codes), dtype=bool)
    at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return np.asarray(known[at] == codes)
