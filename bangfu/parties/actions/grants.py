"""What was granted over an area is held over its successor."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import Grant, User
from bangfu.parties.actions.days import DAY


def move_grants(actor: User, landing: Mapping[str, str], on: date, *, reason: str = "") -> int:
    """End the grants over the old codes the day before, and give the same over the new ones; return how many."""
    grants = Grant.objects.select_for_update().filter(
        Q(valid_to=None) | Q(valid_to__gte=on), area_code__in=list(landing)
    )
    why = reason or _("区划调整")
    moved = 0
    for grant in grants:
        before = snapshot(grant)
        new_code = landing[grant.area_code]
        if grant.valid_from < on:
            following = Grant.objects.create(
                user_id=grant.user_id,
                role=grant.role,
                area_code=new_code,
                workstream=grant.workstream,
                valid_from=on,
                valid_to=grant.valid_to,
                granted_by=actor,
                reason=why[:200],
            )
            record_change(actor, "move_grants", following, after=snapshot(following), reason=why[:400])
            grant.valid_to = on - DAY
        else:
            grant.area_code = new_code
        grant.save()
        record_change(actor, "move_grants", grant, before=before, after=snapshot(grant), reason=why[:400])
        moved += 1
    return moved
