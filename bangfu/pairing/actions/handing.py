"""What follows when a helper, a unit or a village is there no more: hand over, carry over, end what has no object."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.pairing.actions.following import end_quietly, end_rows
from bangfu.pairing.actions.pairs import pair, replace_helper
from bangfu.pairing.models import Pairing, Scheme
from bangfu.pairing.queries.affected import open_pairs, recipient_gone
from bangfu.pairing.queries.exits import no_longer_eligible
from bangfu.parties.models import AreaSuccession, Household, Party

CHANGE = "pairing.pairing.change"


@action(CHANGE)
def hand_over(actor: User, *, scheme: Scheme, area_code: str, old: Party, new: Party, on: date, reason: str) -> int:
    """Give all that one helper has in a place to another, as one step: a unit was merged, somebody takes over a desk.

    Return how many recipients changed hands. Raises Refused when the other cannot take them all, and then none moves.
    """
    require(actor, CHANGE, area_code)
    if old.pk == new.pk:
        raise Refused(_("请选择另一个帮扶方。"), field="new")
    rows = list(open_pairs(scheme, area_code).filter(helper=old))
    if not rows:
        raise Refused(_("该帮扶方在这里没有结对。"), field="old")
    already = set(open_pairs(scheme, area_code).filter(helper=new).values_list("recipient_id", flat=True))
    for row in rows:
        if row.recipient_id in already:
            _close(actor, row, on - timedelta(days=1), reason)
        else:
            replace_helper(actor, row, helper=new, on=on, reason=reason)
    return len(rows)


@action(CHANGE)
def follow_recipients(actor: User, *, scheme: Scheme, area_code: str, on: date | None = None) -> tuple[int, int]:
    """Let pairs follow recipients who are there no more: to what took their place, or to their end.

    Return how many were carried over and how many ended. A helper who already helps the successor is not paired twice.
    """
    require(actor, CHANGE, area_code)
    rows = list(recipient_gone(scheme, area_code, on))
    heirs = successors(row.recipient_id for row in rows)
    there = set(open_pairs(scheme, "").values_list("helper_id", "recipient_id"))
    carried = 0
    for row in rows:
        last_day, heir = heirs.get(row.recipient_id, (timezone.localdate(), None))
        reason = _("受助方已并入他处") if heir else _("受助方已不在册")
        _close(actor, row, last_day, reason)
        if heir is not None and (row.helper_id, heir) not in there:
            _begin(actor, row, heir, last_day + timedelta(days=1), reason)
            there.add((row.helper_id, heir))
            carried += 1
    return carried, len(rows) - carried


@action(CHANGE)
def end_exited(actor: User, *, scheme: Scheme, area_code: str) -> int:
    """End the pairs of a place whose recipients no longer meet a scheme that does not keep them; return how many."""
    require(actor, CHANGE, area_code)
    if scheme.keeps_on_exit:
        raise Refused(_("“%(scheme)s”规定退出后保持结对（摘帽不摘帮扶）。") % {"scheme": scheme.words})
    rows = no_longer_eligible(scheme, area_code).select_for_update(of=("self",))
    return end_rows(actor, rows, timezone.localdate())


def successors(recipients: object) -> dict[int, tuple[date, int | None]]:
    """Return for merged areas and closed households their last day and who took their place (None: nobody)."""
    ids = list(recipients)  # type: ignore[call-overload]
    found: dict[int, tuple[date, int | None]] = {}
    rows = AreaSuccession.objects.filter(predecessor_id__in=ids).order_by("on", "pk")
    for old, new, on in rows.values_list("predecessor_id", "successor_id", "on"):
        found.setdefault(old, (on - timedelta(days=1), new))
    homes = Household.objects.filter(pk__in=ids).exclude(closed_on=None)
    for pk, closed, heir in homes.values_list("pk", "closed_on", "successor_id"):
        found[pk] = (closed, heir)
    return found


def _begin(actor: User, row: Pairing, heir: int, on: date, reason: str) -> None:
    pair(
        actor,
        scheme=row.scheme,
        helper=row.helper,
        recipient=Party.objects.get(pk=heir),
        valid_from=on,
        reason=reason,
        frozen=row.frozen,
    )


def _close(actor: User, row: Pairing, last_day: date, reason: str) -> None:
    end_quietly(actor, Pairing.objects.select_for_update().get(pk=row.pk), last_day, reason)
