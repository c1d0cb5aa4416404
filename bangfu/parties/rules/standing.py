"""Which status of a household follows which: a dated table of policy, and what is doubtful under it."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.codelists.queries import label
from bangfu.parties.doubts import Doubt

LIST = "household_standing"


def standing_doubts(before: str, after: str, table: Mapping[str, Sequence[str]], on: date) -> list[Doubt]:
    """Return a doubt when the table names what may precede the new status and the present one is not among it."""
    allowed = table.get(after)
    if not before or allowed is None or before in allowed:
        return []
    words = {"before": label(LIST, before, on), "after": label(LIST, after, on)}
    return [Doubt("standing.order", _("户类型由“%(before)s”变为“%(after)s”不合常规") % words, "value")]
