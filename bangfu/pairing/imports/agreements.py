"""The ``agreements`` workbook: one agreement a row, several parties of a side parted by 、; signed where a day says so.

A row means the stored agreement of the same number between the same two places, else the one of the same title
between the same first parties. Parties are named by credit code or name, places by code, counties also by name.
"""

from __future__ import annotations

import polars as pl
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.imports.comparing import Sets, any_differs, beside_stored, present, to_insert, to_update
from bangfu.kernel.imports.declared import Offer, Plan, Wanted
from bangfu.kernel.imports.flat import flat_plan, refuse_blank
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import new_ids, read_rows
from bangfu.kernel.imports.writing import Writing
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.workbooks import ROW, Column, Sheet, Type
from bangfu.pairing.agreements import EXPORT, IMPORT
from bangfu.pairing.imports.agreement_duties import insert_duties, refuse_duties, written_duties
from bangfu.pairing.models import Agreement, AgreementParty, Pairing, Side
from bangfu.parties.imports.reading import stored_values
from bangfu.parties.imports.units import units_named
from bangfu.parties.queries import places_of
from bangfu.parties.queries.visible import areas_findable_by, organisations_findable_by

BETWEEN = r"[、;；]+"
SETS = tuple(
    Sets(name) for name in ("kind", "title", "number", "valid_from", "valid_to", "amount", "signed_on", "note", "state")
)
STORED = ("id", "version", *(field.attribute for field in SETS))
SIDES = (Side.HELPER.value, Side.RECIPIENT.value)
NEEDED = ("kind", "title", "helper", "recipient", "valid_from")


def agreements_sheet() -> Sheet:
    """Agreements, one row each."""
    kinds = tuple((value, str(label)) for value, label in Agreement.Kind.choices)
    return Sheet(
        columns=(
            Column("kind", "协议类型", ("类型",), Type.CODE, codes=kinds),
            Column("title", "协议名称", ("名称", "协议"), required=True, max_length=120),
            Column("number", "协议编号", ("编号",), max_length=60),
            Column("helper", "帮扶方", ("甲方", "帮扶单位", "企业"), required=True, max_length=400),
            Column("recipient", "受助方", ("乙方", "受援方", "村"), required=True, max_length=400),
            Column("signed_on", "签署日期", ("签订日期", "签约日期"), Type.DATE),
            Column("valid_from", "生效日期", ("起始日期", "开始日期"), Type.DATE),
            Column("valid_to", "有效期至", ("终止日期", "到期日期"), Type.DATE),
            Column("amount", "协议金额（元）", ("协议金额", "金额", "签约额"), Type.MONEY, minimum=0),
            Column("note", "说明", ("备注",), max_length=400),
            Column("duties", "分年任务", ("任务", "协议任务", "年度任务"), max_length=8000),
        ),
        title="帮扶协议",
        notes=(
            "一行一份协议；一方有几个签约方的，用“、”隔开。县（区）填名称或代码，村填代码，单位填名称或信用代码。",
            "分年任务一条写成“年度|约定内容|对账类型|金额（元）|数量|单位|由谁”，几条用“；”隔开，如“2020|采购农特产品|采购|240000”；"
            "对账类型是帮扶记录类型或指标的名称，不写则只列文字。已登记协议的任务在协议页面修改。",
            "填了签署日期的登记为“已签署”，没填的为“起草中”。已签署的协议不能用导入修改。",
        ),
    )


def compare_agreements(offer: Offer) -> Plan:
    """Compare a file of agreements with those kept."""
    rows = offer.frame
    for name in ("number", "signed_on"):
        if name not in rows.columns:
            rows = rows.with_columns(pl.lit(None, pl.String if name == "number" else pl.Date).alias(name))
    rows = rows.with_columns(
        state=pl.when(pl.col("signed_on").is_not_null()).then(pl.lit(Agreement.State.SIGNED.value))
    )
    for side in SIDES:
        rows = _with_parties(offer, rows, side)
    rows = _placed(offer, rows)
    _refuse_repeated(offer, rows)
    rows = _matched(rows)
    stored = read_rows(Agreement, STORED, key="id", keys=rows["agreement_id"])
    rows = beside_stored(rows, stored, SETS, key="agreement_id", pk="id")
    refuse_blank(offer, rows, NEEDED, key="agreement_id")
    _refuse_terms(offer, rows)
    refuse_duties(offer, rows)
    changed = any_differs(present(SETS, rows)) & (pl.col("state__stored") != Agreement.State.DRAFT.value)
    offer.error_at(
        rows.filter(pl.col("agreement_id").is_not_null() & changed)[ROW],
        "title",
        "signed",
        _("这份协议已签署或已结束，不能用导入修改；签错的请在协议页面“退回起草”。"),
    )
    return flat_plan(offer, Agreement, rows, SETS, key="agreement_id", title="title")


