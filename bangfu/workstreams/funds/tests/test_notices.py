"""Notices of money and projects: the book's numbers, small ones hidden, numbers of persons stopped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.rights.models import Grant, User
from bangfu.ledger.actions import reverse_entry
from bangfu.portal import actions as portal
from bangfu.portal.models import PublicNotice
from tests.books import COUNTY, VILLAGE, Book


def employed(username: str, role: str, area_code: str) -> User:
    user = User.objects.create(username=username, name=username)
    Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=date(2015, 1, 1))
    return user


@pytest.fixture
def county(book: Book) -> User:
    """The county's officer, and the days of the policy."""
    load_policies()
    return employed("county", "county", COUNTY)


def publish(actor: User, template: str, area_code: str = COUNTY, **given: Any) -> PublicNotice:
    period = {"period_from": date(2020, 1, 1), "period_to": date(2020, 12, 31)}
    return portal.publish_notice(actor, template=template, area_code=area_code, title="资金公告", **period, **given)


def test_money_is_told_by_purpose_and_not_added_up(book: Book, county: User, client: Client) -> None:
    book.post("funds.special", amount="3000000", details={"category": "water"})
    book.post("funds.fiscal", amount="600000", details={"route": "direct"})
    book.post("funds.dedicated", amount="20000", details={"purpose": "劳务协作"})
    book.post("funds.investment", amount="1800000", details={"category": "water"})
    row = publish(county, "funds.money")
    assert [(r["side"], r["item"], r["amount"]) for r in row.rows] == [
        ("arranged", "安全饮水", 3000000),
        ("received", "直接拨付", 600000),
        ("received", "劳务协作", 20000),
        ("used", "安全饮水", 1800000),
    ]
    portal.set_site(county, area_code=COUNTY, open_=True, shown=["notices"], name="", hotline="12317", note="")
    page = client.get(f"/public/notices/{row.pk}/").content.decode()
    for word in ("安排", "到账", "劳务协作", "300.00万元", "12317"):
        assert word in page, word
    assert "合计</" not in page


def test_a_project_is_told_with_place_money_and_unit(book: Book, county: User, client: Client) -> None:
    book.post(
        "funds.project",
        quantity=1,
        amount="120000",
        persons=86,
        details={"project": "修水渠", "responsible": "岩屋村村委会", "ends": "2020-12-20"},
    )
    book.post("funds.project", quantity=1, amount="30000", persons=2, details={"project": "养蜂"})
    row = publish(county, "funds.projects")
    first = row.rows[0]
    assert (first["project"], first["place"], first["amount"], first["persons"]) == ("修水渠", VILLAGE, 120000, 86)
    assert (first["unit"], first["responsible"], first["ends_on"]) == (book.office.name, "岩屋村村委会", "2020-12-20")
    portal.set_site(county, area_code=COUNTY, open_=True, shown=["notices"], name="", hotline="12317", note="")
    page = client.get(f"/public/notices/{row.pk}/").content.decode()
    for word in ("修水渠", "岩屋村村委会", "2020-12-20", "12.00万元", "86 人", "少于 5 人", "15.00万元"):
        assert word in page, word


def test_amounts_nobody_recorded_have_no_total(book: Book, county: User, client: Client) -> None:
    book.post("funds.project", quantity=3, details={"project": "修水渠"})
    row = publish(county, "funds.projects")
    portal.set_site(county, area_code=COUNTY, open_=True, shown=["notices"], name="", hotline="12317", note="")
    page = client.get(f"/public/notices/{row.pk}/").content.decode()
    assert "3 个" in page
    assert "0.00元" not in page


def test_a_project_taken_back_is_not_told(book: Book, county: User) -> None:
    book.post("funds.project", quantity=1, amount="120000", details={"project": "修水渠"})
    wrong = book.post("funds.project", quantity=1, amount="9", details={"project": "记错的"})
    reverse_entry(book.actor, wrong, reason="记错了")
    assert [r["project"] for r in publish(county, "funds.projects").rows] == ["修水渠"]


@pytest.mark.parametrize("text", ["修路 13912345678", "账号6228480402564890018"])
def test_a_number_in_a_project_s_name_stops_the_notice(book: Book, county: User, text: str) -> None:
    book.post("funds.project", quantity=1, amount="120000", details={"project": text})
    with pytest.raises(Refused) as told:
        publish(county, "funds.projects")
    assert text not in told.value.message
    assert not PublicNotice.objects.exists()


def test_strangers_and_villages_do_not_publish_money(book: Book, county: User) -> None:
    book.post("funds.project", quantity=1, amount="120000", details={"project": "修水渠"})
    for actor in (employed("stranger", "county", "430525"), employed("village", "village", VILLAGE)):
        with pytest.raises(Denied):
            publish(actor, "funds.projects", VILLAGE)
