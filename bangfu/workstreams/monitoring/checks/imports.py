"""The ``check-results`` workbook: what a village wrote down, a household a row; exported, it imports unchanged."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.history.models import Change
from bangfu.kernel.imports.declared import ImportTemplate, Offer, Plan, Wanted
from bangfu.kernel.imports.flat import refuse_repeated
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import read_rows
from bangfu.kernel.imports.showing import arrivals
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope, scope_of
from bangfu.kernel.workbooks import ROW, Column, Sheet, Type
from bangfu.parties.imports.sheets import ever_coded
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.checks.items import ITEMS, titles_of
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet
from bangfu.workstreams.monitoring.checks.permissions import SHEET_EXPORT, SHEET_IMPORT
from bangfu.workstreams.monitoring.checks.recording import Failed, record_sheets
from bangfu.workstreams.monitoring.checks.taking_back import take_back

COLUMNS: dict[str, pl.DataType] = {
    "head": pl.String(), "checked_on": pl.Date(), "problems": pl.List(pl.String), "finding": pl.String(),
}  # fmt: skip
SHEET = ("id", "household_id", "check_round_id", "area_code", "state", "checked_on")


def results_sheet() -> Sheet:
    """One row a household of a round."""
    return Sheet(
        columns=(
            Column("round", "轮次编号", ("轮次",), Type.INTEGER, required=True, minimum=1),
            Column("household", "户编号", ("户编码",), required=True, max_length=24),
            Column("head", "户主", ("户主姓名",), max_length=60),
            Column("checked_on", "入户日期", ("排查日期",), Type.DATE),
            Column("problems", "不达标项目", ("存在问题", "问题项目"), Type.CODES, codes=ever_coded(ITEMS)),
            Column("finding", "情况", ("问题情况", "问题描述"), max_length=200),
        ),
        title="排查结果",
        notes=(
            "填了入户日期、没有填不达标项目的，就是全部达标；没有填入户日期的不导入。",
            "不达标项目有几个的用顿号隔开。已经登记过的户不会改动。",
        ),
    )


def compare_results(offer: Offer) -> Plan:
    """Check a file: rounds and households that are there, days within the round, items the round has."""
    rows = offer.frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in COLUMNS.items() if name not in offer.frame.columns
    ).with_columns(key=pl.concat_str("round", pl.lit(" "), "household"))
    refuse_repeated(offer, rows.with_columns(household=pl.col("key")), "household")
    rows = rows.join(_sheets(offer, rows), on=["round", "household"], how="left", maintain_order="left")
    rounds = CheckRound.objects.in_bulk(rows["round"].drop_nulls().unique().to_list())
    lost = rows["id"].is_null()
    offer.error(lost, "household", "unknown", _("这一轮里没有这一户，或它不在您的管辖范围内。"))
    known = rows.filter(pl.col("id").is_not_null())
    for number, check_round in rounds.items():
        _check_round(offer, known.filter(pl.col("round") == number), check_round)
    blank = pl.col("problems").list.len().fill_null(0) == 0
    unsaid = known.filter(pl.col("checked_on").is_null() & ~blank)
    offer.error_at(unsaid[ROW], "checked_on", "needed", _("有问题的要填入户日期。"))
    idle = known.filter(blank & pl.col("finding").is_not_null())
    offer.warn_at(idle[ROW], "finding", "idle", _("没有填不达标项目，情况不会保存。"))
    visited = known.filter(pl.col("checked_on").is_not_null())
    fresh = visited.filter(pl.col("state") == CheckSheet.State.PENDING.value)
    _warn_recorded(offer, visited.filter(pl.col("state") != CheckSheet.State.PENDING.value))
    return Plan(
        updated=fresh[ROW],
        differences=arrivals(fresh, "change", _("登记入户结果"), title="household"),
        frames={"fresh": fresh},
    )


def _sheets(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the sheets of the rows' rounds and households that the actor may import to."""
    scope = scope_of(offer.actor, offer.template.permission).within(offer.area_code)
    homes = read_rows(Household, ("party_id", "number"), key="number", keys=rows["household"])
    sheets = read_rows(CheckSheet, SHEET, key="household_id", keys=homes["party_id"])
    sheets = sheets.filter(pl.any_horizontal(pl.col("area_code").str.starts_with(p) for p in scope.prefixes))
    named = sheets.join(homes, left_on="household_id", right_on="party_id")
    return named.select(
        "id", "state", pl.col("check_round_id").alias("round"), pl.col("number").alias("household"),
        pl.col("checked_on").alias("recorded_on"),
    )  # fmt: skip


