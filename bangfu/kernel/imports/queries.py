"""Reading imports: which templates a user may fill in, and which runs they may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bangfu.kernel.imports.declared import ImportTemplate, templates
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, scope_of


def templates_for(user: User) -> list[ImportTemplate]:
    """Return the templates the user may import or export with, in their order."""
    found = [t for t in templates if may(user, t.permission) or may(user, t.export_permission)]
    return sorted(found, key=lambda template: template.order)


def runs_visible_to(user: User) -> QuerySet[ImportRun]:
    """Return the user's own imports, and those of others for places where the user may import the same."""
    condition = Q(actor=user)
    for template in templates:
        scope = scope_of(user, template.permission)
        if scope.everywhere:
            condition |= Q(template=template.name)
        elif scope.prefixes:
            condition |= Q(template=template.name) & ~Q(area_code="") & scope.q()
            condition |= Q(template=template.name, area_code="") & _kept_below(scope.prefixes)
    return ImportRun.objects.filter(condition).select_related("actor", "undone_by", "file").order_by("-id")


def _kept_below(prefixes: tuple[str, ...]) -> Q:
    """Runs for no named place belong to the place that keeps the account of whoever uploaded them."""
    condition = Q(pk__in=[])
    for prefix in prefixes:
        condition |= Q(actor__area_code__startswith=prefix) & ~Q(actor__area_code="")
    return condition
