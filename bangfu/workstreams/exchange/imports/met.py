"""The ``needs_met`` workbook: needs of the board that were met elsewhere, written up from signed lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.errors import Refused
from bangfu.kernel.imports.declared import Offer, Plan, Wanted
from bangfu.kernel.imports.flat import refuse_repeated, refuse_unknown
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.showing import arrivals
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.workbooks import ROW, Column, Sheet, Type
from bangfu.ledger.imports.parties_named import with_party
from bangfu.parties.imports.reading import stored_values
from bangfu.workstreams.exchange.actions.met import Met, beside, check_met, record_met, take_back_batch
from bangfu.workstreams.exchange.models import Claim, Need

FREE = ("published", "offline")


def met_sheet() -> Sheet:
    """One row a need: its number, who gave, the day it arrived and what it was worth."""
    return Sheet(
        columns=(
            Column("number", "需求编号", ("编号",), Type.INTEGER, required=True, minimum=1),
            Column("title", "需要什么", ("需求", "心愿", "微心愿"), max_length=60),
            Column("donor", "爱心方", ("捐赠方", "认领方", "单位", "企业"), required=True, max_length=120),
            Column("on", "送达日期", ("日期", "签收日期"), Type.DATE, required=True),
            Column("value", "价值", ("金额", "价值（元）"), Type.MONEY, minimum=0),
        ),
        title="线下实现",
        notes=(
            "需求编号在“需求”的导出表里；“需要什么”只供对照，与系统里的不一致会提醒。",
            "爱心方填信用代码、编号，或唯一的单位名称。价值不填的按估价。",
            "只收已发布、还没有人认领的需求；台账里已有相近记录的会提醒。",
        ),
    )


def compare_met(offer: Offer) -> Plan:
    """Check a file of needs met elsewhere; needs written up before are left as they are."""
    rows = offer.frame.with_columns(
        pl.lit(None, kind).alias(name)
        for name, kind in (("title", pl.String), ("value", pl.Int64))
        if name not in offer.frame.columns
    )
    refuse_repeated(offer, rows, "number")
    rows = with_party(rows, "donor")
    refuse_unknown(offer, rows, "donor", "donor_id", _("没有找到，或不止一个：请填写编号或信用代码。"))
    needs = _needs(offer, rows)
    rows = rows.filter(
        pl.col("number").is_in(list(needs)) & pl.col("donor_id").is_not_null() & pl.col("on").is_not_null()
    )
    new = rows.filter(~pl.col("number").is_in(_written(needs)))
    met = _judged(offer, new, needs)
    for need, gift in beside(list(met.values())):
        row = next(number for number, one in met.items() if one.need == need.pk)
        offer.warn_at(pl.Series([row]), "number", "recorded_before", _told(gift))
    return Plan(
        created=new[ROW], differences=arrivals(new, "new", _("补记"), title="title"), frames={"met": list(met.values())}
    )


def _needs(offer: Offer, rows: pl.DataFrame) -> dict[int, Need]:
    """The needs the actor may write up, by number; of others nothing is told but that they are not there."""
    scope = scope_of(offer.actor, offer.template.permission).within(offer.area_code)
    numbers = rows["number"].drop_nulls().to_list()
    needs = {need.pk: need for need in Need.objects.filter(scope.q(), pk__in=numbers).select_related("wave")}
    unknown = rows.filter(pl.col("number").is_not_null() & ~pl.col("number").is_in(list(needs)))
    offer.error_at(unknown[ROW], "number", "unknown", _("没有这个编号的需求，或它不在您的管辖范围内。"))
    return needs


def _written(needs: dict[int, Need]) -> list[int]:
    """Numbers of needs that a list has closed before: the same file again changes nothing."""
    rows = Claim.objects.filter(need__in=needs, state=Claim.State.CLOSED, receipt=Claim.Receipt.PAPER)
    return list(rows.values_list("need_id", flat=True))


def _judged(offer: Offer, rows: pl.DataFrame, needs: dict[int, Need]) -> dict[int, Met]:
    met: dict[int, Met] = {}
    for row in rows.iter_rows(named=True):
        need = needs[row["number"]]
        one = Met(need.pk, row["donor_id"], row["on"], _money(row["value"]))
        if row["title"] and row["title"].strip() != need.title:
            offer.warn_at(
                pl.Series([row[ROW]]), "title", "other_words", _("系统里是“%(title)s”。") % {"title": need.title}
            )
        try:
            check_met(one, need)
        except Refused as refused:
            column = refused.field if refused.field in ("donor", "on", "value") else "number"
            offer.error_at(pl.Series([row[ROW]]), column, "wrong", refused.message)
        else:
            met[row[ROW]] = one
    return met


def _money(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen).scaleb(-2)


def _told(gift: Any) -> str:
    amount = "" if gift.amount is None else formats.money(gift.amount)
    return _("台账 %(on)s 已有相近的一笔（%(what)s），请核对是不是同一笔；入库后列入“疑似重复”。") % {
        "on": gift.on.isoformat(),
        "what": "，".join(filter(None, (gift.words, amount))) or "—",
    }


def apply_met(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Write the needs up under the run's number."""
    record_met(offer.actor, plan.frames["met"], batch=run.pk)


def undo_met(actor: User, run: ImportRun) -> None:
    """Reverse every entry of the run and put its needs on the board again."""
    take_back_batch(actor, batch=run.pk, reason=run.reason or _("撤销导入。"))


def export_met(wanted: Wanted) -> pl.DataFrame:
    """Return the needs nobody has met yet at the places the actor may see: to be filled in and sent back."""
    scope = scope_of(wanted.actor, "exchange.need.export").within(wanted.area_code)
    free = Need.objects.filter(scope.q(), state__in=FREE, taken=0).order_by("area_code", "id")
    frame = stored_values(free, {"id": "number", "title": "title"})
    return frame.with_columns(donor=pl.lit(None, pl.String), on=pl.lit(None, pl.Date), value=pl.lit(None, pl.Int64))
