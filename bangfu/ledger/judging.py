"""What must and what should hold of a draft: faults keep it out, cautions are asked about once more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.formats import money, number
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.ledger.kinds import Detail, EntryKind, Text

if TYPE_CHECKING:
    from bangfu.ledger.drafts import Draft

EARLIEST_YEAR = "ledger.earliest_year"
# Looked up in the reader's language only where there is a fault: a file has 100,000 rows without any.
AMOUNT, QUANTITY = gettext_lazy("金额"), gettext_lazy("数量")
HEADCOUNTS = (
    ("persons", gettext_lazy("人数")), ("person_times", gettext_lazy("人次")), ("households", gettext_lazy("户数")),
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What is wrong with a draft, and at which of its fields (a detail's is ``detail_<name>``)."""

    field: str
    message: str


@dataclass(frozen=True)
class Caution:
    """What looks wrong but may be right: recorded all the same once somebody says so.

    ``code`` is *large*, *magnitude*, *rate* or *double*. With ``needs_reason`` the reason must be given in words.
    """

    code: str
    field: str
    message: str
    needs_reason: bool = False


def faults_of(kind: EntryKind, draft: "Draft", today: date | None = None) -> list[Fault]:
    """Return every fault of a draft but those of its details, in the order of the form.

    People who are listed are counted once: persons are then distinct, and known to be. Who judges many asks once what
    ``today`` is.
    """
    return [*_faults_of_numbers(kind, draft), *_faults_of_parties(kind, draft), *_faults_of_day(draft, today)]


def _faults_of_numbers(kind: EntryKind, draft: "Draft") -> Iterator[Fault]:
    for name, title, rule in (("amount", AMOUNT, kind.amount), ("quantity", QUANTITY, kind.quantity)):
        value = getattr(draft, name)
        if value is None and rule == "required":
            yield Fault(name, missing_number(kind, name, title))
        if value is not None and rule == "none":
            yield Fault(name, _("“%(kind)s”不记%(what)s，请清空。") % {"kind": kind.title, "what": title})
        if value is not None and value <= 0:
            yield Fault(name, _("%(what)s必须大于零；更正请用冲销。") % {"what": title})
    for name, title in HEADCOUNTS:
        value = getattr(draft, name)
        if value is None and name in kind.needs:
            yield Fault(name, _("请填写%(what)s。") % {"what": title})
        if value is not None and value < 0:
            yield Fault(name, _("%(what)s不能为负数。") % {"what": title})
    if draft.persons is not None and draft.person_times is not None and draft.persons > draft.person_times:
        yield Fault("persons", _("人数不能多于人次。"))
    yield from _faults_of_sessions(kind, draft)
    if not draft.person_ids:
        return
    if len(set(draft.person_ids)) < len(draft.person_ids):
        yield Fault("people", _("名单里同一个人出现了两次：人数只算一次，多次参加的记在人次里。"))
    elif draft.persons is not None and draft.persons != len(draft.person_ids):
        values = {"persons": draft.persons, "listed": len(draft.person_ids)}
        yield Fault("persons", _("人数是 %(persons)s，名单上是 %(listed)s 人，请核对。") % values)


def _faults_of_sessions(kind: EntryKind, draft: "Draft") -> Iterator[Fault]:
    """Nobody is counted more often than there were sessions: a course of one morning has as many times as persons."""
    given = draft.details.get(kind.sessions) if kind.sessions else None
    if given is None or not str(given).isdigit() or not draft.persons or draft.person_times is None:
        return
    most = draft.persons * int(given)
    if draft.person_times > most:
        values = {"persons": draft.persons, "sessions": given, "most": most, "times": draft.person_times}
        message = _("%(persons)s 人上 %(sessions)s 次课最多 %(most)s 人次，填的是 %(times)s 人次：有人被重复计算了。")
        yield Fault("person_times", message % values)


def missing_number(kind: EntryKind, name: str, title: Text) -> str:
    """Say that an amount or quantity is wanted, and of goods that nobody valued what to record instead."""
    if name == "amount" and kind.without_amount:
        return _("请填写金额（折价）；没有折价的请记“%(other)s”。") % {"other": kind.without_amount}
    return _("请填写%(what)s。") % {"what": title}


def _faults_of_parties(kind: EntryKind, draft: "Draft") -> Iterator[Fault]:
    if kind.giver and draft.giver_id is None:
        yield Fault("giver", _("请填写%(who)s。") % {"who": kind.giver_title or _("提供方")})
    if kind.receiver and draft.receiver_id is None:
        yield Fault("receiver", _("请填写%(who)s。") % {"who": kind.receiver_title or _("受助方")})
    if draft.giver_id is not None and draft.giver_id == draft.receiver_id:
        yield Fault("receiver", _("双方不能是同一主体。"))


