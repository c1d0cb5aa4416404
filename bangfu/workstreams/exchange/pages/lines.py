"""A line of a bank statement beside the pledges it may be: somebody decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangfu.kernel import formats
from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.workstreams.exchange.actions.statements import line_to_purse, match_line
from bangfu.workstreams.exchange.forms_money import LineForm
from bangfu.workstreams.exchange.models import StatementLine
from bangfu.workstreams.exchange.queries.statements import candidates_for


def line_of(user: User, pk: int) -> StatementLine:
    """Return a line the user may see; raise Absent otherwise."""
    row: Any = row_visible_to(user, resources["exchange.statement_line"], pk)
    return StatementLine.objects.get(pk=row.pk)


def line_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a line with its candidates; or give it to a purse that nobody pledged to."""
    line = line_of(request.user, pk)
    form = LineForm(request.POST if request.method == "POST" else None, actor=request.user)

    def work() -> str:
        line_to_purse(request.user, line, **form.cleaned_data)
        messages.success(request, _("已登记为捐款，收据已开具。"))
        return _next()

    if request.method == "POST" and form.is_valid() and attempt(form, work):
        return redirect(form.answer)
    waits = line.state == "open"
    context = {
        "line": line,
        "waits": waits,
        "candidates": [
            {
                "pk": one.donation.pk,
                "name": one.name,
                "purse": str(one.donation.purse),
                "amount": formats.money(one.donation.amount, "元"),
                "reference": one.donation.reference,
                "on": formats.day(one.donation.pledged_on),
                "reasons": "；".join(one.reasons),
                "differs": one.donation.amount != line.amount,
            }
            for one in (candidates_for(line) if waits else [])
        ],
        "form": form,
    }
    crumbs = [(f"{reverse('exchange-money')}?show=lines", _("待核对流水")), ("", line.payer or _("未具名"))]
    status = 422 if request.method == "POST" else 200
    return show(request, "exchange/line.html", context, crumbs=crumbs, status=status)


@require_POST
def line_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the chosen pledge."""
    line, chosen = line_of(request.user, pk), request.POST.get("donation", "")
    if not chosen.isdigit():
        raise Refused(_("请选择一笔认捐。"), field="donation")
    match_line(request.user, line, donation=int(chosen))
    messages.success(request, _("已核对，收据已开具。"))
    return redirect(_next())


def _next() -> str:
    return f"{reverse('exchange-money')}?show=lines"
