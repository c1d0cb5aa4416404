"""Duties in the workbook of agreements: one cell holds them all, one a line, its parts between upright strokes.

``年度|约定内容|对账类型|金额（元）|数量|单位|由谁``; what follows the second part may be left out. They come in with a
new agreement; those of one that is kept are changed on its page, and a file that says otherwise is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

import polars as pl
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.imports.declared import Offer
from bangfu.kernel.imports.sets import new_ids, schema_of
from bangfu.kernel.imports.writing import Writing
from bangfu.kernel.workbooks import ROW
from bangfu.pairing.actions.duties import checked_duty, measured_by
from bangfu.pairing.models import Agreement, Duty, Side
from bangfu.pairing.registries import Text, duty_measures

COLUMN, STROKE, PARTS = "duties", "|", 7
SCALES = {"amount": 100, "quantity": 1000}


def refuse_duties(offer: Offer, rows: pl.DataFrame) -> None:
    """Refuse cells that cannot be read, and those that tell an agreement that is kept otherwise."""
    if COLUMN not in rows.columns:
        return
    given = rows.filter(pl.col(COLUMN).is_not_null() & pl.col("valid_from").is_not_null())
    kept = written_duties(Agreement.objects.filter(pk__in=given["agreement_id"].drop_nulls().to_list()))
    names = (ROW, COLUMN, "agreement_id", "valid_from", "valid_to")
    for row, text, agreement, first, last in given.select(*_present(given, names)).iter_rows():
        try:
            told = _written(duties_in(text, first, last))
        except Refused as refused:
            offer.error_at(pl.Series([row]), COLUMN, "duty", refused.message)
            continue
        if agreement is not None and told != kept.get(agreement, ""):
            message = _("已登记的协议，分年任务请在协议页面修改。")
            offer.error_at(pl.Series([row]), COLUMN, "duties_kept", message)


def _present(rows: pl.DataFrame, names: Iterable[str]) -> list[pl.Expr]:
    return [pl.col(name) if name in rows.columns else pl.lit(None, pl.Date).alias(name) for name in names]


def insert_duties(writing: Writing, new: pl.DataFrame) -> None:
    """Write the duties of agreements that are new in the file; ``id`` is the agreement's number."""
    if COLUMN not in new.columns:
        return
    given = new.filter(pl.col(COLUMN).is_not_null())
    names = ("id", COLUMN, "valid_from", "valid_to")
    found = [
        (agreement, duty)
        for agreement, text, first, last in given.select(*_present(given, names)).iter_rows()
        for duty in duties_in(text, first, last)
    ]
    fields = [name for name in schema_of(Duty) if name not in ("id", "agreement_id")]
    values = {name: [_stored(duty, name) for _agreement, duty in found] for name in fields}
    frame = pl.DataFrame(
        {"id": new_ids(Duty, len(found)), "agreement_id": [agreement for agreement, _duty in found], **values},
        schema=schema_of(Duty),
    )
    writing.insert(Duty, frame)


def _stored(duty: Duty, name: str) -> object:
    value = getattr(duty, name)
    return int(value * SCALES[name]) if name in SCALES and value is not None else value


def written_duties(agreements: QuerySet[Agreement]) -> dict[int, str]:
    """Return agreement → its duties as a cell holds them."""
    found: dict[int, list[Duty]] = {}
    for duty in Duty.objects.filter(agreement__in=agreements).order_by("agreement_id", "year", "pk"):
        found.setdefault(duty.agreement_id, []).append(duty)
    return {agreement: _written(duties) for agreement, duties in found.items()}


def duties_in(text: str, first: date, last: date | None) -> list[Duty]:
    """Read a cell: duties that are not stored, by year. Raises Refused, naming the line."""
    agreement = Agreement(valid_from=first, valid_to=last)
    found = []
    for line in _lines(text):
        try:
            found.append(_duty(agreement, [part.strip() for part in line.split(STROKE)]))
        except Refused as refused:
            raise Refused(_("“%(line)s”：%(why)s") % {"line": line[:40], "why": refused.message}) from refused
    return sorted(found, key=lambda duty: duty.year)


def _lines(text: str) -> Iterator[str]:
    for line in text.replace("；", "\n").replace(";", "\n").replace("｜", STROKE).splitlines():
        if line.strip():
            yield line.strip()


def _duty(agreement: Agreement, parts: list[str]) -> Duty:
    if not 2 <= len(parts) <= PARTS or not parts[0].isdigit() or not parts[1]:
        raise Refused(_("应写成“年度|约定内容|对账类型|金额|数量|单位|由谁”，前两项必填。"))
    year, text, measure, amount, quantity, unit, side = [*parts, *[""] * (PARTS - len(parts))]
    measured = _measure(measure)
    sides = {_chinese(side.label): side.value for side in Side}
    if side and side not in sides:
        raise Refused(_("“由谁”应写“帮扶方”或“受助方”。"))
    return checked_duty(
        agreement,
        year=int(year),
        due_on=None,
        text=text,
        measured_by=measured,
        amount=_number(amount),
        quantity=_number(quantity),
        unit=_unit(measured, unit),
        side=sides.get(side, Side.HELPER.value),
    )


def _chinese(words: Text) -> str:
    """Return words as workbooks have them, whatever language the pages are read in."""
    with translation.override("zh-hans"):
        return str(words)


def _measure(title: str) -> str:
    for declared in duty_measures:
        for choice, words in declared.offered():
            if title and title in (_chinese(words), choice):
                return f"{declared.name}:{choice}"
    if title:
        raise Refused(_("没有名为“%(name)s”的记录类型或指标。") % {"name": title[:30]})
    return ""


def _units(measured: str) -> dict[str, str]:
    """Return the words of the units a measure counts → their codes."""
    column, _colon, choice = measured.partition(":")
    declared = duty_measures.get(column)
    return {_chinese(title): unit for unit, title in declared.units(choice)} if declared else {}


def _unit(measured: str, words: str) -> str:
    return _units(measured).get(words, words)


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").replace("，", "")) if text else None
    except InvalidOperation:
        value = Decimal("NaN")
    if value is not None and (not value.is_finite() or value <= 0 or value >= Decimal(10) ** 13):
        raise Refused(_("“%(text)s”不是大于零的数。") % {"text": text[:20]})
    return value


def _written(duties: Iterable[Duty]) -> str:
    return "；".join(_line(duty) for duty in sorted(duties, key=lambda duty: duty.year))


def _line(duty: Duty) -> str:
    measured = measured_by(duty)
    column, _colon, choice = measured.partition(":")
    declared = duty_measures.get(column)
    title = _chinese(dict(declared.offered()).get(choice, choice)) if declared else ""
    words = {unit: word for word, unit in _units(measured).items()}
    numbers = ["" if value is None else f"{value.normalize():f}" for value in (duty.amount, duty.quantity)]
    side = "" if duty.side == Side.HELPER else _chinese(Side(duty.side).label)
    parts = [str(duty.year), duty.text, title, *numbers, words.get(duty.unit, duty.unit), side]
    safe = [part.replace(STROKE, "/").replace("；", "，").replace(";", "，") for part in parts]
    return STROKE.join(safe).rstrip(STROKE)
