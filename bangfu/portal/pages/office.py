"""The office's side: what the site shows, and publishing a notice with its preview."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.forms import ActorForm, AreaField
from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.publishing.declared import public_templates
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scope_of
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.parties.models import Area
from bangfu.portal.actions.notices import Prepared, prepare_notice, publish_notice
from bangfu.portal.actions.settings import set_site
from bangfu.portal.limits import HIDDEN, OPEN, WORDS
from bangfu.portal.pages.shown import table
from bangfu.portal.permissions import NOTICE_CHANGE, SETTINGS
from bangfu.portal.sites import hotline, sections

MOST_COUNTIES = 400


class SiteForm(forms.Form):
    """What a county's site shows."""

    area_code = forms.ChoiceField(label=gettext_lazy("县（区）"))
    open_ = forms.BooleanField(label=gettext_lazy("开放公开网站"), required=False)
    shown = forms.MultipleChoiceField(
        label=gettext_lazy("显示的栏目"), required=False, widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(label=gettext_lazy("网站名称"), max_length=30, required=False)
    hotline = forms.CharField(label=gettext_lazy("监督电话"), max_length=30, required=False)
    note = forms.CharField(label=gettext_lazy("首页说明"), max_length=200, required=False)
    valid_from = forms.DateField(
        label=gettext_lazy("从哪天起"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = counties_of(actor)  # type: ignore[attr-defined]
        self.fields["shown"].choices = list(sections().items())  # type: ignore[attr-defined]


def counties_of(user: User) -> list[tuple[str, str]]:
    """Return the counties whose site a user may set."""
    rows = Area.objects.filter(scope_of(user, SETTINGS).q("code"), level=COUNTY, valid_to=None).order_by("code")
    return list(rows.values_list("code", "name")[:MOST_COUNTIES])


def settings_page(request: HttpRequest) -> HttpResponse:
    """Show and set what a county's site shows."""
    user: Any = request.user
    require(user, SETTINGS)
    offered = counties_of(user)
    chosen = request.GET.get("place") or (offered[0][0] if offered else "")
    form = SiteForm(request.POST if request.method == "POST" else None, actor=user, initial=_now(chosen))

    def work() -> None:
        given = {name: value for name, value in form.cleaned_data.items() if name != "valid_from"}
        set_site(user, valid_from=form.cleaned_data["valid_from"], **given)

    if request.method == "POST" and form.is_valid() and attempt(form, work):
        messages.success(request, _("已保存，几秒后生效。"))
        return redirect(f"{reverse('portal-settings')}?place={form.cleaned_data['area_code']}")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "counties": offered, "chosen": chosen}
    return show(request, "portal/settings.html", context, crumbs=[("", _("公开网站设置"))], status=status)


def _now(code: str) -> dict[str, Any]:
    if not code:
        return {}
    hidden = policy_or_none(HIDDEN, code) or []
    words = policy_or_none(WORDS, code) or {}
    return {
        "area_code": code,
        "open_": bool(policy_or_none(OPEN, code)),
        "shown": [name for name in sections() if name not in hidden],
        **words,
    }


class NoticeForm(ActorForm):
    """What to publish, where, and for which period."""

    template = forms.ChoiceField(label=gettext_lazy("公告种类"))
    area_code = AreaField(label=gettext_lazy("地区"))
    period_from = forms.DateField(label=gettext_lazy("数据起"), widget=forms.DateInput(attrs={"type": "date"}))
    period_to = forms.DateField(label=gettext_lazy("数据止"), widget=forms.DateInput(attrs={"type": "date"}))
    subject = forms.ChoiceField(label=gettext_lazy("关于"), required=False)
    title = forms.CharField(label=gettext_lazy("标题"), max_length=80)
    note = forms.CharField(
        label=gettext_lazy("说明"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    line = forms.CharField(label=gettext_lazy("监督电话"), max_length=40, required=False)
    ends_on = forms.DateField(
        label=gettext_lazy("公示止"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("不填就按规定的最少天数。"),
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offered = [(one.name, one.title) for one in public_templates if may(actor, one.permission)]
        self.fields["template"].choices = offered  # type: ignore[attr-defined]
        asked = [str(self.data.get(name) or self.initial.get(name) or "") for name in ("template", "area_code")]
        if subjects := self._subjects(*asked):
            self.fields["subject"].choices = [("", _("请选择")), *subjects]  # type: ignore[attr-defined]
        else:
            del self.fields["subject"]

    def _subjects(self, name: str, place: str) -> list[tuple[str, Any]]:
        """Return what the chosen kind of notice can be about in a place; nothing where it tells of all at once."""
        template = public_templates.get(name)
        if template is None or template.subjects is None or not may(self.actor, template.permission, place):
            return []
        return list(template.subjects(place))


def publish_page(request: HttpRequest) -> HttpResponse:
    """Prepare a notice: look at it as everybody would read it, then publish it."""
    user: Any = request.user
    require(user, NOTICE_CHANGE)
    first = _first(user) | _named(request)
    form = NoticeForm(request.POST if request.method == "POST" else None, actor=user, initial=first)
    made: Prepared | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wanted = (given["template"], given["area_code"], given["period_from"], given["period_to"])
        if attempt(form, lambda: prepare_notice(user, *wanted, subject=given.get("subject", ""))):
            made = form.answer  # type: ignore[attr-defined]
        published = made is not None and "publish" in request.POST
        if published and attempt(form, lambda: publish_notice(user, **given)):
            messages.success(request, _("已发布。"))
            return redirect(reverse("portal.notice.detail", args=[form.answer.pk]))  # type: ignore[attr-defined]
    context = {
        "form": form,
        "made": made,
        "table": _preview(made, form.cleaned_data["area_code"]) if made else None,
    }
    status = 422 if form.errors else 200
    crumbs = [(reverse("portal.notice.list"), _("公示公告")), ("", _("发布公示公告"))]
    return show(request, "portal/publish.html", context, crumbs=crumbs, status=status)


def _preview(made: Prepared, area_code: str) -> dict[str, Any]:
    return table(made.template.columns, made.rows, made.template.totals, area_code)


def _first(user: User) -> dict[str, Any]:
    today = timezone.localdate()
    places = scope_of(user, NOTICE_CHANGE).prefixes
    code = places[0] if places else ""
    return {"area_code": code, "period_from": date(today.year, 1, 1), "period_to": today, "line": hotline(code)}


def _named(request: HttpRequest) -> dict[str, str]:
    """What a link to this page fills in: the kind of notice, the place and what it is about."""
    return {name: request.GET[name] for name in ("template", "area_code", "subject", "title") if request.GET.get(name)}


def sheet_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a notice as the sheet that hangs at the board, to be printed; for the office only."""
    row: Any = row_visible_to(request.user, resources["portal.notice"], pk)
    template = public_templates[row.template]
    context = {
        "notice": row,
        "about": template.about,
        "basis": template.basis,
        "table": table(template.columns, row.rows, template.totals, row.area_code),
        "line": row.line or hotline(row.area_code),
    }
    crumbs = [(reverse("portal.notice.list"), _("公示公告")), ("", row.title)]
    return show(request, "portal/sheet.html", context, crumbs=crumbs)
