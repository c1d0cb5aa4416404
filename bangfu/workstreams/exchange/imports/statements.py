"""A bank's statement: what came in, each line once however often and in whatever file it is sent."""

from __future__ import annotations

import hashlib
from collections import Counter
from decimal import Decimal
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.imports.declared import Offer, Plan, Wanted
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.showing import arrivals
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.workbooks import ROW, Column, Sheet, Type
from bangfu.parties.imports.reading import stored_values
from bangfu.workstreams.exchange.actions.statements import drop_lines, take_lines
from bangfu.workstreams.exchange.models import StatementLine
from bangfu.workstreams.exchange.permissions import LINE_MATCH

COUNTY = 6
OPTIONAL = {
    "serial": pl.String, "payer": pl.String, "account": pl.String, "remark": pl.String, "amount": pl.Int64,
}  # fmt: skip


def statement_sheet() -> Sheet:
    """The columns that banks' statements have, under the names the banks give them."""
    return Sheet(
        columns=(
            Column("booked_on", "交易日期", ("入账日期", "记账日期", "交易时间", "日期"), Type.DATE, required=True),
            Column(
                "amount",
                "收入金额",
                ("贷方发生额", "贷方金额", "收入", "转入金额", "贷方", "金额"),
                Type.MONEY,
                minimum=0,
            ),
            Column("payer", "对方户名", ("付款人", "付款方", "对方名称", "付款人名称", "付款户名"), max_length=80),
            Column("account", "对方账号", ("付款账号", "付款人账号"), max_length=40),
            Column("remark", "附言", ("摘要", "用途", "备注", "附言/用途"), max_length=200),
            Column("serial", "流水号", ("交易流水号", "交易序号", "凭证号", "业务流水号"), max_length=60),
        ),
        title="银行流水",
        notes=(
            "可以直接用银行导出的对账单；支出（没有收入金额）的行不导入。",
            "导入过的行不会重复导入；整个文件都导入过的会退回。",
            "附言里有认捐编号且金额相同的自动核对，其余由人核对。",
        ),
    )


def compare_lines(offer: Offer) -> Plan:
    """Find what came in and is new; refuse a file that brings nothing but what was imported before."""
    rows = offer.frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in OPTIONAL.items() if name not in offer.frame.columns
    )
    rows = rows.filter(pl.col("amount").fill_null(0) > 0)
    place = county_of(offer)
    rows = _keyed(rows)
    stored = StatementLine.objects.filter(area_code=place, key__in=rows["key"].to_list())
    known = set(stored.values_list("key", flat=True))
    new = rows.filter(~pl.col("key").is_in(list(known)))
    if len(rows) and new.is_empty():
        offer.error_at(rows[ROW].head(1), "booked_on", "imported_before", _("这份流水的每一行都导入过，没有新的收入。"))
    return Plan(
        created=new[ROW],
        differences=arrivals(new, "new", _("新收入"), title="payer"),
        frames={"lines": [_line(row, place) for row in new.iter_rows(named=True)]},
    )


def county_of(offer: Offer) -> str:
    """Return the county whose account the statement is of: the place of the import, or the actor's only county."""
    scope = scope_of(offer.actor, LINE_MATCH).within(offer.area_code)
    counties = {offer.area_code[:COUNTY]} if len(offer.area_code) >= COUNTY else set()
    counties = counties or {prefix[:COUNTY] for prefix in scope.prefixes if len(prefix) >= COUNTY}
    if len(counties) != 1:
        raise Refused(_("请选择这份银行流水是哪个县的账户。"), field="area_code")
    return counties.pop()


def _keyed(rows: pl.DataFrame) -> pl.DataFrame:
    """Give every line a key: the bank's serial number, else its contents and which of equal lines of the file it is."""
    seen: Counter[str] = Counter()
    keys = []
    for row in rows.iter_rows(named=True):
        if row["serial"]:
            keys.append(f"serial:{row['serial']}"[:64])
            continue
        said = "|".join(str(row[name] or "") for name in ("booked_on", "amount", "payer", "account", "remark"))
        seen[said] += 1
        keys.append(hashlib.sha256(f"{said}|{seen[said]}".encode()).hexdigest()[:40])
    keyed = rows.with_columns(pl.Series("key", keys, dtype=pl.String))
    return keyed.unique("key", keep="first", maintain_order=True)


def _line(row: dict[str, Any], place: str) -> StatementLine:
    return StatementLine(
        area_code=place,
        key=row["key"],
        serial=row["serial"] or "",
        booked_on=row["booked_on"],
        amount=Decimal(row["amount"]).scaleb(-2),
        payer=row["payer"] or "",
        account_end=(row["account"] or "")[-4:],
        remark=row["remark"] or "",
    )


def apply_lines(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Take the lines in under the run's number; the same file a second time is refused."""
    for row in plan.frames["lines"]:
        row.batch = run.pk
    done = take_lines(offer.actor, plan.frames["lines"])
    run.note = _("自动核对 %(matched)s 条，待人工核对 %(open)s 条。") % done


def undo_lines(actor: User, run: ImportRun) -> None:
    """Take the lines of a run back, while none of them is matched."""
    drop_lines(actor, batch=run.pk)


def export_lines(wanted: Wanted) -> pl.DataFrame:
    """Return the lines of the accounts the actor may see; importing them again brings nothing new."""
    scope = scope_of(wanted.actor, "exchange.statement_line.export").within(wanted.area_code)
    names = {"booked_on": "booked_on", "amount": "amount", "payer": "payer", "remark": "remark", "serial": "serial"}
    frame = stored_values(StatementLine.objects.filter(scope.q()).order_by("area_code", "id"), names)
    return frame.with_columns(account=pl.lit(None, pl.String))
