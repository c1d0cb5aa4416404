"""The entries that count for one duty of an agreement."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.figures.agreements.panel import promised, table_of
from bangfu.figures.agreements.performance import entries_of, performance
from bangfu.figures.pages.rows import as_table, ordered
from bangfu.kernel.pages.frame import show
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.scope import may
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.ledger.models import Entry

PER_PAGE = 30


def duty_entries_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the settled and the waiting entries of a duty; a stranger's duty answers as one that does not exist."""
    user = request.user
    duty = row_visible_to(user, resources["pairing.duty"], pk)
    agreement = duty.agreement
    [row] = table_of(performance(user, agreement, [duty]))["rows"]
    pages = Paginator(ordered(entries_of(user, duty)), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "duty": duty,
        "facts": [
            (_("约定"), promised(duty)),
            (_("已到位"), row["delivered"]["text"] if isinstance(row["delivered"], dict) else row["delivered"]),
            (_("完成率"), row["reached"] and row["reached"]["text"]),
            (_("完成时限"), duty.due_on.isoformat()),
        ],
        **as_table(Entry, list(page.object_list)),
        "may_record": may(user, "ledger.entry.record"),
        "total": pages.count,
        "page": page.number,
        "pages": pages.num_pages,
        "url_for": lambda number: f"?page={number}",
    }
    crumbs = [
        (reverse("pairing.agreement.list"), _("帮扶协议")),
        (reverse("pairing.agreement.detail", args=[agreement.pk]), agreement.title),
        ("", duty.text),
    ]
    return show(request, "figures/duty.html", context, crumbs=crumbs)
