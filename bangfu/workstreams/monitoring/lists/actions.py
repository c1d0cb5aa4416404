"""What people do with lists: declare one, take a month's file in, take it back, decide who somebody is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.ciphers import decrypt, encrypt_all, index_of
from bangfu.kernel.conditions.checking import check
from bangfu.kernel.conditions.reading import Faulty
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.imports.sets import insert_rows
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import require
from bangfu.kernel.workbooks import ROW
from bangfu.workstreams.monitoring.lists.fields import KINDS, fields_of
from bangfu.workstreams.monitoring.lists.matching import match
from bangfu.workstreams.monitoring.lists.models import ListImport, ListRow, ListType, MatchDecision
from bangfu.workstreams.monitoring.lists.reading import OWN, ReadList, read_list
from bangfu.workstreams.monitoring.lists.sending import require_list
from bangfu.workstreams.monitoring.permissions import LIST_DECIDE, LIST_IMPORT, LIST_TYPE_CHANGE
from bangfu.workstreams.monitoring.screening.vocabulary import PERSON, assuming, vocabulary

RESERVED = {"household", "person", "income", "status", "arrival", "departure", "area_code", "day", "row_id", *OWN}
MOST_ROWS = 1_000_000
Step = Callable[[int, int | None, str], None]


def _silent(_done: int, _total: int | None, _message: str) -> None:
    """Tell nobody."""


@action(LIST_TYPE_CHANGE)
def declare_list(actor: User, *, area_code: str, fields: Sequence[Mapping[str, Any]], **given: Any) -> ListType:
    """Add a list of the county's own; raise Refused for fields that no file or rule could use."""
    require(actor, LIST_TYPE_CHANGE, area_code)
    row = ListType(area_code=area_code, fields=[dict(field) for field in fields], **given)
    _check_type(row)
    row.save()
    record_change(actor, "declare_list", row, after=snapshot(row))
    return row


@action(LIST_TYPE_CHANGE)
def change_list(actor: User, kind: ListType, **given: Any) -> ListType:
    """Change a list of the county's own. Fields of lists that already have rows may be added, not removed."""
    row = ListType.objects.select_for_update().get(pk=kind.pk)
    require(actor, LIST_TYPE_CHANGE, row.area_code)
    before = snapshot(row)
    gone = {f.name for f in fields_of(row.fields)} - {f["name"] for f in given.get("fields", row.fields)}
    if gone and row.rows.exists():
        raise Conflict(_("已有数据，不能删除项目：%s。") % "、".join(sorted(gone)), field="fields")
    for name, value in given.items():
        setattr(row, name, value)
    row.version += 1
    row.example = False
    _check_type(row)
    row.save()
    record_change(actor, "change_list", row, before=before, after=snapshot(row))
    return row


def _check_type(row: ListType) -> None:
    fields = fields_of(row.fields)
    words = [word for field in fields for word in (field.name, field.title)]
    if not fields:
        raise Refused(_("至少要有一个项目。"), field="fields")
    if twice := sorted({word for word in words if words.count(word) > 1 and word}):
        raise Refused(_("项目重复：%s。") % "、".join(twice), field="fields")
    for field in fields:
        if field.kind not in KINDS:
            raise Refused(_("“%(title)s”的类型不对。") % {"title": field.title}, field="fields")
        if field.name in RESERVED or not field.name.isidentifier() or not field.title.strip():
            raise Refused(_("项目“%(name)s”的名称不能用。") % {"name": field.name}, field="fields")
    if row.code in RESERVED:
        raise Refused(_("代号“%(code)s”已被占用。") % {"code": row.code}, field="code")
    if row.counterpart.strip():
        _check_counterpart(row)
    if row.day and row.day not in {f.name for f in fields if f.kind == "date"}:
        raise Refused(_("日期项目要选一个日期类型的项目。"), field="day")
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(error.messages[0], problems=tuple(error.messages)) from error


def _check_counterpart(row: ListType) -> None:
    today = timezone.localdate()
    try:
        check(row.counterpart, assuming(vocabulary(today, row.area_code)), PERSON, today)
    except Faulty as fault:
        raise Refused(fault.message, field="counterpart") from fault


