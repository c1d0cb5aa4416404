"""The ``organisations`` workbook: units, their other names, and whom they report to."""

from __future__ import annotations

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.imports.comparing import Sets, beside_stored, to_insert, to_update, with_indexes
from bangfu.kernel.imports.declared import Offer, Plan, Wanted
from bangfu.kernel.imports.flat import flat_plan, refuse_blank, refuse_repeated, refuse_unknown
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import new_ids, read_rows
from bangfu.kernel.imports.writing import Writing
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.kernel.workbooks import ROW
from bangfu.parties.imports.masks import refuse_wrong_mask, unmasked
from bangfu.parties.imports.moving import write_moves
from bangfu.parties.imports.numbering import with_party_ids
from bangfu.parties.imports.places import located, visible_rows, without_strangers
from bangfu.parties.imports.reading import stored_values
from bangfu.parties.imports.units import units_named
from bangfu.parties.models import Organisation, OrganisationAlias
from bangfu.parties.models.party import PartyKind

SETS = (
    Sets("name"),
    Sets("credit_code"),
    Sets("kind"),
    Sets("rank"),
    Sets("is_budget_unit"),
    Sets("superior_id"),
    Sets("area_code"),
    Sets("contact"),
    Sets("phone", sealed=True),
    Sets("valid_from"),
)
STORED = ("party_id", "version", "phone_index", *(field.attribute for field in SETS))
BETWEEN_ALIASES = r"[、,，;；]+"


def compare_organisations(offer: Offer) -> Plan:
    """Compare a file of organisations with the register."""
    rows = with_indexes(offer.frame, SETS)
    for name in ("credit_code", "name"):
        refuse_repeated(offer, rows, name)
    rows = _matched(offer, rows)
    stored = read_rows(Organisation, STORED, key="party_id", keys=rows["party_id"])
    visible = visible_rows(offer, stored)
    rows = without_strangers(offer, rows, "party_id", visible, column="name")
    rows = located(offer, _with_place_columns(rows), least=2, told="area_code")
    rows = _with_superiors(offer, rows)
    rows = beside_stored(rows, visible, SETS, key="party_id", pk="party_id")
    refuse_blank(offer, rows, ("kind", "area_code"), key="party_id")
    refuse_wrong_mask(offer, rows, "party_id", "phone", visible, "phone", "phone")
    rows = _with_aliases(rows)
    also = (pl.col("aliases_new").list.len() > 0) | pl.col("superior_row").is_not_null()
    return flat_plan(offer, Organisation, rows, SETS, key="party_id", title="name", also=also)


def _with_place_columns(rows: pl.DataFrame) -> pl.DataFrame:
    if "area_code" in rows.columns:
        return rows.rename({"area_code": "village_code"})
    return rows.with_columns(pl.lit(None, pl.String).alias("village_code"))


