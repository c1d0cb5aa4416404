"""Nobody falls back unseen: a department's list becomes clues with reasons, a clue a case that runs by its clock
through visit, publication and decisions, its help is proved by an entry, and leaving too early is refused — in the
browser, as county, township, village, paired helper and auditor."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from django.utils import timezone
from PIL import Image

from bangfu.config.installation import load_seeds
from bangfu.kernel.jobs.worker import run_worker
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.actions import create_user, grant_role, operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import id_check_digit, write_export
from bangfu.pairing.actions import accept, enrol, propose
from bangfu.pairing.models import Scheme
from bangfu.parties.actions import (
    let_act_for,
    register_area,
    register_household,
    register_organisation,
    register_person,
)
from bangfu.parties.models import Person
from bangfu.workstreams.monitoring.cases.models import Case, CasePublication
from bangfu.workstreams.monitoring.clues.models import Clue
from bangfu.workstreams.monitoring.lists.models import ListType
from bangfu.workstreams.monitoring.lists.reading import sheet_of
from tests.journeys.county import COUNTY, PASSWORD, PLACES, START, TOWNSHIP, VILLAGE
from tests.journeys.steps import confirm, follow, log_in, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.steps import Visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BODY = "42030019750612"
HEALTH = ("因病", "住院", "透析")


class Days:
    """Lets days pass."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.passed = timedelta()
        now = timezone.now
        patch.setattr(timezone, "now", lambda: now() + self.passed)

    def pass_by(self, days: int) -> None:
        """Let so many days pass for the whole site."""
        self.passed += timedelta(days=days)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch)


def build_village() -> None:
    """A village with two households, a paired helper, and five people who log in."""
    actor = operator()
    load_seeds()
    for code, name in PLACES.items():
        register_area(actor, code=code, name=name)
    set_policy(actor, "parties.income_line", "8000", area_code=COUNTY, valid_from=date(2022, 1, 1))
    for n, head in enumerate(("王建国", "赵大山"), start=1):
        number = f"{BODY}{n:03d}"
        register_household(
            actor,
            area_code=VILLAGE,
            number=f"H{n}",
            head_name=head,
            head_sex="1",
            head_id_number=number + id_check_digit(number),
            head_birth_date=date(1975, 6, 12),
            address="卡子村2组8号",
            opened_on=START,
            standing="lifted",
        )
    Person.objects.update(labour="ordinary", medical_insured=True)
    unit = register_organisation(actor, area_code=COUNTY, name="区民政局", kind="authority")
    helper = register_person(actor, area_code=COUNTY, name="周帮扶", works_for=unit)
    scheme = Scheme.objects.get(name="cadre-household")
    enrol(actor, scheme=scheme, party=helper.party, county_code=COUNTY, area_code=VILLAGE, valid_from=START)
    accept(actor, propose(actor, scheme=scheme, area_code=COUNTY, on=START), on=START)
    for username, area_code in (
        ("county", COUNTY),
        ("township", TOWNSHIP),
        ("village", VILLAGE),
        ("helper", COUNTY),
        ("auditor", COUNTY),
    ):
        user = create_user(actor, username=username, name=username, password=PASSWORD, area_code=area_code)
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        grant_role(actor, user=user, role=username, area_code=area_code, valid_from=START)
    let_act_for(actor, User.objects.get(username="helper"), party=helper)


def medical_list(path: Path, today: date) -> Path:
    """What the insurance sends: one large bill, one small."""
    sheet = sheet_of(ListType.objects.get(code="medical"))
    rows = [
        {
            "name": name,
            "id_number": (number := f"{BODY}{n:03d}") + id_check_digit(number),
            "settled_on": today,
            "kind": "住院",
            "self_paid": paid,
        }
        for n, name, paid in ((1, "王建国", 30_000_00), (2, "赵大山", 800_00))
    ]
    schema = {name: sheet.column(name).polars_type for name in rows[0]}
    write_export(path, sheet, pl.DataFrame(rows, schema=schema))
    return path


def act(page: "Page", case: str, title: str, **fields: str) -> None:
    """Open a case, choose an act by its button, fill in its form and send it; the case is shown again."""
    page.goto(case)
    follow(page, title)
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    send(page)
    page.wait_for_url(re.compile(rf"{case}$"))


