"""The ``areas`` workbook: places, their classes, and what took their place."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import COUNTY, LEVELS, parent, prefix_range, significant
from bangfu.kernel.imports.comparing import Sets, beside_stored, to_insert, to_update
from bangfu.kernel.imports.declared import Offer, Plan, Wanted
from bangfu.kernel.imports.flat import flat_plan, refuse_repeated
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import new_ids, read_rows
from bangfu.kernel.imports.writing import Writing
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.workbooks import ROW
from bangfu.parties.imports.numbering import with_party_ids
from bangfu.parties.imports.places import outside_of
from bangfu.parties.imports.reading import stored_values
from bangfu.parties.models import Area, AreaClass, AreaFormerName, AreaSuccession, Household, Organisation
from bangfu.parties.models.party import PartyKind

SETS = (
    Sets("name"),
    Sets("urban_rural"),
    Sets("longitude"),
    Sets("latitude"),
    Sets("valid_from"),
    Sets("valid_to"),
)
AREA = ("party_id", "code", "version", *(field.attribute for field in SETS))
OPEN = "t.valid_to IS NULL"


def compare_areas(offer: Offer) -> Plan:
    """Compare a file of places with the register."""
    rows = _completed(offer.frame)
    refuse_repeated(offer, rows, "code")
    stored = read_rows(Area, AREA, key="code", keys=rows["code"])
    rows = rows.join(stored.select("code", "party_id"), on="code", how="left", maintain_order="left")
    rows = beside_stored(rows, stored, SETS, key="party_id", pk="party_id")
    _refuse_levels(offer, rows)
    outside = outside_of(offer, rows["code"].unique())
    message = _("这个地区不在您的管辖范围内，不能导入。")
    offer.error(rows["code"].is_in(outside.implode()), "code", "outside_scope", message)
    _refuse_orphans(offer, rows)
    _refuse_inhabited(offer, rows)
    rows = _with_successors(offer, _with_classes(rows))
    also = pl.col("classes_begun").list.len().add(pl.col("classes_ended").list.len()) > 0
    return flat_plan(offer, Area, rows, SETS, key="party_id", title="name", also=also | pl.col("succeeds"))


def _completed(frame: pl.DataFrame) -> pl.DataFrame:
    given = frame["code"].unique()
    codes = pl.Series([significant(code) if code else code for code in given.to_list()], dtype=pl.String)
    return frame.with_columns(
        frame["code"].replace_strict(given, codes).alias("code"),
        *(pl.col(name).cast(pl.Float64) for name in ("longitude", "latitude") if name in frame.columns),
        *(pl.lit(None, kind).alias(name) for name, kind in _OPTIONAL.items() if name not in frame.columns),
    )


_OPTIONAL = {
    "classes": pl.List(pl.String), "class_from": pl.Date, "successor": pl.String, "valid_to": pl.Date,
    "valid_from": pl.Date,
}  # fmt: skip


def _refuse_levels(offer: Offer, rows: pl.DataFrame) -> None:
    unusual = ~rows["code"].str.len_chars().is_in(LEVELS)
    offer.error(unusual, "code", "level", _("区划代码应为 2、4、6、9、12 或 15 位。"))
    before = pl.coalesce("valid_from", "valid_from__stored")
    early = rows.select((pl.col("valid_to") < before).fill_null(False)).to_series()
    offer.error(early, "valid_to", "ends_early", _("撤销日期早于启用日期：请核对。"))


def _refuse_orphans(offer: Offer, rows: pl.DataFrame) -> None:
    """A township or a village needs the place above it, on the register or in the same file."""
    new = rows.filter(pl.col("party_id").is_null() & (pl.col("code").str.len_chars() > COUNTY))
    above = pl.Series([parent(code) for code in new["code"].to_list()], dtype=pl.String)
    known = read_rows(Area, ["code"], key="code", keys=above)["code"].append(rows["code"])
    offer.error_at(
        new[ROW].filter(~above.is_in(known.implode())),
        "code",
        "no_parent",
        _("上级地区还没有登记：请先登记，或写在同一份表里。"),
    )


def _refuse_inhabited(offer: Offer, rows: pl.DataFrame) -> None:
    """An area ends empty; one where somebody lives is merged, which moves them."""
    ending = rows.filter(
        pl.col("party_id").is_not_null() & pl.col("valid_to").is_not_null() & pl.col("valid_to__stored").is_null()
    )
    codes = ending["code"].to_list()
    if not codes:
        return
    ended = set(rows.filter(pl.col("valid_to").is_not_null())["code"].to_list())
    inhabited = [code for code in codes if _is_inhabited(code, ended)]
    offer.error_at(
        ending.filter(pl.col("code").is_in(inhabited))[ROW],
        "valid_to",
        "inhabited",
        _("这里还有未撤销的下级地区、农户或单位：请用“合并”把它们转到新的地区。"),
    )


def _is_inhabited(code: str, ended: set[str]) -> bool:
    low, high = prefix_range(code)
    below = Area.objects.filter(code__gt=low, code__lt=high, valid_to=None).exclude(code__in=ended)
    inside = {"area_code__gte": low, "area_code__lt": high}
    homes = Household.objects.filter(**inside, closed_on=None)
    units = Organisation.objects.filter(**inside, valid_to=None)
    return below.exists() or homes.exists() or units.exists()


def _with_classes(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the classes that begin and those that end: the file's list is the whole list, a blank means *as it was*."""
    held = read_rows(AreaClass, ["area_id", "value"], key="area_id", keys=rows["party_id"], where=OPEN)
    held = held.group_by("area_id").agg(pl.col("value").sort().alias("held")).rename({"area_id": "party_id"})
    rows = rows.join(held, on="party_id", how="left", maintain_order="left")
    nothing = pl.lit([], pl.List(pl.String))
    has, wanted = pl.col("held").fill_null(nothing), pl.col("classes")
    ending = pl.col("valid_to").is_not_null() & pl.col("valid_to__stored").is_null()
    return rows.with_columns(
        classes_begun=pl.when(ending).then(nothing).otherwise(wanted.list.set_difference(has).fill_null(nothing)),
        classes_ended=pl.when(ending).then(has).otherwise(has.list.set_difference(wanted).fill_null(nothing)),
    )


