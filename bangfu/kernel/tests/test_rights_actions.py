"""Accounts and grants: inside one's place, never for oneself, with history."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.queries import changes_of
from bangfu.kernel.rights.actions import (
    change_password,
    change_user,
    create_user,
    end_grant,
    grant_role,
    operator,
    reset_password,
)
from bangfu.kernel.rights.models import Grant, User
from bangfu.kernel.rights.scope import may
from bangfu.kernel.tests.people import COUNTY, ELSEWHERE, TOWNSHIP, alice, carol, mallory, person

pytestmark = pytest.mark.django_db
GOOD = "correct horse battery"


def newcomer(actor: User, area_code: str = TOWNSHIP) -> User:
    return create_user(actor, username="dave", name="Dave", password=GOOD, area_code=area_code)


def test_new_account_has_no_rights_and_must_change_its_password() -> None:
    dave = newcomer(carol())
    assert dave.must_change_password
    assert dave.check_password(GOOD)
    assert not may(dave, "kernel.policy.view")
    assert "password" not in changes_of(dave).get().after


def test_accounts_only_inside_ones_place() -> None:
    with pytest.raises(Denied):
        newcomer(carol(), ELSEWHERE)
    with pytest.raises(Denied):
        newcomer(alice())
    assert not User.objects.filter(username="dave").exists()


def test_log_in_names_differ_by_more_than_case() -> None:
    admin = carol()
    newcomer(admin)
    with pytest.raises(Conflict):
        create_user(admin, username="DAVE", name="D", password=GOOD, area_code=COUNTY)


@pytest.mark.parametrize("weak", ["short", "password12", "1234567890"])
def test_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(Refused) as refused:
        create_user(carol(), username="dave", name="Dave", password=weak, area_code=COUNTY)
    assert refused.value.field == "password"


def test_granting_and_ending_at_once() -> None:
    admin = carol()
    dave = newcomer(admin)
    grant = grant_role(admin, user=dave, role="township", area_code=TOWNSHIP, reason="任职")
    assert may(User.objects.get(pk=dave.pk), "kernel.policy.view", TOWNSHIP)
    end_grant(admin, grant, reason="调离")
    assert not may(User.objects.get(pk=dave.pk), "kernel.policy.view")
    assert [c.action for c in changes_of(grant)] == ["end_grant", "grant_role"]
    with pytest.raises(Conflict):
        end_grant(admin, grant, reason="再次")


def test_grant_ends_after_a_given_day() -> None:
    admin = carol()
    dave = newcomer(admin)
    tomorrow = timezone.localdate() + timedelta(days=1)
    grant = grant_role(admin, user=dave, role="township", area_code=TOWNSHIP, valid_from=date(2024, 1, 1))
    end_grant(admin, grant, last_day=tomorrow, reason="任满")
    assert may(User.objects.get(pk=dave.pk), "kernel.policy.view")
    assert Grant.objects.get(pk=grant.pk).valid_from == date(2024, 1, 1)


def test_nobody_reaches_beyond_their_place_or_raises_themselves() -> None:
    admin = carol()
    dave = newcomer(admin)
    with pytest.raises(Denied):
        grant_role(admin, user=dave, role="county", area_code=ELSEWHERE)
    with pytest.raises(Denied):
        grant_role(admin, user=dave, role="auditor", area_code="")
    with pytest.raises(Refused):
        grant_role(admin, user=admin, role="county", area_code=COUNTY)
    stranger = mallory()
    with pytest.raises(Denied):
        grant_role(stranger, user=dave, role="county", area_code=ELSEWHERE)
    with pytest.raises(Denied):
        end_grant(stranger, admin.grants.get(), reason="捣乱")


def test_role_is_granted_over_its_own_level_once() -> None:
    admin = carol()
    dave = newcomer(admin)
    with pytest.raises(Refused) as refused:
        grant_role(admin, user=dave, role="township", area_code=COUNTY)
    assert refused.value.field == "area_code"
    with pytest.raises(Refused):
        grant_role(admin, user=dave, role="wizard", area_code=COUNTY)
    grant_role(admin, user=dave, role="township", area_code=TOWNSHIP)
    with pytest.raises(Conflict):
        grant_role(admin, user=dave, role="township", area_code=TOWNSHIP)


def test_changing_and_shutting_an_account() -> None:
    admin = carol()
    dave = newcomer(admin)
    same = {"name": "David", "language": "en", "area_code": TOWNSHIP}
    change_user(admin, dave, **same, is_active=False, reason="退休")
    assert changes_of(dave).first().after == {"is_active": False, "language": "en", "name": "David"}
    with pytest.raises(Denied):
        change_user(admin, dave, **{**same, "area_code": ELSEWHERE}, is_active=True)
    with pytest.raises(Refused):
        change_user(admin, admin, name="C", language="en", area_code=COUNTY, is_active=False)


def test_passwords() -> None:
    admin = carol()
    dave = newcomer(admin)
    with pytest.raises(Refused) as wrong:
        change_password(dave, old="wrong", new="another good phrase")
    assert wrong.value.field == "old"
    change_password(dave, old=GOOD, new="another good phrase")
    assert not dave.must_change_password
    words = reset_password(admin, dave)
    dave.refresh_from_db()
    assert dave.must_change_password
    assert any(dave.check_password(word) for word in words.split())
    with pytest.raises(Denied):
        reset_password(mallory(), dave)


def test_operator_is_one_and_cannot_log_in() -> None:
    assert operator() == operator()
    assert not operator().has_usable_password()
    assert may(operator(), "kernel.policy.change", "")


def test_an_administrator_neither_opens_nor_shuts_the_operators_account() -> None:
    everywhere = person("root", "administrator", "")
    with pytest.raises(Refused) as opened:
        reset_password(everywhere, operator())
    with pytest.raises(Refused) as shut:
        change_user(everywhere, operator(), name="x", area_code="", language="en", is_active=False)
    assert not isinstance(opened.value, Denied)
    assert not isinstance(shut.value, Denied)
    assert not operator().has_usable_password()
    assert operator().is_active
