"""A contribution before it is posted: its fields, and what must and should hold of them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.ledger.kinds import Detail, EntryKind, entry_kinds


@dataclass(kw_only=True)
class Draft:
    """What somebody wants to record. Money is CNY, people are persons, households or person-times.

    ``confirmed`` tells how the side that is asked has already said so in the record that posts this (a signed paper,
    a code): such an entry does not ask again. Empty where nobody has.
    """

    kind: str
    happened_on: date
    area_code: str
    source: str = ""
    giver_id: int | None = None
    receiver_id: int | None = None
    giver_area_code: str = ""
    pairing_id: int | None = None
    campaign_id: int | None = None
    amount: Decimal | None = None
    quantity: Decimal | None = None
    unit: str = ""
    bound: str = "exact"
    persons: int | None = None
    person_times: int | None = None
    households: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    person_ids: tuple[int, ...] = ()
    household_ids: tuple[int, ...] = ()
    confirmed: str = ""


def kind_of(name: str) -> EntryKind:
    """Return the declared kind, or refuse an unknown one by naming it."""
    kind = entry_kinds.get(name)
    if kind is None:
        raise Refused(_("没有名为“%(kind)s”的记录类型。") % {"kind": name}, field="kind")
    return kind


def complete(draft: Draft) -> tuple[Draft, list[str]]:
    """Check a draft against its kind; return it completed, with warnings that do not stop it.

    Raises Refused with every fault found at once in ``problems``.
    """
    kind = kind_of(draft.kind)
    problems = [*_problems_of_numbers(kind, draft), *_problems_of_parties(kind, draft), *_problems_of_day(draft)]
    draft.details, faults = _typed_details(kind, draft.details)
    problems += faults
    if problems:
        raise Refused(
            problems[0] if len(problems) == 1 else _("有 %(n)s 处需要改正。") % {"n": len(problems)},
            problems=tuple(problems),
        )
    if not draft.unit:
        draft.unit = "" if kind.unit == "CNY" else kind.unit
    return draft, _warnings(kind, draft)


def _problems_of_numbers(kind: EntryKind, draft: Draft) -> list[str]:
    found = []
    for name, title, rule in (("amount", _("金额"), kind.amount), ("quantity", _("数量"), kind.quantity)):
        value = getattr(draft, name)
        if value is None and rule == "required":
            found.append(_("请填写%(what)s。") % {"what": title})
        if value is not None and rule == "none":
            found.append(_("“%(kind)s”不记%(what)s，请清空。") % {"kind": kind.title, "what": title})
        if value is not None and value <= 0:
            found.append(_("%(what)s必须大于零；更正请用冲销。") % {"what": title})
    for name, title in (("persons", _("人数")), ("person_times", _("人次")), ("households", _("户数"))):
        value = getattr(draft, name)
        if value is None and name in kind.needs:
            found.append(_("请填写%(what)s。") % {"what": title})
        if value is not None and value < 0:
            found.append(_("%(what)s不能为负数。") % {"what": title})
    if draft.persons is not None and draft.person_times is not None and draft.persons > draft.person_times:
        found.append(_("人数不能多于人次。"))
    return found


def _problems_of_parties(kind: EntryKind, draft: Draft) -> list[str]:
    found = []
    if kind.giver and draft.giver_id is None:
        found.append(_("请填写%(who)s。") % {"who": kind.giver_title or _("提供方")})
    if kind.receiver and draft.receiver_id is None:
        found.append(_("请填写%(who)s。") % {"who": kind.receiver_title or _("受助方")})
    if draft.giver_id is not None and draft.giver_id == draft.receiver_id:
        found.append(_("双方不能是同一主体。"))
    return found


def _problems_of_day(draft: Draft) -> list[str]:
    if draft.happened_on > timezone.localdate():
        return [_("发生日期 %(day)s 在今天之后；尚未发生的请不要记账。") % {"day": draft.happened_on}]
    return []


def _typed_details(kind: EntryKind, given: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    typed: dict[str, Any] = {}
    faults = [
        _("“%(kind)s”没有“%(name)s”这一项。") % {"kind": kind.title, "name": name}
        for name in given
        if kind.detail(name) is None
    ]
    for detail in kind.details:
        value = given.get(detail.name)
        if value in (None, ""):
            if detail.required:
                faults.append(_("请填写%(what)s。") % {"what": detail.title})
            continue
        try:
            typed[detail.name] = typed_value(detail, value)
        except (ValueError, InvalidOperation):
            faults.append(_("%(what)s“%(value)s”不正确。") % {"what": detail.title, "value": value})
    return typed, faults


def typed_value(detail: Detail, value: Any) -> Any:
    """Return a detail as it is stored; raise ValueError when it does not fit.

    A choice may be given as its code or as its label.
    """
    match detail.kind:
        case "choice":
            for code, title in detail.choices:
                if value in (code, str(title)):
                    return code
            raise ValueError(value)
        case "integer":
            return int(value)
        case "money" | "quantity":
            number = Decimal(str(value))
            if not number.is_finite():
                raise ValueError(value)
            return format(number, "f")
        case "date":
            return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
        case "boolean":
            if value in (True, "true", "1", "是", 1):
                return True
            if value in (False, "false", "0", "否", 0):
                return False
            raise ValueError(value)
        case _:
            return str(value).strip()


def _warnings(kind: EntryKind, draft: Draft) -> list[str]:
    if not kind.large_amount or draft.amount is None:
        return []
    limit = policy_or_none(kind.large_amount, draft.area_code, draft.happened_on)
    if limit is None or draft.amount <= limit:
        return []
    return [
        _("金额 %(amount)s 元超过 %(limit)s 元，请确认单位是元而不是万元。") % {"amount": draft.amount, "limit": limit}
    ]
