"""The ``entries`` workbook: contributions of every declared kind, posted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.imports.declared import Offer, Plan
from bangfu.kernel.imports.flat import refuse_unknown
from bangfu.kernel.imports.showing import SHOWN, Differences, arrivals
from bangfu.kernel.workbooks import ROW
from bangfu.ledger.drafts import Draft, fit
from bangfu.ledger.imports.drafting import drafts_of
from bangfu.ledger.imports.parties_named import with_party
from bangfu.ledger.imports.people import with_people
from bangfu.ledger.imports.sheets import COUNTS, detail_columns
from bangfu.ledger.imports.sources import beside_posted, with_sources
from bangfu.ledger.judging import Fault, missing_number
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Campaign
from bangfu.ledger.queries.cautions import cautions_for
from bangfu.parties.imports.places import located, outside_of
from bangfu.parties.imports.reading import stored_values
from bangfu.parties.queries import names_of

OPTIONAL = {
    "giver_area_code": pl.String, "amount": pl.Int64, "quantity": pl.Int64, "unit": pl.String, "bound": pl.String,
    "campaign": pl.String, "people": pl.String, "note": pl.String, "reason": pl.String, "source": pl.String,
    "village_code": pl.String,
    **dict.fromkeys(COUNTS, pl.Int64),
}  # fmt: skip


def compare_entries(offer: Offer, workstream: str = "") -> Plan:
    """Check a file of contributions and leave out those already in the book; nothing in the book ever changes.

    ``workstream`` names the working group whose workbook it is; by default it may hold every kind.
    """
    rows = with_sources(offer.frame)
    rows = rows.with_columns(pl.lit(None, kind).alias(n) for n, kind in OPTIONAL.items() if n not in rows.columns)
    for side in ("giver", "receiver"):
        rows = with_party(rows, side)
        refuse_unknown(
            offer,
            rows,
            side,
            f"{side}_id",
            _("没有找到，或不止一个：请填写信用代码、户编号、身份证号或地区代码。"),
        )
    rows = with_people(offer, _placed(offer, _with_campaigns(offer, rows)))
    rows = beside_posted(offer, rows)
    new = rows.filter(pl.col("posted_id").is_null())
    _check_numbers(offer, new)
    _check_parties(offer, new)
    _check_details(offer, new, workstream)
    drafts = _drafted(offer, new, workstream)
    return Plan(
        created=new[ROW],
        differences=_preview(new),
        frames={"drafts": drafts},
    )


def _preview(new: pl.DataFrame) -> Differences:
    """What the first rows will post: from whom to whom by name, and each number as it was understood."""
    shown = new.head(SHOWN)
    names = names_of({pk for side in ("giver_id", "receiver_id") for pk in shown[side].drop_nulls()})
    return arrivals(shown.with_columns(title=_titles(shown)), "new", lambda row: _in_words(row, names), title="title")


def _in_words(row: Mapping[str, Any], names: Mapping[int, str]) -> str:
    parties = [names[row[side]] for side in ("giver_id", "receiver_id") if row[side] in names]
    told = [" → ".join(parties)] if parties else []
    if row["amount"] is not None:
        told.append(_("%(amount)s 元") % {"amount": f"{Decimal(row['amount']).scaleb(-2):,.2f}"})
    if row["quantity"] is not None:
        told.append(f"{Decimal(row['quantity']).scaleb(-3).normalize():,f} {_unit(row['kind'], row['unit'])}".rstrip())
    heads = (("persons", _("人")), ("person_times", _("人次")), ("households", _("户")))
    told += [f"{row[name]:,} {word}" for name, word in heads if row[name] is not None]
    return "，".join(told) or _("新记录")


def _unit(kind: str | None, unit: str | None) -> str:
    """The word of a unit; where a kind knows one unit only, it need not be named."""
    words = dict(entry_kinds[kind].units) if kind in entry_kinds else {}
    return str(words.get(unit or "", next(iter(words.values()), "") if len(words) == 1 else ""))


def _titles(rows: pl.DataFrame) -> pl.Series:
    titles = {kind.name: str(kind.title) for kind in entry_kinds}
    return rows["kind"].replace_strict(titles, default=None, return_dtype=pl.String)


def _with_campaigns(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    campaigns = stored_values(Campaign.objects.all(), {"id": "campaign_id", "name": "campaign"})
    rows = rows.join(campaigns.unique("campaign", keep="none"), on="campaign", how="left", maintain_order="left")
    refuse_unknown(offer, rows, "campaign", "campaign_id", _("没有这个活动，或同名的活动不止一个：请先登记活动。"))
    return rows


def _placed(offer: Offer, rows: pl.DataFrame) -> pl.DataFrame:
    """The place helped: as written, else where the receiver is, else the place asked for, else where the giver is."""
    rows = located(offer, rows, least=2)
    asked = pl.lit(offer.area_code or None, pl.String)
    rows = rows.with_columns(place=pl.coalesce("area_code", "receiver_place", asked, "giver_place"))
    offer.error_at(
        rows.filter(pl.col("place").is_null() & pl.col("receiver").is_null())[ROW],
        "receiver",
        "no_place",
        _("看不出帮扶的是哪里：请填写受助方或受助地区代码。"),
    )
    derived = rows.filter(pl.col("area_code").is_null())
    outside = outside_of(offer, derived["place"].unique())
    offer.error_at(
        derived.filter(pl.col("place").is_in(outside.implode()))[ROW],
        "receiver",
        "outside_scope",
        _("受助方不在您的管辖范围（或本次导入的地区）内，不能记账。"),
    )
    return rows


def _kinds_where(names: list[str]) -> pl.Expr:
    return pl.col("kind").is_in(names)


def _check_numbers(offer: Offer, rows: pl.DataFrame) -> None:
    for name, title in (("amount", _("金额")), ("quantity", _("数量"))):
        rule = {kind.name: getattr(kind, name) for kind in entry_kinds}
        needed = _kinds_where([kind for kind, says in rule.items() if says == "required"]) & pl.col(name).is_null()
        useless = _kinds_where([kind for kind, says in rule.items() if says == "none"]) & pl.col(name).is_not_null()
        for kind in entry_kinds:
            if name == "amount" and kind.amount == "required" and kind.without_amount:
                valued = rows.filter(_kinds_where([kind.name]) & pl.col(name).is_null())
                offer.error_at(valued[ROW], name, "number", missing_number(kind, name, title))
                needed &= pl.col("kind") != kind.name
        for wrong, message in (
            (needed, _("请填写%(what)s。") % {"what": title}),
            (useless, _("这一类型不记%(what)s，请清空。") % {"what": title}),
            (pl.col(name) <= 0, _("%(what)s必须大于零；更正请用冲销。") % {"what": title}),
        ):
            offer.error_at(rows.filter(wrong)[ROW], name, "number", message)
    more = rows.filter(pl.col("persons") > pl.col("person_times"))
    offer.error_at(more[ROW], "persons", "persons", _("人数不能多于人次。"))
    late = rows.filter(pl.col("happened_on") > timezone.localdate())
    offer.error_at(late[ROW], "happened_on", "future", _("发生日期在今天之后；尚未发生的请不要记账。"))


def _check_parties(offer: Offer, rows: pl.DataFrame) -> None:
    for side in ("giver", "receiver"):
        given = pl.col(side).is_not_null()
        for kind in entry_kinds:
            nouns = getattr(kind, side)
            of_kind = rows.filter(_kinds_where([kind.name]))
            if of_kind.is_empty():
                continue
            missing = of_kind.filter(~given & pl.lit(bool(nouns)))
            offer.error_at(missing[ROW], side, "missing", _("请填写这一方。"))
            odd = of_kind.filter(pl.col(f"{side}_noun").is_not_null() & ~pl.col(f"{side}_noun").is_in(nouns))
            offer.error_at(
                odd[ROW],
                side,
                "noun",
                _("“%(kind)s”的这一方不能是这一类主体。") % {"kind": kind.title},
            )
    same = rows.filter(pl.col("giver_id") == pl.col("receiver_id"))
    offer.error_at(same[ROW], "receiver", "same", _("双方不能是同一主体。"))


def _check_details(offer: Offer, rows: pl.DataFrame, workstream: str) -> None:
    for shared in detail_columns(workstream):
        name = shared.column.name
        has = pl.col(name).is_not_null() if name in rows.columns else pl.lit(False)
        required = [kind for kind, detail in shared.details.items() if detail.required]
        offer.error_at(
            rows.filter(_kinds_where(required) & ~has)[ROW],
            name,
            "missing",
            _("请填写%(what)s。") % {"what": shared.column.heading},
        )
        offer.error_at(
            rows.filter(~_kinds_where(list(shared.details)) & has)[ROW],
            name,
            "no_such_detail",
            _("这一记录类型没有“%(name)s”，请清空。") % {"name": shared.column.heading},
        )


def _drafted(offer: Offer, rows: pl.DataFrame, workstream: str) -> list[Draft]:
    """Make the drafts and let the ledger itself judge them; what it refuses beyond the above is told of the row."""
    faulty = {row for frame in offer.issues for row, s in frame.select("row", "severity").iter_rows() if s == "error"}
    drafts: list[Draft] = []
    numbers: list[int] = []
    today = timezone.localdate()
    whole = rows.filter(pl.col("kind").is_not_null() & pl.col("happened_on").is_not_null())
    for row, draft in drafts_of(whole, workstream):
        if row in faulty or draft.area_code is None:
            continue
        faults = fit(draft, today)
        if faults:
            _tell(offer, row, faults, workstream)
            continue
        drafts.append(draft)
        numbers.append(row)
    _caution(offer, drafts, numbers)
    return drafts


def _tell(offer: Offer, row: int, faults: Sequence[Fault], workstream: str) -> None:
    """Tell the ledger's own faults of a row at the columns they are of; what has no column, at that of the kind."""
    columns = {column.name for column in offer.sheet.columns}
    details = {
        f"detail_{detail.name}": shared.column.name
        for shared in detail_columns(workstream)
        for detail in shared.details.values()
    }
    for fault in faults:
        name = details.get(fault.field, fault.field)
        number = pl.Series([row], dtype=pl.UInt32)
        offer.error_at(number, name if name in columns else "kind", "refused", fault.message)


def _caution(offer: Offer, drafts: list[Draft], rows: list[int]) -> None:
    """Tell what looks wrong; what may be a double waits on its page unless the row says why it is none."""
    told: dict[tuple[str, str], dict[int, str]] = {}
    for draft, row, cautions in zip(drafts, rows, cautions_for(drafts, rows), strict=True):
        draft.accepted = tuple((one.code, one.message) for one in cautions)
        for one in cautions:
            told.setdefault((one.code, one.field), {})[row] = one.message
    for (code, field), messages in told.items():
        numbers = pl.Series(list(messages), dtype=pl.UInt32)
        offer.warn_at(numbers, field, code, pl.Series(list(messages.values()), dtype=pl.String))
