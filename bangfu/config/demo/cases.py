"""Some dozens of monitored households of 茅箭区 at every stage, through the same actions as everybody's; all invented.

The income line is invented, too: no line of these years is known to us. Days count back from the day of building.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.staff import Staff
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.models import User
from bangfu.ledger.drafts import Draft
from bangfu.pairing.models import Pairing
from bangfu.pairing.queries import helped_households
from bangfu.parties.models import Household, Organisation
from bangfu.workstreams.monitoring.applications.actions import accept_application, take_application
from bangfu.workstreams.monitoring.cases import actions
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.rules import able, members_of, possible_kinds
from bangfu.workstreams.monitoring.checks.models import CheckProblem
from bangfu.workstreams.monitoring.clues.models import Clue
from bangfu.workstreams.monitoring.leaving import actions as leaving
from bangfu.workstreams.monitoring.measures import actions as measures
from bangfu.workstreams.monitoring.measures.proving import refresh

LINE = "8000"
WATCHED = 10
"""Where among the village's homes those on watch begin; every other home is of the village."""
DEPARTMENTS = ("vehicles", "business", "property", "payroll", "medical", "relief")
DAY = timedelta(days=1)
# Until which stage, how many days ago each came to light. Some are in time, some late.
STAGES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("visiting", (1, 2, 6)),
    ("comparing", (3, 5, 12)),
    ("meeting", (6, 9)),
    ("publishing", (6, 9, 11)),
    ("township", (11, 13, 18)),
    ("county", (12, 14, 15)),
    ("planning", (13, 16, 24)),
    ("helping", (30, 45, 60, 75, 90, 120, 200, 220)),
    ("leaving_visit", (230,)),
    ("leaving_publishing", (240,)),
    ("leaving_county", (250,)),
    ("cleared", (255, 260, 270)),
    ("refused", (20, 50)),
    ("appealed", (25,)),
)
RISKS = (
    ["illness"],
    ["job"],
    ["disaster"],
    ["schooling"],
    ["industry"],
    ["illness", "job"],
    ["disability"],
    ["accident"],
)
MEASURES = {
    "illness": ("health", "申请医疗救助"),
    "disability": ("relief", "落实残疾人补贴"),
    "schooling": ("education", "落实教育资助"),
    "disaster": ("relief", "发放临时救助"),
    "accident": ("relief", "发放临时救助"),
    "job": ("employment", "介绍到县内企业务工"),
    "industry": ("industry", "重新对接产业项目"),
}
FINDINGS = {
    "illness": "家中有人长期治疗，自付费用较大，收入减少。",
    "disability": "家中有人新办残疾证，需要照料。",
    "schooling": "子女升学，学费生活费支出较大。",
    "disaster": "房屋和庄稼受灾，正在修复。",
    "accident": "户主务工受伤，暂不能劳动。",
    "job": "务工单位停产，返乡后没有收入。",
    "industry": "养殖亏损，暂无其他收入。",
}


@dataclass(frozen=True)
class Desk:
    """Who does what, and what they do it with."""

    staff: Staff
    county: User
    giver: Organisation
    scan: bytes
    today: date

    def point(self, case: Case) -> User:
        """Who goes to see the household of a case."""
        return self.staff.point(case.area_code)

    def station(self, case: Case) -> User:
        """Who works at the station of its township."""
        return self.staff.station(case.area_code)


def build_cases(actor: User, staff: Staff, users: dict[str, User], giver: Organisation) -> dict[str, int]:
    """Bring cases to their stages; return how many there are in each."""
    today = timezone.localdate()
    first = date(2022, 1, 1)
    note = "示范用的虚构数值，不是任何地方的标准"
    set_policy(actor, "parties.income_line", LINE, area_code=plan.COUNTY, valid_from=first, note=note)
    desk = Desk(staff, users["county"], giver, _scan(), today)
    homes = _homes(users["helper"])
    number = 0
    for stage, days in STAGES:
        for ago in days:
            _bring(desk, next(homes), stage, today - ago * DAY, RISKS[number % len(RISKS)], number)
            number += 1
    _take_clues_up(desk)
    _help_first(desk, next(homes))
    _apply(desk, next(homes), next(homes))
    refresh(list(Case.objects.exclude(decided_on=None)))
    return {state: Case.objects.filter(state=state).count() for state in Case.State.values}


