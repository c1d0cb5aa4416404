"""What happened in a period that is closed meanwhile, and where it counts instead."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from bangfu.ledger.judging import Caution
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Closing
from bangfu.ledger.queries.closings import At, closed_for

if TYPE_CHECKING:
    from bangfu.ledger.drafts import Draft


def late_cautions(drafts: Sequence["Draft"]) -> dict[int, Caution]:
    """Return for the drafts that happened in a closed period where they will count instead."""
    places = [at_of(draft) for draft in drafts]
    closed = closed_for(places)
    return {
        number: Caution("late", "happened_on", _words(row, closed.counted_on(at)))
        for number, at in enumerate(places)
        if (row := closed.over(at)) is not None
    }


def at_of(draft: "Draft") -> At:
    """Return the place, working group and day by which closings are found."""
    return draft.area_code, entry_kinds[draft.kind].workstream, draft.happened_on


def _words(row: Closing, day: date) -> str:
    return _("%(period)s已关账：这笔将计入 %(day)s 起的下一期。要计入原期，请县办先重新开账。") % {
        "period": row.period.words,
        "day": day,
    }
