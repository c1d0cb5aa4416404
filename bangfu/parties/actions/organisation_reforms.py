"""Organisations merged or restructured: what one did passes to the one that took its place."""

from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions.days import DAY, happened
from bangfu.parties.actions.rows import change, locked_all, state
from bangfu.parties.models import Organisation, Person, UserParty
from bangfu.parties.registries import parted, succeeded

CHANGE = "parties.organisation.change"


@action(CHANGE)
def succeed_organisation(
    actor: User, organisation: Organisation, *, successor: Organisation, on: date, document: str = "", reason: str = ""
) -> Organisation:
    """End an organisation and let another take its place; ``on`` is the first day of the new order.

    Its staff, its subordinates and the users who act for it pass to the successor, and whatever higher layers hang on
    it (pairs, agreements, teams). Both must lie in the actor's scope. Raises Conflict when either has ended, Refused
    for a day before the organisation began.
    """
    happened(on)
    rows = locked_all(Organisation, [organisation.pk, successor.pk])
    row, heir = rows[organisation.pk], rows[successor.pk]
    for one in (row, heir):
        require(actor, CHANGE, one.area_code)
        if one.valid_to is not None:
            raise Conflict(_("“%(row)s”已于 %(day)s 撤销。") % {"row": one, "day": one.valid_to.isoformat()})
    if row.pk == heir.pk:
        raise Refused(_("请选择另一个单位。"), field="successor")
    if row.valid_from and on <= row.valid_from:
        raise Refused(_("撤销日期早于成立日期。"), field="on")
    before = state(row)
    row.valid_to, row.successor = on - DAY, heir
    why = reason or document
    ended = change(actor, "succeed_organisation", row, before, reason=why)
    _pass_on(actor, row, heir, why)
    succeeded(actor, row.pk, heir.pk, on)
    parted(actor, [row.pk], on - DAY)
    return ended


def _pass_on(actor: User, row: Organisation, heir: Organisation, reason: str) -> None:
    """Give staff, subordinates and the users who act for an organisation to its successor."""
    for model, field in ((Person, "works_for"), (Organisation, "superior")):
        moved = list(model.objects.filter(**{field: row}).exclude(pk=heir.pk).values_list("pk", "area_code"))
        model.objects.filter(pk__in=[pk for pk, _code in moved]).update(**{field: heir})
        record_changes(
            Change(
                actor=actor,
                action="succeed_organisation",
                object_type=model._meta.label_lower,
                object_id=pk,
                area_code=code,
                before={field: row.pk},
                after={field: heir.pk},
                reason=reason,
            )
            for pk, code in moved
        )
    if heir.superior_id == row.pk:
        heir.superior = row.superior
        heir.save(update_fields=["superior"])
    for acting in UserParty.objects.filter(party_id=row.pk).select_related("user"):
        acting.party_id = heir.pk
        acting.save(update_fields=["party"])
        record_change(
            actor, "let_act_for", acting.user, before={"party": row.pk}, after={"party": heir.pk}, reason=reason
        )
