"""Writing rules with their effect in view, and looking at runs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.forms import ActorForm, AreaField
from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scope_of, scoped
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.queries import names_of
from bangfu.workstreams.monitoring.permissions import CLUE_VIEW, RULE_CHANGE, RULE_VIEW, RUN_START, RUN_VIEW
from bangfu.workstreams.monitoring.screening.actions import revise_rule, stop_rule, write_rule
from bangfu.workstreams.monitoring.screening.asking import ENGINES, chosen_engine
from bangfu.workstreams.monitoring.screening.forms import RuleForm, VersionForm, said
from bangfu.workstreams.monitoring.screening.models import Rule, RuleVersion, ScreeningRun
from bangfu.workstreams.monitoring.screening.pinned import rules_changed_since, thresholds_of
from bangfu.workstreams.monitoring.screening.previewing import Preview, preview
from bangfu.workstreams.monitoring.screening.running import start_run
from bangfu.workstreams.monitoring.screening.vocabulary import vocabulary

RULES = "/monitoring/rule/"
RUNS = "/monitoring/run/"


class StartForm(ActorForm):
    """Where, for which day, and by which engine."""

    area_code = AreaField(label=gettext_lazy("地区"))
    on = forms.DateField(
        label=gettext_lazy("筛查日期"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"})
    )
    engine = forms.ChoiceField(label=gettext_lazy("引擎"), choices=[(e, e) for e in ENGINES], initial=chosen_engine)


def rule_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a rule says and said, and what the last runs found by it."""
    user = request.user
    require(user, RULE_VIEW)
    rule = _rule(pk)
    versions = list(rule.versions.select_related("written_by"))
    change = may(user, RULE_CHANGE, rule.area_code)
    context = {
        "rule": rule,
        "versions": versions,
        "risks": labels("risk"),
        "runs": _hits_by_run(user, rule),
        "revise_url": reverse("screening-rule-revise", args=[pk]) if change else "",
        "stop_url": reverse("screening-rule-stop", args=[pk]) if change and rule.stopped_on is None else "",
        "own_url": _own_url(user, rule),
    }
    return show(request, "monitoring/rule.html", context, crumbs=[(RULES, _("筛查规则")), ("", rule.title)])


def _rule(pk: int) -> Rule:
    rule = Rule.objects.filter(pk=pk).first()
    if rule is None:
        raise Absent(_("没有这条规则。"))
    return rule


def _own_url(user: User, rule: Rule) -> str:
    """Where to word a wider rule one's own way; empty where one may change the rule itself, or none."""
    if may(user, RULE_CHANGE, rule.area_code) or not may(user, RULE_CHANGE):
        return ""
    return f"{reverse('screening-rule-new')}?from={rule.pk}"


def _hits_by_run(user: User, rule: Rule) -> list[dict[str, Any]]:
    runs = scoped(ScreeningRun.objects.filter(state=ScreeningRun.State.DONE), user, RUN_VIEW).order_by("-id")[:12]
    found = []
    for run in runs:
        line = next((line for line in run.report if line["code"] == rule.code), None)
        if line is not None:
            found.append({"run": run, "hits": line["hits"], "skipped": line.get("skipped", "")})
    return found


def write_page(request: HttpRequest) -> HttpResponse:
    """Write a new rule, or one's own wording of a wider one."""
    user = request.user
    require(user, RULE_CHANGE)
    origin = Rule.objects.filter(pk=request.GET.get("from") or 0).first()
    prefix = next(iter(scope_of(user, RULE_CHANGE).prefixes), "")
    initial: dict[str, Any] = {"area_code": prefix}
    if origin is not None:
        initial |= _initial(origin) | {"title": origin.title, "code": f"{origin.code}_{prefix}"}
    form = RuleForm(request.POST or None, actor=user, initial=initial)

    def save(cleaned: dict[str, Any]) -> Rule:
        given = {name: cleaned[name] for name in ("code", "title", "area_code", "sure")}
        return write_rule(user, replaces=origin, **given, **said(cleaned))

    title = _("按本地口径改写“%s”") % origin.title if origin else _("编写规则")
    return _editor(request, form, save, title, [(RULES, _("筛查规则")), ("", title)])


