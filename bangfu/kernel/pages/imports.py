"""Taking tables in and giving them out: upload, look at the differences, apply, take back; empty forms, exports."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.forms import ActorForm, AreaField
from bangfu.kernel.imports.actions import abandon_import, apply_import, require_grounds, stage_import, undo_import
from bangfu.kernel.imports.declared import ImportTemplate, templates
from bangfu.kernel.imports.exporting import export_register, write_empty_template
from bangfu.kernel.imports.jobs import apply_later
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.queries import runs_visible_to, templates_for
from bangfu.kernel.pages.addresses import job_address
from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.pages.exports import MEDIA_TYPES, sent
from bangfu.kernel.pages.frame import show
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.rows.visibility import Absent
from bangfu.kernel.workbooks.delimited import FORMULA_START

PER_PAGE, SHOWN = 30, 200
AT_ONCE = 5_000  # rows; more are written in the background
TONES = {"staged": "waiting", "applied": "good", "refused": "bad", "abandoned": "neutral", "undone": "neutral"}
FORMULA = re.compile(FORMULA_START)
STATE = ImportRun.State


class ExportForm(ActorForm):
    """Which place, which kind of file, and what numbers in full are needed for."""

    area_code = AreaField(label=gettext_lazy("地区"), required=False, help_text=gettext_lazy("留空表示您的全部范围。"))
    kind = forms.ChoiceField(label=gettext_lazy("文件"), choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV (.csv)")])
    purpose = forms.CharField(
        label=gettext_lazy("用途"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("需要完整的证件号、电话和账号时填写，会留下记录；留空则遮盖。"),
    )


def imports_page(request: HttpRequest) -> HttpResponse:
    """List the templates one may use, and what was imported."""
    user = request.user
    offered = templates_for(user)
    pages = Paginator(runs_visible_to(user), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "templates": [_offer(user, template) for template in offered],
        "rows": [_run_row(run) for run in page.object_list],
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: f"?page={number}",
    }
    return show(request, "kernel/pages/imports.html", context, crumbs=[("", _("导入导出"))])


def _offer(user: User, template: ImportTemplate) -> dict[str, Any]:
    return {
        "title": template.title,
        "help": template.help,
        "import_url": reverse("import-new", args=[template.name]) if may(user, template.permission) else "",
        "empty_url": reverse("import-empty", args=[template.name]),
        "export_url": reverse("import-export", args=[template.name]) if may(user, template.export_permission) else "",
    }


def _run_row(run: ImportRun) -> dict[str, Any]:
    template = templates.get(run.template)
    return {
        "row_url": reverse("import-run", args=[run.pk]),
        "cells": (
            run.filename,
            template.title if template else run.template,
            {"text": run.get_state_display(), "tone": TONES[run.state]},
            f"{run.rows:,}",
            f"{run.created:,}",
            f"{run.updated:,}",
            f"{run.rejected:,}",
            str(run.actor) if run.actor else None,
            timezone.localtime(run.staged_at).strftime("%Y-%m-%d %H:%M"),
        ),
    }


def upload_page(request: HttpRequest, name: str) -> HttpResponse:
    """Take a file in: read, check and compare it. Nothing is changed yet."""
    template = _template(request.user, name)
    problem = None
    if request.method == "POST":
        try:
            return redirect("import-run", _staged(request, template).pk)
        except Refused as refused:
            if isinstance(refused, Denied):
                raise
            problem = {"title": _("这份文件没有收下"), "message": refused.message, "remedy": ""}
    context = {
        "page": {"title": _("导入%(what)s") % {"what": template.title}, "note": template.help},
        "template": {"title": template.title, "url": reverse("import-empty", args=[name])},
        "stage": "upload",
        "upload_url": request.path,
        "problem": problem,
    }
    status = 422 if problem else 200
    return show(request, "kernel/import.html", context, crumbs=_crumbs(str(context["page"]["title"])), status=status)


def _staged(request: HttpRequest, template: ImportTemplate) -> ImportRun:
    file = request.FILES.get("file")
    if file is None or not file.name:
        raise Refused(_("请选择要上传的表格。"), field="file")
    with tempfile.TemporaryDirectory(prefix="bangfu-import-") as folder:
        path = Path(folder) / f"upload{Path(file.name).suffix.lower()}"
        with path.open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        run, _checked = stage_import(request.user, template.name, path, filename=file.name)
    return run


def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show an import: its errors and differences, and what can be done with it."""
    user, run = request.user, _run(request.user, run_id)
    template = templates.get(run.template)
    title = template.title if template else run.template
    writes = template is not None and may(user, template.permission)
    context: dict[str, Any] = {
        "page": {"title": _("导入%(what)s") % {"what": title}, "note": run.note},
        "run": run,
        "stage": {STATE.APPLIED: "applied", STATE.UNDONE: "undone"}.get(STATE(run.state), "checked"),
        "abandoned": run.state == STATE.ABANDONED,
        "file": {"name": run.filename},
        "summary": run,
        "errors": run.errors[:SHOWN],
        "more_errors": max(len(run.errors) - SHOWN, 0),
        "warnings": [{**one, "level": "warning"} for one in run.warnings[:SHOWN]],
        "more_warnings": max(len(run.warnings) - SHOWN, 0),
        "issues_url": reverse("import-issues", args=[run.pk]) if run.errors or run.warnings else "",
        **_changes(run),
        **_steps(run, writes),
        **_told(run),
    }
    return show(request, "kernel/pages/import_run.html", context, crumbs=_crumbs(run.filename))


