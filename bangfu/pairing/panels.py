"""What pairing adds to the pages of parties."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.pairing.models import Pairing
from bangfu.parties.models import Household
from bangfu.parties.queries import names_of

SHOWN = 30


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
