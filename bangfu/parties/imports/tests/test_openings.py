"""Since when people of a new household belong to it: since the household stands, as the file says."""

from datetime import date

from django.utils import timezone

from bangfu.parties.imports.tests.invented import household
from bangfu.parties.models import Household, Membership


def test_members_of_a_new_household_belong_to_it_since_it_stands(take_in):
    rows = [{**row, "户类型起始日期": date(2014, 6, 30)} for row in household(1)]
    take_in(rows)
    assert Household.objects.get().opened_on == date(2014, 6, 30)
    begun = {m.valid_from: m.person.birth_date for m in Membership.objects.select_related("person")}
    assert all(day == max(date(2014, 6, 30), born or day) for day, born in begun.items())


def test_a_household_without_a_date_is_opened_today(take_in):
    rows = [{k: v for k, v in row.items() if k not in ("户类型起始日期", "识别日期")} for row in household(1)]
    take_in(rows)
    assert Household.objects.get().opened_on == timezone.localdate()
    assert {m.valid_from for m in Membership.objects.all()} == {timezone.localdate()}
