"""Numbers given out to many at once."""

import pytest

from bangfu.kernel.rights.models import User
from bangfu.parties.actions import new_party_ids, register_household
from bangfu.parties.actions.numbering import BATCH
from bangfu.parties.models import Household, Party
from bangfu.parties.models.party import PartyKind
from bangfu.parties.tests.conftest import VILLAGE, County


@pytest.mark.django_db
def test_numbers_for_many_are_new_and_of_the_kind() -> None:
    first = new_party_ids(PartyKind.PERSON, BATCH + 1)
    second = new_party_ids(PartyKind.HOUSEHOLD, 3)
    assert len({*first, *second}) == BATCH + 4
    assert Party.objects.filter(kind=PartyKind.HOUSEHOLD).count() == 3
    assert set(Party.objects.filter(pk__in=first[-3:]).values_list("kind", flat=True)) == {"person"}
    assert new_party_ids(PartyKind.PERSON, 0) == []


def test_a_number_an_import_brought_along_is_stepped_over(county: County, operator_user: User) -> None:
    first = register_household(county.clerk, area_code=VILLAGE, head_name="王")
    # party numbers: the household, its head, then the next household
    Household.objects.filter(pk=first.pk).update(number=f"H{first.pk + 2:08d}")
    second = register_household(county.clerk, area_code=VILLAGE, head_name="李")
    assert second.number == f"H{first.pk + 2:08d}-2"
