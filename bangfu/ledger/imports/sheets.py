"""The columns of the workbook of entries: what all kinds share, and one column for each title among their details."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bangfu.kernel.workbooks import Column, Sheet, Type
from bangfu.kernel.workbooks.headings import heading_key
from bangfu.ledger.kinds import Detail, EntryKind, Text, entry_kinds
from bangfu.ledger.models import Bound

TYPES = {
    "text": Type.TEXT,
    "choice": Type.CODE,
    "integer": Type.INTEGER,
    "money": Type.MONEY,
    "quantity": Type.QUANTITY,
    "date": Type.DATE,
    "boolean": Type.BOOLEAN,
}
COUNTS = ("persons", "person_times", "households")


@dataclass(frozen=True)
class DetailColumn:
    """A column of details: of each kind that has one of that title, the detail it sets."""

    column: Column
    details: dict[str, Detail]


def entries_sheet(workstream: str = "", title: Text = "帮扶记录") -> Sheet:
    """Contributions, one row each, of whatever kinds the workstreams declare, or of those of one of them."""
    return Sheet(
        columns=(*_common_columns(workstream), *(shared.column for shared in detail_columns(workstream))),
        title=str(title),
        notes=(
            "提供方、受助方可以填单位名称、统一社会信用代码、户编号、人编号、身份证号、地区代码或地区名称。",
            "同一单据号的记录只记一次；没有单据号的，内容相同的行也不会重复记账。",
            "名单填人编号或身份证号，用顿号隔开；填了名单的，人数自动算，同一人不重复计算。",
            "记账后不能修改；有误的请冲销后重记。",
            *([_asked(kind) for kind in _kinds(workstream)] if workstream else ()),
        ),
    )


def _kinds(workstream: str) -> list[EntryKind]:
    return [kind for kind in entry_kinds if workstream in ("", kind.workstream)]


def _asked(kind: EntryKind) -> str:
    """What a row of the kind must and may say, for the explanations of a group's workbook."""
    counts = dict(zip(COUNTS, ("惠及人数", "惠及人次", "惠及户数"), strict=True))
    sides = [
        f"{word}填{title}"
        for word, nouns, title in (
            ("提供方", kind.giver, kind.giver_title or "提供方"),
            ("受助方", kind.receiver, kind.receiver_title or "受助方"),
        )
        if nouns
    ]
    must = [word for word, rule in (("金额", kind.amount), ("数量", kind.quantity)) if rule == "required"]
    must += [counts[name] for name in kind.needs]
    must += [str(detail.title) for detail in kind.details if detail.required]
    told = "；".join([*sides, f"必填：{'、'.join(must)}" if must else "没有其他必填项"])
    return f"{kind.title}：{told}。{kind.help}"


def _common_columns(workstream: str) -> tuple[Column, ...]:
    kinds = tuple((kind.name, str(kind.title)) for kind in _kinds(workstream))
    units = {code: (code, str(title)) for kind in _kinds(workstream) for code, title in kind.units}
    bounds = tuple((value, str(label)) for value, label in Bound.choices)
    return (
        Column("kind", "记录类型", ("类型", "帮扶类型"), Type.CODE, required=True, codes=kinds),
        Column("happened_on", "发生日期", ("日期", "时间"), Type.DATE, required=True),
        Column("giver", "提供方", ("帮扶方", "捐赠方", "采购单位", "购买单位", "捐赠单位"), max_length=120),
        Column("receiver", "受助方", ("接收方", "供应商", "受赠方", "受益方"), max_length=120),
        Column("village_code", "受助地区代码", ("地区代码", "区划代码"), Type.AREA_CODE),
        Column("township", "受助乡镇", ("乡镇",), max_length=60),
        Column("village", "受助村", ("村", "行政村"), max_length=60),
        Column("giver_area_code", "提供方地区代码", (), Type.AREA_CODE),
        Column("amount", "金额（元）", ("折款", "总金额"), Type.MONEY),
        Column("quantity", "数量", (), Type.QUANTITY),
        Column("unit", "计量单位", ("单位",), Type.CODE, codes=tuple(units.values())),
        Column("bound", "精确度", (), Type.CODE, codes=bounds),
        Column("persons", "惠及人数", ("人数",), Type.INTEGER, minimum=0),
        Column("person_times", "惠及人次", ("人次",), Type.INTEGER, minimum=0),
        Column("households", "惠及户数", ("户数",), Type.INTEGER, minimum=0),
        Column("people", "名单", ("人员名单", "参加人员"), max_length=4000, help="人编号或身份证号，用顿号隔开"),
        Column("campaign", "活动", ("活动名称", "所属活动"), max_length=120),
        Column("note", "说明", ("备注",), max_length=400),
        Column(
            "reason", "照记的理由", ("理由",), max_length=400, help="提示疑似重复或金额异常而确实无误的，写明理由。"
        ),
        Column("source", "单据号", ("发票号", "凭证号", "来源", "收据号", "票据号"), max_length=100),
    )


def detail_columns(workstream: str = "") -> list[DetailColumn]:
    """Return one column for each title among the details of all kinds, or a group's, in the order of declaration."""
    shared: dict[str, dict[str, Detail]] = {}
    for kind, detail in _details_of(workstream):
        shared.setdefault(str(detail.title), {})[kind.name] = detail
    common = {key for column in _common_columns(workstream) for key in column.heading_keys()}
    headings = {title: title if heading_key(title) not in common else f"{title}·明细" for title in shared}
    # A title goes before a synonym, whichever workstream comes first.
    taken = common | {heading_key(heading) for heading in headings.values()}
    found = []
    for number, (title, details) in enumerate(shared.items()):
        column = _column(f"detail_{number}", headings[title], list(details.values()), taken)
        taken |= column.heading_keys()
        found.append(DetailColumn(column, details))
    return found


def _details_of(workstream: str) -> Iterator[tuple[EntryKind, Detail]]:
    for kind in _kinds(workstream):
        for detail in kind.details:
            yield kind, detail


def _column(name: str, heading: str, details: list[Detail], taken: set[str]) -> Column:
    words = dict.fromkeys(word for detail in details for word in detail.synonyms)
    return Column(
        name,
        heading,
        tuple(word for word in words if heading_key(word) not in taken),
        _type(details),
        codes=_codes(details),
        help=str(details[0].help),
    )


def _type(details: list[Detail]) -> Type:
    """The type the details agree on; text where they do not, or where one word means two codes."""
    kinds = {detail.kind for detail in details}
    if len(kinds) > 1 or (kinds == {"choice"} and _codes(details) is None):
        return Type.TEXT
    return TYPES[kinds.pop()]


def _codes(details: list[Detail]) -> tuple[tuple[str, ...], ...] | None:
    if {detail.kind for detail in details} != {"choice"}:
        return None
    labels: dict[str, str] = {}
    for detail in details:
        for code, title in detail.choices:
            if labels.setdefault(code, str(title)) != str(title):
                return None
    return tuple(labels.items()) if len(set(labels.values())) == len(labels) else None