def _with_parties(offer: Offer, rows: pl.DataFrame, side: str) -> pl.DataFrame:
    """Add ``<side>_ids``, the parties of a side in the order written, and ``<side>_id``, the first."""
    given = rows.select(ROW, text=pl.col(side).str.replace_all(BETWEEN, "、").str.split("、")).explode("text")
    given = given.with_columns(pl.col("text").str.strip_chars()).filter(pl.col("text") != "")
    named = _parties_named(offer.actor, given["text"].unique())
    found = given.join(named, on="text", how="left", maintain_order="left")
    unknown = found.filter(pl.col("party_id").is_null())
    told = _("没有找到“%s”，或同名的不止一个：县（区）填名称或代码，村填代码，单位填全称或信用代码。")
    messages = unknown.select(pl.format(told.replace("%s", "{}"), "text")).to_series()
    offer.error_at(unknown[ROW], side, "unknown", messages)
    listed = (
        found.drop_nulls("party_id")
        .group_by(ROW, maintain_order=True)
        .agg(ids=pl.col("party_id").unique(maintain_order=True))
    )
    listed = listed.rename({"ids": f"{side}_ids"})
    rows = rows.join(listed, on=ROW, how="left", maintain_order="left")
    return rows.with_columns(pl.col(f"{side}_ids").list.first().alias(f"{side}_id"))


def _parties_named(actor: User, texts: pl.Series) -> pl.DataFrame:
    """Return ``text, party_id`` for texts that mean one place or organisation the actor may name."""
    names = texts.to_list()
    units = units_named(texts)
    seen = set(organisations_findable_by(actor).filter(pk__in=units["party_id"].to_list()).values_list("pk", flat=True))
    found = dict(units.filter(pl.col("party_id").is_in(list(seen))).select("text", "party_id").iter_rows())
    findable = areas_findable_by(actor)
    counties: dict[str, list[int]] = {}
    for pk, name in findable.filter(name__in=names, level__lte=COUNTY).values_list("pk", "name"):
        counties.setdefault(name, []).append(pk)
    found |= {name: ids[0] for name, ids in counties.items() if len(ids) == 1}
    found |= dict(findable.filter(code__in=[name for name in names if name.isdigit()]).values_list("code", "pk"))
    return pl.DataFrame(
        {"text": list(found), "party_id": list(found.values())}, schema={"text": pl.String, "party_id": pl.Int64}
    )


