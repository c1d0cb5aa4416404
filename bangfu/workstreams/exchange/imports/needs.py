"""The ``needs`` workbook: read, checked, entered, taken back, written out."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.imports.declared import Offer, Plan, Wanted
from bangfu.kernel.imports.flat import refuse_repeated, refuse_unknown
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.imports.showing import arrivals
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.kernel.workbooks import ROW
from bangfu.ledger.imports.parties_named import with_party
from bangfu.parties.imports.places import outside_of
from bangfu.parties.imports.reading import stored_values
from bangfu.parties.queries import names_of
from bangfu.workstreams.exchange.actions.entering import enter_needs, withdraw_batch
from bangfu.workstreams.exchange.actions.needs import UNITS
from bangfu.workstreams.exchange.actions.wishing import GONE
from bangfu.workstreams.exchange.models import Kind, Need, Wave
from bangfu.workstreams.exchange.wording import problems_of, telling_of

OPTIONAL = {
    "number": pl.Int64, "kind": pl.String, "quantity": pl.Int64, "unit": pl.String, "value": pl.Int64,
    "urgency": pl.String, "needed_by": pl.Date, "wave": pl.String, "category": pl.String, "band": pl.String,
    "group": pl.Boolean, "text": pl.String, "private_text": pl.String,
}  # fmt: skip


def compare_needs(offer: Offer) -> Plan:
    """Check a file of needs; rows with the number of a need one may see are left as they are."""
    rows = offer.frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in OPTIONAL.items() if name not in offer.frame.columns
    )
    refuse_repeated(offer, rows, "number")
    known = _known(offer, rows)
    rows = with_party(rows, "asker")
    refuse_unknown(offer, rows, "asker", "asker_id", _("没有找到，或不止一个：请填写户编号、信用代码或地区代码。"))
    outside = outside_of(offer, rows["asker_place"].unique())
    strange = rows["asker_place"].is_in(outside.implode())
    offer.error(strange, "asker", "outside_scope", _("求助方不在您的管辖范围（或本次导入的地区）内，不能导入。"))
    new = rows.filter(pl.col("number").is_null() | ~pl.col("number").is_in(list(known)))
    drafts = _drafts(
        offer, new.filter(pl.col("asker_id").is_not_null() & ~pl.col("asker_place").is_in(outside.implode()))
    )
    return Plan(
        created=new[ROW],
        differences=arrivals(new, "new", _("新登记"), title="title"),
        frames={"drafts": drafts},
    )


def _known(offer: Offer, rows: pl.DataFrame) -> set[int]:
    """Numbers of stored needs that the actor may import over; of others nothing is told but that they are not there."""
    numbers = rows["number"].drop_nulls().to_list()
    scope = scope_of(offer.actor, offer.template.permission).within(offer.area_code)
    known = set(Need.objects.filter(scope.q(), pk__in=numbers).values_list("pk", flat=True))
    unknown = rows.filter(pl.col("number").is_not_null() & ~pl.col("number").is_in(list(known)))
    offer.error_at(unknown[ROW], "number", "unknown", _("没有这个编号的需求；新登记的不要填编号。"))
    return known


def _drafts(offer: Offer, rows: pl.DataFrame) -> list[Need]:
    households = rows.filter(pl.col("asker_noun") == "household")["asker_id"].to_list()
    about = telling_of(households)
    waves = {wave.name: wave for wave in Wave.objects.filter(state=Wave.State.OPEN)}
    wished = _wished(waves, rows)
    drafts = []
    for row in rows.iter_rows(named=True):
        need = _draft(row)
        told = problems_of(about[need.asker_id], need.title, need.text)
        _refuse(offer, row, "title", told)
        if need.unit not in UNITS[Kind(need.kind)]:
            _refuse(offer, row, "unit", [_("单位与类别不符。")])
        if need.quantity <= 0:
            _refuse(offer, row, "quantity", [_("数量必须大于零。")])
        if row["wave"]:
            _refuse(offer, row, "wave", _wish(need, waves.get(row["wave"]), wished))
        drafts.append(need)
    return drafts


def _draft(row: dict[str, Any]) -> Need:
    kind = row["kind"] or Kind.ARTICLE
    quantity = Decimal(row["quantity"] if row["quantity"] is not None else 1000).scaleb(-3)
    value = None if row["value"] is None else Decimal(row["value"]).scaleb(-2)
    return Need(
        asker_id=row["asker_id"],
        asker_kind=row["asker_noun"],
        area_code=row["asker_place"],
        kind=kind,
        title=row["title"].strip(),
        quantity=quantity,
        unit=row["unit"] or UNITS[Kind(kind)][0],
        value=quantity if kind == Kind.MONEY and value is None else value,
        urgency=int(row["urgency"] or 0),
        needed_by=row["needed_by"],
        category=row["category"] or "",
        band=row["band"] or Need.Band.FAMILY,
        group=bool(row["group"]),
        text=row["text"] or "",
        private_text=row["private_text"] or "",
        entered_on=timezone.localdate(),
    )


def _wished(waves: dict[str, Wave], rows: pl.DataFrame) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    askers = rows["asker_id"].unique().to_list()
    standing = Need.objects.filter(wave__in=waves.values(), asker__in=askers).exclude(state__in=GONE)
    for pair in standing.values_list("wave_id", "asker_id"):
        found[pair] += 1
    return found


def _wish(need: Need, wave: Wave | None, wished: Counter[tuple[int, int]]) -> list[str]:
    """Put a need into its round; return what stands against it."""
    if wave is None or not need.area_code.startswith(wave.area_code):
        return [_("没有这个征集中的心愿轮次，或它不面向这个地区。")]
    if need.value is None or need.value > wave.cap:
        return [_("心愿须填估价，且不超过 %(cap)s 元。") % {"cap": wave.cap}]
    wished[wave.pk, need.asker_id] += 1
    if wished[wave.pk, need.asker_id] > wave.per_household:
        return [_("每户本轮限 %(most)s 个心愿。") % {"most": wave.per_household}]
    need.wave, need.slot = wave, wished[wave.pk, need.asker_id]
    return []


def _refuse(offer: Offer, row: dict[str, Any], column: str, told: list[str]) -> None:
    if told:
        offer.error_at(pl.Series([row[ROW]]), column, "wrong", told[0])


def apply_needs(offer: Offer, plan: Plan, run: ImportRun) -> None:
    """Enter the needs under the run's number."""
    enter_needs(offer.actor, plan.frames["drafts"], batch=run.pk)


