"""Agreements: either side keeps them, they change as drafts only, and both sides hear of signature and expiry."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.flows.queries import current_state_of
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions import pair
from bangfu.pairing.actions.agreements import (
    add_party,
    change_agreement,
    discard_agreement,
    draft_agreement,
    end_agreement,
    remove_party,
    reopen_agreement,
    sign_agreement,
    terminate_agreement,
)
from bangfu.pairing.actions.duties import add_duty, change_duty, remove_duty
from bangfu.pairing.agreements import FLOW
from bangfu.pairing.models import Agreement, Duty, Pairing, Scheme
from bangfu.pairing.queries.agreements import agreements_visible_to, running_out
from bangfu.pairing.reminders import remind
from bangfu.pairing.seeds import load_schemes
from bangfu.pairing.tests.conftest import START, employ
from bangfu.parties.actions import let_act_for, register_area, register_organisation
from bangfu.parties.models import Area, Organisation
from bangfu.parties.queries.names import find_parties
from bangfu.parties.queries.visible import areas_findable_by, organisations_findable_by

pytestmark = pytest.mark.django_db
EAST, WEST, VILLAGE, STRANGE = "120115", "620524", "620524101201", "420303"
DAY, LAST = date(2020, 3, 25), date(2020, 12, 31)


@dataclass(kw_only=True)
class Sides:
    """Two counties that are paired, their officers, a firm with a log-in, and a stranger."""

    east: User
    west: User
    lead: User
    stranger: User
    firm_user: User
    helper: Area
    recipient: Area
    village: Area
    firm: Organisation
    pairing: Pairing

    def draft(self, actor: User | None = None, **given: Any) -> Agreement:
        """Draft the year's agreement of the two counties."""
        values = {
            "kind": "annual",
            "title": "2020年度帮扶协议",
            "helper": self.helper.pk,
            "recipient": self.recipient.pk,
            "valid_from": date(2020, 1, 1),
            "valid_to": LAST,
            "amount": Decimal(30_000_000),
        }
        return draft_agreement(actor or self.east, **{**values, **given})


@pytest.fixture
def sides(db: None) -> Sides:
    actor = operator()
    load_schemes()
    places = [(EAST, "宝坻区"), (WEST, "武山县"), (VILLAGE[:9], "城关镇"), (VILLAGE, "马河村"), (STRANGE, "张湾区")]
    areas = {code: register_area(actor, code=code, name=name) for code, name in places}
    firm = register_organisation(actor, name="宝坻石材公司", kind="private_enterprise", area_code=EAST)
    east_west = Scheme.objects.get(name="east-west")
    user = employ("firm", "unit", EAST)
    let_act_for(actor, user, party=firm)
    return Sides(
        east=employ("east", "county", EAST),
        west=employ("west", "county", WEST),
        lead=employ("lead", "lead", EAST),
        stranger=employ("stranger", "county", STRANGE),
        firm_user=User.objects.get(pk=user.pk),
        helper=areas[EAST],
        recipient=areas[WEST],
        village=areas[VILLAGE],
        firm=firm,
        pairing=pair(actor, scheme=east_west, helper=areas[EAST].party, recipient=areas[WEST].party, valid_from=START),
    )


def test_either_side_keeps_it_and_a_stranger_does_not(sides: Sides) -> None:
    mine = sides.draft(sides.east)
    assert (mine.area_code, mine.helper_area_code, mine.pairing) == (WEST, EAST, sides.pairing)
    theirs = sides.draft(sides.west, title="对口支援协议")
    for user in (sides.east, sides.west):
        assert set(agreements_visible_to(user)) == {mine, theirs}
    assert not agreements_visible_to(sides.stranger).exists()
    for deed in (
        lambda: sides.draft(sides.stranger),
        lambda: change_agreement(sides.stranger, mine, title="x"),
        lambda: sign_agreement(sides.stranger, mine, signed_on=DAY),
        lambda: discard_agreement(sides.stranger, mine, reason="x"),
    ):
        with pytest.raises(Denied):
            deed()


def test_a_party_sees_its_own_and_cannot_write(sides: Sides) -> None:
    own = sides.draft(kind="enterprise", title="村企协议", helper=sides.firm.pk, recipient=sides.village.pk)
    sides.draft()
    assert list(agreements_visible_to(sides.firm_user)) == [own]
    with pytest.raises(Denied):
        change_agreement(sides.firm_user, own, title="x")


def test_the_pages_and_the_api_answer_both_sides_only(sides: Sides, client: Client) -> None:
    row = sides.draft()
    for user, status in ((sides.east, 200), (sides.west, 200), (sides.stranger, 404)):
        client.force_login(user)
        assert client.get(f"/pairing/agreement/{row.pk}/").status_code == status
        assert client.get(f"/api/pairing/agreement/{row.pk}/").status_code == status
        listed = client.get("/pairing/agreement/").content.decode()
        assert ("2020年度帮扶协议" in listed) == (status == 200)
    answer = client.post(f"/pairing/agreement/{row.pk}/act/sign/", {"signed_on": "2020-03-25"})
    assert answer.status_code == 404
    client.force_login(sides.west)
    client.post(f"/pairing/agreement/{row.pk}/act/sign/", {"signed_on": "2020-03-25"})
    row.refresh_from_db()
    assert row.state == "signed"


