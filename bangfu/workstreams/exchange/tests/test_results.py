"""How the board does, by place and month; duplicates from the desk."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bangfu.figures.computing import Question, compute, find
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.models import Need
from bangfu.workstreams.exchange.queries.results import median_of, results_of, whole
from bangfu.workstreams.exchange.tests.conftest import COUNTY, STRANGE_COUNTY, TOWN, VILLAGE, Place


def test_needs_count_where_and_when_they_were_published(place: Place) -> None:
    today = timezone.localdate()
    for days, title in ((2, "棉被"), (4, "书包"), (9, "大米")):
        need = place.published(title=title)
        actions.claim_need(place.donor, need)
        Need.objects.filter(pk=need.pk).update(published_on=today - timedelta(days=days))
    place.published(title="没人认领")
    gone = place.published(title="撤回")
    actions.withdraw_need(place.village, gone, reason="不要了")
    places, months = results_of(COUNTY, today - timedelta(days=30), today, length=9)
    assert list(places) == [TOWN]
    assert (places[TOWN].posted, places[TOWN].matched, places[TOWN].completed) == (4, 3, 0)
    assert (places[TOWN].rate, places[TOWN].median_days) == (0.75, 4.0)
    assert whole(months.values()).posted == 4
    assert results_of(STRANGE_COUNTY, today - timedelta(days=30), today, length=9) == ({}, {})


def test_figures_of_the_board_agree_with_its_page(place: Place) -> None:
    today = timezone.localdate()
    for days in (2, 6):
        need = place.published(title=f"棉被{days}")
        actions.claim_need(place.donor, need)
        Need.objects.filter(pk=need.pk).update(published_on=today - timedelta(days=days))
    place.published(title="没人认领")
    question = Question(area_code=COUNTY, from_=today - timedelta(days=30), to=today)
    values = {
        name: compute(find(f"exchange.board.{name}"), question).value
        for name in ("posted", "matched", "open", "match_rate", "days_to_match")
    }
    _places, months = results_of(COUNTY, today - timedelta(days=30), today, length=9)
    rate = whole(months.values()).rate
    assert rate is not None
    assert values["match_rate"] == pytest.approx(Decimal(rate * 100))
    assert (values["posted"], values["matched"], values["open"], values["days_to_match"]) == (3, 2, 1, 4)


def test_where_nothing_was_matched_the_rate_is_zero(place: Place) -> None:
    place.published(title="没人认领")
    today = timezone.localdate()
    question = Question(area_code=COUNTY, from_=today, to=today)
    assert compute(find("exchange.board.match_rate"), question).value == 0
    assert compute(find("exchange.board.days_to_match"), question).value is None


def test_the_page_shows_a_place_and_no_other(place: Place, visit: Any) -> None:
    place.published()
    assert "大川镇" in visit(place.county, "/exchange/results/").said
    assert visit(place.stranger, f"/exchange/results/?place={COUNTY}").status_code == 403
    assert "还没有" not in visit(place.stranger, "/exchange/results/").said
    assert visit(place.county, "/exchange/results/?place=x").status_code == 422
    assert visit(place.county, "/exchange/results/?from=2026-13-40").status_code == 422
    assert visit(place.county, "/exchange/desk/duplicates/", post={}).status_code == 302
    assert visit(place.donor, "/exchange/desk/duplicates/", post={}).status_code in (302, 403)


@pytest.mark.parametrize("waited", [[3], [1, 4], [1, 2, 9], [5, 5, 1, 8], [0, 0, 7, 7, 7, 30]])
def test_a_median_follows_from_counts(waited: list[int]) -> None:
    assert median_of(Counter(waited)) == median(waited)
    assert median_of({}) is None


def test_results_of_any_number_of_needs_cost_one_query(
    place: Place, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    today = timezone.localdate()
    with django_assert_num_queries(1):
        results_of(COUNTY, today, today, length=9)
    for number in range(5):
        place.published(title=f"棉被{number}", asker=place.school.pk)
    with django_assert_num_queries(1):
        places, _months = results_of(COUNTY, today, today, length=12)
    assert (places[VILLAGE].posted, places[VILLAGE].matched, places[VILLAGE].median_days) == (5, 0, None)
