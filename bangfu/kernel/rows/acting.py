"""Doing a declared act to one row or to many: the one way of pages and API."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.resources import Act, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import may_on, require_on
from bangfu.kernel.rights.scope import may
from bangfu.kernel.rows.visibility import Absent, row_visible_to, rows_visible_to

MOST = 1000  # rows one bulk act takes; more is work for an import or a job


def may_act(user: User, act: Act, obj: Any) -> bool:
    """Tell whether the user may do an act to a row that they see, whatever its state."""
    if act.allowed is None:
        return may_on(user, act.permission, obj)
    return may(user, act.permission) and act.allowed(user, obj)


def require_act(user: User, act: Act, obj: Any) -> None:
    """Raise Denied, in words that do not tell what the row holds, unless ``may_act``."""
    if act.allowed is None:
        require_on(user, act.permission, obj)
    elif not may_act(user, act, obj):
        raise Denied(_("“%(what)s”由别的一方办理，不由您办理。") % {"what": act.title})


def act_on_row(user: User, resource: Resource, act: Act, pk: Any, fields: dict[str, Any]) -> Any:
    """Do an act to one row as it is now; raise Conflict when it is not offered in the row's present state."""
    with transaction.atomic():
        resource.model._default_manager.select_for_update().filter(pk=pk).values_list("pk").first()
        obj = row_visible_to(user, resource, pk)
        require_act(user, act, obj)
        if not act.when(obj):
            raise Conflict(_("现在不能“%(what)s”，可能别人已经办过，请刷新后再看。") % {"what": act.title})
        return act.run(user, obj, **fields)


def act_on_rows(user: User, resource: Resource, act: Act, pks: Sequence[str], fields: dict[str, Any]) -> Any:
    """Do a bulk act to rows; raise Absent when one of them is not within the user's reach: all, or none."""
    with transaction.atomic():
        return act.run(user, reachable(user, resource, act, pks), **fields)


def reachable(user: User, resource: Resource, act: Act, pks: Sequence[str]) -> list[Any]:
    """Return the primary keys of the chosen rows in order; raise Refused or Absent unless all may be acted on."""
    wanted = list(dict.fromkeys(str(pk) for pk in pks if str(pk)))
    if not wanted:
        raise Refused(_("请先选择记录。"), field="ids")
    if len(wanted) > MOST:
        raise Refused(_("一次最多选择 %(most)s 条。") % {"most": MOST}, field="ids")
    try:
        allowed = rows_visible_to(user, resource, act.permission).filter(pk__in=wanted).order_by()
        found = {str(pk): pk for pk in allowed.values_list("pk", flat=True)}
    except (ValueError, OverflowError) as error:
        raise Refused(_("选择的记录编号不对。"), field="ids") from error
    if len(found) != len(wanted):
        raise Absent(_("选择的记录中有不存在的，或不在您的管辖范围内，什么都没有做。"))
    return [found[pk] for pk in wanted]