def _matched(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """Find the stored organisation: by credit code, else by name or another name."""
    by_name = units_named(rows["name"]).select(name="text", by_name="party_id")
    rows = rows.join(by_name, on="name", how="left", maintain_order="left")
    if "credit_code" not in rows.columns:
        return rows.rename({"by_name": "party_id"})
    codes = read_rows(Organisation, ["party_id", "credit_code"], key="credit_code", keys=rows["credit_code"])
    rows = rows.join(codes.rename({"party_id": "by_code"}), on="credit_code", how="left", maintain_order="left")
    has = read_rows(Organisation, ["party_id", "credit_code"], key="party_id", keys=rows["by_name"])
    rows = rows.join(
        has.select(by_name="party_id", code_was="credit_code"), on="by_name", how="left", maintain_order="left"
    )
    # One name and two credit codes are two organisations.
    another = (pl.col("code_was") != "") & (pl.col("code_was") != pl.col("credit_code"))
    named = pl.when(another.fill_null(False)).then(None).otherwise("by_name")
    return rows.with_columns(party_id=pl.coalesce("by_code", named)).drop("by_name", "by_code", "code_was")


def _with_superiors(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``superior_id``, or ``superior_row`` for a superior that is new in the same file."""
    if "superior" not in rows.columns:
        return rows.with_columns(superior_row=pl.lit(None, pl.UInt32))
    named = units_named(rows["superior"]).select(superior="text", superior_id="party_id")
    rows = rows.join(named, on="superior", how="left", maintain_order="left")
    new = rows.filter(pl.col("party_id").is_null())
    keys = [new.select(superior="name", superior_row=ROW)]
    if "credit_code" in rows.columns:
        keys.append(new.select(superior="credit_code", superior_row=ROW))
    in_file = pl.concat(keys).drop_nulls("superior").unique("superior", keep="none")
    rows = rows.join(in_file, on="superior", how="left", maintain_order="left").with_columns(
        superior_row=pl.when(pl.col("superior_id").is_null()).then("superior_row")
    )
    known = rows.with_columns(found=pl.coalesce("superior_id", pl.col("superior_row").cast(pl.Int64)))
    refuse_unknown(offer, known, "superior", "found", _("没有找到这个单位，或同名的单位不止一个：请填写信用代码。"))
    own = (pl.col("superior_id") == pl.col("party_id")) | (pl.col("superior_row") == pl.col(ROW))
    offer.error_at(rows.filter(own)[ROW], "superior", "own_superior", _("上级单位不能是本单位。"))
    return rows


def _with_aliases(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the other names that are not noted yet; a name that changes becomes one. Names are never taken away."""
    nothing = pl.lit([], pl.List(pl.String))
    held = read_rows(OrganisationAlias, ["organisation_id", "name"], key="organisation_id", keys=rows["party_id"])
    held = held.group_by("organisation_id").agg(held=pl.col("name"))
    rows = rows.join(held, left_on="party_id", right_on="organisation_id", how="left", maintain_order="left")
    given = pl.lit(None, pl.String)
    if "aliases" in rows.columns:
        given = pl.col("aliases").str.replace_all(BETWEEN_ALIASES, "、")
    former = pl.when("name__differs").then(pl.concat_list("name__stored")).otherwise(nothing)
    wanted = pl.concat_list(given.str.split("、").fill_null(nothing), former)
    cleaned = wanted.list.eval(pl.element().str.strip_chars()).list.set_difference(pl.concat_list("name"))
    fresh = cleaned.list.set_difference(pl.col("held").fill_null(nothing))
    return rows.with_columns(aliases_new=fresh.list.eval(pl.element().filter(pl.element() != "")))


def apply_organisations(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Write organisations, their other names, and the traces of those that moved."""
    writing = Writing(run, offer.actor)
    rows = with_party_ids(plan.frames["rows"], "party_id", PartyKind.ORGANISATION, writing)
    rows = _with_new_superiors(rows)
    new = rows.filter("new")
    writing.insert(Organisation, to_insert(Organisation, new, SETS, pl.col("party_id")), areas=new["area_code"])
    changed = rows.filter(~pl.col("new") & pl.col("changed"))
    frame = to_update(Organisation, changed, SETS, key="party_id")
    writing.update(Organisation, frame, areas=frame["area_code"])
    aliases = rows.explode("aliases_new").drop_nulls("aliases_new")
    ids = new_ids(OrganisationAlias, len(aliases)).alias("id")
    writing.insert(OrganisationAlias, aliases.select(ids, organisation_id="party_id", name="aliases_new"))
    moves = changed.filter("area_code__differs").select("party_id", "area_code", was="area_code__stored")
    write_moves(writing, moves, timezone.localdate())


def _with_new_superiors(rows: pl.DataFrame) -> pl.DataFrame:
    if "superior_id" not in rows.columns:
        return rows
    made = rows.select(pl.col(ROW).alias("superior_row"), made="party_id")
    rows = rows.join(made, on="superior_row", how="left", maintain_order="left")
    return rows.with_columns(
        superior_id=pl.coalesce("superior_id", "made"),
        superior_id__differs=pl.col("superior_id__differs") | pl.col("made").is_not_null(),
    )


def export_organisations(wanted: Wanted) -> pl.DataFrame:
    """Return the organisations seated where the actor may see them; phones masked without a purpose."""
    if wanted.purpose:
        require(wanted.actor, "parties.unmask", wanted.area_code or None)
    scope = scope_of(wanted.actor, "parties.organisation.export").within(wanted.area_code)
    visible = Organisation.objects.filter(scope.q(), valid_to=None).order_by("area_code", "pk")
    paths = ("name", "credit_code", "kind", "rank", "is_budget_unit", "area_code", "contact", "phone", "valid_from")
    names = {"party_id": "party_id", **{path: path for path in paths}}
    names |= {"superior__name": "superior_name", "superior__credit_code": "superior_code"}
    frame = stored_values(visible, names)
    aliases = stored_values(
        OrganisationAlias.objects.filter(organisation__in=visible.values("pk")),
        {"organisation_id": "party_id", "name": "alias"},
    )
    others = aliases.group_by("party_id").agg(aliases=pl.col("alias").sort().str.join("、"))
    frame = frame.join(others, on="party_id", how="left", maintain_order="left")
    code = pl.when(pl.col("superior_code") != "").then("superior_code")
    frame = frame.with_columns(superior=pl.coalesce(code, "superior_name"))
    return unmasked(wanted, frame, {"phone": "phone"})
