"""Everything that is asked about once more before a draft is recorded."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bangfu.ledger.judging import Caution, cautions_of
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.queries.doubles import double_cautions
from bangfu.ledger.queries.late import late_cautions
from bangfu.ledger.queries.usual import magnitude_cautions

if TYPE_CHECKING:
    from bangfu.ledger.drafts import Draft


def cautions_for(drafts: Sequence["Draft"], rows: Sequence[int] = ()) -> list[list[Caution]]:
    """Return the cautions of each draft without faults, in a few statements whatever their number.

    ``rows`` are the numbers by which people know the drafts (default: 1, 2, …).
    """
    doubles, unusual, late = double_cautions(drafts, rows), magnitude_cautions(drafts), late_cautions(drafts)
    found = []
    for number, draft in enumerate(drafts):
        own = cautions_of(entry_kinds[draft.kind], draft)
        if number in unusual and not any(one.code == "large" for one in own):
            own.append(unusual[number])
        own += [given[number] for given in (late, doubles) if number in given]
        found.append(own)
    return found
