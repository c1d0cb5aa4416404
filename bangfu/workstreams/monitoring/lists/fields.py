"""What a field of a department list can be, in workbooks, in stored rows and in rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.conditions.vocabulary import Field, Kind
from bangfu.kernel.workbooks import Column, Type

KINDS = {
    "text": _("文字"),
    "choice": _("选项"),
    "money": _("金额（元）"),
    "quantity": _("数量"),
    "integer": _("整数"),
    "date": _("日期"),
    "boolean": _("是否"),
}
CONDITION_KINDS = {
    "text": Kind.TEXT,
    "choice": Kind.CODE,
    "money": Kind.MONEY,
    "quantity": Kind.QUANTITY,
    "integer": Kind.INTEGER,
    "date": Kind.DATE,
    "boolean": Kind.BOOLEAN,
}
COLUMN_TYPES = {
    "text": Type.TEXT,
    "choice": Type.CODE,
    "money": Type.MONEY,
    "quantity": Type.QUANTITY,
    "integer": Type.INTEGER,
    "date": Type.DATE,
    "boolean": Type.BOOLEAN,
}


@dataclass(frozen=True)
class ListField:
    """One field of a list type as it is stored in ``ListType.fields``."""

    name: str
    title: str
    kind: str
    required: bool = False
    words: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    def for_conditions(self) -> Field:
        """Return the field as rules speak of it."""
        return Field(
            name=self.name, title=self.title, kind=CONDITION_KINDS[self.kind], codes={word: word for word in self.words}
        )

    def for_workbooks(self) -> Column:
        """Return the column as it is read from a file."""
        codes = tuple((word, word) for word in self.words) if self.kind == "choice" else None
        return Column(
            name=self.name,
            heading=self.title,
            synonyms=self.synonyms,
            type=COLUMN_TYPES[self.kind],
            required=self.required,
            codes=codes,
        )


def fields_of(stored: list[dict[str, Any]]) -> tuple[ListField, ...]:
    """Return the fields of a list type."""
    return tuple(
        ListField(
            name=entry["name"],
            title=entry["title"],
            kind=entry["kind"],
            required=bool(entry.get("required", False)),
            words=tuple(entry.get("words", ())),
            synonyms=tuple(entry.get("synonyms", ())),
        )
        for entry in stored
    )
