"""Pairs that no proposal may move."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.pairing.models import Pairing

CHANGE = "pairing.pairing.change"


@action(CHANGE)
def freeze(actor: User, row: Pairing, *, reason: str) -> Pairing:
    """Keep a pair whatever a proposal would gain by moving it; raises Conflict when it has ended or is kept already."""
    return _set(actor, row, frozen=True, deed="freeze", reason=reason)


@action(CHANGE)
def release(actor: User, row: Pairing, *, reason: str) -> Pairing:
    """Let proposals move a pair again; raises Conflict when it has ended or is not kept."""
    return _set(actor, row, frozen=False, deed="release", reason=reason)


def _set(actor: User, row: Pairing, *, frozen: bool, deed: str, reason: str) -> Pairing:
    row = Pairing.objects.select_for_update().get(pk=row.pk)
    require(actor, CHANGE, row.area_code)
    if row.valid_to is not None:
        raise Conflict(_("这一结对已于 %(day)s 解除。") % {"day": row.valid_to})
    if row.frozen == frozen:
        raise Conflict(_("这一结对已经固定不变。") if frozen else _("这一结对没有固定。"))
    if not reason.strip():
        raise Refused(_("请写明原因。"), field="reason")
    row.frozen = frozen
    row.version += 1
    row.save(update_fields=["frozen", "version"])
    record_change(actor, deed, row, before={"frozen": not frozen}, after={"frozen": frozen}, reason=reason)
    return row
