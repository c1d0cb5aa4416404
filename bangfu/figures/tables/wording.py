"""How the headings and cells of a table are written on the page, in Word and in PDF."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from bangfu.figures.tables.document import Cell, Document, Head, Sheet
from bangfu.figures.units import MONEY, PERCENT, exact, unit_word, written
from bangfu.kernel import formats

COUNTED = {"number", "ratio", "rank", ""}


def head_words(head: Head, money: str = "") -> str:
    """Return a heading with its unit unless it says it: 销售额（万元）, 参训人次; ``money`` is the unit of money."""
    if not head.unit or head.unit in COUNTED:
        return head.title
    unit = money or money_unit() if head.unit == MONEY else unit_word(head.unit)
    unit = unit[:1] if unit.startswith("个") else unit  # 个村 under a heading that says 村 already
    said = head.title == unit or (len(unit) > 1 and head.title.endswith(unit))
    return head.title if said else f"{head.title}（{unit}）"


def money_unit() -> str:
    """Return the unit that money columns are printed in."""
    return _("万元")


def cell_words(cell: Cell, *, mixed: bool = False) -> str:
    """Return a cell as printed under its heading; with its unit where rows differ in it. Nothing recorded is blank."""
    if cell.value is None:
        return cell.text
    if mixed:
        return written(cell.value, cell.unit)
    value = Decimal(cell.value)
    if cell.unit == MONEY:
        return formats.number(value / 10_000, 2)
    if cell.unit == PERCENT:
        return formats.number(value, 2)
    return formats.number(formats.rounded(value, 2) if value % 1 else int(value))


def cell_title(cell: Cell) -> str:
    """Return what a cell says when pointed at: the exact value, and of how many records it is made."""
    told = [exact(cell.value, cell.unit)] if cell.value is not None and cell.unit in (MONEY, PERCENT) else []
    if cell.entries:
        told.append(_("%(count)s 条记录") % {"count": f"{cell.entries:,}"})
    return "，".join(told)


def about(document: Document) -> dict[str, str]:
    """Return the lines around a table: place, period, cut-off, unit of money, side and pair; empty where not said."""
    period = _("%(from)s 至 %(to)s") if document.from_ else _("历年累计，截至 %(to)s")
    return {
        "place": document.place_name,
        "period": period % {"from": document.from_, "to": document.to},
        "side": _("帮扶方口径") if document.side == "giver" else _("受援方口径"),
        "pair": _("结对方：%(name)s") % {"name": document.pair_name} if document.pair else "",
        "money": _("金额单位：%(unit)s") % {"unit": money_unit()} if has_money(document) else "",
    }


def signing(document: Document) -> tuple[tuple[str, str], ...]:
    """Return the lines people sign on: label and what is known already."""
    return (
        (_("填报单位（盖章）"), document.place_name),
        (_("审核人"), ""),
        (_("填报人"), document.filled_by),
        (_("填报日期"), document.computed_at.date().isoformat()),
    )


def has_money(document: Document) -> bool:
    """Tell whether any column is in money."""
    return any(head.unit == MONEY for sheet in document.sheets for head in sheet.columns)


def groups_of(sheet: Sheet) -> list[tuple[str, int]]:
    """Return the groups over the columns with how many each spans; an empty title for a column without group."""
    groups: list[tuple[str, int]] = []
    for head in sheet.columns:
        if head.group and groups and groups[-1][0] == head.group:
            groups[-1] = (head.group, groups[-1][1] + 1)
        else:
            groups.append((head.group, 1))
    return groups


def footnotes(document: Document) -> list[str]:
    """Return the notes under a table: its own, and what its totals mean where they are not sums."""
    notes = list(document.notes)
    asked = [
        sheet.columns[place].title
        for sheet in document.sheets
        if sheet.total is not None and sheet.total.title == _("合计")
        for place, cell in enumerate(sheet.total.cells)
        if cell.value is not None and cell.formula is None
    ]
    if asked:
        notes.append(
            _("“%(columns)s”的合计按去重口径另算，不一定等于各行之和。") % {"columns": "”“".join(dict.fromkeys(asked))}
        )
    cut = sum(sheet.cut for sheet in document.sheets)
    if cut:
        notes.append(_("记录较多，只列最近的；请缩小地区或期间。"))
    notes.append(_("空格表示没有记录；0 表示有记录，数值为零。"))
    return notes
