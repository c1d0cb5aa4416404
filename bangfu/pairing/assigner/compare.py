"""Two assignments side by side: who keeps a helper, who changes, who is new, who loses one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

PairIds = tuple[Any, Any]


@dataclass(frozen=True)
class Moved:
    """A recipient whose helpers change: those who leave and those who come."""

    recipient: Any
    old: tuple[Any, ...]
    new: tuple[Any, ...]


@dataclass(frozen=True)
class Comparison:
    """Differences between today and a proposal; every list sorted.

    `kept`: pairs in both. `moved`: recipients who had a helper and get another. `started`: recipients who only gain
    helpers. `ended`: recipients who only lose some.
    """

    kept: tuple[PairIds, ...]
    moved: tuple[Moved, ...]
    started: tuple[Moved, ...]
    ended: tuple[Moved, ...]

    @property
    def stability(self) -> float:
        """Share of today's pairs that stay, between 0 and 1 (1 if there are none)."""
        gone = sum(len(change.old) for change in (*self.moved, *self.ended))
        today = len(self.kept) + gone
        return len(self.kept) / today if today else 1.0


def compare(before: Iterable[PairIds], after: Iterable[PairIds]) -> Comparison:
    """What changes from `before` to `after`, both pairs of (helper, recipient) identifiers.

    `Assignment.pair_ids()` gives such pairs.
    """
    today, proposed = set(before), set(after)
    old, new = by_recipient(today - proposed), by_recipient(proposed - today)
    changes = [Moved(recipient, old.get(recipient, ()), new.get(recipient, ())) for recipient in sorted({*old, *new})]
    return Comparison(
        kept=tuple(sorted(today & proposed)),
        moved=tuple(change for change in changes if change.old and change.new),
        started=tuple(change for change in changes if not change.old),
        ended=tuple(change for change in changes if not change.new),
    )


def by_recipient(pairs: set[PairIds]) -> dict[Any, tuple[Any, ...]]:
    """Helpers of each recipient, sorted."""
    helpers = defaultdict(list)
    for helper, recipient in pairs:
        helpers[recipient].append(helper)
    return {recipient: tuple(sorted(those)) for recipient, those in helpers.items()}
