"""Who stands ready to help."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.pairing.actions.eligibility import require_usable
from bangfu.pairing.models import Enrolment, Pairing, Scheme
from bangfu.parties.models import Party
from bangfu.parties.registries import parted


@action("pairing.enrolment.change")
def enrol(
    actor: User,
    *,
    scheme: Scheme,
    party: Party,
    county_code: str,
    area_code: str = "",
    capacity: int | None = None,
    skills: Sequence[str] = (),
    valid_from: date | None = None,
) -> Enrolment:
    """Note that a party stands ready under a scheme; raises Conflict when it already does."""
    require(actor, "pairing.enrolment.change", county_code)
    require_usable(scheme, county_code, valid_from or timezone.localdate())
    if not scheme.takes(party.kind):
        raise Refused(_("“%(scheme)s”的帮扶方不是这一类主体。") % {"scheme": scheme.words}, field="party")
    if scheme.enrolments.filter(party=party, valid_to=None).exists():
        raise Conflict(_("该帮扶方已在“%(scheme)s”中登记。") % {"scheme": scheme.words})
    row = Enrolment(
        scheme=scheme,
        party=party,
        county_code=county_code,
        area_code=area_code,
        capacity=capacity,
        skills=list(skills),
        valid_from=valid_from or timezone.localdate(),
    )
    row.full_clean()
    row.save()
    record_change(actor, "enrol", row, after=snapshot(row))
    return row


@action("pairing.enrolment.change")
def change_enrolment(
    actor: User, row: Enrolment, *, area_code: str = "", capacity: int | None = None, skills: Sequence[str] = ()
) -> Enrolment:
    """Change where a helper is meant to help, how many it can take and what it can do; pairs of today stay."""
    row = Enrolment.objects.select_for_update().get(pk=row.pk)
    require(actor, "pairing.enrolment.change", row.county_code)
    if row.valid_to is not None:
        raise Conflict(_("该帮扶方已经退出。"))
    if area_code and not area_code.startswith(row.county_code):
        raise Refused(_("帮扶村应在所属县（区）之内。"), field="area_code")
    before = snapshot(row)
    row.area_code, row.capacity, row.skills = area_code, capacity, list(skills)
    row.full_clean()
    row.save()
    record_change(actor, "change_enrolment", row, before=before, after=snapshot(row))
    return row


@action("pairing.enrolment.change")
def end_enrolment(actor: User, row: Enrolment, *, on: date, reason: str) -> int:
    """A helper leaves: the enrolment ends, and so do its pairings of the scheme. Return how many pairings ended."""
    row = Enrolment.objects.select_for_update().get(pk=row.pk)
    require(actor, "pairing.enrolment.change", row.county_code)
    if row.valid_to is not None:
        raise Conflict(_("该帮扶方已经退出。"))
    if not reason.strip():
        raise Refused(_("请写明退出原因。"), field="reason")
    if on < row.valid_from:
        raise Refused(_("退出日期不能早于登记日期。"), field="on")
    before = snapshot(row)
    row.valid_to, row.reason_out = on, reason.strip()
    row.save()
    record_change(actor, "end_enrolment", row, before=before, after=snapshot(row), reason=reason)
    ended = 0
    for pairing in Pairing.objects.select_for_update().filter(scheme=row.scheme, helper=row.party, valid_to=None):
        was = snapshot(pairing)
        pairing.valid_to, pairing.reason_out = max(on, pairing.valid_from), reason.strip()
        pairing.version += 1
        pairing.save()
        record_change(actor, "end_pairing", pairing, before=was, after=snapshot(pairing), reason=reason)
        ended += 1
    parted(actor, [row.party_id], on)
    return ended