def _steps(run: ImportRun, writes: bool) -> dict[str, str]:
    """Where the next step is taken; absent when it cannot be."""
    if not writes:
        return {}
    if run.state == STATE.STAGED:
        return {
            "apply_url": reverse("import-apply", args=[run.pk]),
            "discard_url": reverse("import-discard", args=[run.pk]),
        }
    return {"undo_url": reverse("import-undo", args=[run.pk])} if run.state == STATE.APPLIED else {}


def _told(run: ImportRun) -> dict[str, Any]:
    listing = next((r for r in resources if r.template == run.template), None)
    return {
        "applied_at": run.applied_at,
        "applied_by": run.actor,
        "grounds": run.grounds,
        "undone_at": run.undone_at,
        "undone_by": run.undone_by,
        "result_url": reverse(f"{listing.name}.list") if listing else "",
    }


def _changes(run: ImportRun) -> dict[str, Any]:
    """The differences grouped by row of the file, as the import page lists them."""
    grouped: dict[int, dict[str, Any]] = {}
    for one in run.differences:
        kind = "updated" if one["what"] in ("change", "changed", "updated") else "created"
        change = grouped.setdefault(one["row"], {"title": one["key"], "row": one["row"], "kind": kind, "diff": []})
        if one["column"] or one["before"] or one["after"]:
            label = one["column"] or _("整行")
            change["diff"].append({"label": label, "before": one["before"], "after": one["after"]})
    shown = list(grouped.values())
    return {"changes": shown[:SHOWN], "more_changes": max(run.created + run.updated - min(len(shown), SHOWN), 0)}


@require_POST
def apply_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Write a staged import: a short one at once, a long one in the background."""
    run, grounds = _run(request.user, run_id), request.POST.get("reason", "")
    require_grounds(run, grounds)
    if run.rows > AT_ONCE:
        return redirect(job_address(apply_later(request.user, run, grounds=grounds).pk))
    run = apply_import(request.user, run, grounds=grounds)
    said = _("已入库：新增 %(created)s 条，修改 %(updated)s 条。")
    messages.success(request, said % {"created": f"{run.created:,}", "updated": f"{run.updated:,}"})
    return redirect("import-run", run_id)


@require_POST
def discard_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Put a staged import aside."""
    run = abandon_import(request.user, _run(request.user, run_id))
    messages.success(request, _("已放弃，系统里的数据没有变化。"))
    return redirect("import-new", run.template)


@require_POST
def undo_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take a whole import back."""
    undo_import(request.user, _run(request.user, run_id), reason=request.POST.get("reason", ""))
    messages.success(request, _("已整体撤销，数据回到入库之前。"))
    return redirect("import-run", run_id)


def issues_file(request: HttpRequest, run_id: int) -> HttpResponse:
    """Send the errors and warnings of an import as CSV, for whoever mends the file."""
    run = _run(request.user, run_id)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("行"), _("列"), _("表里写的"), _("程度"), _("问题")])
    for level, issues in ((_("错误"), run.errors), (_("提醒"), run.warnings)):
        writer.writerows([[i["row"], i["column"], _guarded(i["value"]), level, i["message"]] for i in issues])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type=MEDIA_TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-issues.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _guarded(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if FORMULA.match(text) else text


def empty_file(request: HttpRequest, name: str) -> HttpResponse:
    """Send the empty workbook, with its code lists as drop-downs."""
    template = next((t for t in templates_for(request.user) if t.name == name), None)
    if template is None:
        raise Http404
    return _made(f"{template.title}.xlsx", "xlsx", lambda path: write_empty_template(name, path))


def export_page(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for place and purpose, then send the register in the form in which it comes back unchanged."""
    template, user = templates.get(name), request.user
    if template is None:
        raise Http404
    require(user, template.export_permission)
    form = ExportForm(request.POST if request.method == "POST" else None, actor=user, initial={"kind": "xlsx"})
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _exported(user, template, form)):
        answer: HttpResponse = form.answer
        return answer
    context = {
        "page": {
            "title": _("导出%(what)s") % {"what": template.title},
            "note": _("导出的表改好后可以原样导回，没变的行不会重复。"),
        },
        "form": form,
        "cancel_url": reverse("imports"),
        "submit_label": _("导出"),
    }
    status = 422 if request.method == "POST" else 200
    return show(
        request,
        "kernel/pages/export_register.html",
        context,
        crumbs=_crumbs(str(context["page"]["title"])),
        status=status,
    )


def _exported(user: User, template: ImportTemplate, form: ExportForm) -> FileResponse:
    kind, stamp = form.cleaned_data["kind"], timezone.localtime().strftime("%Y%m%d-%H%M")
    area_code, purpose = form.cleaned_data["area_code"] or "", form.cleaned_data["purpose"]

    def write(path: Path) -> None:
        export_register(user, template.name, path, area_code=area_code, purpose=purpose)

    return _made(f"{template.title}-{user.username}-{stamp}.{kind}", kind, write)


def _made(name: str, kind: str, write: Callable[[Path], Any]) -> FileResponse:
    """Send a file that is written now; it stays readable after its folder is gone."""
    with tempfile.TemporaryDirectory(prefix="bangfu-export-") as folder:
        path = Path(folder) / f"file.{kind}"
        write(path)
        return sent(path.open("rb"), name, kind)


def _template(user: User, name: str) -> ImportTemplate:
    template = templates.get(name)
    if template is None:
        raise Http404
    require(user, template.permission)
    return template


def _run(user: User, run_id: int) -> ImportRun:
    run = runs_visible_to(user).filter(pk=run_id).first()
    if run is None:
        raise Absent(_("没有这次导入，或它不在您的管辖范围内。"))
    return run


def _crumbs(title: str) -> list[tuple[str, Any]]:
    return [(reverse("imports"), _("导入导出")), ("", title)]
