"""A village–firm plan on its agreement's page: the budget of each year beside what was delivered; its figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpResponse

from bangfu.figures.agreements.performance import performance
from bangfu.figures.agreements.plan_panel import years_of
from bangfu.figures.computing import Question, compute, find
from bangfu.figures.tests.conftest import COUNTY, TOWN, VILLAGE, Books
from bangfu.kernel.codelists.seeds import load_codelists
from bangfu.kernel.rights.actions import operator
from bangfu.ledger.actions import confirm_entry
from bangfu.pairing.actions.agreements import draft_agreement, sign_agreement
from bangfu.pairing.actions.duties import add_duty
from bangfu.pairing.actions.village_plans import set_village_plan
from bangfu.pairing.models import Agreement
from bangfu.parties.actions import register_area, register_organisation
from bangfu.parties.models import Area

pytestmark = pytest.mark.django_db
EAST = "120115"


@pytest.fixture
def agreement(books: Books) -> Agreement:
    """A firm promises a township purchases in two years, bought in one, and a road in words with money."""
    load_codelists()
    actor = operator()
    register_area(actor, code=EAST, name="宝坻区")
    firm = register_organisation(actor, name="宝坻石材公司", kind="private_enterprise", area_code=EAST)
    row = draft_agreement(
        actor,
        kind="enterprise",
        title="村企协议",
        helper=firm.pk,
        recipient=Area.objects.get(code=TOWN).pk,
        valid_from=date(2020, 1, 1),
        valid_to=date(2021, 12, 31),
    )
    for year, amount in ((2020, "1000"), (2020, "3000"), (2021, "6000")):
        buys = f"采购{year}年{amount}元"
        add_duty(actor, row, year=year, text=buys, measured_by="entry_kind:market.purchase", amount=Decimal(amount))
    add_duty(actor, row, year=2021, text="修路", amount=Decimal(500))
    entry = books.purchase("1000.00", TOWN, date(2020, 7, 15), giver_id=firm.pk)
    confirm_entry(books.county, entry.pk)
    return row


def test_budgets_add_up_by_year_and_one_delivery_counts_once(books: Books, agreement: Agreement) -> None:
    first, second = years_of(performance(books.county, agreement))
    assert (first.year, first.budget, first.measured, first.delivered, first.reached) == (2020, 4000, 4000, 1000, 25)
    assert (second.budget, second.measured, second.delivered, second.reached) == (6500, 6000, 0, 0)
    assert second.measures == ["采购2021年6000元", "修路"]


def test_the_page_asks_for_a_plan_and_shows_it(
    books: Books, agreement: Agreement, visit: Callable[..., HttpResponse]
) -> None:
    address = f"/pairing/agreement/{agreement.pk}/"
    assert "还没有帮扶计划" in visit(books.county, address).said
    set_village_plan(operator(), agreement, modes=["industry", "skills"], goals="户均增收", households_planned=1200)
    page = visit(books.county, address)
    for words in ("产业帮扶、技能培训", "户均增收", "1,200", "1.05万元", "25.0%", "2021-12-31"):
        assert words in page.said, words
    assert visit(books.stranger, address).status_code == 404
    plan = agreement.village_plan  # type: ignore[attr-defined]
    own = visit(books.county, f"/pairing/village_plan/{plan.pk}/")
    assert address in own.content.decode()
    assert "6,500.00元" in own.said
    assert visit(books.stranger, f"/pairing/village_plan/{plan.pk}/").status_code == 404


def test_figures_count_signed_plans(books: Books, agreement: Agreement, visit: Callable[..., HttpResponse]) -> None:
    set_village_plan(operator(), agreement, modes=["industry"], goals="户均增收", households_planned=40)

    def values(area_code: str = COUNTY) -> list[object]:
        asked = Question(area_code=area_code, from_=date(2020, 1, 1), to=date(2020, 12, 31))
        names = ("village_plans", "households_planned")
        return [compute(find(f"pairing.agreements.{name}"), asked).value or 0 for name in names]

    assert values() == [0, 0]
    sign_agreement(operator(), agreement, signed_on=date(2020, 1, 10))
    assert values() == [1, 40]
    assert values(VILLAGE) == [0, 0]
    for name in ("village_plans", "households_planned"):
        page = visit(books.county, f"/figures/pairing.agreements.{name}/?year=2020")
        assert page.status_code == 200
        assert "村企协议" in page.said