def _faults_of_day(draft: "Draft", today: date | None) -> Iterator[Fault]:
    if (message := fault_of_day(draft.happened_on, draft.area_code, today)) is not None:
        yield Fault("happened_on", message)


def fault_of_day(day: date, area_code: str, today: date | None = None) -> str | None:
    """Return what is wrong with a day on which something is said to have happened, or None.

    The earliest year is policy (``ledger.earliest_year``): before it a date is a slip of the pen.
    """
    today = today or timezone.localdate()
    if day > today:
        return _("发生日期 %(day)s 在今天之后；尚未发生的请不要记账。") % {"day": day}
    earliest = policy_or_none(EARLIEST_YEAR, area_code, today)
    if earliest is not None and day.year < earliest:
        return _("发生日期 %(day)s 早于 %(year)s 年，不合常理，请核对年份。") % {"day": day, "year": earliest}
    return None


def typed_details(
    kind: EntryKind, given: dict[str, Any], happened_on: date | None = None
) -> tuple[dict[str, Any], list[Fault]]:
    """Return details as they are stored, and the faults of those that do not fit."""
    typed: dict[str, Any] = {}
    faults = [
        Fault("details", _("“%(kind)s”没有“%(name)s”这一项。") % {"kind": kind.title, "name": name})
        for name in given
        if kind.detail(name) is None
    ]
    for detail in kind.details:
        value = given.get(detail.name)
        if value in (None, ""):
            if detail.required:
                faults.append(Fault(f"detail_{detail.name}", _("请填写%(what)s。") % {"what": detail.title}))
            continue
        try:
            typed[detail.name] = typed_value(detail, value)
        except (ValueError, InvalidOperation):
            message = _("%(what)s“%(value)s”不正确。") % {"what": detail.title, "value": value}
            faults.append(Fault(f"detail_{detail.name}", message))
            continue
        if detail.after and happened_on is not None and typed[detail.name] < happened_on.isoformat():
            message = _("%(what)s %(value)s 早于发生日期 %(day)s，请核对。")
            values = {"what": detail.title, "value": typed[detail.name], "day": happened_on}
            faults.append(Fault(f"detail_{detail.name}", message % values))
    return typed, faults


def typed_value(detail: Detail, value: Any) -> Any:
    """Return a detail as it is stored; raise ValueError when it does not fit.

    A choice may be given as its code or as its label.
    """
    match detail.kind:
        case "choice":
            found = (code for code, _title in detail.choices if code == value)
            labelled = (code for code, title in detail.choices if str(title) == value)
            if (code := next(chain(found, labelled), None)) is None:
                raise ValueError(value)
            return code
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


def cautions_of(kind: EntryKind, draft: "Draft") -> list[Caution]:
    """Return what looks wrong with a draft that has no faults."""
    return [*_large(kind, draft), *_off_rate(kind, draft)]


def _large(kind: EntryKind, draft: "Draft") -> Iterator[Caution]:
    if not kind.large_amount or draft.amount is None:
        return
    limit = policy_or_none(kind.large_amount, draft.area_code, draft.happened_on)
    if limit is not None and draft.amount > limit:
        message = _("金额 %(amount)s超过 %(limit)s，请确认单位是元而不是万元。")
        yield Caution("large", "amount", message % {"amount": money(draft.amount), "limit": money(limit)})


def _off_rate(kind: EntryKind, draft: "Draft") -> Iterator[Caution]:
    """An entitlement is its rate times those entitled; what differs may be right, but not without a reason."""
    for rate in kind.rates:
        counted = getattr(draft, rate.count)
        if not rate.applies(draft.details) or draft.amount is None or not counted:
            continue
        standard = policy_or_none(rate.policy, draft.area_code, draft.happened_on)
        if standard is None:
            continue
        periods = int(draft.details.get(rate.times) or 1) if rate.times else 1
        due = standard * counted * periods
        if draft.amount != due:
            values = {
                "rate": number(standard),
                "count": number(counted * periods),
                "due": number(due),
                "amount": number(draft.amount),
            }
            message = _("按标准 %(rate)s 元 × %(count)s 应为 %(due)s 元，填的是 %(amount)s 元。")
            yield Caution("rate", "amount", message % values, needs_reason=True)


def told(faults: Sequence[Fault | Caution]) -> tuple[str, ...]:
    """Return the messages alone."""
    return tuple(one.message for one in faults)
