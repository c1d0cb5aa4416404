"""What waits for a step is listed for whoever may take it, by its name, and for nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.kernel.resources import resources
from bangfu.kernel.rights.actions import operator
from bangfu.office.tests.conftest import TOWN

pytestmark = pytest.mark.django_db


def draft():
    """An agreement that waits to be signed."""
    return resources["pairing.agreement"].sample(operator(), f"{TOWN}201")


def test_what_waits_is_listed_with_its_name_and_leads_to_it(office, visit):
    agreement = draft()
    assert "帮扶协议：起草" in visit(office.county, "/").said
    answer = visit(office.county, "/waiting/?flow=pairing.agreement&state=draft")
    assert str(agreement) in answer.said
    assert f"/pairing/agreement/{agreement.pk}/" in answer.content.decode()
    assert "起草" in visit(office.county, "/waiting/").said


def test_it_waits_for_nobody_else(office, visit):
    agreement = draft()
    for user in (office.stranger, office.helper, office.nobody):
        said = visit(user, "/waiting/").said
        assert str(agreement) not in said
        assert "没有等您办的事" in said


@pytest.mark.parametrize("address", ["/waiting/?flow=nothing", "/waiting/?state=nowhere", "/overdue/?flow=nothing"])
def test_a_wrong_address_is_answered_in_words(office, visit, address):
    answer = visit(office.county, address)
    assert answer.status_code == 422
    assert "没有名为" in answer.said


def test_nothing_is_late_says_so(office, visit):
    assert "没有逾期事项" in visit(office.county, "/overdue/").said


def test_queries_do_not_grow_with_what_waits(office, visit):
    draft()
    visit(office.county, "/waiting/")
    with CaptureQueriesContext(connection) as few:
        visit(office.county, "/waiting/")
    for _number in range(5):
        draft()
    with CaptureQueriesContext(connection) as many:
        visit(office.county, "/waiting/")
    assert len(many) <= len(few)
