"""One figure of a sealed report: the rows it counted then, those new since, and those that count no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.computing import compute, rows_of
from bangfu.figures.declared import Figure, figures
from bangfu.figures.pages.rows import as_table, ordered
from bangfu.figures.scoping import bounded
from bangfu.figures.sources import Source
from bangfu.figures.units import written
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import require
from bangfu.reports.document import Used
from bangfu.reports.frozen_rows import RowChanges, changes_of, question_of
from bangfu.reports.models import SealedReport
from bangfu.reports.outputs.appendix import exact_value, period_words, used_address
from bangfu.reports.permissions import VIEW
from bangfu.reports.sealing import document_of

PER_PAGE = 30


@dataclass(frozen=True)
class _List:
    """One list to choose: of a source, what the figure counted when sealed, what is new, or what counts no more."""

    key: str
    title: str
    source: str
    numbers: list[int]


def sealed_figure(request: HttpRequest, digest: str, number: int) -> HttpResponse:
    """Show the rows behind a figure of a sealed report to those who may see the place's reports and these rows.

    A report sealed before lists were kept leads to the figure as it is today.
    """
    sealed = SealedReport.objects.filter(digest=digest).first()
    if sealed is None:
        raise Http404
    require(request.user, VIEW, sealed.area_code)
    document = document_of(sealed)
    if not 1 <= number <= len(document.figures):
        raise Http404
    used = document.figures[number - 1]
    figure, changes = figures.get(used.code), changes_of(used)
    if changes is None or figure is None:
        return redirect(used_address("", used))
    opened = _opened(request, used, figure, changes)
    today = compute(figure, question_of(used)).value
    context = {
        "used": used,
        "sealed": sealed,
        "then": written(used.value, used.unit),
        "today": written(today, used.unit),
        "today_url": used_address("", used),
        "facts": _facts(used, None if today is None else Decimal(today)),
        **opened,
    }
    back = reverse("sealed", args=[digest])
    crumbs = [(reverse("reports"), _("报告")), (back, sealed.title), ("", used.title)]
    return show(request, "reports/sealed_figure.html", context, crumbs=crumbs)


def _facts(used: Used, today: Decimal | None) -> list[tuple[str, str]]:
    return [
        (_("封存时"), exact_value(used.value, used.unit)),
        (_("今天"), exact_value(today, used.unit)),
        (_("时期"), period_words(used)),
        (_("封存时的口径"), used.definition or used.expression),
        (_("记录清单的校验值"), used.rows),
        (_("代号"), used.code),
    ]


def _opened(request: HttpRequest, used: Used, figure: Figure, changes: RowChanges) -> dict[str, Any]:
    """One page of the list chosen; rights on the rows are asked first, as where the figure itself is opened."""
    question = bounded(request.user, figure, question_of(used))
    sources = {source.name: source for source, _rows in rows_of(figure, question)}
    lists = list(_lists(changes, sources))
    chosen = next((one for one in lists if one.key == request.GET.get("rows")), lists[0] if lists else None)
    if chosen is None:
        return {"tabs": [], "rows": []}
    pages = Paginator(chosen.numbers[::-1], PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    source = sources[chosen.source]
    within = (question.within or {}).get(source.name)
    rows = source.rows(None).filter(pk__in=page.object_list)
    rows = ordered(rows if within is None else rows.filter(within))
    return {
        **as_table(rows.model, list(rows)),
        "tabs": [
            {"title": one.title, "url": f"{request.path}?{urlencode({'rows': one.key})}#rows", "active": one is chosen}
            for one in lists
        ],
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda to: f"{request.path}?{urlencode({'rows': chosen.key, 'page': to})}#rows",
    }


def _lists(changes: RowChanges, sources: dict[str, Source]) -> Iterator[_List]:
    """The lists that hold anything; what is new and what counts no more before what there was."""
    kinds = (
        ("added", changes.added, _("以后增加")),
        ("gone", changes.gone, _("不再计入")),
        ("sealed", changes.sealed, _("封存时")),
    )
    for key, numbers, words in kinds:
        for name, found in numbers.items():
            if found and name in sources:
                several = f"{sources[name].title}，" if len(sources) > 1 else ""
                yield _List(f"{key}-{name}", f"{several}{words} {len(found):,}", name, found)