def headings_before(kind: ListType, area_code: str) -> dict[str, str]:
    """Return the headings of the last file of a list and place."""
    last = ListImport.objects.filter(list_type=kind, area_code=area_code).order_by("-id").first()
    return last.headings if last else {}


def import_list(
    actor: User,
    kind: ListType,
    path: Path,
    *,
    area_code: str,
    month: date,
    file_name: str = "",
    headings: Mapping[str, str] | None = None,
    received_on: date | None = None,
    step: Step = _silent,
) -> ListImport:
    """Take a month's file in: read, match and store it, or refuse it as a whole with every fault.

    ``headings`` maps fields to headings of the file that are not known; they are remembered. ``step(done, total,
    message)`` is told how far it has come. Raises Denied for who does not send this list, FileRefused for faults and
    slipped columns, Conflict for a file or content that came before.
    """
    require_list(actor, LIST_IMPORT, kind, area_code)
    if not area_code.startswith(kind.area_code) or kind.retired_on:
        raise Refused(_("这份名单不在本地使用。"), field="list_type")
    if month > timezone.localdate():
        raise Refused(_("所属月份还没有到。"), field="month")
    known = {**headings_before(kind, area_code), **(headings or {})}
    step(0, None, _("正在读取……"))
    content = read_list(kind, path, known)
    if len(content.frame) > MOST_ROWS:
        raise Refused(_("一份名单最多 %(most)s 行，请分开导入。") % {"most": f"{MOST_ROWS:,}"}, field="file")
    _refuse_again(kind, area_code, content)
    step(0, len(content.frame), _("正在与名册核对……"))
    matched = match(content.frame, area_code)
    step(len(matched), len(matched), _("正在入库……"))
    return _store(actor, kind, content, matched, area_code, month.replace(day=1), file_name or path.name, received_on)


def _refuse_again(kind: ListType, area_code: str, content: ReadList) -> None:
    same = ListImport.objects.filter(list_type=kind, area_code=area_code, state=ListImport.State.APPLIED)
    for field, value in (("digest", content.digest), ("content", content.content)):
        if before := same.filter(**{field: value}).first():
            what = _("这个文件") if field == "digest" else _("与这份文件内容完全相同的名单")
            words = {
                "what": what,
                "month": f"{before.month:%Y-%m}",
                "day": timezone.localtime(before.imported_at).date(),
            }
            raise Conflict(_("%(what)s已在 %(day)s 作为 %(month)s 的名单导入过，没有再次入库。") % words, field="file")


