"""Importing: stage a file, look at what it would change, apply it as one step, take it back."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.evidence.actions import store
from bangfu.kernel.evidence.files import path_of
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.staging import Staged, find_template, stage
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require

SHOWN_ISSUES = 500
SHOWN_DIFFERENCES = 500


def stage_import(
    actor: User, template_name: str, path: Path, *, area_code: str = "", filename: str = ""
) -> tuple[ImportRun, Staged]:
    """Read, check and compare a file; keep it and its outcome. Nothing else is changed.

    The run is *refused* when any row has an error (a file is taken whole or not at all), else *staged*.
    """
    template = find_template(template_name)
    staged = stage(actor, template, path, area_code)
    with path.open("rb") as file:
        evidence = store(actor, File(file, name=filename or path.name), "import", area_code=area_code)
    run = ImportRun(
        template=template.name,
        evidence=evidence,
        filename=filename or path.name,
        digest=staged.digest,
        area_code=area_code,
        actor=actor,
    )
    _describe(run, staged)
    run.save()
    return run, staged


def _describe(run: ImportRun, staged: Staged) -> None:
    errors, warnings = staged.errors, staged.warnings
    run.rows = len(staged.offer.frame)
    run.rejected = errors["row"].n_unique()
    run.state = ImportRun.State.REFUSED if run.rejected else ImportRun.State.STAGED
    plan = staged.plan
    run.created, run.updated, run.unchanged = plan.created, plan.updated, plan.unchanged
    run.errors, run.warnings = _listed(errors), _listed(warnings)
    run.differences = plan.differences[:SHOWN_DIFFERENCES]
    if _applied_before(run):
        run.reason = _("这份文件以前导入过；内容相同的行不会重复导入。")


def _applied_before(run: ImportRun) -> bool:
    same = ImportRun.objects.filter(template=run.template, digest=run.digest, state=ImportRun.State.APPLIED)
    return same.exists()


def _listed(issues: pl.DataFrame) -> list[dict[str, object]]:
    return issues.select("row", "column", "value", "message").head(SHOWN_ISSUES).to_dicts()


def apply_import(actor: User, run: ImportRun, staged: Staged | None = None) -> ImportRun:
    """Write a staged run in one transaction; everything or nothing.

    Without ``staged`` the kept file is read and compared again, so that what others changed meanwhile is seen.
    Raises Conflict when the run was applied or undone before, Refused when errors turn up.
    """
    template = find_template(run.template)
    require(actor, template.permission, run.area_code or None)
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state != ImportRun.State.STAGED:
            raise Conflict(_("这次导入的状态是“%(state)s”，不能再次导入。") % {"state": run.get_state_display()})
        if staged is None:
            staged = stage(actor, template, path_of(run.evidence.digest), run.area_code)
        if not staged.errors.is_empty():
            raise Refused(_("文件中有 %(n)s 行有错误，没有导入任何内容。") % {"n": staged.errors["row"].n_unique()})
        template.apply(staged.offer, staged.plan, run)
        _describe(run, staged)
        run.state = ImportRun.State.APPLIED
        run.applied_at = timezone.now()
        run.save()
    return run


def undo_import(actor: User, run: ImportRun, *, reason: str) -> ImportRun:
    """Take back everything a run wrote, in one transaction.

    Raises Refused naming the rows that were changed since or that others already point at; then nothing is undone.
    """
    template = find_template(run.template)
    require(actor, template.permission, run.area_code or None)
    if not reason.strip():
        raise Refused(_("请写明撤销原因。"), field="reason")
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state != ImportRun.State.APPLIED:
            raise Conflict(_("只有已导入的文件可以撤销。"))
        template.undo(actor, run)
        run.state, run.reason = ImportRun.State.UNDONE, reason.strip()
        run.undone_at, run.undone_by = timezone.now(), actor
        run.save()
    return run


def abandon_import(actor: User, run: ImportRun) -> ImportRun:
    """Put a staged run aside without writing it."""
    require(actor, find_template(run.template).permission, run.area_code or None)
    changed = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.STAGED).update(state=ImportRun.State.ABANDONED)
    if not changed:
        raise Conflict(_("这次导入已经处理过。"))
    run.refresh_from_db()
    return run
