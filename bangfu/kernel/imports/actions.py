"""Importing: stage a file, look at what it would change, apply it as one step, take it back."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path

import polars as pl
from django.core.files import File
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.evidence.actions import store
from bangfu.kernel.evidence.files import copy_stored
from bangfu.kernel.imports.declared import ImportTemplate
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.staging import Staged, find_template, latest_change, stage
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.workbooks import ROW

KEPT_ISSUES = 5000
LONGEST_VALUE, LONGEST_MESSAGE, SPARED = 60, 300, 20
KEPT_DIFFERENCES = 500
ONE_IMPORT_AT_A_TIME = 0x1B0F  # the number of a PostgreSQL advisory lock: any, but always the same


def stage_import(
    actor: User, template_name: str, path: Path, *, area_code: str = "", filename: str = ""
) -> tuple[ImportRun, Staged]:
    """Read, check and compare a file; keep it and its outcome. Nothing else is changed.

    The run is *refused* when any row has an error (a file is taken whole or not at all), else *staged*.
    """
    template = find_template(template_name)
    staged = stage(actor, template, path, area_code)
    with path.open("rb") as file:
        kept = store(actor, File(file, name=filename or path.name), "import", area_code=area_code)
    run = ImportRun(template=template.name, file=kept, filename=kept.name, area_code=area_code, actor=actor)
    if ImportRun.objects.filter(template=run.template, file=kept, state=ImportRun.State.APPLIED).exists():
        run.note = _("这份文件以前导入过；内容相同的行不会重复导入。")
    _describe(run, staged)
    run.state = ImportRun.State.REFUSED if run.rejected else ImportRun.State.STAGED
    run.save()
    return run, staged


def _describe(run: ImportRun, staged: Staged) -> None:
    """Keep what a file would do: each of its rows is rejected, created, updated or unchanged, and only one of them."""
    rows, rejected, plan = staged.offer.frame[ROW], staged.errors["row"].unique(), staged.plan
    taken = rows.filter(~rows.is_in(rejected.implode()))
    run.rows, run.rejected = len(rows), len(rejected)
    run.created, run.updated = (taken.is_in(some.implode()).sum() for some in (plan.created, plan.updated))
    run.unchanged = len(taken) - run.created - run.updated
    masked = staged.offer.template.masked
    run.errors, run.warnings = listed(staged.errors, masked), listed(staged.warnings, masked)
    wrong = set(rejected)
    run.differences = [one for one in plan.differences if one["row"] not in wrong][:KEPT_DIFFERENCES]


def listed(issues: pl.DataFrame, masked: Collection[str] = ()) -> list[dict[str, object]]:
    """Return the first faults as they are kept and shown; values of the masked columns without their middle.

    What is kept must not hold an ID, phone or bank number in plain; whoever sees the file itself may see them whole.
    A cell of many characters is told by its beginning and its length.
    """
    value = pl.col("value")
    hidden = pl.concat_str(value.str.slice(0, 4), pl.lit("****"), value.str.slice(-2))
    hidden = pl.when(value.str.len_chars() > 8).then(hidden).otherwise(pl.lit("****"))
    shown = pl.when(pl.col("name").is_in(list(masked)) & value.is_not_null()).then(hidden).otherwise(_trimmed("value"))
    message = _trimmed("message", LONGEST_MESSAGE)
    return issues.head(KEPT_ISSUES).select("row", "column", shown.alias("value"), message.alias("message")).to_dicts()


def _trimmed(column: str, longest: int = LONGEST_VALUE) -> pl.Expr:
    text = pl.col(column)
    length = text.str.len_chars()
    told = pl.format("{}…（共{}字）", text.str.slice(0, longest), length)
    return pl.when(length > longest + SPARED).then(told).otherwise(text)


def apply_import(actor: User, run: ImportRun, staged: Staged | None = None, *, grounds: str = "") -> ImportRun:
    """Write a staged run in one transaction; everything or nothing.

    Without ``staged`` the kept file is read again; it is compared again when anything was written since. ``grounds``
    say why it is written in spite of its warnings, and are kept with it; pages ask for them (`require_grounds`). Raises
    Conflict when the run was applied or undone before or somebody else writes the same rows at this moment,
    Refused when errors turn up.
    """
    template = find_template(run.template)
    require(actor, template.permission, run.area_code or None)
    _require_staged(run)
    staged = staged or _staged_again(actor, template, run)
    try:
        with transaction.atomic():
            return _apply(actor, template, run, staged, grounds)
    except IntegrityError as error:
        raise Conflict(_("导入期间有人登记了同样的号码或编号，没有导入任何内容。请重新导入。")) from error


def _apply(actor: User, template: ImportTemplate, run: ImportRun, staged: Staged, grounds: str) -> ImportRun:
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    _require_staged(run)
    _wait_for_other_imports()
    if latest_change() != staged.seen:
        staged = _staged_again(actor, template, run)
    if rejected := staged.errors["row"].n_unique():
        raise Refused(_("文件中有 %(n)s 行有错误，没有导入任何内容。") % {"n": rejected})
    _describe(run, staged)
    template.apply(staged.offer, staged.plan, run)
    run.state, run.applied_at = ImportRun.State.APPLIED, timezone.now()
    run.grounds = grounds.strip() or run.grounds
    run.save()
    return run


def require_grounds(run: ImportRun, grounds: str) -> None:
    """Raise Refused when a run has warnings and nobody says why it is to be written all the same."""
    if run.warnings and not grounds.strip():
        raise Refused(_("这张表有 %(n)s 处提醒，请写明照样入库的理由。") % {"n": len(run.warnings)}, field="reason")


def _require_staged(run: ImportRun) -> None:
    if run.state != ImportRun.State.STAGED:
        raise Conflict(_("这次导入的状态是“%(state)s”，不能再次导入。") % {"state": run.get_state_display()})


def _staged_again(actor: User, template: ImportTemplate, run: ImportRun) -> Staged:
    """Read the kept file anew, under a name that ends as it was sent: a text file does not tell its kind otherwise."""
    with tempfile.TemporaryDirectory(prefix="bangfu-import-") as folder:
        copy = Path(folder) / f"kept{Path(run.filename).suffix.lower()}"
        copy_stored(run.file.digest, copy)
        return stage(actor, template, copy, run.area_code)


def _wait_for_other_imports() -> None:
    """SQLite has one writer anyway; PostgreSQL needs a lock, or two imports would compare with what neither wrote."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_IMPORT_AT_A_TIME])


def undo_import(actor: User, run: ImportRun, *, reason: str) -> ImportRun:
    """Take back everything a run wrote, in one transaction.

    Raises Refused when rows were changed since or others already point at them; then nothing is undone.
    """
    template = find_template(run.template)
    require(actor, template.permission, run.area_code or None)
    if not reason.strip():
        raise Refused(_("请写明撤销原因。"), field="reason")
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state != ImportRun.State.APPLIED:
            raise Conflict(_("只有已导入的文件可以撤销。"))
        _wait_for_other_imports()
        run.reason = reason.strip()
        template.undo(actor, run)
        run.state, run.undone_at, run.undone_by = ImportRun.State.UNDONE, timezone.now(), actor
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