def _homes(helper: User) -> Iterator[Household]:
    """Households with somebody able to work and nothing open yet: some of one village, between others from everywhere.

    Two that the demonstration's helper is paired with come where cases are on watch.
    """
    rows = Household.objects.filter(area_code__startswith=plan.COUNTY, standing="lifted", closed_on=None)
    rows = rows.exclude(pk__in=Clue.objects.filter(state__in=Clue.UNFINISHED).values("household"))
    rows = rows.exclude(check_problems__state__in=CheckProblem.STANDING)
    rows = rows.exclude(members__medical_insured=False).order_by("area_code", "pk")
    mine = set(helped_households(helper).values_list("recipient_id", flat=True))
    near = [home for home in rows.filter(area_code="420302100201") if able(members_of(home))]
    theirs = [home for home in near if home.pk in mine][:2]
    near = [home for home in near if home.pk not in mine][: 14 - len(theirs)]
    near[WATCHED:WATCHED] = theirs
    far = [home for home in rows.exclude(area_code="420302100201")[::37] if able(members_of(home))]
    far = far[::2] + far[1::2]
    for pair in zip(near, far, strict=False):
        yield from pair
    yield from far[len(near) :]


def _scan() -> bytes:
    """A sheet of paper with a few lines, as if scanned."""
    page = Image.new("RGB", (420, 594), "white")
    draw = ImageDraw.Draw(page)
    for line in range(60, 520, 26):
        draw.line((50, line, 370 if line % 3 else 250, line), fill="grey")
    data = BytesIO()
    page.save(data, "PNG", optimize=True)
    return data.getvalue()


def _bring(desk: Desk, home: Household, stage: str, raised_on: date, risks: list[str], number: int) -> Case:
    channel = ("cadre", "department", "platform", "household", "linked", "oversight")[number % 6]
    found = {"channel": channel, "risks": risks, "raised_on": raised_on}
    case = actions.open_case(desk.staff.point(home.area_code), household=home.pk, **found)
    kind, income = _kind(home, raised_on, number)
    day = lambda n: raised_on + n * DAY  # noqa: E731 - the n-th day after the discovery
    way: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("visiting", lambda: _check(desk, case, kind, income, day(1))),
        ("comparing", lambda: _compare(desk, case, day(3))),
        ("meeting", lambda: _publish(desk, case, day(5))),
        ("publishing", lambda: actions.end_publication(desk.point(case), case, on=day(10))),
        ("township", lambda: actions.review_case(desk.station(case), case, opinion="同意", on=day(11))),
        ("county", lambda: _decide(desk, case, stage, kind, day(12))),
        ("planning", lambda: _plan(desk, case, day(14 + number % 7), waits=stage == "helping" and number % 4 == 3)),
        ("helping", lambda: leaving.propose_leaving(desk.point(case), case, on=day(215))),
        ("leaving_visit", lambda: _last_visit(desk, case, day(217))),
        ("leaving_meeting", lambda: _publish(desk, case, day(234), still=stage == "leaving_publishing")),
        ("leaving_publishing", lambda: actions.end_publication(desk.point(case), case, on=day(240))),
        ("leaving_township", lambda: leaving.review_leaving(desk.station(case), case, opinion="同意", on=day(243))),
        ("leaving_county", lambda: leaving.clear_case(desk.county, case, how="help", on=day(246))),
    )
    for state, step in way:
        case.refresh_from_db()
        if case.state == stage or case.state != state:
            break
        step()
    case.refresh_from_db()
    if stage == "appealed":
        actions.appeal_case(desk.point(case), case, reason="收入又中断了，请再核一次")
    return case


def _kind(home: Household, on: date, number: int) -> tuple[str, Decimal]:
    """A kind that was possible on the day, with an income that fits it."""
    low, high = Decimal(5200 + number * 53), Decimal(8600 + number * 41)
    for income in (low, high):
        if kinds := possible_kinds(home, income, on):
            return kinds[0], income
    raise RuntimeError("no kind is possible")


def _check(desk: Desk, case: Case, kind: str, income: Decimal, on: date) -> None:
    text = "".join(FINDINGS[risk] for risk in case.risks)
    found = {"risks": case.risks, "kind": kind, "income": income, "burden": Decimal(9000)}
    actions.record_visit(
        desk.point(case), case, visitors="周立新、黄晓梅", findings=text, severe=True, visited_on=on, **found
    )
    actions.record_consent(desk.point(case), case, scan=ContentFile(desk.scan, name="承诺授权查询书.png"), signed_on=on)


def _compare(desk: Desk, case: Case, on: date) -> None:
    actions.record_comparison(desk.station(case), case, departments=DEPARTMENTS, result="clear", answered_on=on)
    actions.finish_comparison(desk.station(case), case, on=on)


def _publish(desk: Desk, case: Case, on: date, *, still: bool = False) -> None:
    """Meet and hang the sheet; ``still``: so lately that it hangs today."""
    on = desk.today - 2 * DAY if still else on
    actions.record_meeting(
        desk.point(case),
        case,
        chair="村党支部书记",
        attendants=15,
        agreeing=14,
        against=1,
        minutes="到会代表听取核查情况，表决通过。",
        held_on=on,
    )
    actions.publish_cases(desk.point(case), [case.pk], posted_on=on)


