"""Notices: declared columns, checked, for the days of the rule, then gone."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.publishing.declared import PublicColumn, PublicTemplate, public_templates
from bangfu.portal import actions
from bangfu.portal.models import PublicNotice
from bangfu.portal.tests.conftest import Look
from bangfu.workstreams.exchange.limits import NOTICE_DAYS
from bangfu.workstreams.exchange.permissions import NEED_REVIEW
from bangfu.workstreams.exchange.tests.conftest import COUNTY, VILLAGE, Place

SMALL = PublicColumn(name="people", title="受益人数", kind="number", unit="人", small=True)


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Declare a template for one test."""

    def make(rows: list[dict[str, Any]], channel: str = "web") -> str:
        template = PublicTemplate(
            name="portal.test",
            title="项目公示",
            columns=(
                PublicColumn(name="project", title="项目"),
                PublicColumn(name="head", title="户主", kind="name"),
                PublicColumn(name="amount", title="金额", kind="money"),
                SMALL,
            ),
            totals=("amount", "people"),
            rows=lambda _code, _from, _to: rows,
            days=NOTICE_DAYS,
            permission=NEED_REVIEW,
            channel=channel,
            levels=(6, 12),
            basis="公示公告办法",
        )
        monkeypatch.setitem(public_templates._items, template.name, template)
        return template.name

    return make


def publish(place: Place, template: str, **given: Any) -> PublicNotice:
    fields = {"area_code": COUNTY, "period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30), "title": "项目公示"}
    return actions.publish_notice(given.pop("actor", place.county), template=template, **(fields | given))


ROWS = [
    {"project": "修水渠", "head": "王建国", "amount": 120000, "people": 86, "illness": "尿毒症"},
    {"project": "养蜂", "head": "李大山", "amount": 30000, "people": 2},
]


def test_a_notice_shows_declared_columns_masks_names_and_hides_small_numbers(
    site: Place, look: Look, declare: Any
) -> None:
    row = publish(site, declare(ROWS))
    page = look(f"/public/notices/{row.pk}/").said
    for word in ("修水渠", "王**", "12.00万元", "86 人", "少于 5 人", "15.00万元", "不列合计", "12317", "公示公告办法"):
        assert word in page, word
    for hidden in ("王建国", "尿毒症", "88"):
        assert hidden not in page, hidden
    assert "项目公示" in look("/public/notices/").said


@pytest.mark.parametrize("text", ["联系15412345678", "账号 6228 4804 0256 4890 018", "幺五四一二三四五六七八"])
def test_one_number_stops_the_whole_notice(site: Place, declare: Any, text: str) -> None:
    with pytest.raises(Refused) as caught:
        publish(site, declare([*ROWS, {"project": text, "head": "", "amount": 1, "people": 9}]))
    assert "第 3 行“项目”" in caught.value.message
    assert text not in caught.value.message
    with pytest.raises(Refused, match="不能公开"):
        publish(site, declare(ROWS), note=text)
    assert not PublicNotice.objects.exists()


def test_it_stays_as_long_as_the_rule_asks_and_then_goes(site: Place, look: Look, declare: Any) -> None:
    name, today = declare(ROWS), timezone.localdate()
    with pytest.raises(Refused, match="至少公示到"):
        publish(site, name, ends_on=today + timedelta(days=5))
    row = publish(site, name)
    assert row.ends_on == today + timedelta(days=30)
    PublicNotice.objects.filter(pk=row.pk).update(
        begins_on=today - timedelta(days=31), ends_on=today - timedelta(days=1)
    )
    page = look(f"/public/notices/{row.pk}/").said
    assert "公示期已满" in page
    assert "修水渠" not in page
    assert actions.expire_notices(None) == {"emptied": 1}
    assert PublicNotice.objects.get(pk=row.pk).rows == []


def test_a_withdrawn_notice_is_gone_at_once(site: Place, look: Look, declare: Any) -> None:
    row = publish(site, declare(ROWS))
    with pytest.raises(Denied):
        actions.withdraw_notice(site.stranger, row, reason="写错了")
    actions.withdraw_notice(site.county, row, reason="写错了")
    assert look(f"/public/notices/{row.pk}/").status_code == 404
    assert PublicNotice.objects.get(pk=row.pk).rows == []


def test_what_may_only_hang_in_the_village_is_not_on_the_web(site: Place, look: Look, declare: Any) -> None:
    row = publish(site, declare(ROWS, channel="board"), area_code=VILLAGE)
    page = look(f"/public/notices/{row.pk}/").said
    assert "只张贴在村务公开栏" in page
    assert "王" not in page
    assert row.rows[0]["head"] == "王建国"


def test_only_the_place_s_offices_publish(site: Place, declare: Any) -> None:
    name = declare(ROWS)
    for actor in (site.stranger, site.donor, site.village):
        with pytest.raises(Denied):
            publish(site, name, actor=actor)


def test_the_office_looks_before_it_publishes(site: Place, look: Look, client: Any) -> None:
    site.published()
    client.force_login(site.county)
    form = {
        "template": "exchange.wishes",
        "area_code": COUNTY,
        "period_from": "2020-01-01",
        "period_to": timezone.localdate().isoformat(),
        "title": "需求办理情况",
    }
    seen = look("/portal/publish/", post=form | {"preview": "1"})
    assert "大川镇" in seen.said
    assert "1 个" in seen.said
    assert not PublicNotice.objects.exists()
    answer = look("/portal/publish/", post=form | {"publish": "1"})
    row = PublicNotice.objects.get()
    assert answer["Location"] == f"/portal/notice/{row.pk}/"
    assert look(f"/portal/notice/{row.pk}/sheet/").status_code == 200


def test_the_same_sheet_hangs_once(site: Place) -> None:
    site.published()

    def publish(**given: Any) -> PublicNotice:
        today = timezone.localdate()
        usual = {"period_from": date(2020, 1, 1), "period_to": today, "title": "需求办理情况"}
        return actions.publish_notice(site.county, template="exchange.wishes", area_code=COUNTY, **(usual | given))

    first = publish()
    for again in ({}, {"title": "又一份"}, {"period_from": timezone.localdate()}):
        with pytest.raises(Conflict, match="正在公示"):
            publish(**again)
    actions.withdraw_notice(site.county, first, reason="改了数据")
    assert publish().pk != first.pk


def test_a_notice_about_one_thing_asks_which(site: Place, client: Client, look: Look) -> None:
    client.force_login(site.county)
    form = {
        "template": "exchange.appeal_use",
        "area_code": COUNTY,
        "period_from": "2020-01-01",
        "period_to": timezone.localdate().isoformat(),
        "title": "使用公告",
        "preview": "1",
    }
    for subject in ("", "999999"):
        asked = look("/portal/publish/", post=form | {"subject": subject})
        assert asked.status_code == 422
        assert "请选择这份公告说的是哪一项" in asked.said


def everyone() -> Iterator[str]:
    yield from public_templates.names()


@pytest.mark.parametrize("name", list(everyone()))
def test_every_declared_template_can_be_read(site: Place, name: str) -> None:
    template = public_templates[name]
    code = {6: COUNTY, 9: VILLAGE[:9], 12: VILLAGE}[template.levels[0]]
    names = {column.name for column in template.columns}
    about = ("0",) if template.subjects else ()
    for row in template.rows(code, date(2020, 1, 1), timezone.localdate(), *about):
        assert names <= set(row)
