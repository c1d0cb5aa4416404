"""Pages of schemes beside the derived ones: what is being typed would mean, a scheme as a file and back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.kernel.forms import ActorForm
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.scope import require
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.pairing.actions.schemes import take_over_scheme
from bangfu.pairing.forms import SchemeForm
from bangfu.pairing.forms.schemes import rules_of
from bangfu.pairing.models import Scheme
from bangfu.pairing.scheme_files import as_file
from bangfu.pairing.scheme_panels import preview

CHANGE = "pairing.scheme.change"


class FileForm(ActorForm):
    """A file that another county exported, and perhaps another name for it here."""

    file = forms.FileField(
        label=gettext_lazy("方案文件"), help_text=gettext_lazy("在方案页面“导出为文件”得到的 .json。")
    )
    name = forms.SlugField(
        label=gettext_lazy("换一个代号"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("本系统已有同代号的方案时填写。"),
    )


@require_POST
def preview_page(request: HttpRequest) -> HttpResponse:
    """Tell what stands in the form of a scheme: sentences and counts, or what contradicts itself. Nothing is kept."""
    require(request.user, CHANGE)
    form = SchemeForm(request.POST, actor=request.user)
    form.is_valid()
    fields = rules_of({name: form.cleaned_data.get(name) for name in form.fields})
    known = {field.name for field in Scheme._meta.get_fields()}
    numbers = ("per_recipient_min", "per_helper_min")
    values = {name: value for name, value in fields.items() if name in known and value is not None}
    values |= {name: fields.get(name) or 0 for name in numbers}
    scheme = Scheme(**values)
    if not scheme.helper_title or not scheme.recipient_title:
        return HttpResponse("")
    return HttpResponse(preview(request.user, scheme))


def file_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a scheme as a file."""
    scheme = row_visible_to(request.user, resources["pairing.scheme"], pk)
    answer = HttpResponse(as_file(scheme), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="scheme-{scheme.name}.json"'
    return answer


def take_over_page(request: HttpRequest) -> HttpResponse:
    """Read a scheme from a file."""
    require(request.user, CHANGE)
    form = FileForm(request.POST or None, request.FILES or None, actor=request.user)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _taken_over(request, form)):
        messages.success(request, _("方案已导入，请核对后使用。"))
        return redirect(form.answer)
    context = {
        "page": {"title": _("从文件导入方案"), "note": _("导入的方案归您管辖的县（区），可以再修改。")},
        "form": form,
        "hidden": {KEY: request.POST.get(KEY) or new_key()},
        "cancel_url": reverse("pairing.scheme.list"),
        "submit_label": _("导入"),
        "edited": None,
    }
    crumbs = [(reverse("pairing.scheme.list"), _("结对方案")), ("", context["page"]["title"])]
    status = 422 if request.method == "POST" else 200
    return show(request, "kernel/pages/form.html", context, crumbs=crumbs, status=status)


def _taken_over(request: HttpRequest, form: FileForm) -> str:
    content, name = form.cleaned_data["file"].read(), form.cleaned_data["name"]

    def work() -> str:
        made = take_over_scheme(request.user, content=content, name=name)
        return reverse("pairing.scheme.detail", args=[made.pk])

    return submit_once(request.user, request.POST.get(KEY, ""), work)[0]