def _decide(desk: Desk, case: Case, stage: str, kind: str, on: date) -> None:
    if stage in ("refused", "appealed"):
        actions.turn_down_case(desk.county, case, reason="家庭收入稳定，支出已由保险报销", on=on)
    else:
        actions.decide_case(desk.county, case, kind=kind, on=on, document=f"茅帮扶审〔{on.year}〕{on.month}号")


def _plan(desk: Desk, case: Case, on: date, *, waits: bool) -> None:
    planned = [(risk, *MEASURES[risk]) for risk in case.risks]
    if not {kind for _risk, kind, _title in planned} & {"employment", "industry"}:
        planned.append((case.risks[0], "employment", "介绍到附近务工"))
    for risk, kind, title in planned:
        measures.add_measure(desk.point(case), case, risk=risk, kind=kind, title=title)
    if not waits:
        desk.staff.post([_help(desk, case, kind, on) for _risk, kind, _title in planned])
    helper = Pairing.objects.filter(recipient=case.household_id, valid_to=None, scheme__name="cadre-household").first()
    responsible = helper.helper_id if helper else None
    measures.confirm_plan(desk.point(case), case, goal="收入稳定，困难解决", responsible=responsible, on=on)
    if case.pk % 3 == 0:
        on = min(on + 45 * DAY, desk.today)
        seen = {"visitors": "周立新、黄晓梅", "findings": "情况稳定。", "income": Decimal(8800)}
        actions.record_visit(desk.point(case), case, visited_on=on, **seen)


def _help(desk: Desk, case: Case, kind: str, on: date) -> Draft:
    """The entry that another working group would have made."""
    head = case.household.members.get(relation="head")
    common: dict[str, Any] = {
        "happened_on": on,
        "area_code": case.area_code,
        "giver_id": desk.giver.pk,
        "receiver_id": case.household_id,
        "source": f"demo.case:{case.pk}:{kind}",
    }
    match kind:
        case "employment":
            details = {"destination": "nearby", "standing": "new"}
            return Draft(kind="labour.placement", persons=1, person_ids=(head.pk,), details=details, **common)
        case "industry":
            return Draft(kind="exchange.sale_helped", amount=Decimal(2600), details={"goods": "土鸡蛋"}, **common)
        case "education":
            return Draft(kind="education.state_aid", amount=Decimal(1500), persons=1, **common)
        case "health":
            return Draft(
                kind="monitoring.check", households=1, details={"item": "medical", "progress": "fixed"}, **common
            )
        case _:
            details = {"item": "temporary"}
            return Draft(kind="monitoring.relief", amount=Decimal(3000), persons=1, details=details, **common)


def _last_visit(desk: Desk, case: Case, on: date) -> None:
    actions.record_visit(
        desk.point(case),
        case,
        visitors="周立新、黄晓梅",
        findings="务工收入稳定半年以上，没有新的困难。",
        income=Decimal(11200),
        settled=True,
        visited_on=on,
    )


def _take_clues_up(desk: Desk) -> None:
    """Of the clues of the medical list some are looked into at once."""
    for clue in Clue.objects.filter(state=Clue.State.OPEN, area_code__startswith=plan.COUNTY).order_by("pk")[:4]:
        actions.open_case_of_clue(desk.staff.point(clue.area_code), clue)


def _help_first(desk: Desk, home: Household) -> None:
    """A house came down in the rain: help goes first."""
    raised_on = desk.today - 2 * DAY
    found = {"channel": "cadre", "risks": ["disaster"], "raised_on": raised_on}
    case = actions.open_case(desk.staff.point(home.area_code), household=home.pk, **found)
    actions.help_first(desk.point(case), case, reason="暴雨致房屋倒塌，先行安置救助", on=raised_on)
    measures.add_measure(desk.point(case), case, risk="disaster", kind="relief", title="发放临时救助")
    desk.staff.post([_help(desk, case, "relief", raised_on)])


def _apply(desk: Desk, home: Household, other: Household) -> None:
    """Two households report themselves; one is taken up."""
    told = {"way": "phone", "text": "丈夫生病住院，家里开支大", "phone": "13900000001", "name": home.head_name}
    receipt = take_application(desk.staff.point(home.area_code), area_code=home.area_code, **told)
    accept_application(desk.staff.point(home.area_code), receipt.application, household=home.pk)
    told |= {"way": "paper", "text": "今年养殖亏损，没有收入", "name": other.head_name}
    take_application(desk.staff.point(other.area_code), area_code=other.area_code, **told)
