"""The columns of a kind's grid: what its form asks for, as cells that are typed like those of a workbook."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from bangfu.kernel.workbooks import Column, Sheet, Type
from bangfu.kernel.workbooks.headings import heading_key
from bangfu.ledger.imports.sheets import TYPES
from bangfu.ledger.kinds import Detail, EntryKind
from bangfu.ledger.models import Bound

PEOPLE = ("persons", "person_times", "households")


@dataclass(frozen=True)
class GridColumn:
    """One column: how its cells are typed, and which suggestions they offer (*party*, *area*, *choice* or none).

    ``kinds`` are the nouns that a party may be.
    """

    column: Column
    required: bool = False
    suggests: str = ""
    numeric: bool = False
    kinds: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The field of a draft that it fills; a detail's is ``detail_<name>``."""
        return self.column.name

    def described(self) -> dict[str, object]:
        """Return what the script needs to know."""
        return {
            "name": self.name,
            "heading": self.column.heading,
            "keys": sorted(self.column.heading_keys()),
            "suggests": self.suggests,
            "kinds": list(self.kinds),
            "choices": [label for _code, label, *_more in self.column.codes or ()],
        }


def grid_columns(kind: EntryKind) -> list[GridColumn]:
    """Return the columns in the order in which a clerk fills them in."""
    found = [GridColumn(Column("happened_on", _("发生日期"), ("日期", "时间"), Type.DATE), required=True)]
    if kind.giver:
        found.append(_party("giver", kind.giver_title or _("提供方"), kind.giver))
    if kind.receiver:
        found.append(_party("receiver", kind.receiver_title or _("受助方"), kind.receiver))
    if kind.amount != "none":
        money = Column("amount", _("金额（元）"), ("金额", "折款"), Type.MONEY)
        found.append(GridColumn(money, required=kind.amount == "required", numeric=True))
    if kind.quantity != "none":
        required = kind.quantity == "required"
        found.append(GridColumn(Column("quantity", _("数量"), (), Type.QUANTITY), required=required, numeric=True))
        if len(kind.units) > 1:
            units = tuple((code, str(title)) for code, title in kind.units)
            found.append(_choices(Column("unit", _("单位"), ("计量单位",), Type.CODE, codes=units), required))
    found += [_detail(detail) for detail in kind.details]
    if kind.people or kind.needs:
        titles = zip(PEOPLE, (_("惠及人数"), _("惠及人次"), _("惠及户数")), strict=True)
        found += [
            GridColumn(Column(name, title, (title[2:],), Type.INTEGER, minimum=0), name in kind.needs, numeric=True)
            for name, title in titles
        ]
    if kind.people or kind.needs:
        found.append(GridColumn(Column("people", _("名单"), ("人员名单", "参加人员"), max_length=2000)))
    found.append(GridColumn(Column("area_code", _("受益地区"), ("地区",)), required=not kind.receiver, suggests="area"))
    found.append(GridColumn(Column("campaign", _("所属活动"), ("活动",), max_length=120), suggests="campaign"))
    found.append(_choices(Column("bound", _("精确度"), (), Type.CODE, codes=tuple(_bounds()))))
    found.append(GridColumn(Column("source", _("单据号"), ("发票号", "收据号", "凭证号"), max_length=100)))
    found.append(GridColumn(Column("note", _("说明"), ("备注",), max_length=400)))
    return _apart(found)


def sheet_of(columns: list[GridColumn]) -> Sheet:
    """Return the columns as a sheet, for typing cells."""
    return Sheet(columns=tuple(column.column for column in columns))


def _bounds() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Bound.choices]


def _party(name: str, title: object, kinds: tuple[str, ...]) -> GridColumn:
    return GridColumn(Column(name, str(title), max_length=120), required=True, suggests="party", kinds=kinds)


def _choices(column: Column, required: bool = False) -> GridColumn:
    return GridColumn(column, required=required, suggests="choice")


def _detail(detail: Detail) -> GridColumn:
    kind = TYPES[detail.kind]
    codes = tuple((code, str(title)) for code, title in detail.choices) if kind is Type.CODE else None
    column = Column(f"detail_{detail.name}", str(detail.title), detail.synonyms, kind, codes=codes, max_length=200)
    offered = "choice" if kind is Type.CODE else ""
    return GridColumn(column, detail.required, offered, kind in (Type.INTEGER, Type.MONEY, Type.QUANTITY))


def _apart(columns: list[GridColumn]) -> list[GridColumn]:
    """No heading means two columns: a title that stands already is told apart, a synonym that stands is left out."""
    taken: set[str] = {key for one in columns for key in (heading_key(one.column.heading), heading_key(one.name))}
    seen: set[str] = set()
    found = []
    for one in columns:
        heading = one.column.heading
        if heading_key(heading) in seen:
            heading = f"{heading}·明细"
        synonyms = tuple(word for word in one.column.synonyms if heading_key(word) not in taken)
        taken |= {heading_key(word) for word in synonyms}
        seen.add(heading_key(heading))
        column = Column(
            one.name,
            heading,
            synonyms,
            one.column.type,
            codes=one.column.codes,
            max_length=one.column.max_length,
            minimum=one.column.minimum,
        )
        found.append(replace(one, column=column))
    return found
