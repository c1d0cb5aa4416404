"""Which pledge a line of a bank statement may be."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from bangfu.parties.queries import names_of
from bangfu.workstreams.exchange.models import Donation, StatementLine

COUNTY, SHOWN = 6, 10
NEAR_NAME, NEAR_AMOUNT = 0.6, Decimal("0.02")


@dataclass(frozen=True)
class Candidate:
    """A pledge that a line may be, with points and the reasons in words. ``certain`` needs nobody to decide."""

    donation: Donation
    name: str
    points: int
    reasons: tuple[str, ...]
    certain: bool


def pledges_at(area_code: str) -> list[Donation]:
    """Return the pledges of a county whose money has not come, with their purses; one query."""
    rows = Donation.objects.filter(state=Donation.State.PLEDGED, area_code__startswith=area_code[:COUNTY])
    return list(rows.select_related("purse__fund", "purse__appeal").order_by("pk"))


def candidates_for(line: StatementLine, pledges: Sequence[Donation] | None = None) -> list[Candidate]:
    """Return the pledges a line may be, best first: by reference, by amount and name, and what is near either."""
    rows = pledges_at(line.area_code) if pledges is None else pledges
    names = names_of({row.donor_id for row in rows if row.donor_id})
    found = [one for row in rows if (one := judged(line, row, names.get(row.donor_id or 0, "") or row.donor_name))]
    return sorted(found, key=lambda one: (-one.points, one.donation.pk))[:SHOWN]


def judged(line: StatementLine, row: Donation, name: str) -> Candidate | None:
    """Return how well a line fits a pledge, or None where nothing speaks for it.

    Only a reference with the exact amount is certain: equal names and amounts can be two gifts of one firm.
    """
    referred = row.reference in plain(line.remark).upper()
    same_amount = line.amount == row.amount
    near_amount = abs(line.amount - row.amount) <= row.amount * NEAR_AMOUNT
    likeness = _likeness(line.payer, name)
    if not referred and not (same_amount or near_amount or likeness == 1):
        return None
    if not referred and not same_amount and likeness < 1:
        return None
    points, reasons = 0, []
    for holds, worth, word in (
        (referred, 100, _("附言有认捐编号")),
        (same_amount, 40, _("金额相同")),
        (near_amount and not same_amount, 15, _("金额相近")),
        (likeness == 1, 40, _("户名相同")),
        (NEAR_NAME <= likeness < 1, 20, _("户名相近")),
        (line.booked_on < row.pledged_on, -10, _("早于认捐日期")),
    ):
        if holds:
            points += worth
            reasons.append(word)
    return Candidate(row, name, points, tuple(reasons), referred and same_amount)


def _likeness(left: str, right: str) -> float:
    one, other = plain(left), plain(right)
    if not one or not other:
        return 0.0
    return 1.0 if one == other else SequenceMatcher(None, one, other).ratio()


def plain(text: str) -> str:
    """Return a text without what banks add or change: width, spaces, brackets."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and c not in "()[]（）【】·.")
