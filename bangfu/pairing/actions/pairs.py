"""Single pairings: made, ended, handed over."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.pairing.actions.eligibility import checked_subject, require_eligible, require_usable
from bangfu.pairing.models import Pairing, Scheme
from bangfu.parties.models import Party
from bangfu.parties.queries import places_of


@action("pairing.pairing.change")
def pair(
    actor: User,
    *,
    scheme: Scheme,
    helper: Party,
    recipient: Party,
    valid_from: date,
    reason: str = "",
    frozen: bool = False,
    subject: str = "",
    batch: int | None = None,
) -> Pairing:
    """Pair a helper with a recipient from a day on.

    Raises Refused when the kinds do not fit the scheme, its numbers are used up, or its conditions are not met and no
    reason says why; Conflict when they are paired.
    """
    area_code = places_of([recipient.pk]).get(recipient.pk, "")
    require(actor, "pairing.pairing.change", area_code)
    require_usable(scheme, area_code, valid_from)
    if not scheme.takes(helper.kind) or recipient.kind != scheme.recipient_kind:
        raise Refused(_("“%(scheme)s”不适用于这两类主体。") % {"scheme": scheme.words})
    Scheme.objects.select_for_update().get(pk=scheme.pk)  # two officers pairing at once count one after the other
    open_ones = Pairing.objects.filter(scheme=scheme, valid_to=None)
    subject = checked_subject(scheme, recipient, subject, valid_from)
    if open_ones.filter(helper=helper, recipient=recipient, subject=subject).exists():
        raise Conflict(_("双方已经结对。"))
    require_eligible(scheme, helper, recipient, valid_from, reason)
    _require_room(scheme, open_ones.filter(recipient=recipient).count(), open_ones.filter(helper=helper).count())
    row = Pairing(
        scheme=scheme,
        helper=helper,
        recipient=recipient,
        area_code=area_code,
        valid_from=valid_from,
        reason_in=reason.strip(),
        frozen=frozen,
        subject=subject,
        batch=batch,
    )
    row.full_clean(exclude=["proposal", "batch"])
    row.save()
    record_change(actor, "pair", row, after=snapshot(row), reason=reason, batch=batch)
    return row


def _require_room(scheme: Scheme, helpers: int, helped: int) -> None:
    if scheme.per_recipient_max is not None and helpers >= scheme.per_recipient_max:
        raise Refused(
            _("按“%(scheme)s”，每个%(who)s至多 %(n)s 个%(helper)s；请先解除或更换。")
            % {
                "scheme": scheme.words,
                "who": scheme.recipient_words,
                "n": scheme.per_recipient_max,
                "helper": scheme.helper_words,
            }
        )
    if scheme.per_helper_max is not None and helped >= scheme.per_helper_max:
        raise Refused(
            _("按“%(scheme)s”，每个%(helper)s至多帮扶 %(n)s 个%(who)s，已满。")
            % {
                "scheme": scheme.words,
                "helper": scheme.helper_words,
                "n": scheme.per_helper_max,
                "who": scheme.recipient_words,
            }
        )


@action("pairing.pairing.change")
def end_pairing(actor: User, row: Pairing, *, on: date, reason: str) -> Pairing:
    """End a pairing on a day, saying why; raises Conflict when it has ended."""
    row = Pairing.objects.select_for_update().get(pk=row.pk)
    require(actor, "pairing.pairing.change", row.area_code)
    if row.valid_to is not None:
        raise Conflict(_("这一结对已于 %(day)s 解除。") % {"day": row.valid_to})
    if not reason.strip():
        raise Refused(_("请写明解除原因。"), field="reason")
    if on < row.valid_from:
        raise Refused(_("解除日期不能早于结对日期 %(day)s。") % {"day": row.valid_from}, field="on")
    before = snapshot(row)
    row.valid_to, row.reason_out = on, reason.strip()
    row.version += 1
    row.save()
    record_change(actor, "end_pairing", row, before=before, after=snapshot(row), reason=reason)
    return row


@action("pairing.pairing.change")
def replace_helper(actor: User, row: Pairing, *, helper: Party, on: date, reason: str) -> Pairing:
    """Hand a recipient over to another helper from a day on; the former helper's last day is the day before."""
    if on <= row.valid_from:
        ended = end_pairing(actor, row, on=row.valid_from, reason=reason)
    else:
        ended = end_pairing(actor, row, on=on - timedelta(days=1), reason=reason)
    return pair(
        actor,
        scheme=ended.scheme,
        helper=helper,
        recipient=ended.recipient,
        valid_from=max(on, ended.valid_to + timedelta(days=1)) if on > row.valid_from else on,
        reason=reason,
        subject=ended.subject,
    )