def test_from_a_medical_bill_to_help_that_is_proved(visit: "Visit", days: Days, tmp_path: Path) -> None:
    build_village()
    today = timezone.localdate()
    scan = tmp_path / "授权书.png"
    Image.new("RGB", (200, 120), "white").save(scan)

    county = log_in(visit, "county")
    kind = ListType.objects.get(code="medical")
    county.goto(f"/monitoring/lists/{kind.pk}/import/")
    county.set_input_files("input[type=file]", medical_list(tmp_path / "医保.xlsx", today))
    county.fill("input[name=area_code]", f"{COUNTY} 茅箭区")
    send(county)
    county.get_by_text("匹配 2 行").first.wait_for()
    county.goto("/monitoring/runs/start/")
    county.fill("input[name=area_code]", f"{COUNTY} 茅箭区")
    send(county)
    run_worker(once=True)
    county.goto("/monitoring/clue/")
    listed = county.content()
    assert "王建国" in listed
    assert "赵大山" not in listed
    assert not any(word in listed for word in HEALTH)

    village = log_in(visit, "village", viewport={"width": 390, "height": 844})
    village.goto(f"/monitoring/clue/{Clue.objects.get().pk}/")
    assert "脱贫户住院自付较大" in village.content()
    assert "30000" in village.content().replace(",", "")
    confirm(village, "启动入户核查")
    village.get_by_text("“启动入户核查”已完成").first.wait_for()
    opened = Case.objects.get()
    assert opened.due_on == today + timedelta(days=15)
    case = f"/monitoring/cases/{opened.pk}/"

    village.goto(case)
    assert f"今天是第 0 天；审定期限 {opened.due_on}" in village.content()
    follow(village, "登记入户")
    village.fill("[name=visitors]", "张三")
    village.fill("[name=income]", "6500")
    village.fill("[name=findings]", "户主尿毒症透析，住院自付三万元。")
    village.select_option("[name=kind]", "at_risk")
    send(village)
    village.get_by_text("入户核查须两人以上").first.wait_for()
    village.fill("[name=visitors]", "张三、李四")
    send(village)
    village.wait_for_url(re.compile(rf"{case}$"))
    follow(village, "登记承诺授权")
    village.set_input_files("input[name=scan]", scan)
    send(village)
    village.wait_for_url(re.compile(rf"{case}$"))

    township = log_in(visit, "township")
    township.goto(case)
    follow(township, "登记比对结果")
    for box in township.locator("input[name=departments]").all():
        box.check()
    send(township)
    act(township, case, "比对完成")
    act(village, case, "登记民主评议", chair="村支书", attendants="11", agreeing="10", against="1", minutes="情况属实")

    village.goto(case)
    follow(village, "张榜公示")
    village.fill("[name=note]", "该户因病致贫，电话 13912345678")
    send(village)
    village.get_by_text("有不得公开的信息").first.wait_for()
    village.fill("[name=note]", "")
    send(village)
    village.get_by_text("已张榜 1 份公示").first.wait_for()
    sheet = log_in(visit, "auditor")
    sheet.goto(f"/monitoring/publications/{CasePublication.objects.get().pk}/")
    shown = sheet.locator("main").inner_text()
    assert "卡子村2组" in shown
    assert not any(word in shown for word in HEALTH)
    village.goto(case)
    follow(village, "公示期满")
    send(village)
    village.get_by_text("不能提前结束").first.wait_for()
    days.pass_by(5)
    county, township, village = (log_in(visit, name) for name in ("county", "township", "village"))
    act(village, case, "公示期满")

    act(township, case, "审核通过", opinion="同意纳入")
    act(county, case, "审定纳入", document="茅帮扶审〔1〕号")
    opened.refresh_from_db()
    assert opened.decided_on is not None
    assert opened.decided_on <= opened.due_on

    for risk, measure, title in (("illness", "relief", "发放临时救助"), ("illness", "employment", "介绍配偶务工")):
        village.goto(case)
        follow(village, "添加措施")
        village.select_option("[name=risk]", risk)
        village.select_option("[name=kind]", measure)
        village.fill("[name=title]", title)
        send(village)
        village.wait_for_url(re.compile(rf"{case}$"))
    act(village, case, "确定帮扶计划", goal="收入稳定")
    assert "待落实" in village.locator("#measures").inner_text()

    county.goto("/ledger/record/monitoring.relief/")
    county.fill("input[name=giver]", "区民政局")
    county.fill("input[name=receiver]", f"{opened.household_id} 王建国")
    county.fill("input[name=happened_on]", timezone.localdate().isoformat())
    county.fill("input[name=amount]", "3000")
    county.select_option("select[name=detail_item]", "temporary")
    county.fill("input[name=persons]", "1")
    send(county)
    county.wait_for_url(re.compile(r"/ledger/entry/\d+/"))
    entry = county.url
    village.goto(case)
    proved = village.locator("#measures")
    assert "已落实" in proved.inner_text()
    proved.locator(f"a[href='{entry[entry.index('/ledger') :]}']").first.wait_for()

    follow(village, "提出风险消除")
    send(village)
    village.get_by_text("还不能标注风险消除").first.wait_for()
    refused = village.locator("main").inner_text()
    assert "满 6 个月" in refused
    opened.refresh_from_db()
    assert opened.state == "helping"

    helper = log_in(visit, "helper")
    helper.goto("/notices/")
    told = helper.locator("main").inner_text()
    assert "已纳入监测" in told
    assert not any(word in told for word in HEALTH)
    helper.goto(case)
    seen = helper.locator("main").inner_text()
    assert "发放临时救助" in seen
    assert not any(word in seen for word in HEALTH)
    sheet = log_in(visit, "auditor")
    sheet.goto(case)
    assert "透析" in sheet.locator("main").inner_text()
    assert sheet.get_by_role("link", name="提出风险消除").count() == 0
