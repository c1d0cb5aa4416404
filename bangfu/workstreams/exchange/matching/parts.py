"""Cutting the whole problem where nothing joins it: what one part gets never changes what another may get.

Two needs are in one part when they share an offer they come into question for, a village or a household, or are
joined by others that do. A part's best allocation belongs to the best of the whole, because points and needs met add
up; and many small problems are solved much faster than one large.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from bangfu.kernel.late import late
from bangfu.workstreams.exchange.matching.candidates import Candidates, Ints, Mask
from bangfu.workstreams.exchange.matching.flow import groups_of

if TYPE_CHECKING:
    from scipy import sparse
    from scipy.sparse import csgraph
else:
    sparse, csgraph = late("scipy.sparse"), late("scipy.sparse.csgraph")

PIECE = 2_000
"""Parts of fewer candidates are solved together, so that tiny ones do not each pay for a solver."""


def parts_of(candidates: Candidates, alone: Mask) -> Iterator[Ints]:
    """Yield the positions of the candidates of each part; no candidate is in two.

    Small parts come together, but never those with an offer that is ``alone``, which asks for another way of solving.
    """
    part = _labels(candidates)[candidates.need]
    apart = np.isin(part, part[alone[candidates.offer]])
    for several, kept in ((True, ~apart), (False, apart)):
        positions = np.flatnonzero(kept)
        order = positions[np.argsort(part[positions], kind="stable")]
        yield from _pieces(order, np.flatnonzero(np.diff(part[order], prepend=-1)), PIECE if several else 1)


def _pieces(order: Ints, starts: Ints, least: int) -> Iterator[Ints]:
    """Yield an order cut at some of its starts, each piece at least so long but the last."""
    begun = 0
    for end in [*starts[1:].tolist(), len(order)]:
        if end - begun >= least or (end == len(order) and end > begun):
            yield order[begun:end]
            begun = end


def _labels(candidates: Candidates) -> Ints:
    """Return for each need the number of its part."""
    village = groups_of(candidates)[0]
    needs, offers = len(candidates.needs), len(candidates.offers)
    of_need = np.concatenate([candidates.need, np.arange(needs)])
    joined = np.concatenate([needs + candidates.offer, needs + offers + village])
    size = needs + offers + int(village.max()) + 1
    edges = sparse.coo_matrix((np.ones(len(of_need), dtype=np.int8), (of_need, joined)), shape=(size, size))
    labels: Ints = csgraph.connected_components(edges, directed=False)[1]
    return labels[:needs]


def compact(candidates: Candidates, positions: Ints) -> Candidates:
    """Return some candidates with no more than their own needs and offers, numbered anew."""
    taken = candidates.take(positions)
    needs, need = np.unique(taken.need, return_inverse=True)
    offers, offer = np.unique(taken.offer, return_inverse=True)
    return Candidates(
        [candidates.needs[n] for n in needs.tolist()],
        [candidates.offers[n] for n in offers.tolist()],
        need.astype(np.int64),
        offer.astype(np.int64),
        taken.use,
        taken.terms,
    )