def _with_successors(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``succeeds``: whether the row names a successor that is not noted yet."""
    given = rows["successor"].unique()
    codes = pl.Series([significant(code) if code else code for code in given.to_list()], dtype=pl.String)
    rows = rows.with_columns(rows["successor"].replace_strict(given, codes).alias("successor"))
    known = read_rows(Area, ["party_id", "code"], key="code", keys=rows["successor"])
    found = known.select(successor="code", successor_id="party_id")
    rows = rows.join(found, on="successor", how="left", maintain_order="left")
    named = pl.col("successor").is_not_null()
    unknown = named & pl.col("successor_id").is_null() & ~pl.col("successor").is_in(pl.col("code").implode())
    for wrong, message in (
        (unknown, _("没有这个地区：请先登记并入的地区。")),
        (named & (pl.col("successor") == pl.col("code")), _("不能并入自己。")),
        (
            named & pl.col("valid_to").is_null() & pl.col("valid_to__stored").is_null(),
            _("并入其他地区的，请填写撤销日期。"),
        ),
    ):
        offer.error_at(rows.filter(wrong)[ROW], "successor", "successor", message)
    noted = read_rows(
        AreaSuccession, ["predecessor_id", "successor_id"], key="predecessor_id", keys=rows["party_id"]
    ).select(party_id="predecessor_id", successor_id="successor_id", noted=pl.lit(True))
    rows = rows.join(noted, on=["party_id", "successor_id"], how="left", maintain_order="left")
    return rows.with_columns(succeeds=named & pl.col("noted").is_null())


def apply_areas(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Write places, their former names, classes and successors."""
    writing, today = Writing(run, offer.actor), timezone.localdate()
    rows = with_party_ids(plan.frames["rows"], "party_id", PartyKind.AREA, writing)
    new = rows.filter("new")
    level = pl.col("code").str.len_chars().cast(pl.Int64).alias("level")
    writing.insert(Area, to_insert(Area, new, SETS, pl.col("party_id"), pl.col("code"), level), areas=new["code"])
    changed = rows.filter(~pl.col("new") & pl.col("changed"))
    writing.update(Area, to_update(Area, changed, SETS, key="party_id"), areas=changed["code"])
    _write_former_names(writing, changed, today - timedelta(days=1))
    _write_classes(writing, rows, today)
    _write_successions(writing, rows)


def _write_former_names(writing: Writing, changed: pl.DataFrame, until: object) -> None:
    renamed = changed.filter("name__differs").select(area_id="party_id", name="name__stored")
    noted = read_rows(AreaFormerName, ["area_id", "until"], key="area_id", keys=renamed["area_id"])
    fresh = renamed.join(noted.filter(pl.col("until") >= until), on="area_id", how="anti")
    ids = new_ids(AreaFormerName, len(fresh)).alias("id")
    writing.insert(AreaFormerName, fresh.with_columns(ids, until=pl.lit(until), document=pl.lit("")))


def _write_classes(writing: Writing, rows: pl.DataFrame, today: object) -> None:
    ended = rows.explode("classes_ended").drop_nulls("classes_ended")
    held = read_rows(
        AreaClass, ["id", "area_id", "value", "valid_from"], key="area_id", keys=ended["party_id"], where=OPEN
    )
    last = pl.coalesce("valid_to", pl.lit(today) - pl.duration(days=1))
    closing = held.join(
        ended.select(area_id="party_id", value="classes_ended", last=last), on=["area_id", "value"]
    ).select("id", valid_to=pl.max_horizontal("last", "valid_from"))
    writing.update(AreaClass, closing)
    begun = rows.explode("classes_begun").drop_nulls("classes_begun")
    writing.insert(
        AreaClass,
        begun.select(
            new_ids(AreaClass, len(begun)).alias("id"),
            area_id="party_id",
            area_code="code",
            value="classes_begun",
            valid_from=pl.coalesce("class_from", pl.lit(today)),
            document=pl.lit(""),
        ),
    )


def _write_successions(writing: Writing, rows: pl.DataFrame) -> None:
    made = rows.select(successor="code", made_id="party_id")
    following = rows.filter("succeeds").join(made, on="successor", how="left")
    last = pl.coalesce("valid_to", "valid_to__stored")
    writing.insert(
        AreaSuccession,
        following.select(
            new_ids(AreaSuccession, len(following)).alias("id"),
            predecessor_id="party_id",
            successor_id=pl.coalesce("successor_id", "made_id"),
            on=last + pl.duration(days=1),
            kind=pl.lit(AreaSuccession.Kind.MERGED.value),
            document=pl.lit(""),
        ),
    )


def export_areas(wanted: Wanted) -> pl.DataFrame:
    """Return the places the actor may see, with their classes of today."""
    scope = scope_of(wanted.actor, "parties.area.export").within(wanted.area_code)
    names = ("party_id", "code", *(field.attribute for field in SETS))
    frame = stored_values(Area.objects.filter(scope.q("code")).order_by("code"), {n: n for n in names})
    classes = stored_values(
        AreaClass.objects.filter(scope.q(), valid_to=None), {n: n for n in ("area_id", "value", "valid_from")}
    )
    held = classes.group_by("area_id").agg(classes=pl.col("value").sort(), class_from=pl.col("valid_from").min())
    successions = stored_values(
        AreaSuccession.objects.filter(scope.q("predecessor__code")),
        {"predecessor_id": "predecessor_id", "successor__code": "successor"},
    ).unique("predecessor_id", keep="first", maintain_order=True)
    decimal = pl.Decimal(38, 6)
    return (
        frame.join(held, left_on="party_id", right_on="area_id", how="left", maintain_order="left")
        .join(successions, left_on="party_id", right_on="predecessor_id", how="left", maintain_order="left")
        .with_columns(pl.col("longitude").cast(decimal), pl.col("latitude").cast(decimal))
    )
