"""A department's list: what it holds, its files, taking one in, and what goes back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.queries import jobs_visible_to
from bangfu.kernel.pages.exports import sent
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import may_on
from bangfu.kernel.rights.scope import may, require, scope_of, scoped
from bangfu.kernel.rows.visibility import Absent
from bangfu.kernel.workbooks import write_template
from bangfu.workstreams.monitoring.lists.actions import headings_before, import_list
from bangfu.workstreams.monitoring.lists.differences import summary, write_differences
from bangfu.workstreams.monitoring.lists.fields import KINDS, fields_of
from bangfu.workstreams.monitoring.lists.forms import UploadForm
from bangfu.workstreams.monitoring.lists.models import ListImport, ListType
from bangfu.workstreams.monitoring.lists.reading import PERSON_COLUMNS, FileRefused, sheet_of
from bangfu.workstreams.monitoring.lists.receiving import AT_ONCE, JOB, receive_later
from bangfu.workstreams.monitoring.lists.sending import places_to_send, sends, sent_by
from bangfu.workstreams.monitoring.permissions import (
    LIST_IMPORT,
    LIST_RETURN,
    LIST_TYPE_CHANGE,
    LIST_TYPE_VIEW,
    LIST_VIEW,
)

LISTS = "/monitoring/list_type/"
SHOWN = 12


def list_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a list holds and the last files that came."""
    user, kind = request.user, _kind(request.user, pk)
    received = scoped(ListImport.objects.filter(list_type=kind), user, LIST_VIEW, own=sent_by).order_by("-id")[:SHOWN]
    context = {
        "kind": kind,
        "fields": [(f.title, f.name, KINDS[f.kind], f.required, "、".join(f.words)) for f in fields_of(kind.fields)],
        "files": [_file(user, row) for row in received],
        "import_url": reverse("department-list-import", args=[pk]) if _may_send(user, kind) else "",
        "template_url": reverse("department-list-template", args=[pk]),
        "edit_url": f"{LISTS}{pk}/edit/" if may(user, LIST_TYPE_CHANGE, kind.area_code) else "",
    }
    return show(request, "monitoring/list.html", context, crumbs=[(LISTS, _("部门名单类型")), ("", kind.title)])


def _may_send(user: User, kind: ListType) -> bool:
    scope = scope_of(user, LIST_IMPORT)
    return bool(scope.prefixes) or any(sends(user, kind, place) for place in places_to_send(user, LIST_IMPORT))


def _kind(user: User, pk: int) -> ListType:
    require(user, LIST_TYPE_VIEW)
    kind = ListType.objects.filter(pk=pk).first()
    if kind is None:
        raise Absent(_("没有这种名单。"))
    return kind


def _file(user: User, row: ListImport) -> dict[str, Any]:
    applied = row.state == ListImport.State.APPLIED
    back = reverse("department-list-differences", args=[row.pk]) if may_on(user, LIST_RETURN, row) and applied else ""
    return {"row": row, "differences_url": back, "reasons": summary(row)}


def template_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the empty workbook of a list."""
    kind = _kind(request.user, pk)
    with tempfile.TemporaryDirectory(prefix="bangfu-list-") as folder:
        target = Path(folder) / f"{kind.code}.xlsx"
        write_template(target, sheet_of(kind))
        file = target.open("rb")  # stays readable after the folder is gone
    return sent(file, f"{kind.title}.xlsx", "xlsx")


def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a month's file in, or show every reason why not."""
    user, kind = request.user, _kind(request.user, pk)
    require(user, LIST_IMPORT)
    area_code = next(iter(places_to_send(user, LIST_IMPORT)), "")
    form = UploadForm(
        request.POST or None, request.FILES or None, actor=user, initial={"area_code": kind.area_code or area_code}
    )
    problem: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            received = _received(user, kind, form)
            if isinstance(received, Job):
                return redirect("job", received.pk)
        except Denied:
            raise
        except Refused as refused:
            problem = refused
        else:
            assert isinstance(received, ListImport)
            words = {"rows": received.rows_read, "matched": received.matched, "near": received.near}
            messages.success(request, _("已入库 %(rows)s 行，匹配 %(matched)s 行，%(near)s 行待核对。") % words)
            return redirect("department-list", pk)
    context = {
        "kind": kind,
        "form": form,
        "problem": problem,
        "faults": problem.issues[:200] if isinstance(problem, FileRefused) else [],
        "more": max(len(problem.issues) - 200, 0) if isinstance(problem, FileRefused) else 0,
        "headings": _remembered(kind, area_code),
        "template_url": reverse("department-list-template", args=[pk]),
        "cancel_url": reverse("department-list", args=[pk]),
    }
    crumbs = [(LISTS, _("部门名单类型")), (reverse("department-list", args=[pk]), kind.title), ("", _("导入"))]
    return show(request, "monitoring/list_import.html", context, crumbs=crumbs, status=422 if problem else 200)


