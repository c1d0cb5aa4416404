"""A county with its offices, a household with labour and one without, and a way to walk a case along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from bangfu.config.installation import load_seeds
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import Grant, User
from bangfu.parties.actions import add_member, register_area, register_household
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.cases import actions
from bangfu.workstreams.monitoring.cases.models import Case

COUNTY, TOWNSHIP, VILLAGE, NEXT = "420302", "420302100", "420302100201", "420302100202"
STRANGE = "430525"
PLACES = {COUNTY: "茅箭区", TOWNSHIP: "大川镇", VILLAGE: "岩屋村", NEXT: "康家村", STRANGE: "洞口县"}
DEPARTMENTS = ["vehicles", "business", "property", "payroll", "medical", "relief"]
DAY = timedelta(days=1)


def employed(username: str, role: str, area_code: str) -> User:
    """Return somebody with one role over one place."""
    user = User.objects.create(username=username, name=username)
    Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=date(2015, 1, 1))
    return user


def scan(name: str = "授权书.png") -> ContentFile[bytes]:
    """A small picture."""
    data = BytesIO()
    Image.new("RGB", (8, 8), "white").save(data, "PNG")
    return ContentFile(data.getvalue(), name=name)


@dataclass(frozen=True)
class Offices:
    """Who works here, and a stranger of another county."""

    operator: User
    county: User
    township: User
    village: User
    stranger: User


@pytest.fixture
def offices(db: None) -> Offices:
    """A county with the values that ship and an income line for every year."""
    load_seeds()
    somebody = operator()
    for code, name in PLACES.items():
        register_area(somebody, code=code, name=name)
    set_policy(somebody, key="parties.income_line", value="8000", area_code=COUNTY, valid_from=date(2022, 1, 1))
    return Offices(
        somebody,
        employed("county", "county", COUNTY),
        employed("township", "township", TOWNSHIP),
        employed("village", "village", VILLAGE),
        employed("stranger", "county", STRANGE),
    )


MakeHome = Callable[..., Household]


@pytest.fixture
def home(offices: Offices) -> MakeHome:
    """Register a household of a man and his wife, lifted out of poverty in 2018."""

    def make(head: str = "王建国", labour: str = "ordinary", area_code: str = VILLAGE, **fields: Any) -> Household:
        fields.setdefault("standing", "lifted")
        row = register_household(
            offices.operator,
            area_code=area_code,
            head_name=head,
            head_sex="1",
            opened_on=date(2018, 1, 1),
            address="岩屋村3组12号",
            **fields,
        )
        add_member(offices.operator, row, name="李秀英", sex="2", relation="spouse", on=date(2018, 1, 1))
        row.members.update(labour=labour, birth_date=date(1980, 1, 1), medical_insured=True)
        return Household.objects.get(pk=row.pk)

    return make


Walk = Callable[..., Case]


@pytest.fixture
def walk(offices: Offices) -> Walk:
    """Bring a case as far as a state, through its actions, with papers of the days from its discovery on."""

    def bring(case: Case, until: str, kind: str = "at_risk", income: Decimal | None = Decimal(6500)) -> Case:
        first, clerk = case.raised_on, offices
        steps: list[tuple[str, Callable[[], Any]]] = [
            ("visiting", lambda: _visit(clerk.village, case, kind, income, first)),
            ("comparing", lambda: _compare(clerk.county, case, first + DAY)),
            ("meeting", lambda: _meet(clerk.village, case, first + 2 * DAY)),
            ("publishing", lambda: actions.end_publication(clerk.village, case, on=first + 7 * DAY)),
            ("township", lambda: actions.review_case(clerk.township, case, opinion="同意", on=first + 8 * DAY)),
            ("county", lambda: actions.decide_case(clerk.county, case, kind=kind, on=first + 9 * DAY)),
        ]
        for state, step in steps:
            case.refresh_from_db()
            if case.state == until:
                return case
            assert case.state == state
            step()
        case.refresh_from_db()
        assert case.state == until
        return case

    return bring


def _visit(village: User, case: Case, kind: str, income: Decimal | None, on: date) -> None:
    actions.record_visit(
        village,
        case,
        visitors="张三、李四",
        findings="户主务工收入中断",
        risks=case.risks,
        kind=kind,
        income=income,
        visited_on=on,
    )
    actions.record_consent(village, case, scan=scan(), signed_on=on)


def _compare(county: User, case: Case, on: date) -> None:
    actions.record_comparison(county, case, departments=DEPARTMENTS, result="clear", answered_on=on)
    actions.finish_comparison(county, case, on=on)


def _meet(village: User, case: Case, on: date) -> None:
    actions.record_meeting(
        village, case, chair="村支书", attendants=11, agreeing=10, against=1, minutes="情况属实", held_on=on
    )
    actions.publish_cases(village, [case.pk], posted_on=on)


def days_ago(number: int) -> date:
    """Return a day before today."""
    return timezone.localdate() - number * DAY


@pytest.fixture
def case(offices: Offices, home: MakeHome) -> Case:
    """A case opened by hand twelve days ago, for a risk at work."""
    return actions.open_case(
        offices.county, household=home().pk, channel="cadre", risks=["job"], raised_on=days_ago(12)
    )
