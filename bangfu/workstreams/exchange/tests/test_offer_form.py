"""What is typed about an offer: places by name or code, and a day that is today."""

from typing import Any

import pytest
from django.utils import timezone

from bangfu.workstreams.exchange.forms import OfferForm
from bangfu.workstreams.exchange.models import Offer
from bangfu.workstreams.exchange.tests.conftest import NEXT_VILLAGE, TOWN, VILLAGE, Place

GIVEN = {"kind": "service", "title": "义诊一天", "quantity": "20", "valid_from": timezone.localdate().isoformat()}


def form(place: Place, **given: Any) -> OfferForm:
    return OfferForm(GIVEN | given, actor=place.donor)


def test_places_are_named_or_coded(place: Place) -> None:
    filled = form(place, places=f"卡子村、大川镇，{NEXT_VILLAGE}")
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data["places"] == [VILLAGE, TOWN, NEXT_VILLAGE]


@pytest.mark.parametrize("name", ["没有的村", "张湾区"])  # unknown, or of another county
def test_a_place_nobody_knows_here_is_asked_for_by_code(place: Place, name: str) -> None:
    filled = form(place, places=name)
    assert not filled.is_valid()
    assert name in filled.errors["places"][0]


def test_a_donor_makes_an_offer_on_the_page(place: Place, visit: Any) -> None:
    page = visit(place.donor, "/exchange/offer/new/").content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in page
    assert visit(place.donor, "/exchange/offer/new/", post=GIVEN | {"places": "卡子村"}).status_code == 302
    made = Offer.objects.get()
    assert (made.places, made.state, made.donor_id) == ([VILLAGE], "waiting", place.firm.pk)