@action(LIST_IMPORT)
def _store(
    actor: User,
    kind: ListType,
    content: ReadList,
    matched: pl.DataFrame,
    area_code: str,
    month: date,
    file_name: str,
    received_on: date | None,
) -> ListImport:
    counts = dict(matched.group_by("state").len().iter_rows())
    row = ListImport(
        list_type=kind,
        area_code=area_code,
        month=month,
        file_name=file_name[-200:],
        digest=content.digest,
        content=content.content,
        headings=content.headings,
        rows_read=len(matched),
        matched=counts.get("matched", 0),
        near=counts.get("near", 0),
        unmatched=counts.get("unmatched", 0),
        warnings=content.warnings[:50],
        imported_by=actor,
        received_on=received_on or timezone.localdate(),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # two people sent it at once
        raise Conflict(_("这份名单刚刚由别人导入。"), field="file") from error
    insert_rows(ListRow, _stored(row, kind, matched))
    record_change(actor, "import_list", row, after=snapshot(row))
    return row


def _stored(row: ListImport, kind: ListType, matched: pl.DataFrame) -> pl.DataFrame:
    """Return the rows as the table has them. Who is matched needs no number: it is dropped."""
    names = [field.name for field in fields_of(kind.fields) if field.name in matched.columns]
    parts = [
        pl.col(n).dt.to_string("%Y-%m-%d") if matched.schema[n] == pl.Date
        else pl.col(n).cast(pl.Int64) if matched.schema[n] == pl.Boolean
        else pl.col(n)
        for n in names
    ]  # fmt: skip
    facts = matched.select(pl.struct(parts).struct.json_encode().alias("facts")).to_series() if names else None
    kept = [number if state != "matched" else "" for number, state in matched.select("number", "state").iter_rows()]
    day = pl.col(kind.day).fill_null(row.month) if kind.day in matched.columns else pl.lit(row.month)
    return matched.select(
        list_import_id=pl.lit(row.pk),
        list_type_id=pl.lit(kind.pk),
        area_code=pl.col("place"),
        row_number=pl.col(ROW).cast(pl.Int64),
        name=pl.col("name").fill_null("").str.slice(0, 60),
        id_number=pl.Series(encrypt_all(kept), dtype=pl.String),
        id_number_index=pl.when(pl.col("state") == "matched").then(pl.lit("")).otherwise(pl.col("index")),
        day=day,
        facts=facts if facts is not None else pl.lit("{}"),
        state=pl.col("state"),
        why=pl.col("why"),
        person_id=pl.col("person_id"),
        household_id=pl.col("household_id"),
        candidate_id=pl.col("candidate_id"),
    )


@action(LIST_IMPORT)
def withdraw_import(actor: User, received: ListImport, *, reason: str) -> ListImport:
    """Take a file back: its rows go, rules do not see them any more. Clues that were raised stay, with their facts."""
    row = ListImport.objects.select_for_update().get(pk=received.pk)
    require_on(actor, LIST_IMPORT, row)
    if row.state != ListImport.State.APPLIED:
        raise Conflict(_("这份名单已经撤回。"))
    before = snapshot(row)
    row.rows.all().delete()
    row.state, row.version = ListImport.State.WITHDRAWN, row.version + 1
    row.save()
    record_change(actor, "withdraw_import", row, before=before, after=snapshot(row), reason=reason)
    return row


@action(LIST_DECIDE)
def decide_match(actor: User, row: ListRow, *, same: bool, reason: str = "") -> ListRow:
    """Say whether a near row is its candidate; the answer is remembered for every later list."""
    found = ListRow.objects.select_for_update().get(pk=row.pk)
    require_on(actor, LIST_DECIDE, found)
    if found.state != ListRow.State.NEAR or found.candidate is None:
        raise Conflict(_("这一行已经核对过。"))
    candidate = found.candidate
    index = _written(found)
    MatchDecision.objects.update_or_create(
        id_number_index=index,
        name=found.name,
        candidate=candidate,
        defaults={"same": same, "area_code": candidate.area_code, "decided_by": actor, "reason": reason[:200]},
    )
    before = snapshot(found)
    found.state = ListRow.State.MATCHED if same else ListRow.State.UNMATCHED
    found.why = ListRow.Why.DECIDED if same else ListRow.Why.REJECTED
    found.candidate = None
    if same:
        found.person, found.household_id = candidate, candidate.household_id
        found.id_number, found.id_number_index = "", ""
    found.save()
    deed = "accept_match" if same else "reject_match"
    record_change(actor, deed, found, before=before, after=snapshot(found), reason=reason)
    _count_again(found.list_import)
    return found


def accept_match(actor: User, row: ListRow) -> ListRow:
    """The row is its candidate."""
    return decide_match(actor, row, same=True)


def reject_match(actor: User, row: ListRow, *, reason: str = "") -> ListRow:
    """The row is somebody else."""
    return decide_match(actor, row, same=False, reason=reason)


accept_match.permission = reject_match.permission = LIST_DECIDE  # type: ignore[attr-defined]


def _written(row: ListRow) -> str:
    return index_of(decrypt(row.id_number))


def _count_again(received: ListImport) -> None:
    counts = dict(received.rows.order_by().values_list("state").annotate(number=Count("pk")))
    ListImport.objects.filter(pk=received.pk).update(
        matched=counts.get("matched", 0), near=counts.get("near", 0), unmatched=counts.get("unmatched", 0)
    )
