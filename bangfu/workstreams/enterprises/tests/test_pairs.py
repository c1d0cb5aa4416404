"""Firms and villages are counted from pairings, each once, from either side."""

from datetime import date

from bangfu.pairing.actions import pair
from bangfu.pairing.models import Scheme
from bangfu.pairing.seeds import load_schemes
from tests.books import Book

SINCE = date(2020, 3, 25)


def test_two_firms_of_one_village_are_two_firms_and_one_village(book: Book) -> None:
    load_schemes()
    scheme = Scheme.objects.get(name="enterprise-village")
    for name in ("三鹰", "海康德"):
        firm = book.other(name)
        pair(book.actor, scheme=scheme, helper=firm.party, recipient=book.village.party, valid_from=SINCE)
    found = [book.value(f"enterprises.paired_{what}") for what in ("enterprises", "villages")]
    assert found == [2, 1]
    assert book.value("enterprises.paired_villages", side="giver") == 1
    assert book.value("enterprises.paired_villages", area_code="430525", side="giver") == 0


def test_households_benefiting_is_a_sum_of_headcounts(book: Book) -> None:
    book.post("enterprises.benefit", households=300, bound="at_least")
    book.post("enterprises.benefit", households=200)
    assert book.value("enterprises.households") == 500
