"""Tags that ask for less than the whole report: an activity, a condition, a partner, a place inside, another period."""

import pytest

from bangfu.kernel.errors import Refused
from bangfu.parties.models import Area
from bangfu.reports.composing import compose, period_named, read_text, report_named
from bangfu.reports.document import as_json, from_json
from bangfu.reports.outputs.appendix import used_address
from bangfu.reports.rendering import check_tags
from bangfu.reports.sealing import question_of
from bangfu.reports.template.nodes import TemplateError
from bangfu.reports.template.parsing import parse
from bangfu.reports.tests.conftest import COUNTY, STRANGE, Office, Post
from bangfu.reports.wording import Wording, worded

YEAR = period_named("2020")


def give(office: Office, post: Post, amount: str, route: str) -> None:
    receiver = Area.objects.get(code=STRANGE)
    post(
        amount,
        kind="funds.fiscal",
        giver_id=office.buyers[0],
        receiver_id=receiver.pk,
        area_code=STRANGE,
        details={"route": route},
    )


def written(text: str, **asked: str) -> str:
    document = compose(report_named("yearbook"), COUNTY, YEAR, texts={"yearbook.funds": text}, **asked)
    chapter = next(chapter for chapter in document.chapters if chapter.name == "yearbook.funds")
    return "".join(run.text for block in chapter.blocks for run in block)


def test_a_condition_narrows_the_figure_and_its_way_to_the_records(office: Office, post: Post) -> None:
    give(office, post, "600000", "direct")
    give(office, post, "50000", "remitted")
    text = "共{{funds.fiscal}}，直接拨付{{funds.fiscal route=direct}}。"
    assert written(text) == "共65万元，直接拨付60万元。"
    document = compose(report_named("yearbook"), COUNTY, YEAR, texts={"yearbook.funds": text})
    narrowed = next(used for used in document.figures if used.where)
    assert narrowed.where == (("route", "direct"),)
    assert "route=direct" in used_address("", narrowed)
    assert ("route", "is", "direct") in question_of(narrowed).where
    assert from_json(as_json(document)) == document


def test_partner_and_period(office: Office, post: Post) -> None:
    give(office, post, "600000", "direct")
    assert written(f"{{{{funds.fiscal 对方={STRANGE}}}}}") == "60万元"
    assert written("{{funds.fiscal}}[[，上年{{funds.fiscal 时期=2019}}]]。") == "60万元。"


def test_a_place_that_is_not_the_reports_own_is_refused(office: Office, post: Post) -> None:
    give(office, post, "600000", "direct")
    with pytest.raises(Refused, match="不在本报告的地区之内"):
        written(f"{{{{funds.fiscal 地区={STRANGE}}}}}")
    with pytest.raises(Refused, match="结对的县"):
        written(f"{{{{funds.fiscal 受援地={STRANGE}}}}}")
    with pytest.raises(Refused, match="看不懂"):
        written("{{funds.fiscal 时期=去年}}")


@pytest.mark.django_db
def test_an_unknown_condition_is_named_with_what_there_is() -> None:
    with pytest.raises(TemplateError, match=r"不能只算“colour”；可用：.*route"):
        read_text("{{funds.fiscal colour=red}}")


@pytest.mark.parametrize(
    ("value", "unit", "bound", "wording", "text"),
    [
        (700, "article", "at_least", Wording(unit="篇"), "700余篇"),
        (6, "session", "at_least", Wording(), "6场"),  # counted: the entry's bound is about its visitors
        (300_000_000, "CNY", "at_least", Wording(unit="亿元"), "3亿余元"),
        (50_000_000, "CNY", "at_least", Wording(unit="万元"), "5000余万元"),
        (100_000, "person_time", "at_least", Wording(unit="万人次"), "10余万人次"),
        (9_800_000, "CNY", "at_most", Wording(unit="万元"), "近980万元"),
        (16_000_000, "person_time", "at_least", Wording(unit="万人次", vague="超"), "超1600万人次"),
        (16_000_000, "person_time", "", Wording(unit="万人次", vague="超"), "1600万人次"),
        (700, "article", "at_least", Wording(places=0), "700篇"),
    ],
)
def test_what_was_recorded_as_at_least_is_not_written_as_exact(
    value: int, unit: str, bound: str, wording: Wording, text: str
) -> None:
    assert worded(value, unit, wording, bound).text == text


def test_entries_recorded_as_at_least_reach_the_sentence(office: Office, post: Post) -> None:
    receiver = Area.objects.get(code=STRANGE)
    post(
        "600000",
        kind="funds.fiscal",
        giver_id=office.buyers[0],
        receiver_id=receiver.pk,
        area_code=STRANGE,
        details={"route": "direct"},
        bound="at_least",
    )
    assert written("{{funds.fiscal 万元}}") == "60余万元"
    give(office, post, "10000", "direct")  # one exact entry: the sum is written as it is
    assert written("{{funds.fiscal 万元}}") == "61万元"


@pytest.mark.django_db
def test_figures_of_different_units_are_not_drawn_together() -> None:
    with pytest.raises(TemplateError, match="单位不同"):
        check_tags(parse("{{图 甲 funds.fiscal talent.sent 并列}}"))