def test_it_is_signed_once_and_the_other_side_is_told(sides: Sides) -> None:
    row = sides.draft()
    signed = sign_agreement(sides.east, row, signed_on=DAY)
    assert (signed.state, current_state_of(signed, FLOW)) == ("signed", "signed")
    assert [n.user for n in Notice.objects.all()] == [sides.west]
    with pytest.raises(Conflict):
        sign_agreement(sides.west, row, signed_on=DAY)
    with pytest.raises(Conflict):
        sign_agreement(sides.west, signed, signed_on=DAY)


def test_signing_after_its_last_day_is_refused(sides: Sides) -> None:
    with pytest.raises(Refused, match="晚于"):
        sign_agreement(sides.east, sides.draft(), signed_on=date(2021, 1, 1))


def test_a_lead_writes_but_does_not_sign(sides: Sides) -> None:
    row = sides.draft(sides.lead)
    with pytest.raises(Denied):
        sign_agreement(sides.lead, row, signed_on=DAY)


def test_only_a_draft_changes_and_a_wrong_signature_is_put_back_with_a_reason(sides: Sides) -> None:
    row = sign_agreement(sides.east, sides.draft(), signed_on=DAY)
    with pytest.raises(Conflict, match="退回起草"):
        change_agreement(sides.east, row, title="改名")
    with pytest.raises(Refused, match="原因"):
        reopen_agreement(sides.east, row, reason=" ")
    row = reopen_agreement(sides.east, row, reason="金额写错")
    row = change_agreement(sides.east, row, amount=Decimal(31_000_000))
    assert (row.state, row.signed_on, row.amount) == ("draft", None, Decimal(31_000_000))


def test_two_people_at_once(sides: Sides) -> None:
    row = sides.draft()
    stale = Agreement.objects.get(pk=row.pk)
    change_agreement(sides.east, row, note="甲")
    with pytest.raises(Conflict):
        change_agreement(sides.west, stale, note="乙")


def test_a_number_is_given_once_between_two_places(sides: Sides) -> None:
    row = sides.draft(number="津甘2020-1")
    with pytest.raises(Conflict, match="津甘2020-1"):
        sides.draft(sides.west, number="津甘2020-1")
    discard_agreement(sides.east, row, reason="重复登记")
    sides.draft(sides.west, number="津甘2020-1")


def test_terms_and_parents_must_fit(sides: Sides) -> None:
    with pytest.raises(Refused, match="早于"):
        sides.draft(valid_to=date(2019, 12, 31))
    with pytest.raises(Refused, match="两次"):
        sides.draft(recipient=sides.helper.pk)
    annual = sides.draft()
    with pytest.raises(Refused, match="框架"):
        sides.draft(parent=annual.pk)
    framework = sides.draft(kind="framework", title="框架协议", valid_to=None)
    assert sides.draft(title="又一年", parent=framework.pk).parent == framework
    elsewhere = Area.objects.get(code=STRANGE)
    with pytest.raises(Refused, match="同一对地区"):
        draft_agreement(
            operator(),
            kind="annual",
            title="别处",
            helper=sides.helper.pk,
            recipient=elsewhere.pk,
            valid_from=DAY,
            parent=framework.pk,
        )


def test_several_parties_on_a_side(sides: Sides) -> None:
    row = sides.draft(further_helpers=[sides.firm.pk])
    with pytest.raises(Conflict):
        add_party(sides.east, row, party=sides.firm.pk, side="helper")
    remove_party(sides.east, row, party=sides.firm.pk)
    with pytest.raises(Conflict):
        remove_party(sides.east, row, party=sides.firm.pk)
    with pytest.raises(Refused, match="至少"):
        remove_party(sides.east, row, party=sides.helper.pk)


def test_duties_are_measured_by_what_the_ledger_counts(sides: Sides) -> None:
    row = sides.draft()
    promise = {"year": 2020, "text": "帮助销售", "measured_by": "entry_kind:market.purchase"}
    duty = add_duty(sides.east, row, amount=Decimal(100), **promise)
    assert (duty.entry_kind, duty.due_on, duty.unit) == ("market.purchase", LAST, "")
    with pytest.raises(Refused, match="有效期"):
        add_duty(sides.east, row, **{**promise, "year": 2021})
    with pytest.raises(Refused, match="年内"):
        add_duty(sides.east, row, due_on=date(2021, 6, 30), **promise)
    with pytest.raises(Refused, match="没有名为"):
        add_duty(sides.east, row, **{**promise, "measured_by": "entry_kind:no.such"})
    with pytest.raises(Refused, match="不计金额"):
        add_duty(sides.east, row, amount=Decimal(1), **{**promise, "measured_by": "entry_kind:talent.sent"})
    sent = add_duty(sides.east, row, year=2020, text="选派", measured_by="entry_kind:talent.sent", quantity=Decimal(13))
    assert sent.unit == "person"
    with pytest.raises(Refused, match="单位只能是"):
        change_duty(sides.east, sent, unit="mu")
    with pytest.raises(Refused, match="大于零"):
        change_duty(sides.east, sent, quantity=Decimal(0))
    assert change_duty(sides.west, Duty.objects.get(pk=sent.pk), quantity=Decimal(14)).quantity == 14


