"""Who sends which list: a department's officer works with the lists its organisation sends, and with no other."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import active_grants, require, scope_of
from bangfu.parties.models import Organisation
from bangfu.parties.queries import party_id_of
from bangfu.parties.rights import DEPARTMENT
from bangfu.workstreams.monitoring.lists.models import ListSender, ListType
from bangfu.workstreams.monitoring.permissions import LIST_SENDER


@action(LIST_SENDER)
def name_sender(actor: User, *, list_type: ListType, organisation: int, area_code: str) -> ListSender:
    """Let an organisation send a list in a place; those who act for it see what it sent and its matches."""
    require(actor, LIST_SENDER, area_code)
    sender = Organisation.objects.filter(pk=organisation, valid_to=None).first()
    if sender is None:
        raise Refused(_("没有这个单位。"), field="organisation")
    if not area_code.startswith(list_type.area_code):
        raise Refused(_("这份名单不在本地使用。"), field="list_type")
    row, fresh = ListSender.objects.get_or_create(list_type=list_type, organisation=sender, area_code=area_code)
    if not fresh:
        raise Conflict(_("这个单位已经是这份名单的提供单位。"))
    record_change(actor, "name_sender", row, after=snapshot(row))
    return row


@action(LIST_SENDER)
def remove_sender(actor: User, sender: ListSender, *, reason: str = "") -> ListSender:
    """Let an organisation send a list no more; what it sent stays."""
    row = ListSender.objects.select_for_update().get(pk=sender.pk)
    require_on(actor, LIST_SENDER, row)
    record_change(actor, "remove_sender", row, before=snapshot(row), after={}, reason=reason)
    row.delete()
    return sender


def sent_by(user: User, list_path: str = "list_type") -> Q:
    """Return the condition on rows of lists that the user's organisation sends, at the places of their grants."""
    party = party_id_of(user)
    places = [grant.area_code for grant in active_grants(user) if grant.role == DEPARTMENT]
    if party is None or not places:
        return Q(pk__in=[])
    inside = Q()
    for place in places:
        inside |= Q(area_code__startswith=place)
    sent = ListSender.objects.filter(inside, organisation=party, list_type=OuterRef(list_path))
    return inside & Exists(sent)  # type: ignore[operator]


def require_list(user: User, permission: str, kind: ListType, area_code: str) -> None:
    """Raise Denied unless the user holds the permission at the place, or sends this list there."""
    scope = require(user, permission)
    if scope.covers(area_code) or (scope.own and sends(user, kind, area_code)):
        return
    raise Denied(_("您所在的单位不提供这份名单，或这个地方不在您的管辖范围内。"))


def sends(user: User, kind: ListType, area_code: str) -> bool:
    """Tell whether the user's organisation sends a list in a place."""
    party = party_id_of(user)
    granted = any(g.role == DEPARTMENT and area_code.startswith(g.area_code) for g in active_grants(user))
    if party is None or not granted:
        return False
    rows = ListSender.objects.filter(list_type=kind, organisation=party).values_list("area_code", flat=True)
    return any(area_code.startswith(place) for place in rows)


def places_to_send(user: User, permission: str) -> tuple[str, ...]:
    """Return where the user may send lists: places of their permission, or of their department's grants."""
    scope = scope_of(user, permission)
    if scope.prefixes or not scope.own:
        return scope.prefixes
    return tuple(grant.area_code for grant in active_grants(user) if grant.role == DEPARTMENT)