def undo_needs(actor: User, run: ImportRun) -> None:
    """Withdraw every need the run entered."""
    withdraw_batch(actor, batch=run.pk, reason=run.reason)


SAME = (
    "asker_id", "kind", "title", "quantity", "unit", "value", "urgency", "needed_by", "category", "band", "group",
    "text", "private_text",
)  # fmt: skip
EXPORTED = {
    "id": "number",
    "asker__household__number": "household",
    "asker__organisation__credit_code": "code",
    "asker__area__code": "place",
    "wave__name": "wave",
    **dict(zip(SAME, SAME, strict=True)),
}


def export_needs(wanted: Wanted) -> pl.DataFrame:
    """Return the needs at the places the actor may see; importing them again changes nothing."""
    scope = scope_of(wanted.actor, "exchange.need.export").within(wanted.area_code)
    frame = stored_values(Need.objects.filter(scope.q()).order_by("area_code", "id"), EXPORTED)
    unnamed = frame.filter(pl.coalesce("household", "place").is_null())["asker_id"].to_list()
    names = names_of(unnamed)
    named = pl.DataFrame(
        {"asker_id": list(names), "named": list(names.values())}, schema={"asker_id": pl.Int64, "named": pl.String}
    )
    frame = frame.join(named, on="asker_id", how="left", maintain_order="left")
    code = pl.when(pl.col("code") != "").then("code")
    return frame.with_columns(
        asker=pl.coalesce("household", code, "place", "named"),
        urgency=pl.col("urgency").cast(pl.String),
        **{name: pl.when(pl.col(name) != "").then(name) for name in ("category", "text", "private_text")},
    )
