"""The ``helpers`` workbook: persons who help, the units that send them, and where they stand ready."""

from __future__ import annotations

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP
from bangfu.kernel.imports.comparing import Sets, beside_stored, present, to_insert, to_update, with_indexes, with_json
from bangfu.kernel.imports.declared import Offer, Plan, Wanted
from bangfu.kernel.imports.flat import flat_plan, refuse_unknown
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.sets import new_ids, read_rows
from bangfu.kernel.imports.showing import changed_cells
from bangfu.kernel.imports.writing import Writing
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.kernel.workbooks import ROW, id_birth_date, id_sex
from bangfu.pairing.imports.sheets import USUAL
from bangfu.pairing.models import Enrolment, Scheme
from bangfu.parties.actions.numbering import person_number
from bangfu.parties.imports.exporting import with_lists
from bangfu.parties.imports.masks import refuse_wrong_mask, unmasked
from bangfu.parties.imports.numbering import with_party_ids
from bangfu.parties.imports.places import located, outside_of, visible_rows, without_strangers
from bangfu.parties.imports.reading import stored_values
from bangfu.parties.imports.units import with_unit
from bangfu.parties.models import Area, Person
from bangfu.parties.models.party import PartyKind

PERSON_SETS = (
    Sets("name"),
    Sets("id_number", sealed=True),
    Sets("sex"),
    Sets("birth_date"),
    Sets("phone", sealed=True),
    Sets("works_for_id"),
    Sets("post"),
    Sets("rank"),
)
ENROLMENT_SETS = (Sets("meant_for", "area_code"), Sets("capacity"), Sets("skills"), Sets("valid_from"))
PERSON = ("party_id", "version", "area_code", "id_number_index", "phone_index", *(f.attribute for f in PERSON_SETS))
ENROLMENT = ("id", "scheme_id", "party_id", *(f.attribute for f in ENROLMENT_SETS))
MASKED = {"id_number": "id_number", "phone": "phone"}
OPEN = "t.valid_to IS NULL"


def compare_helpers(offer: Offer) -> Plan:
    """Compare a file of helpers with persons and enrolments."""
    rows = with_indexes(with_json(_completed(offer.frame)), PERSON_SETS)
    rows = with_unit(rows, "unit", found="works_for_id")
    refuse_unknown(offer, rows, "unit", "works_for_id", _("没有找到这个单位，或同名的单位不止一个：请填写信用代码。"))
    rows = located(offer, rows, least=TOWNSHIP).rename({"area_code": "meant_for"})
    rows = _with_schemes(rows)
    rows = _matched(offer, rows)
    _refuse_repeated(offer, rows)
    stored = read_rows(Person, PERSON, key="party_id", keys=rows["party_id"])
    visible = visible_rows(offer, stored)
    rows = without_strangers(offer, rows, "party_id", visible)
    for name, kind in MASKED.items():
        refuse_wrong_mask(offer, rows, "party_id", name, visible, name, kind)
    rows = beside_stored(rows, visible, PERSON_SETS, key="party_id", pk="party_id")
    rows = _placed(offer, rows, visible)
    rows = _beside_enrolments(rows)
    enrolled = pl.any_horizontal(field.differs for field in ENROLMENT_SETS)
    known = rows.filter(pl.col("enrolment_id").is_not_null())
    return flat_plan(
        offer,
        Person,
        rows,
        PERSON_SETS,
        key="party_id",
        title="name",
        also=enrolled | pl.col("enrolment_id").is_null(),
        shown=changed_cells(offer, Enrolment, known, ENROLMENT_SETS, title="name"),
    )


def _completed(frame: pl.DataFrame) -> pl.DataFrame:
    """An ID number says birth date and sex where the file does not."""
    for name, kind in _OPTIONAL.items():
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, kind).alias(name))
    return frame.with_columns(
        birth_date=id_birth_date(pl.col("id_number")),
        sex=pl.coalesce("sex", id_sex(pl.col("id_number"))),
        scheme=pl.col("scheme").fill_null(USUAL),
    )


_OPTIONAL = {
    "id_number": pl.String,
    "person_number": pl.String,
    "sex": pl.String,
    "scheme": pl.String,
    "capacity": pl.Int64,
    "skills": pl.List(pl.String),
    "valid_from": pl.Date,
}


