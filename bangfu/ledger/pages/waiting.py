"""What waits for one's word: entries that the other side recorded."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import require
from bangfu.ledger.models import Entry
from bangfu.ledger.panels import table_of
from bangfu.ledger.queries import waiting_for

PER_PAGE = 50


def waiting_page(request: HttpRequest) -> HttpResponse:
    """List what waits to be confirmed, the oldest deadline first."""
    require(request.user, "ledger.entry.confirm")
    pages = Paginator(waiting_for(request.user), PER_PAGE)
    current = pages.get_page(request.GET.get("page"))
    standings = list(current.object_list)
    entries = list(Entry.objects.filter(pk__in=[s.pk for s in standings]).select_related("standing"))
    by_id = {entry.pk: entry for entry in entries}
    table = table_of([by_id[s.pk] for s in standings])
    table["columns"].append({"key": "due", "title": _("确认期限")})
    today = timezone.localdate()
    for row, standing in zip(table["rows"], standings, strict=True):
        late = standing.due_on is not None and standing.due_on < today
        text = standing.due_on.isoformat() if standing.due_on else "—"
        row["due"] = {"text": _("%s 已逾期") % text, "tone": "bad"} if late else text
    context = {**table, "current": current, "pages": pages, "url_for": lambda number: f"?page={number}"}
    return show(request, "ledger/waiting.html", context, crumbs=[("", _("待我确认"))])
