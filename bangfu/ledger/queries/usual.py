"""What a kind's amounts usually are at a place: the slip from 万元 to 元 shows against them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import COUNTY, prefix_range
from bangfu.kernel.formats import money
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.ledger.judging import Caution
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Entry

if TYPE_CHECKING:
    from bangfu.ledger.drafts import Draft

FACTOR = "ledger.unusual_factor"
LOOKED_AT, ENOUGH = 200, 10  # entries read, and how many say anything


def usual_range(kind: str, area_code: str) -> tuple[Decimal, Decimal] | None:
    """Return the least and the largest of up to 200 amounts of a kind in a county; None where too few are known."""
    low, high = prefix_range(area_code[:COUNTY])
    rows = Entry.objects.filter(kind=kind, area_code__gte=low, area_code__lt=high, reverses=None, amount__isnull=False)
    amounts = list(rows.order_by().values_list("amount", flat=True)[:LOOKED_AT])
    return (min(amounts), max(amounts)) if len(amounts) >= ENOUGH else None


def magnitude_cautions(drafts: Sequence["Draft"]) -> dict[int, Caution]:
    """Return for the drafts far outside what their kind usually is what somebody must be asked.

    How far is policy (``ledger.unusual_factor``). One read for each kind and county among the drafts.
    """
    ranges: dict[tuple[str, str], tuple[Decimal, Decimal] | None] = {}
    found: dict[int, Caution] = {}
    for number, draft in enumerate(drafts):
        if draft.amount is None or not (factor := policy_or_none(FACTOR, draft.area_code, draft.happened_on)):
            continue
        key = (draft.kind, draft.area_code[:COUNTY])
        if key not in ranges:
            ranges[key] = usual_range(*key)
        usual = ranges[key]
        if usual and not usual[0] / factor <= draft.amount <= usual[1] * factor:
            found[number] = Caution("magnitude", "amount", _message(draft, usual))
    return found


def _message(draft: "Draft", usual: tuple[Decimal, Decimal]) -> str:
    message = _("金额 %(amount)s与本地“%(kind)s”以往的 %(least)s 至 %(most)s相差太远，请确认是元还是万元。")
    return message % {
        "amount": money(draft.amount),
        "kind": entry_kinds[draft.kind].title,
        "least": money(usual[0]),
        "most": money(usual[1]),
    }
