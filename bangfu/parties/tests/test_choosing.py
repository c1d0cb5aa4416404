"""Choosing a party by its name: a household and its head are one choice, and a field offers only what it takes."""

from typing import Any

import pytest
from django.test import Client

from bangfu.kernel.forms import ActorForm, PartyField, bound_form
from bangfu.kernel.rights.models import User
from bangfu.parties.models import Household, Person
from bangfu.parties.tests.conftest import County, MakeHousehold

pytestmark = pytest.mark.django_db


def chosen(actor: User, text: str, *kinds: str) -> Any:
    """What a form makes of a text; its first error instead, where it refuses it."""
    form_class = type("Choice", (ActorForm,), {"party": PartyField(label="主体", kinds=kinds)})
    form = bound_form(form_class, actor, data={"party": text})
    return form.cleaned_data["party"] if form.is_valid() else form.errors["party"][0]


@pytest.fixture
def home(make_household: MakeHousehold) -> Household:
    """A household with its head 王建国."""
    return make_household()


def test_a_name_means_the_household_or_the_head_as_the_field_takes_them(county: County, home: Household) -> None:
    head = Person.objects.get()
    assert chosen(county.village, "王建国") == home.pk
    assert chosen(county.village, "王建国", "household", "person") == home.pk
    assert chosen(county.village, "王建国", "person") == head.pk
    assert chosen(county.village, str(head.pk)) == head.pk, "by number anybody may still be meant"
    assert "不能选“王建国”这一类" in chosen(county.village, "王建国", "organisation")
    assert "这一类" in chosen(county.village, f"{head.pk} 王建国", "household")
    assert "没有找到" in chosen(county.village, "王建", "organisation")
    assert "没有找到" in chosen(county.stranger, "王建国", "person")


def test_two_households_of_one_name_are_told_apart(
    county: County, home: Household, make_household: MakeHousehold
) -> None:
    other = make_household(head="王建国")
    said = chosen(county.village, "王建国")
    assert said.startswith("有 2 个“王建国”")
    assert all(f"{pk} 王建国（户主和全家" in said for pk in (home.pk, other.pk))


def test_suggestions_hold_a_household_and_its_head_once(county: County, home: Household, client: Client) -> None:
    client.force_login(county.village)
    [one] = client.get("/choices/party/", {"text": "王"}).json()
    assert (one["value"], one["label"]) == (home.pk, "王建国")
    assert one["telling"].startswith("户主和全家")
    [one] = client.get("/choices/party/", {"text": "王", "kinds": "person,organisation"}).json()
    assert one["value"] == Person.objects.get().pk
    assert client.get("/choices/area/", {"text": "茅", "kinds": "person"}).status_code == 404


def test_a_field_asks_for_what_it_takes() -> None:
    box = PartyField(label="农户", kinds=("household",)).widget.render("home", "")
    assert "of=home&amp;kinds=household" in box