def _received(user: User, kind: ListType, form: UploadForm) -> ListImport | Job:
    """Take a short file in at once; hand a long one to the background."""
    given = form.cleaned_data
    upload = given["file"]
    with tempfile.TemporaryDirectory(prefix="bangfu-list-") as folder:
        target = Path(folder) / f"list{Path(upload.name).suffix.lower()}"
        with target.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        wanted = {
            "area_code": given["area_code"],
            "month": given["month"],
            "file_name": upload.name,
            "headings": _mapping(kind, given["headings"]),
        }
        if upload.size > AT_ONCE:
            return receive_later(user, kind, target, **wanted)
        return import_list(user, kind, target, **wanted)


def refused_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show why a file that was read in the background was not taken in."""
    job = jobs_visible_to(request.user).filter(pk=pk, kind=JOB).first()
    if job is None or "refused" not in (job.result or {}):
        raise Absent(_("没有这个任务，或它不是您提交的。"))
    kind = _kind(request.user, job.args["list_type"])
    context = {
        "kind": kind,
        "file_name": job.args["file_name"],
        "message": job.result["refused"],
        "faults": job.result["issues"],
        "more": job.result["more"],
        "again_url": reverse("department-list-import", args=[kind.pk]),
    }
    crumbs = [(LISTS, _("部门名单类型")), (reverse("department-list", args=[kind.pk]), kind.title), ("", _("没有收下"))]
    return show(request, "monitoring/list_refused.html", context, crumbs=crumbs)


def _mapping(kind: ListType, text: str) -> dict[str, str]:
    """Read ``名称=表头`` lines; refuse a name the list does not have."""
    names = {column.heading: column.name for column in PERSON_COLUMNS}
    names |= {field.title: field.name for field in fields_of(kind.fields)}
    found = {}
    for line in text.replace("＝", "=").splitlines():
        if not line.strip():
            continue
        title, _sign, heading = (part.strip() for part in line.partition("="))
        if title not in names or not heading:
            raise Refused(_("列对应“%(line)s”看不懂，请写“名称=表头”。") % {"line": line.strip()}, field="headings")
        found[names[title]] = heading
    return found


def _remembered(kind: ListType, area_code: str) -> list[tuple[str, str]]:
    titles = {column.name: column.heading for column in PERSON_COLUMNS}
    titles |= {field.name: field.title for field in fields_of(kind.fields)}
    return [(titles.get(name, name), heading) for name, heading in headings_before(kind, area_code).items()]


def differences_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the department what did not match."""
    user = request.user
    scope = scope_of(user, LIST_RETURN)
    visible = ListImport.objects.select_related("list_type").filter(scope.q(own=sent_by(user)))
    received = visible.filter(pk=pk).first()
    if received is None:
        raise Absent(_("没有这份名单，或它不在您的管辖范围内。"))
    with tempfile.TemporaryDirectory(prefix="bangfu-list-") as folder:
        target = Path(folder) / "differences.xlsx"
        write_differences(user, received, target)
        file = target.open("rb")  # stays readable after the folder is gone
    return sent(file, f"{received.list_type.title}-{received.month:%Y-%m}-差异.xlsx", "xlsx")


urlpatterns = [
    path("monitoring/lists/<int:pk>/", list_page, name="department-list"),
    path("monitoring/lists/<int:pk>/import/", import_page, name="department-list-import"),
    path("monitoring/lists/<int:pk>/template.xlsx", template_file, name="department-list-template"),
    path("monitoring/lists/refused/<int:pk>/", refused_page, name="department-list-refused"),
    path("monitoring/lists/differences/<int:pk>.xlsx", differences_file, name="department-list-differences"),
]