def _with_schemes(rows: pl.DataFrame) -> pl.DataFrame:
    schemes = stored_values(Scheme.objects.all(), {"id": "scheme_id", "name": "scheme"})
    return rows.join(schemes, on="scheme", how="left", maintain_order="left")


def _matched(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """Find the person: by a number, else the one of that name whom the unit employs, else of that name and phone."""
    rows = _by_numbers(offer, rows)
    named = read_rows(Person, ["party_id", "name", "works_for_id", "phone_index"], key="name", keys=rows["name"])
    unnumbered = pl.col("id_number_index").is_null() & pl.col("person_number").is_null()
    found = [pl.col("by_id"), pl.col("by_number")]
    for keys in (["name", "works_for_id"], ["name", "phone_index"]):
        if keys[1] in rows.columns:
            single = named.drop_nulls(keys[1]).filter(pl.col(keys[1]).cast(pl.String) != "").unique(keys, keep="none")
            single = single.select(*keys, pl.col("party_id").alias(f"by_{keys[1]}"))
            rows = rows.join(single, on=keys, how="left", maintain_order="left")
            found.append(pl.when(unnumbered).then(f"by_{keys[1]}"))
    rows = rows.with_columns(party_id=pl.coalesce(found))
    _refuse_ambiguous(offer, rows, named)
    return rows


def _by_numbers(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``by_id`` and ``by_number``; a number nobody has, or two numbers of two persons, are reported."""
    by_id = read_rows(Person, ["party_id", "id_number_index"], key="id_number_index", keys=rows["id_number_index"])
    rows = rows.join(by_id.rename({"party_id": "by_id"}), on="id_number_index", how="left", maintain_order="left")
    numbered = read_rows(Person, ["party_id", "number"], key="number", keys=rows["person_number"])
    numbered = numbered.rename({"party_id": "by_number", "number": "person_number"})
    rows = rows.join(numbered, on="person_number", how="left", maintain_order="left")
    unknown = pl.col("person_number").is_not_null() & pl.col("by_number").is_null()
    offer.error_at(
        rows.filter(unknown)[ROW], "person_number", "unknown", _("名册里没有这个人编号：请核对；新登记的人请留空。")
    )
    offer.error_at(
        rows.filter(pl.col("by_id") != pl.col("by_number"))[ROW],
        "person_number",
        "id_of_another",
        _("人编号与公民身份号码不是同一个人：请核对。"),
    )
    return rows


def _refuse_ambiguous(offer: Offer, rows: pl.DataFrame, named: pl.DataFrame) -> None:
    """A row without a number that could mean several colleagues of one name must say which."""
    keys = ["name", "works_for_id"]
    if "works_for_id" not in rows.columns:
        return
    namesakes = named.drop_nulls("works_for_id").group_by(keys).len("namesakes").filter(pl.col("namesakes") > 1)
    unnumbered = pl.col("id_number_index").is_null() & pl.col("person_number").is_null()
    doubtful = rows.filter(pl.col("party_id").is_null() & unnumbered).join(namesakes, on=keys, how="semi")
    offer.error_at(doubtful[ROW], "name", "ambiguous", _("这个单位有同名的人：请填写人编号或公民身份号码。"))


def _refuse_repeated(offer: Offer, rows: pl.DataFrame) -> None:
    """One person stands under one scheme once."""
    who = pl.coalesce(
        pl.col("party_id").cast(pl.String),
        "id_number_index",
        pl.concat_str("name", pl.col("works_for_id"), ignore_nulls=True),
    )
    seen = rows.select(who=pl.concat_str(who, pl.lit("|"), "scheme"), row=pl.col(ROW))
    again = seen.select(~pl.col("who").is_first_distinct(), first=pl.col("row").first().over("who"))
    told = again.select(pl.format(_("与第 {} 行重复：同一人在同一方案中只能出现一次。"), pl.col("first"))).to_series()
    offer.error(again["who"], "name", "repeated", told)


def _placed(offer: Offer, rows: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Add ``place`` of new persons (the unit's seat, else where they are meant to help) and ``county_code``."""
    counties = list(Area.objects.filter(level=COUNTY, valid_to=None).values_list("code", flat=True)[:2])
    only = counties[0] if len(counties) == 1 else None
    asked = pl.lit(offer.area_code or only, pl.String)
    homes = persons.select("party_id", home="area_code")
    rows = rows.join(homes, on="party_id", how="left", maintain_order="left").with_columns(
        place=pl.coalesce("works_for_id_place", "meant_for", asked),
        county_code=pl.coalesce("meant_for", "works_for_id_place", "home", asked).str.slice(0, COUNTY),
    )
    new = rows.filter(pl.col("party_id").is_null())
    offer.error_at(
        new.filter(pl.col("place").is_null())[ROW],
        "unit" if offer.has("unit") else "name",
        "no_place",
        _("看不出属于哪个县：请填写工作单位或帮扶村，或在导入时指定地区。"),
    )
    outside = outside_of(offer, new["place"].unique())
    rows_outside = new.filter(pl.col("place").is_in(outside.implode()))[ROW]
    offer.error_at(rows_outside, "name", "outside_scope", _("单位或帮扶村不在您的管辖范围内，不能导入。"))
    return rows


def _beside_enrolments(rows: pl.DataFrame) -> pl.DataFrame:
    held = read_rows(Enrolment, ENROLMENT, key="party_id", keys=rows["party_id"], where=OPEN)
    ids = held.select("party_id", "scheme_id", enrolment_id="id")
    rows = rows.join(ids, on=["party_id", "scheme_id"], how="left", maintain_order="left")
    return beside_stored(rows, held, ENROLMENT_SETS, key="enrolment_id", pk="id")


def apply_helpers(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Write persons and their enrolments."""
    writing = Writing(run, offer.actor)
    rows = with_party_ids(plan.frames["rows"], "party_id", PartyKind.PERSON, writing)
    new = rows.filter("new")
    numbers = pl.Series([person_number(pk) for pk in new["party_id"].to_list()], dtype=pl.String)
    person = to_insert(
        Person, new, PERSON_SETS, pl.col("party_id"), numbers.alias("number"), pl.col("place").alias("area_code")
    )
    writing.insert(Person, person, areas=new["place"])
    changed = rows.filter(~pl.col("new") & pl.any_horizontal(f.differs for f in present(PERSON_SETS, rows)))
    writing.update(Person, to_update(Person, changed, PERSON_SETS, key="party_id"), areas=changed["county_code"])
    _write_enrolments(writing, rows)


def _write_enrolments(writing: Writing, rows: pl.DataFrame) -> None:
    fresh = rows.filter(pl.col("enrolment_id").is_null())
    begun = to_insert(
        Enrolment,
        fresh,
        (),
        new_ids(Enrolment, len(fresh)).alias("id"),
        pl.col("scheme_id"),
        pl.col("party_id"),
        pl.col("county_code"),
        pl.col("meant_for").alias("area_code"),
        pl.col("capacity"),
        pl.col("skills"),
        pl.coalesce("valid_from", pl.lit(timezone.localdate())).alias("valid_from"),
    )
    writing.insert(Enrolment, begun, areas=fresh["county_code"])
    known = rows.filter(pl.col("enrolment_id").is_not_null() & pl.any_horizontal(f.differs for f in ENROLMENT_SETS))
    frame = to_update(Enrolment, known, ENROLMENT_SETS, key="enrolment_id")
    writing.update(Enrolment, frame, areas=known["county_code"])


def export_helpers(wanted: Wanted) -> pl.DataFrame:
    """Return the helpers who stand ready today where the actor may see them; numbers masked without a purpose."""
    if wanted.purpose:
        require(wanted.actor, "parties.unmask", wanted.area_code or None)
    scope = scope_of(wanted.actor, "pairing.enrolment.export").within(wanted.area_code)
    rows = Enrolment.objects.filter(
        scope.q("county_code") | scope.q("area_code"), valid_to=None, party__person__isnull=False
    )
    person = {f"party__person__{name}": name for name in ("name", "id_number", "sex", "phone", "post", "rank")}
    person["party__person__number"] = "person_number"
    unit = {"party__person__works_for__name": "unit_name", "party__person__works_for__credit_code": "unit_code"}
    own = {"scheme__name": "scheme", "area_code": "village_code", "capacity": "capacity"}
    own |= {"skills": "skills", "valid_from": "valid_from"}
    frame = stored_values(rows.order_by("county_code", "id"), {**person, **unit, **own})
    code = pl.when(pl.col("unit_code") != "").then("unit_code")
    village = pl.when(pl.col("village_code") != "").then("village_code")
    frame = frame.with_columns(unit=pl.coalesce(code, "unit_name"), village_code=village)
    return unmasked(wanted, with_lists(frame, "skills"), MASKED)
