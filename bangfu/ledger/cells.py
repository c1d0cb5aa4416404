"""What somebody types for one entry, read as a workbook's cell is: forms, grids and imports understand it alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bangfu.kernel.workbooks import ROW, Column, RawTable, Severity, Sheet, Type, convert, no_issues

SCALES = {Type.MONEY: 2, Type.QUANTITY: 3}
WORDED = re.compile(r"[千万亿]")
BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")


class CellField(forms.CharField):
    """A number or a day as people write it: 3万, ￥1,200.50, 2020年6月19日. The cleaned value is typed."""

    def __init__(self, type_: Type, **kwargs: Any) -> None:
        self.type = type_
        attributes = {"type": "date"} if type_ is Type.DATE else {"inputmode": "decimal", "autocomplete": "off"}
        widget = forms.DateInput if type_ is Type.DATE else forms.TextInput
        super().__init__(widget=widget(attrs=attributes), max_length=60, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value if isinstance(value, str | None) else str(value))
        if not text:
            return None
        typed, problem = read_cell(self.type, str(self.label), text)
        if problem:
            raise ValidationError(problem)
        return typed


def read_cell(type_: Type, heading: str, text: str) -> tuple[Any, str]:
    """Return the value of one cell and, where it cannot be read, what is wrong and what to do."""
    sheet = Sheet(columns=(Column("cell", heading, type=type_),))
    frame = pl.DataFrame({ROW: pl.Series([1], dtype=pl.UInt32), "cell": pl.Series([text], dtype=pl.String)})
    table = convert(RawTable(frame, {"cell": heading}, (), {}, no_issues(), "", 1), sheet)
    faults = table.issues.filter(pl.col("severity") == Severity.ERROR.value)["message"].to_list()
    value = table.frame["cell"][0]
    if not faults and type_ in SCALES and value is not None:
        value = Decimal(value).scaleb(-SCALES[type_])
    return value, f"“{text}”{faults[0]}" if faults else ""


def meaning(text: str, amount: Decimal | None) -> str:
    """Return what an amount with words in it was taken for (3万: 30,000.00 元); empty for a plain number."""
    if amount is None or not WORDED.search(text):
        return ""
    return _("“%(text)s”按 %(amount)s 元记。") % {"text": text, "amount": f"{amount:,.2f}"}


@dataclass(frozen=True)
class Listed:
    """The people of a list that were found, in its order (one who stands twice, twice), and what is wrong with it."""

    ids: tuple[int, ...]
    problems: tuple[str, ...]


def names_in(text: str) -> list[str]:
    """Return the names, numbers or identity numbers of a list."""
    return [name for name in BETWEEN_NAMES.split(text) if name]


def people_listed(names: Sequence[str], parties: Mapping[str, Sequence[Any]]) -> Listed:
    """Return whom a list means among the parties found for its names (see ``grid.finding.parties_found``)."""
    ids, problems = [], []
    for name in names:
        people = [one for one in parties.get(name, ()) if one.noun == "person"]
        if len(people) == 1:
            ids.append(people[0].party_id)
        elif people:
            problems.append(_("名单里的“%(text)s”不止一个，请填人编号或身份证号。") % {"text": name})
        else:
            problems.append(_("名单里的“%(text)s”没有登记，或不在您的管辖范围内。") % {"text": name})
    return Listed(tuple(ids), tuple(problems))
