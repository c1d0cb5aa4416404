"""The plan of a village–enterprise agreement: either side writes it, others are refused, nobody overwrites anybody."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from bangfu.kernel.codelists.seeds import load_codelists
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions.agreements import (
    change_agreement,
    draft_agreement,
    end_agreement,
    sign_agreement,
    terminate_agreement,
)
from bangfu.pairing.actions.village_plans import name_plan_households, set_village_plan
from bangfu.pairing.models import Agreement, PlanHousehold, VillagePlan
from bangfu.pairing.tests.conftest import COUNTY, NEXT_VILLAGE, STRANGE_COUNTY, VILLAGE, Villages, employ
from bangfu.parties.actions import register_organisation
from bangfu.parties.models import Area

pytestmark = pytest.mark.django_db
DAY = date(2020, 1, 10)
PLAN: dict[str, Any] = {
    "modes": ["industry", "employment"],
    "goals": "三年内村集体收入过十万元",
    "households_planned": 40,
    "persons_planned": 120,
}


@pytest.fixture
def agreement(villages: Villages) -> Agreement:
    load_codelists()
    return _draft(villages.county)


def _draft(actor: User, kind: str = "enterprise") -> Agreement:
    firm = register_organisation(operator(), name=f"{kind}公司", kind="private_enterprise", area_code=COUNTY)
    return draft_agreement(
        actor,
        kind=kind,
        title="村企协议",
        helper=firm.pk,
        recipient=Area.objects.get(code=VILLAGE).pk,
        valid_from=date(2020, 1, 1),
        valid_to=date(2022, 12, 31),
    )


def test_it_is_written_and_changed_with_history(villages: Villages, agreement: Agreement) -> None:
    plan = set_village_plan(villages.county, agreement, version=0, **PLAN)
    assert (plan.modes, plan.households_planned, plan.version) == (["industry", "employment"], 40, 1)
    signed = sign_agreement(villages.county, agreement, signed_on=DAY)
    changed = set_village_plan(villages.county, signed, version=1, **{**PLAN, "households_planned": 50})
    assert (changed.pk, changed.households_planned, changed.version) == (plan.pk, 50, 2)
    [latest, first] = Change.objects.filter(action="set_village_plan").order_by("-pk")
    assert (latest.before, latest.after) == (
        {"village_plan__households_planned": 40},
        {"village_plan__households_planned": 50},
    )
    assert first.after["village_plan__modes"] == ["industry", "employment"]


def test_the_second_click_changes_nothing(villages: Villages, agreement: Agreement) -> None:
    set_village_plan(villages.county, agreement, **PLAN)
    again = set_village_plan(villages.county, agreement, **PLAN)
    assert (again.version, VillagePlan.objects.count()) == (1, 1)
    assert Change.objects.filter(action="set_village_plan").count() == 1


def test_of_two_people_the_second_is_told(villages: Villages, agreement: Agreement) -> None:
    set_village_plan(villages.county, agreement, version=0, **PLAN)
    with pytest.raises(Conflict, match="他人修改"):
        set_village_plan(villages.county, agreement, version=0, **{**PLAN, "goals": "另一个目标"})
    assert VillagePlan.objects.get().goals == PLAN["goals"]


@pytest.mark.parametrize("kind", ["framework", "annual", "strategic", "purchase"])
def test_other_kinds_are_refused(villages: Villages, agreement: Agreement, kind: str) -> None:
    with pytest.raises(Refused, match="村企协议"):
        set_village_plan(villages.county, _draft(villages.county, kind), **PLAN)


@pytest.mark.parametrize("close", [end_agreement, terminate_agreement])
def test_a_closed_agreement_is_refused(villages: Villages, agreement: Agreement, close: Any) -> None:
    signed = sign_agreement(villages.county, agreement, signed_on=DAY)
    why = {"reason": "停产"} if close is terminate_agreement else {}
    closed = close(villages.county, signed, ended_on=date(2020, 6, 1), **why)
    with pytest.raises(Conflict, match="不能再改"):
        set_village_plan(villages.county, closed, **PLAN)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"modes": []}, "modes"),
        ({"modes": ["magic"]}, "modes"),
        ({"goals": " "}, "goals"),
        ({"persons_planned": 39}, None),
    ],
)
def test_what_does_not_fit_is_refused(
    villages: Villages, agreement: Agreement, given: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(Refused) as refused:
        set_village_plan(villages.county, agreement, **{**PLAN, **given})
    assert refused.value.field == field
    assert not VillagePlan.objects.exists()


def test_the_kind_stays_while_there_is_a_plan(villages: Villages, agreement: Agreement) -> None:
    set_village_plan(villages.county, agreement, **PLAN)
    with pytest.raises(Refused) as refused:
        change_agreement(villages.county, agreement, kind="annual")
    assert refused.value.field == "kind"


def test_a_stranger_and_a_reader_are_denied(villages: Villages, agreement: Agreement) -> None:
    for user in (villages.stranger, employ("auditor", "auditor", COUNTY), employ("far", "lead", STRANGE_COUNTY)):
        with pytest.raises(Denied):
            set_village_plan(user, agreement, **PLAN)


def test_the_form_and_the_api_write_the_same_plan(villages: Villages, agreement: Agreement, client: Client) -> None:
    page, api = (f"{start}/pairing/agreement/{agreement.pk}/act/set-village-plan/" for start in ("", "/api"))
    sent = {"modes": ["donation"], "goals": "修路", "households_planned": "30"}
    client.force_login(villages.stranger)
    assert (client.get(page).status_code, client.post(page, sent).status_code) == (404, 404)
    client.force_login(villages.county)
    assert 'type="hidden" name="version" value="0"' in client.get(page).content.decode()
    assert client.post(page, {**sent, "version": "0"}).status_code == 302
    assert client.post(page, {**sent, "goals": "修桥", "version": "0"}).status_code in (409, 422)
    given = {**PLAN, "version": 1}
    assert client.post(api, given, content_type="application/json").status_code == 200
    plan = VillagePlan.objects.get()
    assert (plan.modes, plan.households_planned, plan.version) == (["industry", "employment"], 40, 2)
    told = client.get(f"/api/pairing/village_plan/{plan.pk}/").json()
    assert (told["households_planned"], told["modes"]) == (40, ["industry", "employment"])
    shown = client.get(f"/pairing/agreement/{agreement.pk}/").content.decode()
    assert "产业帮扶、就业帮扶" in shown


def test_households_are_named_by_number_and_the_list_is_what_was_typed_last(
    villages: Villages, agreement: Agreement, client: Client
) -> None:
    first, second = (villages.household(VILLAGE) for _n in range(2))
    with pytest.raises(Conflict, match="先填写"):
        name_plan_households(villages.county, agreement, numbers=[first.number])
    set_village_plan(villages.county, agreement, version=0, **PLAN)
    told = name_plan_households(villages.county, agreement, numbers=[first.number, second.number, first.number])
    assert "现有 2 户" in told
    name_plan_households(villages.county, agreement, numbers=[second.number])
    assert [row.household_id for row in PlanHousehold.objects.all()] == [second.pk]
    client.force_login(villages.county)
    assert second.head_name in client.get(f"/pairing/agreement/{agreement.pk}/").content.decode()
    address = f"/pairing/agreement/{agreement.pk}/act/plan-households/"
    assert second.number in client.get(address).content.decode()
    client.post(address, {"numbers": f"{first.number} {first.head_name}\n\n{second.number}"})
    assert PlanHousehold.objects.count() == 2


def test_every_number_that_is_no_household_of_the_village_is_told(villages: Villages, agreement: Agreement) -> None:
    home, elsewhere = villages.household(VILLAGE), villages.household(NEXT_VILLAGE)
    set_village_plan(villages.county, agreement, version=0, **PLAN)
    with pytest.raises(Refused) as refused:
        name_plan_households(villages.county, agreement, numbers=[home.number, elsewhere.number, "9"])
    assert len(refused.value.problems) == 2
    assert not PlanHousehold.objects.exists()
    with pytest.raises(Denied):
        name_plan_households(villages.stranger, agreement, numbers=[home.number])