def test_duties_stay_as_signed(sides: Sides) -> None:
    row = sides.draft()
    duty = add_duty(sides.east, row, year=2020, text="互访")
    sign_agreement(sides.east, row, signed_on=DAY)
    for deed in (lambda: change_duty(sides.east, duty, text="x"), lambda: remove_duty(sides.east, duty, reason="x")):
        with pytest.raises(Conflict):
            deed()
    reopen_agreement(sides.east, Agreement.objects.get(pk=row.pk), reason="多写一条")
    with pytest.raises(Denied):
        remove_duty(sides.stranger, duty, reason="x")
    remove_duty(sides.east, duty, reason="多写一条")
    assert not Duty.objects.exists()


def test_it_ends_or_is_terminated_with_a_reason(sides: Sides) -> None:
    row = sign_agreement(sides.east, sides.draft(), signed_on=DAY)
    with pytest.raises(Refused, match="早于签署"):
        end_agreement(sides.east, row, ended_on=date(2020, 1, 1))
    with pytest.raises(Refused, match="原因"):
        terminate_agreement(sides.east, row, ended_on=LAST, reason="")
    row = terminate_agreement(sides.east, row, ended_on=LAST, reason="企业注销")
    assert (row.state, row.reason_out) == ("terminated", "企业注销")
    with pytest.raises(Conflict):
        end_agreement(sides.east, row, ended_on=LAST)


def test_both_sides_hear_once_that_it_runs_out(sides: Sides) -> None:
    row = sign_agreement(sides.east, sides.draft(), signed_on=DAY)
    Notice.objects.all().delete()
    assert remind(date(2020, 11, 30)) == 0  # 31 days left, 30 are the notice
    assert [e.days for e in running_out(Agreement.objects.all(), date(2020, 12, 1))] == [30]
    remind(date(2020, 12, 1))
    remind(date(2020, 12, 2))
    assert {n.user for n in Notice.objects.all()} == {sides.east, sides.west}
    assert Notice.objects.count() == 2
    remind(date(2021, 1, 1))
    assert Notice.objects.filter(title__contains="已到期").count() == 2
    end_agreement(sides.west, row, ended_on=LAST)
    assert remind(date(2021, 1, 2)) == 0


def test_an_expired_agreement_is_listed_as_such(sides: Sides, client: Client) -> None:
    sign_agreement(sides.east, sides.draft(), signed_on=DAY)
    client.force_login(sides.east)
    assert client.get("/api/pairing/agreement/", {"standing": "expired"}).json()["count"] == 1
    assert client.get("/api/pairing/agreement/", {"standing": "signed"}).json()["count"] == 0


def test_partners_can_name_each_other(sides: Sides) -> None:
    assert sides.village in areas_findable_by(sides.east)
    assert sides.firm in organisations_findable_by(sides.west)
    assert sides.village not in areas_findable_by(sides.stranger)
    assert sides.firm not in organisations_findable_by(sides.stranger)
    assert sides.helper in areas_findable_by(sides.stranger)  # every county's name is public
    assert sides.village in areas_findable_by(operator())


def test_units_of_the_province_above_and_those_that_help_here_can_be_named(sides: Sides) -> None:
    actor = operator()
    for code in (WEST[:2], "3201"):
        register_area(actor, code=code, name=code)
    above = register_organisation(actor, name="省警官学院", kind="school", area_code=WEST[:2])
    elsewhere = register_organisation(actor, name="江城银行分行", kind="financial", area_code="3201")
    assert above in organisations_findable_by(sides.west)
    assert above not in organisations_findable_by(sides.east)
    assert elsewhere not in organisations_findable_by(sides.west)
    scheme = Scheme.objects.filter(helper_kind="organisation", recipient_kind="area").first()
    Pairing.objects.create(
        scheme=scheme, helper=elsewhere.party, recipient=sides.village.party, area_code=WEST, valid_from=DAY
    )
    assert elsewhere in organisations_findable_by(sides.west)
    assert elsewhere not in organisations_findable_by(sides.stranger)
    assert find_parties(sides.west, "江城") == [(elsewhere.pk, "江城银行分行")]
    assert (sides.helper.pk, sides.helper.name) in find_parties(sides.west, sides.helper.code)
