"""Publishing by a template: read, checked, kept as it was, withdrawn by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import is_code
from bangfu.kernel.calendars import deadline
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.publishing.declared import PublicTemplate, public_templates
from bangfu.kernel.publishing.releasing import Withheld, refuse_identifying, released
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.portal.actions.rows import change, locked
from bangfu.portal.models import PublicNotice
from bangfu.portal.permissions import NOTICE_CHANGE

MOST_ROWS, MOST_PROBLEMS, FINEST = 5000, 20, 15
FOUND_WORDS = {"id_number": "身份证号", "phone": "电话号码", "bank_account": "银行账号"}


@dataclass(frozen=True)
class Prepared:
    """What would be published: rows as everybody would read them, the problems that stop it, and the last day."""

    template: PublicTemplate
    rows: Sequence[dict[str, Any]]
    problems: Sequence[str]
    ends_on: date


def template_of(name: str) -> PublicTemplate:
    """Return a declared template; raise Refused for an unknown one."""
    found = public_templates.get(name)
    if found is None:
        raise Refused(_("没有这种公示公告。"), field="template")
    return found


def prepare_notice(
    actor: User, name: str, area_code: str, from_: date, to: date, begins_on: date | None = None, *, subject: str = ""
) -> Prepared:
    """Read and check what a notice would hold, without publishing. Raises Denied outside the actor's places."""
    template = template_of(name)
    require(actor, NOTICE_CHANGE, area_code)
    require(actor, template.permission, area_code)
    if not is_code(area_code) or len(area_code) not in template.levels:
        raise Refused(_("这种公告不能发布到这一级地区。"), field="area_code")
    if to < from_:
        raise Refused(_("数据止期早于起期。"), field="period_to")
    rows, problems = [], []
    for number, row in enumerate(template.rows(area_code, from_, to, *_about(template, area_code, subject)), start=1):
        if number > MOST_ROWS:
            problems.append(_("超过 %(most)s 行，请缩小地区或时间。") % {"most": MOST_ROWS})
            break
        try:
            public = released(template.columns, row, finest=FINEST, masked=template.channel == "web")
        except Withheld as withheld:
            problems.append(_problem(template, number, withheld))
        else:
            rows.append({column.name: _kept(public[column.name]) for column in template.columns})
    begins = begins_on or timezone.localdate()
    days = policy(template.days, area_code)
    last = deadline(begins, days, working=_working(template, area_code), area_code=area_code)
    return Prepared(template, rows, problems[:MOST_PROBLEMS], last)


def _about(template: PublicTemplate, area_code: str, subject: str) -> tuple[str, ...]:
    """Return what a notice is about as its rows take it; raise Refused where that is not one of the choices."""
    if template.subjects is None:
        return ()
    if subject not in {value for value, _title in template.subjects(area_code)}:
        raise Refused(_("请选择这份公告说的是哪一项。"), field="subject")
    return (subject,)


def _refuse_twice(template: str, area_code: str, subject: str, from_: date, to: date) -> None:
    """The same sheet hangs once: another of the same kind, place and days must be withdrawn first."""
    same = PublicNotice.objects.filter(template=template, area_code=area_code, subject=subject, withdrawn_on=None)
    hanging = same.filter(period_from__lte=to, period_to__gte=from_, ends_on__gte=timezone.localdate()).first()
    if hanging is not None:
        raise Conflict(
            _("同一地区、同一时间的这种公告正在公示（%(title)s，到 %(day)s）；内容有变的先撤下再发布。")
            % {"title": hanging.title, "day": hanging.ends_on.isoformat()}
        )


def _working(template: PublicTemplate, area_code: str) -> bool:
    """Tell whether the days of a notice are working days: as declared, or as the place's policy has it."""
    if isinstance(template.working, bool):
        return template.working
    return bool(policy(template.working, area_code) == "working")


def _problem(template: PublicTemplate, number: int, withheld: Withheld) -> str:
    titles = {column.name: str(column.title) for column in template.columns}
    return _("第 %(number)s 行“%(columns)s”里有%(found)s，请先在原记录里改好。") % {
        "number": number,
        "columns": "、".join(titles.get(name, name) for name in withheld.columns),
        "found": "、".join(FOUND_WORDS[kind] for kind in withheld.kinds),
    }


def _kept(value: Any) -> Any:
    """The value as JSON keeps it; whole decimals as whole numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value if value is None or isinstance(value, str | int | float | bool) else DjangoJSONEncoder().default(value)


@action(NOTICE_CHANGE)
def publish_notice(
    actor: User,
    *,
    template: str,
    area_code: str,
    period_from: date,
    period_to: date,
    title: str,
    subject: str = "",
    note: str = "",
    line: str = "",
    begins_on: date | None = None,
    ends_on: date | None = None,
) -> PublicNotice:
    """Publish, from a day (default today) to at least the day the rule asks for. One problem stops all of it.

    Raises Conflict while the same sheet hangs: same template, place and subject, and days in common.
    """
    made = prepare_notice(actor, template, area_code, period_from, period_to, begins_on, subject=subject)
    _refuse_twice(template, area_code, subject, period_from, period_to)
    if made.problems:
        raise Refused(made.problems[0], problems=tuple(made.problems))
    if not made.rows:
        raise Refused(_("这个地区和时间没有可以公示的内容。"))
    begins = begins_on or timezone.localdate()
    if begins < timezone.localdate():
        raise Refused(_("不能从过去的日期开始公示。"), field="begins_on")
    last = ends_on or made.ends_on
    if last < made.ends_on:
        raise Refused(_("按规定至少公示到 %(day)s。") % {"day": made.ends_on.isoformat()}, field="ends_on")
    if not title.strip():
        raise Refused(_("请写标题。"), field="title")
    try:
        refuse_identifying({"title": title, "note": note})
    except Withheld as withheld:
        raise Refused(_("标题或说明里有身份证、电话或银行卡号码，不能公开。"), field=withheld.columns[0]) from withheld
    row = PublicNotice.objects.create(
        template=template,
        channel=made.template.channel,
        title=title.strip()[:80],
        area_code=area_code,
        subject=subject if made.template.subjects else "",
        period_from=period_from,
        period_to=period_to,
        note=note.strip(),
        line=line.strip(),
        rows=list(made.rows),
        count=len(made.rows),
        begins_on=begins,
        ends_on=last,
        published_by=actor,
    )
    record_change(
        actor, "publish_notice", row, after=snapshot(row, ("template", "title", "begins_on", "ends_on", "count"))
    )
    return row


@action(NOTICE_CHANGE)
def withdraw_notice(actor: User, notice: PublicNotice, *, reason: str) -> PublicNotice:
    """Take a notice down before its time; its rows go at once."""
    row = locked(notice)
    require(actor, NOTICE_CHANGE, row.area_code)
    require(actor, template_of(row.template).permission, row.area_code)
    if row.withdrawn_on is not None or row.ends_on < timezone.localdate():
        raise Conflict(_("这份公告已经撤下或到期。"))
    if not reason.strip():
        raise Refused(_("请填写撤下的原因。"), field="reason")
    fields = {"withdrawn_on": timezone.localdate(), "reason": reason.strip(), "rows": []}
    return change(actor, "withdraw_notice", row, why=reason, **fields)


def expire_notices(progress: Any) -> dict[str, int]:
    """Empty the rows of notices whose time is over: every day. Until then they are already out of everybody's sight."""
    over = PublicNotice.objects.filter(ends_on__lt=timezone.localdate()).exclude(rows=[])
    return {"emptied": over.update(rows=[])}