def _check_round(offer: Offer, rows: pl.DataFrame, check_round: CheckRound) -> None:
    todo = rows.filter((pl.col("state") == CheckSheet.State.PENDING.value) & pl.col("checked_on").is_not_null())
    if check_round.state != CheckRound.State.OPEN:
        offer.error_at(todo[ROW], "round", "closed", _("这一轮排查已经结束，不能再登记。"))
    outside = ~pl.col("checked_on").is_between(check_round.opened_on, timezone.localdate())
    words = {"first": check_round.opened_on, "last": timezone.localdate()}
    message = _("入户日期应在 %(first)s 与 %(last)s 之间。") % words
    offer.error_at(todo.filter(outside)[ROW], "checked_on", "outside", message)
    items = list(titles_of(check_round.items))
    strange = pl.col("problems").list.eval(~pl.element().is_in(items)).list.any().fill_null(False)
    offer.error_at(todo.filter(strange)[ROW], "problems", "unknown", _("这一轮没有这个项目。"))


def _warn_recorded(offer: Offer, rows: pl.DataFrame) -> None:
    """Say which rows differ from what was recorded before; they change nothing."""
    stored = _stored_problems(rows["id"])
    given = rows.select(ROW, "id", "state", "checked_on", "recorded_on", pl.col("problems").list.sort())
    other = [
        row
        for row, pk, _state, day, recorded, problems in given.iter_rows()
        if day != recorded or sorted(problems or []) != sorted(code for code, _finding in stored.get(pk, ()))
    ]
    offer.warn_at(
        pl.Series(other, dtype=rows.schema[ROW]), "household", "recorded", _("这一户已经登记过，结果不同也不会改动。")
    )


def _stored_problems(sheets: pl.Series) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    names = ("id", "sheet_id", "item", "finding", "state")
    rows = read_rows(CheckProblem, names, key="sheet_id", keys=sheets).sort("id")
    for _pk, sheet, item, finding, state in rows.iter_rows():
        if state != CheckProblem.State.WITHDRAWN.value:
            found[sheet].append((item, finding))
    return found


def apply_results(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Record the rows as somebody would on the page, a round and a day at a time."""
    groups: dict[tuple[int, date], tuple[list[int], dict[int, list[Failed]]]] = {}
    for row in plan.frames["fresh"].iter_rows(named=True):
        sheets, failed = groups.setdefault((row["round"], row["checked_on"]), ([], {}))
        sheets.append(row["id"])
        if row["problems"]:
            failed[row["id"]] = [Failed(item, row["finding"] or "") for item in row["problems"]]
    rounds = CheckRound.objects.in_bulk({number for number, _day in groups})
    for (number, day), (sheets, failed) in groups.items():
        record_sheets(offer.actor, rounds[number], sheets=sheets, failed=failed, checked_on=day, batch=run.pk)


def undo_results(actor: User, run: ImportRun) -> None:
    """Take back what a file recorded, unless somebody has worked on it since."""
    rows = Change.objects.filter(batch=run.pk, object_type=CheckSheet._meta.label_lower)
    take_back(actor, list(rows.values_list("object_id", flat=True)), run.reason, batch=run.pk)


def export_results(wanted: Wanted) -> pl.DataFrame:
    """Return the households of the rounds under way with what was recorded."""
    scope = scope_of(wanted.actor, SHEET_EXPORT).within(wanted.area_code)
    sheets = list(_exported(scope))
    problems: dict[int, list[tuple[str, str]]] = defaultdict(list)
    condition = Q(sheet__check_round__state=CheckRound.State.OPEN) & scope.q()
    rows = CheckProblem.objects.filter(condition).exclude(state=CheckProblem.State.WITHDRAWN).order_by("id")
    for sheet, item, finding in rows.values_list("sheet_id", "item", "finding"):
        problems[sheet].append((item, finding))
    told = [
        {
            "round": number,
            "household": household,
            "head": head,
            "checked_on": day,
            "problems": [item for item, _finding in problems.get(pk, ())],
            "finding": next((finding for _item, finding in problems.get(pk, ()) if finding), None),
        }
        for pk, number, household, head, day in sheets
    ]
    schema = {column.name: column.polars_type for column in results_sheet().columns}
    return pl.DataFrame(told, schema=schema)


def _exported(scope: Scope) -> Any:
    rows = CheckSheet.objects.filter(scope.q(), check_round__state=CheckRound.State.OPEN)
    names = ("pk", "check_round_id", "household__number", "household__head_name", "checked_on")
    return rows.order_by("check_round_id", "area_code", "id").values_list(*names)


RESULTS = ImportTemplate(
    name="check-results",
    title=gettext_lazy("排查结果"),
    permission=SHEET_IMPORT,
    export_permission=SHEET_EXPORT,
    sheet=results_sheet,
    compare=compare_results,
    apply=apply_results,
    undo=undo_results,
    export=export_results,
    help=gettext_lazy("先导出本轮的表发给各村，填好入户日期和不达标项目再导入；只有新登记的户会写入。"),
    order=70,
)
