"""Schemes are data: a county adds and changes them in the pages."""

from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.pairing.models import Scheme


@action("pairing.scheme.change")
def make_scheme(actor: User, **fields: Any) -> Scheme:
    """Add a scheme; raises Refused for a name that is taken."""
    if Scheme.objects.filter(name=fields.get("name")).exists():
        raise Refused(_("已有代号为“%(name)s”的方案。") % {"name": fields["name"]}, field="name")
    scheme = Scheme(**fields)
    scheme.full_clean()
    scheme.save()
    record_change(actor, "make_scheme", scheme, after=snapshot(scheme))
    return scheme


@action("pairing.scheme.change")
def change_scheme(actor: User, scheme: Scheme, **fields: Any) -> Scheme:
    """Change a scheme's rules; open proposals made under the old ones can no longer be accepted.

    Raises Conflict when somebody else changed it, Refused when kinds change while pairings exist.
    """
    fresh = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if fresh.version != scheme.version:
        raise Conflict(_("“%(row)s”刚刚已被他人修改，您的修改没有保存。请刷新后重新填写。") % {"row": fresh})
    before = snapshot(fresh)
    fields.pop("name", None)
    for name, value in fields.items():
        setattr(fresh, name, value)
    kinds = {"helper_kind", "recipient_kind"}
    if any(before[k] != getattr(fresh, k) for k in kinds) and fresh.pairings.exists():
        raise Refused(_("已有结对记录，不能改变双方的类别。"))
    fresh.version += 1
    fresh.full_clean()
    fresh.save()
    record_change(actor, "change_scheme", fresh, before=before, after=snapshot(fresh))
    return fresh
