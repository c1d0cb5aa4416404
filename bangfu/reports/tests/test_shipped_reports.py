"""The reports that ship: read without fault, silent where there is nothing, told from the side that gave."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from bangfu.figures.reporting import reports
from bangfu.kernel.errors import Refused
from bangfu.parties.models import Area
from bangfu.reports import composing
from bangfu.reports.actions import seal_report, write_chapter
from bangfu.reports.composing import chapters_of, compose, period_named, read_text, report_named
from bangfu.reports.outputs.appendix import runs_of, used_address
from bangfu.reports.queries import report_for
from bangfu.reports.sealing import differences, document_of
from bangfu.reports.tests.conftest import COUNTY, STRANGE, Office, Post
from bangfu.reports.wording import Wording, WrongUnit, check_unit, worded

YEAR = period_named("2020")


def give(office: Office, post: Post) -> None:
    """600,000 yuan from an office of one county to another county."""
    receiver = Area.objects.get(code=STRANGE)
    details = {"route": "direct"}
    post(
        "600000",
        kind="funds.fiscal",
        giver_id=office.buyers[0],
        receiver_id=receiver.pk,
        area_code=STRANGE,
        details=details,
    )


@pytest.mark.django_db
def test_six_reports_ship_each_with_chapters() -> None:
    assert {"overview", "yearbook", "panorama", "mobilisation", "cooperation", "brief"} <= set(reports.names())
    assert len(chapters_of("yearbook")) == 12
    for report in reports:
        assert chapters_of(report.name)
        for chapter in chapters_of(report.name):
            assert read_text(chapter.read())


@pytest.mark.parametrize("name", ["yearbook", "panorama", "mobilisation", "cooperation", "brief"])
def test_where_nothing_happened_the_report_says_so(office: Office, name: str) -> None:
    document = compose(report_named(name), STRANGE, YEAR)
    assert document.chapters == ()
    assert "没有帮扶记录" in document.lead


def test_the_giving_side_is_told_by_the_yearbook_and_opens_from_that_side(office: Office, post: Post) -> None:
    give(office, post)
    document = compose(report_named("yearbook"), COUNTY, YEAR)
    funds = next(used for used in document.figures if used.code == "funds.fiscal")
    assert funds.value == Decimal(600000)
    assert (funds.side, document.side) == ("giver", "giver")
    assert "side=giver" in used_address("", funds)
    assert "洞口县60万元" in "".join(run.text for c in document.chapters for block in c.blocks for run in block)
    other_side = compose(report_named("yearbook"), COUNTY, YEAR, side="receiver")
    assert not other_side.chapters


def test_one_partner_only(office: Office, post: Post) -> None:
    give(office, post)
    document = compose(report_named("yearbook"), COUNTY, YEAR, partner=STRANGE)
    assert next(used.value for used in document.figures if used.code == "funds.fiscal") == Decimal(600000)
    assert not compose(report_named("yearbook"), COUNTY, YEAR, partner="420302").chapters


def test_a_sealed_yearbook_still_agrees_with_its_own_question(office: Office, post: Post) -> None:
    give(office, post)
    sealed = seal_report(office.clerk, report="yearbook", area_code=COUNTY, period="2020")
    assert differences(sealed) == []
    assert document_of(sealed).side == "giver"


def test_an_unknown_side_or_partner_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="这一方"):
        report_for(office.clerk, "yearbook", COUNTY, "2020", side="both")
    with pytest.raises(Refused, match="没有代码为"):
        report_for(office.clerk, "yearbook", COUNTY, "2020", partner="999999")


def test_counts_in_tens_of_thousands() -> None:
    assert worded(16_000_000, "person_time", Wording(unit="万人次")).text == "1600万人次"
    assert worded(30_730, "mu", replace(Wording(), unit="万亩", places=2)).text == "3.07万亩"
    with pytest.raises(WrongUnit):
        check_unit("person", "万人次")


def test_several_whole_years() -> None:
    period = period_named("2018..2020")
    assert (period.words, period.code) == ("2018年至2020年", "2018..2020")


def test_a_brief_tells_the_month_the_year_so_far_and_the_year_before(office: Office, post: Post) -> None:
    for year, amount in ((2019, "1000000"), (2020, "1500000")):
        for month in (3, 9):
            post(amount, happened_on=date(year, month, 5), online=True)
    document = compose(report_named("brief"), COUNTY, period_named("2020-09"))
    said = "".join(
        run.text for c in document.chapters for block in c.blocks if isinstance(block, tuple) for run in block
    )
    assert "销售150万元，线上占100%，同比增长50%；1月至9月累计300万元，同比增长50%。" in said
    whole = compose(report_named("brief"), COUNTY, period_named("2020"))
    assert "累计" not in "".join(
        run.text for c in whole.chapters for b in c.blocks if isinstance(b, tuple) for run in b
    )


def test_a_brief_tells_the_side_that_a_place_is_on(office: Office, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    give(office, post)
    assert compose(report_named("brief"), COUNTY, YEAR).side == "receiver"
    monkeypatch.setattr(composing, "usual_side", lambda _area: "giver")
    document = compose(report_named("brief"), COUNTY, YEAR)
    assert document.side == "giver"
    assert "funds.fiscal" in [used.code for used in document.figures]


def test_what_a_writer_said_of_the_whole_is_not_said_of_one_partner(office: Office, post: Post, client: Client) -> None:
    give(office, post)
    chapter = {"report": "yearbook", "area_code": COUNTY, "period": "2020", "chapter": "yearbook.funds"}
    write_chapter(office.clerk, **chapter, text="三地共{{funds.fiscal}}。")
    said = [
        "".join(run.text for run in runs_of(report_for(office.clerk, "yearbook", COUNTY, "2020", partner=partner)))
        for partner in ("", STRANGE)
    ]
    assert "三地共60万元" in said[0]
    assert "三地" not in said[1]
    assert "60万元" in said[1]
    sealed = seal_report(office.clerk, report="yearbook", area_code=COUNTY, period="2020", partner=STRANGE)
    assert "三地" not in "".join(run.text for run in runs_of(document_of(sealed)))
    client.force_login(office.clerk)
    pages = [
        client.get("/reports/yearbook/", {"area": COUNTY, "period": "2020"} | more).content.decode()
        for more in ({}, {"pair": STRANGE}, {"side": "receiver"})
    ]
    assert ["/chapters/yearbook.funds/" in page for page in pages] == [True, False, False]
