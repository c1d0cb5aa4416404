"""Reading one number in full: the purpose is asked first, and who read it is on record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.parties.actions.unmasking import SHORTEST_PURPOSE, UNMASK, unmask

NOUNS = ("person", "household", "organisation")


class PurposeForm(forms.Form):
    """What a number is needed for."""

    purpose = forms.CharField(
        label=gettext_lazy("用途"),
        min_length=SHORTEST_PURPOSE,
        max_length=200,
        help_text=gettext_lazy("查看人、时间和用途会留下记录，审计可以看到。"),
    )


def unmask_page(request: HttpRequest, noun: str, pk: int, field: str) -> HttpResponse:
    """Ask for the purpose, then show the number: to the script as JSON, else on a page."""
    if noun not in NOUNS:
        raise Http404
    user = request.user
    obj: Any = row_visible_to(user, resources[f"parties.{noun}"], pk)
    require_on(user, UNMASK, obj)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    title = _("查看完整号码")
    back = reverse(f"parties.{noun}.detail", args=[pk])
    value, status = "", 200
    if request.method == "POST":
        if form.is_valid():
            value = unmask(user, obj, field=field, purpose=form.cleaned_data["purpose"])
        elif not request.accepts("text/html"):
            raise Refused(
                "；".join(message for messages in form.errors.values() for message in messages), field="purpose"
            )
        else:
            status = 422
    if value and not request.accepts("text/html"):
        answer: HttpResponse = JsonResponse({"value": value})
    else:
        context = {"page": {"title": title, "note": str(obj)}, "form": form, "value": value, "cancel_url": back}
        answer = show(request, "office/unmask.html", context, crumbs=[(back, str(obj)), ("", title)], status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
