"""A supplier's way through certification, and what figures say of it on a day."""

from datetime import date

import pytest

from bangfu.kernel.calendars import months_later
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.flows.queries import current_step
from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.rights.actions import grant_role
from bangfu.kernel.rights.models import User
from bangfu.workstreams.market import actions
from bangfu.workstreams.market.models import Supplier
from tests.books import COUNTY, Book

APPLIED, CERTIFIED = date(2020, 4, 20), date(2020, 7, 10)


@pytest.fixture
def supplier(book: Book) -> Supplier:
    """An application that waits for the county."""
    load_policies()
    return actions.apply_for_certification(book.actor, organisation=book.other("茶叶合作社").pk, applied_on=APPLIED)


def certified(book: Book, supplier: Supplier) -> Supplier:
    """Check and certify."""
    checked = actions.check_supplier(book.actor, supplier)
    return actions.certify_supplier(book.actor, checked, level="province", certified_on=CERTIFIED)


def test_it_counts_from_the_day_it_is_certified(book: Book, supplier: Supplier) -> None:
    certified(book, supplier)
    assert book.value("market.suppliers.province", to=date(2020, 7, 9)) == 0
    assert book.value("market.suppliers.province", to=CERTIFIED) == 1


def test_it_ends_when_the_period_of_the_policy_is_over(book: Book, supplier: Supplier) -> None:
    row = certified(book, supplier)
    assert row.certified_until == months_later(CERTIFIED, 36) == date(2023, 7, 10)
    assert book.value("market.suppliers", to=date(2023, 7, 11)) == 0


def test_a_withdrawn_one_counts_for_the_days_before(book: Book, supplier: Supplier) -> None:
    row = certified(book, supplier)
    actions.withdraw_supplier(book.actor, row, ended_on=date(2020, 9, 1), reason="质量问题")
    assert (book.value("market.suppliers", to=date(2020, 8, 31)), book.value("market.suppliers")) == (1, 0)


def test_nobody_is_certified_unchecked(book: Book, supplier: Supplier) -> None:
    with pytest.raises(Conflict):
        actions.certify_supplier(book.actor, supplier, level="province", certified_on=CERTIFIED)
    assert current_step(supplier).state == "applied"


def test_an_organisation_applies_once(book: Book, supplier: Supplier) -> None:
    with pytest.raises(Conflict, match="已经申报"):
        actions.apply_for_certification(book.actor, organisation=supplier.organisation_id, applied_on=APPLIED)


def test_a_refusal_has_a_reason(book: Book, supplier: Supplier) -> None:
    with pytest.raises(Refused):
        actions.refuse_supplier(book.actor, supplier, reason=" ")


def test_a_township_applies_but_does_not_check(book: Book, supplier: Supplier) -> None:
    clerk = User.objects.create(username="township", name="乡镇")
    grant_role(book.actor, user=clerk, role="township", area_code="420302100")
    with pytest.raises(Denied):
        actions.check_supplier(User.objects.get(pk=clerk.pk), supplier)


def test_screening_is_once_a_day(book: Book) -> None:
    firm = book.other("家庭农场").pk
    actions.screen(book.actor, organisation=firm, screened_on=APPLIED, result="unsuitable")
    with pytest.raises(Conflict):
        actions.screen(book.actor, organisation=firm, screened_on=APPLIED, result="suitable")
    assert book.value("market.screened", area_code=COUNTY) == 1


def test_months_end_with_the_month() -> None:
    assert months_later(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert months_later(date(2020, 12, 15), 1) == date(2021, 1, 15)