def revise_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Write another version of a rule."""
    user, rule = request.user, _rule(pk)
    require(user, RULE_CHANGE, rule.area_code)
    form = VersionForm(request.POST or None, actor=user, initial=_initial(rule))

    def save(cleaned: dict[str, Any]) -> Rule:
        revise_rule(user, rule, sure=cleaned["sure"], **said(cleaned))
        return rule

    crumbs = [(RULES, _("筛查规则")), (reverse("screening-rule", args=[pk]), rule.title), ("", _("新版本"))]
    return _editor(request, form, save, _("“%s”的新版本") % rule.title, crumbs, rule)


def _initial(rule: Rule) -> dict[str, Any]:
    last = rule.versions.order_by("-number").first()
    names = ("subject", "expression", "population", "channel", "risk", "frequency", "renewal", "document")
    return {name: getattr(last, name) for name in names} if last else {}


def _editor(
    request: HttpRequest, form: Any, save: Any, title: str, crumbs: list[tuple[str, str]], rule: Rule | None = None
) -> HttpResponse:
    """Show the form; ``try`` shows what the draft would do, ``save`` keeps it."""
    tried: Preview | None = None
    saved: list[Rule] = []
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            found: list[Preview] = []
            attempt(form, lambda: found.append(_tried(form, rule)))
            tried = found[0] if found else None
        elif attempt(form, lambda: saved.append(save(form.cleaned_data))):
            messages.success(request, _("已保存。"))
            return redirect("screening-rule", saved[0].pk)
    area_code = rule.area_code if rule else form.data.get("area_code") or form.initial.get("area_code", "")
    context = {
        "page": {"title": title},
        "form": form,
        "tried": tried,
        "examples": _examples(tried, request.user),
        "words": _words(area_code if isinstance(area_code, str) else ""),
        "cancel_url": reverse("screening-rule", args=[rule.pk]) if rule else RULES,
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return show(request, "monitoring/rule_editor.html", context, crumbs=crumbs, status=status)


def _tried(form: Any, rule: Rule | None) -> Preview:
    cleaned = form.cleaned_data
    area_code = rule.area_code if rule else cleaned["area_code"]
    require(form.actor, RULE_CHANGE, area_code)
    version = RuleVersion(rule=Rule(code="draft", area_code=area_code), number=0, **said(cleaned))
    return preview(version, area_code, timezone.localdate())


def _examples(tried: Preview | None, user: User) -> list[dict[str, Any]]:
    """Name the households a draft would hit, for whoever may see clues."""
    if tried is None or not may(user, CLUE_VIEW):
        return []
    names = names_of([e["household"] for e in tried.examples] + [e["person"] for e in tried.examples])
    return [
        {**e, "name": names.get(e["household"], ""), "person_name": names.get(e["person"], "") if e["person"] else ""}
        for e in tried.examples
    ]


def _words(area_code: str) -> list[dict[str, Any]]:
    """List what rules may speak of, for the side of the editor."""
    words = vocabulary(timezone.localdate(), area_code)
    tables = [
        {
            "title": str(table.title),
            "name": table.name,
            "age": bool(table.birth),
            "fields": [(str(f.title), f.name) for f in table.fields],
        }
        for table in words.tables
    ]
    parameters = {str(p.title): p.name for p in words.parameters.values() if p.values}
    return [*tables, {"title": _("参数"), "name": "parameter", "age": False, "fields": list(parameters.items())}]


@require_POST
def stop_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a rule."""
    stop_rule(request.user, _rule(pk), reason=request.POST.get("reason", ""))
    messages.success(request, _("规则已停用。"))
    return redirect("screening-rule", pk)


def start_page(request: HttpRequest) -> HttpResponse:
    """Ask where and when, then queue a run."""
    user = request.user
    reach = require(user, RUN_START)
    form = StartForm(request.POST or None, actor=user, initial={"area_code": next(iter(reach.prefixes), "")})
    started: list[ScreeningRun] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: started.append(start_run(user, **form.cleaned_data)))
    ):
        return redirect("screening-run", started[0].pk)
    context = {
        "page": {"title": _("开始筛查"), "note": _("按现行规则和参数筛查全部农户；中途修改的规则下一次才起作用。")},
        "form": form,
        "hidden": {},
        "cancel_url": RUNS,
        "submit_label": _("开始筛查"),
        "edited": None,
        "edited_by": None,
    }
    status = 422 if request.method == "POST" else 200
    crumbs = [(RUNS, _("筛查")), ("", _("开始筛查"))]
    return show(request, "kernel/pages/form.html", context, crumbs=crumbs, status=status)


def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a run: its progress, then what each rule found, or why it was not asked."""
    user = request.user
    run = scoped(ScreeningRun.objects.select_related("job", "started_by"), user, RUN_VIEW).filter(pk=pk).first()
    if run is None:
        raise Absent(_("没有这次筛查，或它不在您的管辖范围内。"))
    titles = dict(Rule.objects.values_list("code", "title"))
    ids = dict(Rule.objects.values_list("code", "pk"))
    lines = [
        {**line, "title": titles.get(line["code"], line["code"]), "pk": ids.get(line["code"])} for line in run.report
    ]
    context = {
        "run": run,
        "lines": sorted(lines, key=lambda line: -line["hits"]),
        "thresholds": thresholds_of(run),
        "changed_rules": rules_changed_since(run),
    }
    return show(request, "monitoring/run.html", context, crumbs=[(RUNS, _("筛查")), ("", str(run.on))])


urlpatterns = [
    path("monitoring/rules/new/", write_page, name="screening-rule-new"),
    path("monitoring/rules/<int:pk>/", rule_page, name="screening-rule"),
    path("monitoring/rules/<int:pk>/revise/", revise_page, name="screening-rule-revise"),
    path("monitoring/rules/<int:pk>/stop/", stop_page, name="screening-rule-stop"),
    path("monitoring/runs/start/", start_page, name="screening-start"),
    path("monitoring/runs/<int:pk>/", run_page, name="screening-run"),
]
