"""What pairing adds to the pages of parties."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.rights.models import User
from bangfu.pairing.models import Agreement, Pairing, PlanHousehold
from bangfu.parties.models import Household
from bangfu.parties.queries import households_visible_to, names_of

SHOWN, MOST_LISTED = 30, 200


def plan_households_panel(user: User, agreement: Agreement) -> str:
    """Return the households the plan of an agreement names; to whom may not see them only how many. Empty for none."""
    listed = PlanHousehold.objects.filter(plan__agreement=agreement)
    count = listed.count()
    if not count:
        return ""
    seen = households_visible_to(user).filter(pk__in=listed.values("household_id")).order_by("area_code", "pk")
    homes = list(seen[:MOST_LISTED])
    standings = labels("household_standing")
    rows = [
        (
            {"text": str(home), "url": reverse("parties.household.detail", args=[home.pk])},
            home.number,
            str(standings.get(home.standing, home.standing)) if home.closed_on is None else _("已销户"),
        )
        for home in homes
    ]
    columns = [
        {"key": "head", "title": _("户主")},
        {"key": "number", "title": _("户编号")},
        {"key": "standing", "title": _("户类型")},
    ]
    context = {"columns": columns, "rows": rows, "count": count, "hidden": count - len(homes)}
    return render_to_string("pairing/plan_households.html", context)


def helpers_panel(_user: User, household: Household) -> str:
    """Return who helps a household, and who did; empty text when nobody ever has."""
    rows = list(
        Pairing.objects.filter(recipient_id=household.pk)
        .select_related("scheme")
        .order_by("valid_to", "-valid_from")[:SHOWN]
    )
    if not rows:
        return ""
    names = names_of({row.helper_id for row in rows})
    table = {
        "columns": [
            {"key": "helper", "title": _("帮扶方")},
            {"key": "scheme", "title": _("方案")},
            {"key": "valid_from", "title": _("起")},
            {"key": "valid_to", "title": _("止")},
            {"key": "reason", "title": _("原因")},
        ],
        "rows": [
            {
                "helper": names.get(row.helper_id, ""),
                "scheme": row.scheme.words,
                "valid_from": row.valid_from.isoformat(),
                "valid_to": row.valid_to.isoformat() if row.valid_to else {"text": _("至今"), "tone": "good"},
                "reason": row.reason_out or row.reason_in,
            }
            for row in rows
        ],
    }
    return render_to_string("pairing/helpers.html", table)
