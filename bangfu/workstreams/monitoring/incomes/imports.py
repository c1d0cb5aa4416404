"""The ``incomes`` workbook: a household and year a row, a column for each item; sums and history follow."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.imports.comparing import Sets, beside_stored, to_insert, to_update
from bangfu.kernel.imports.declared import ImportTemplate, Offer, Plan, Wanted
from bangfu.kernel.imports.flat import flat_plan, refuse_repeated
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import new_ids, read_rows
from bangfu.kernel.imports.writing import Writing
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.workbooks import ROW, Column, Sheet, Type
from bangfu.parties.models import Household, HouseholdIncome
from bangfu.workstreams.monitoring.incomes.counting import SOURCES, items_of_year, narrowest
from bangfu.workstreams.monitoring.incomes.models import IncomeItem, IncomeSheet
from bangfu.workstreams.monitoring.incomes.permissions import INCOME_EXPORT, INCOME_IMPORT

FIRST_YEAR = 2000
YEARLY = ["household_id", "year"]
SETS = (Sets("persons"), *(Sets(source) for source in SOURCES))
STORED = ("id", "household_id", "year", "persons", *SOURCES)


def incomes_sheet() -> Sheet:
    """One row a household and year; a column for every item that any place words, by its code."""
    this_year = timezone.localdate().year
    titles = {item.code: item.title for item in IncomeItem.objects.order_by("source", "-area_code", "id")}
    return Sheet(
        columns=(
            Column("household", "户编号", ("户编码",), required=True, max_length=24),
            Column("head", "户主", ("户主姓名",), max_length=60),
            Column("year", "年度", ("收入年度",), Type.INTEGER, required=True, minimum=FIRST_YEAR, maximum=this_year),
            Column("persons", "家庭人口", ("人口",), Type.INTEGER, required=True, minimum=1, maximum=60),
            *(Column(code, title, (), Type.MONEY, minimum=0) for code, title in titles.items()),
        ),
        title="收入明细",
        notes=(
            "金额单位是元；空着就是没有这一项收入，整行重新核算。",
            "不计入收入的项目也可以填，按本地口径不参与合计。",
        ),
    )


def compare_incomes(offer: Offer) -> Plan:
    """Check households, years and items, and compare the sums with the register's."""
    rows = offer.frame.with_columns(key=pl.concat_str("household", pl.lit(" "), "year"))
    refuse_repeated(offer, rows.with_columns(household=pl.col("key")), "household")
    homes = read_rows(Household, ("party_id", "number", "area_code"), key="number", keys=rows["household"])
    scope = scope_of(offer.actor, offer.template.permission).within(offer.area_code)
    homes = homes.filter(
        pl.any_horizontal(pl.lit(False), *(pl.col("area_code").str.starts_with(p) for p in scope.prefixes))
    )
    homes = homes.rename({"party_id": "household_id", "number": "household"})
    rows = rows.join(homes, on="household", how="left", maintain_order="left")
    offer.error(rows["household_id"].is_null(), "household", "unknown", _("没有这一户，或它不在您的管辖范围内。"))
    rows = _summed(offer, rows.filter(pl.col("household_id").is_not_null()))
    stored = read_rows(HouseholdIncome, STORED, key="household_id", keys=rows["household_id"])
    rows = rows.join(
        stored.select("household_id", "year", income_id="id"),
        on=["household_id", "year"],
        how="left",
        maintain_order="left",
    )
    rows = beside_stored(rows, stored, SETS, key="income_id", pk="id")
    sheets = read_rows(
        IncomeSheet, ("id", "household_id", "year", "items"), key="household_id", keys=rows["household_id"]
    )
    sheets = sheets.rename({"id": "sheet_id", "items": "items_stored"})
    rows = rows.join(sheets, on=["household_id", "year"], how="left", maintain_order="left")
    stated = pl.Series([_sorted(text) for text in rows["items_stored"]], dtype=pl.String)
    also = rows["items"].ne_missing(stated)
    return flat_plan(
        offer, HouseholdIncome, rows.with_columns(also=also), SETS, key="income_id", title="key", also=pl.col("also")
    )


def _sorted(text: str | None) -> str | None:
    return None if text is None else _as_json(json.loads(text))