def _placed(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """Add the places of both sides; one of them must be the actor's, and of the place the file was sent for."""
    ids = [*rows["helper_id"].drop_nulls(), *rows["recipient_id"].drop_nulls()]
    places = places_of(ids)
    rows = rows.with_columns(
        helper_area_code=_mapped(rows["helper_id"], places), area_code=_mapped(rows["recipient_id"], places)
    )
    scope = scope_of(offer.actor, IMPORT).within(offer.area_code)
    codes = {code for name in ("area_code", "helper_area_code") for code in rows[name].drop_nulls()}
    mine = [code for code in codes if scope.covers(code)]
    outside = ~(pl.col("area_code").is_in(mine) | pl.col("helper_area_code").is_in(mine)).fill_null(False)
    known = pl.col("helper_id").is_not_null() & pl.col("recipient_id").is_not_null()
    offer.error_at(
        rows.filter(known & outside)[ROW],
        "recipient",
        "outside_scope",
        _("双方都不在您的管辖范围（或本次导入的地区）内，不能导入。"),
    )
    same = pl.col("helper_id") == pl.col("recipient_id")
    offer.error_at(rows.filter(same)[ROW], "recipient", "same_party", _("双方不能是同一个。"))
    return rows


def _mapped(ids: pl.Series, places: dict[int, str]) -> pl.Series:
    return pl.Series([places.get(pk) for pk in ids.to_list()], dtype=pl.String)


def _key() -> list[pl.Expr]:
    """What makes a row the same agreement: its number between the two places, else its title and first parties."""
    numbered = pl.col("number").is_not_null() & (pl.col("number") != "")
    return [
        pl.when(numbered).then(pl.concat_str(pl.lit("#"), "number")).otherwise("title").alias("what"),
        pl.when(numbered).then("helper_area_code").otherwise(pl.col("helper_id").cast(pl.String)).alias("one"),
        pl.when(numbered).then("area_code").otherwise(pl.col("recipient_id").cast(pl.String)).alias("other"),
    ]


def _refuse_repeated(offer: Offer, rows: pl.DataFrame) -> None:
    keyed = rows.with_columns(_key()).drop_nulls(["what", "one", "other"])
    again = keyed.filter(~pl.struct("what", "one", "other").is_first_distinct())
    offer.error_at(again[ROW], "title", "repeated", _("同一份协议在表里出现了两次。"))


def _matched(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``agreement_id``, the stored agreement a row means; of several of one title the row means none."""
    wanted = rows.with_columns(_key())
    numbers, titles = rows["number"].drop_nulls().unique().to_list(), rows["title"].drop_nulls().unique().to_list()
    kept = Agreement.objects.exclude(state=Agreement.State.DISCARDED).with_first_parties()
    names = ["pk", "number", "title", "helper_area_code", "area_code", "helper_id", "recipient_id"]
    found = [
        row for group in ({"number__in": numbers}, {"title__in": titles}) for row in _read(kept.filter(**group), names)
    ]
    schema = dict.fromkeys(names, pl.String) | dict.fromkeys(("pk", "helper_id", "recipient_id"), pl.Int64)
    stored = pl.DataFrame(found, schema=schema, orient="row").unique("pk", maintain_order=True)
    by_number = stored.filter(pl.col("number") != "").with_columns(_key())
    by_title = stored.with_columns(number=pl.lit(None, pl.String)).with_columns(_key())
    keys = pl.concat([by_number, by_title]).unique(["what", "one", "other"], keep="none")
    keys = keys.select("what", "one", "other", agreement_id="pk")
    return wanted.join(keys, on=["what", "one", "other"], how="left", maintain_order="left").drop(
        "what", "one", "other"
    )


def _read(rows: QuerySet[Agreement], names: list[str]) -> list[tuple[object, ...]]:
    return list(rows.values_list(*names))


def _refuse_terms(offer: Offer, rows: pl.DataFrame) -> None:
    for last, first, code, message in (
        ("valid_to", "valid_from", "ends_before", _("有效期至不能早于生效日期。")),
        ("valid_to", "signed_on", "signed_late", _("签署日期晚于有效期至。")),
    ):
        if last in rows.columns and first in rows.columns:
            offer.error_at(rows.filter(pl.col(last) < pl.col(first))[ROW], last, code, message)


def apply_agreements(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Write agreements and their parties."""
    writing, rows = Writing(run, offer.actor), plan.frames["rows"]
    new = _with_pairings(rows.filter(pl.col("agreement_id").is_null()))
    new = new.with_columns(new_ids(Agreement, len(new)).alias("id"))
    exact = (pl.col("id"), pl.col("area_code"), pl.col("helper_area_code"), pl.col("pairing_id"))
    writing.insert(Agreement, to_insert(Agreement, new, SETS, *exact), areas=new["area_code"])
    for side in SIDES:
        parties = new.select(agreement_id="id", party_id=f"{side}_ids").explode("party_id")
        ids = new_ids(AgreementParty, len(parties)).alias("id")
        writing.insert(AgreementParty, parties.with_columns(ids, side=pl.lit(side)))
    insert_duties(writing, new)
    changed = rows.filter(pl.col("agreement_id").is_not_null() & pl.col("changed"))
    frame = to_update(Agreement, changed, SETS, key="agreement_id")
    writing.update(Agreement, frame, areas=changed["area_code"])


def _with_pairings(new: pl.DataFrame) -> pl.DataFrame:
    """Add the only open pairing of the first parties."""
    if new.is_empty():
        return new.with_columns(pairing_id=pl.lit(None, pl.Int64))
    open_ones = Pairing.objects.filter(
        helper__in=new["helper_id"].unique().to_list(),
        recipient__in=new["recipient_id"].unique().to_list(),
        valid_to=None,
    )
    names = {"id": "pairing_id", "helper_id": "helper_id", "recipient_id": "recipient_id"}
    pairs = stored_values(open_ones, names).unique(["helper_id", "recipient_id"], keep="none")
    return new.join(pairs, on=["helper_id", "recipient_id"], how="left", maintain_order="left")


def export_agreements(wanted: Wanted) -> pl.DataFrame:
    """Return the agreements of the actor's places, on either side, as they import without a change."""
    scope = scope_of(wanted.actor, EXPORT).within(wanted.area_code)
    visible = Agreement.objects.filter(scope.q("area_code") | scope.q("helper_area_code"))
    visible = visible.exclude(state=Agreement.State.DISCARDED).order_by("area_code", "pk")
    columns = ("kind", "title", "number", "signed_on", "valid_from", "valid_to", "amount", "note")
    frame = stored_values(visible, {"id": "id", **{name: name for name in columns}})
    parties = stored_values(
        AgreementParty.objects.filter(agreement__in=visible.order_by().values("pk")).order_by("pk"),
        {
            "agreement_id": "id",
            "side": "side",
            "party__area__code": "code",
            "party__organisation__credit_code": "credit_code",
            "party__organisation__name": "name",
        },
    )
    word = pl.coalesce("code", pl.when(pl.col("credit_code") != "").then("credit_code"), "name")
    for side in SIDES:
        of_side = parties.filter(pl.col("side") == side).group_by("id", maintain_order=True)
        joined = of_side.agg(word.str.join("、").alias(side))
        frame = frame.join(joined, on="id", how="left", maintain_order="left")
    duties = written_duties(visible.order_by())
    frame = frame.with_columns(duties=pl.col("id").replace_strict(duties, default=None, return_dtype=pl.String))
    return frame.drop("id")
