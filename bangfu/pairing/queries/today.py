"""Pairs as they stand when somebody proposes others: who helps whom in a place, and whose time is taken elsewhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from bangfu.pairing.models import Pairing, Scheme
from bangfu.pairing.queries.gone import gone
from bangfu.pairing.queries.sides import below, in_force


@dataclass(frozen=True, eq=False)
class Today:
    """Pairs of a scheme in force in a place, as parallel columns; ``staying`` are those with no last day yet."""

    helper: NDArray[np.int64]
    recipient: NDArray[np.int64]
    frozen: NDArray[np.bool_]
    staying: NDArray[np.bool_]

    @cached_property
    def helpers_of(self) -> dict[int, list[int]]:
        """Recipient → its helpers, in the order in which they began."""
        found: dict[int, list[int]] = defaultdict(list)
        for helper, recipient in zip(self.helper.tolist(), self.recipient.tolist(), strict=True):
            found[recipient].append(helper)
        return found

    def pairs(self) -> set[tuple[int, int]]:
        """Return the pairs with no last day as (helper, recipient)."""
        columns = (self.helper[self.staying].tolist(), self.recipient[self.staying].tolist())
        return set(zip(*columns, strict=True))

    def fingerprint(self) -> str:
        """Return a text that changes whenever a pair begins, ends, or is frozen or released."""
        order = np.lexsort((self.recipient, self.helper))
        digest = blake2b(digest_size=12)
        for column in (self.helper, self.recipient, self.frozen, self.staying):
            digest.update(np.ascontiguousarray(column[order]).tobytes())
        return digest.hexdigest()


def today_in(scheme: Scheme, area_code: str, on: date) -> Today:
    """Read the pairs in force of a scheme below a place; one statement."""
    rows = Pairing.objects.filter(in_force(on), below(area_code), scheme=scheme).order_by("pk")
    found = list(rows.values_list("helper_id", "recipient_id", "frozen", "valid_to"))
    return Today(
        helper=np.array([row[0] for row in found], dtype=np.int64),
        recipient=np.array([row[1] for row in found], dtype=np.int64),
        frozen=np.array([row[2] for row in found], dtype=bool),
        staying=np.array([row[3] is None for row in found], dtype=bool),
    )


def load_elsewhere(
    scheme: Scheme, area_code: str, helpers: NDArray[np.int64], recipients: NDArray[np.int64], today: Today, on: date
) -> NDArray[np.int64]:
    """Return for each helper how many it helps who are not among ``recipients``: its time for these is gone.

    They live outside the place, or are no longer on the list and keep their helper all the same.
    """
    outside = Pairing.objects.filter(in_force(on), scheme=scheme, valid_to=None)
    if area_code:
        outside = outside.exclude(below(area_code))
        gone = outside.values_list("helper_id", flat=True)
        taken = np.array(list(gone.iterator()), dtype=np.int64)
    else:
        taken = np.empty(0, dtype=np.int64)
    unlisted = today.helper[today.staying & ~np.isin(today.recipient, recipients)]
    everyone = np.concatenate([taken, unlisted])
    order = np.argsort(helpers, kind="stable")
    place = np.searchsorted(helpers[order], everyone)
    known = place < len(helpers)
    known[known] = helpers[order][place[known]] == everyone[known]
    load = np.zeros(len(helpers), dtype=np.int64)
    load[order] = np.bincount(place[known], minlength=len(helpers))
    return load


def unenrolled(scheme: Scheme, today: Today, on: date) -> list[int]:
    """Return the helpers of today who never enrolled under the scheme and are still there, by number."""
    helping = set(today.helper[today.staying].tolist())
    if not helping:
        return []
    strangers = helping - set(scheme.enrolments.values_list("party_id", flat=True).iterator())
    left = Pairing.objects.filter(gone("helper", on), scheme=scheme, valid_to=None).values_list("helper_id", flat=True)
    return sorted(strangers - set(left)) if strangers else []