def _as_json(items: dict[str, int]) -> str:
    return json.dumps(items, sort_keys=True)


def _summed(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """Add the items as they are stored and the sums by source, each in the wording of its place and year."""
    codes = [column.name for column in offer.sheet.columns if column.type == Type.MONEY and column.name in rows.columns]
    worded: dict[int, list[IncomeItem]] = {}
    chosen: dict[tuple[str, int], dict[str, IncomeItem]] = {}
    sums: list[dict[str, int]] = []
    texts: list[str] = []
    strange: dict[str, list[int]] = {}
    for row in rows.iter_rows(named=True):
        place, year = row["area_code"], row["year"] or FIRST_YEAR
        if (place, year) not in chosen:
            chosen[place, year] = narrowest(worded.setdefault(year, items_of_year(year)), place)
        items = chosen[place, year]
        total, given = dict.fromkeys(SOURCES, 0), {}
        for code in codes:
            if not row[code]:
                continue
            if code not in items:
                strange.setdefault(code, []).append(row[ROW])
                continue
            given[code] = row[code]
            total[items[code].source] += row[code] if items[code].counted else 0
        sums.append(total)
        texts.append(_as_json(given))
    for code, numbers in strange.items():
        told = pl.Series(numbers, dtype=rows.schema[ROW])
        offer.error_at(told, code, "unknown", _("当年当地没有这个收入项目。"))
    schema = dict.fromkeys(SOURCES, pl.Int64)
    return pl.concat([rows, pl.DataFrame(sums, schema=schema)], how="horizontal").with_columns(
        items=pl.Series(texts, dtype=pl.String)
    )


def apply_incomes(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Write the sums into the register with history, and the items beside them."""
    writing, rows = Writing(run, offer.actor), plan.frames["rows"]
    new = rows.filter(pl.col("income_id").is_null())
    keys = (pl.col("household_id"), pl.col("area_code"), pl.col("year"))
    ids = new_ids(HouseholdIncome, len(new)).alias("id")
    writing.insert(HouseholdIncome, to_insert(HouseholdIncome, new, SETS, ids, *keys), areas=new["area_code"])
    changed = rows.filter(pl.col("income_id").is_not_null() & pl.any_horizontal(field.differs for field in SETS))
    frame = to_update(HouseholdIncome, changed, SETS, key="income_id")
    writing.update(HouseholdIncome, frame, areas=changed["area_code"])
    _write_sheets(writing, rows.filter(pl.col("also")))


def _write_sheets(writing: Writing, rows: pl.DataFrame) -> None:
    fresh = rows.filter(pl.col("sheet_id").is_null())
    columns: list[Any] = ["household_id", "area_code", "year", "persons", "items"]
    ids = new_ids(IncomeSheet, len(fresh)).alias("id")
    writing.insert(IncomeSheet, fresh.select(ids, *columns).with_columns(version=pl.lit(1)))
    known = rows.filter(pl.col("sheet_id").is_not_null())
    writing.update(IncomeSheet, known.select(pl.col("sheet_id").alias("id"), "persons", "items"))


def export_incomes(wanted: Wanted) -> pl.DataFrame:
    """Return all items recorded at the places the actor may see; imported again they change nothing."""
    scope = scope_of(wanted.actor, INCOME_EXPORT).within(wanted.area_code)
    names = ("household__number", "household__head_name", "year", "persons", "items")
    rows = IncomeSheet.objects.filter(scope.q()).order_by("area_code", "household_id", "year").values_list(*names)
    schema = {column.name: column.polars_type for column in incomes_sheet().columns}
    told = [
        {
            "household": number,
            "head": head,
            "year": year,
            "persons": persons,
            **{c: v for c, v in items.items() if c in schema},
        }
        for number, head, year, persons, items in rows
    ]
    return pl.DataFrame(told, schema=schema)


INCOMES = ImportTemplate(
    name="incomes",
    title=gettext_lazy("收入明细"),
    permission=INCOME_IMPORT,
    export_permission=INCOME_EXPORT,
    sheet=incomes_sheet,
    compare=compare_incomes,
    apply=apply_incomes,
    export=export_incomes,
    help=gettext_lazy("一户一年一行，各项收入和支出分列；系统按当地当年口径算出各来源合计和人均纯收入。"),
    order=75,
)
