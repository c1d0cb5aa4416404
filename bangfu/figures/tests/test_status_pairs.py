"""What the source documents keep apart is kept apart: each is a kind and a figure of its own, and moves alone.

The pairs are those of the documents: posted, matched and completed needs; signed and delivered; contracted, paid in
and topped up; planned, determined and open; intended and hired; bought and helped to sell; targets and completion,
reached and exceeded; persons and person-times; households and persons; products and their specifications; returned
and newly employed; what a campaign is called and what it came to.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from bangfu.figures.computing import Question, compute, find
from bangfu.figures.declared import figures
from bangfu.figures.expressions import measures
from bangfu.kernel.rights.actions import operator
from bangfu.ledger.actions import post_entries, register_campaign
from bangfu.ledger.drafts import Draft
from bangfu.ledger.kinds import entry_kinds
from bangfu.parties.actions import register_area, register_organisation

COUNTY, DAY = "420302", date(2020, 6, 19)
# For each status: the kind that records it, what its details say, and the figure that counts it.
PAIRS: dict[str, list[tuple[str, dict[str, Any], str]]] = {
    "needs: posted, matched, completed": [
        ("exchange.need_posted", {}, "exchange.needs_posted"),
        ("exchange.need_matched", {}, "exchange.needs_matched"),
        ("exchange.assistance", {}, "exchange.assistances"),
    ],
    "crowd-funding: posted, raised": [
        ("exchange.crowdfunding_posted", {}, "exchange.crowdfunding_posted"),
        ("exchange.donation_money", {}, "exchange.donations.money"),
    ],
    "signed, ordered, delivered": [
        ("market.agreement", {}, "market.agreed"),
        ("market.order", {}, "market.orders"),
        ("market.purchase", {"channel": "online"}, "market.purchases"),
    ],
    "contracted, paid in": [
        ("industry.contract", {}, "industry.contracted"),
        ("industry.investment", {"stage": "new"}, "industry.paid_in"),
    ],
    "new, topped up": [
        ("industry.investment", {"stage": "new"}, "industry.projects.new"),
        ("industry.investment", {"stage": "added"}, "industry.projects.added"),
    ],
    "projects: listed, started": [
        ("funds.project_listed", {}, "funds.projects_listed"),
        ("funds.project", {}, "funds.projects"),
    ],
    "intention, hired": [
        ("labour.intention", {"form": "online", "registered": True}, "labour.intentions"),
        ("labour.placement", {"destination": "nearby", "standing": "new"}, "labour.placed"),
    ],
    "returned, newly employed": [
        ("labour.placement", {"destination": "nearby", "standing": "returned"}, "labour.placed.returned"),
        ("labour.placement", {"destination": "nearby", "standing": "new"}, "labour.placed.new"),
    ],
    "bought, helped to sell": [
        ("market.purchase", {"channel": "online"}, "market.purchases"),
        ("market.facilitated_sale", {"channel": "online"}, "market.facilitated_sales"),
    ],
    "money, goods valued, goods counted": [
        ("exchange.donation_money", {}, "exchange.donations.money"),
        ("exchange.donation_goods", {"goods": "棉被"}, "exchange.donations.goods"),
        ("exchange.donation_goods_counted", {"goods": "棉被"}, "exchange.goods_counted"),
    ],
    "sent, received": [
        ("talent.sent", {"category": "expert"}, "talent.sent"),
        ("talent.received", {"category": "expert"}, "talent.received"),
    ],
}
# Two measures of one thing, in units that must never be added.
UNITS = [
    ("talent.trainee_times", "person_time", "talent.trainees", "person"),
    ("education.aid_times", "person_time", "education.state_aid_students", "person"),
    ("industry.benefit_households", "household", "industry.benefit_persons", "person"),
    ("funds.resettled_households", "household", "funds.resettled_persons", "person"),
    ("market.products", "product", "market.listed_skus", "sku"),
    ("market.agreements", "agreement", "market.agreed", "CNY"),
]
# A target, how far it is reached, and by how much it is exceeded.
GOALS = [
    ("exchange.raised.target", "exchange.raised.reached", "exchange.raised.exceeded"),
    ("industry.paid_in.target", "industry.paid_in", "industry.paid_in.reached"),
    ("market.consumption.target", "market.consumption", "market.consumption.reached"),
    ("market.points.planned", "market.points.determined", "market.points.open"),
]


@pytest.fixture
def county(db: None) -> dict[str, int]:
    """A county, a firm in it that gives and one that receives."""
    actor = operator()
    area = register_area(actor, code=COUNTY, name="茅箭区")
    kind = "private_enterprise"
    firms = [register_organisation(actor, area_code=COUNTY, name=name, kind=kind) for name in ("甲", "乙")]
    return {"area": area.party_id, "giver": firms[0].pk, "receiver": firms[1].pk}


def drafted(kind_name: str, details: dict[str, Any], county: dict[str, int]) -> Draft:
    """An entry of a kind with every number it may have."""
    kind = entry_kinds[kind_name]
    receiver = county["receiver"] if "organisation" in kind.receiver else county["area"]
    return Draft(
        kind=kind_name,
        happened_on=DAY,
        area_code=COUNTY,
        giver_id=county["giver"] if kind.giver else None,
        receiver_id=receiver if kind.receiver else None,
        amount=Decimal(700) if kind.amount != "none" else None,
        quantity=Decimal(3) if kind.quantity != "none" else None,
        unit=kind.units[0][0] if kind.units else "",
        persons=2,
        person_times=5,
        households=1,
        details={d.name: d.choices[0][0] if d.choices else "某" for d in kind.details if d.required} | details,
    )


def post(*drafts: Draft) -> None:
    with transaction.atomic():
        post_entries(operator(), drafts)


def value(name: str) -> Any:
    return compute(find(name), Question(area_code=COUNTY)).value


@pytest.mark.parametrize("pair", PAIRS)
def test_each_status_is_recorded_and_counted_by_itself(pair: str, county: dict[str, int]) -> None:
    statuses = PAIRS[pair]
    names = [figure for _kind, _details, figure in statuses]
    assert len(set(names)) == len(names)
    assert len({str(find(name).title) for name in names}) == len(names)
    for kind, details, figure in statuses:
        before = {name: value(name) for name in names}
        post(drafted(kind, details, county))
        moved = [name for name in names if value(name) != before[name]]
        assert moved == [figure], f"{kind} moved {moved}"


@pytest.mark.parametrize(("one", "its", "other", "theirs"), UNITS)
def test_units_are_never_mixed(one: str, its: str, other: str, theirs: str) -> None:
    assert (find(one).unit, find(other).unit) == (its, theirs)
    assert find(one).expression != find(other).expression


@pytest.mark.parametrize("names", GOALS)
def test_what_was_planned_and_what_came_of_it_have_names_of_their_own(names: tuple[str, ...]) -> None:
    assert len({str(find(name).title) for name in names}) == len(names)
    assert len({repr(find(name).expression) for name in names}) == len(names)


def test_reached_and_exceeded_differ_by_the_target_itself() -> None:
    assert find("exchange.raised.reached").expression != find("exchange.raised.exceeded").expression


def test_the_name_of_a_campaign_counts_nothing(county: dict[str, int]) -> None:
    """“百企连千户” came to 150 firms and 931 households: the hundred and the thousand are a name."""
    campaign = register_campaign(operator(), name="百企连千户", area_code=COUNTY, starts_on=DAY)
    draft = drafted("exchange.wish", {}, county)
    draft.campaign_id = campaign.pk
    post(draft)
    assert (value("exchange.wishes"), value("exchange.wish_givers")) == (1, 1)


def test_no_figure_adds_persons_to_person_times_or_households() -> None:
    fields = {"persons": "person", "person_times": "person_time", "households": "household"}
    for figure in figures:
        found = {fields[m.of] for m in measures(figure.expression) if m.how == "sum" and m.of in fields}
        assert len(found) <= 1 or figure.unit in ("percent", "ratio", "multiple"), figure.name
        if found and figure.unit in fields.values():
            assert found == {figure.unit}, figure.name
