"""Products and specifications are two levels; a supplier on two platforms is one supplier."""

from datetime import date

import pytest

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.policy.seeds import load_policies
from bangfu.workstreams.market import actions
from bangfu.workstreams.market.models import Product
from bangfu.workstreams.market.resources.samples import sample_point, sample_product
from tests.books import VILLAGE, Book

DAY = date(2020, 8, 1)


@pytest.fixture
def product(book: Book) -> Product:
    """A certified product of a certified supplier."""
    load_policies()
    return sample_product(book.actor, VILLAGE)


def test_one_product_has_several_specifications(book: Book, product: Product) -> None:
    skus = actions.add_skus(book.actor, product, specifications=["250克/袋", "500克/盒", "250克/袋"])
    ids = [sku.pk for sku in skus]
    actions.list_skus(book.actor, ids, platform="fupin832", listed_on=DAY)
    actions.list_skus(book.actor, ids[:1], platform="social_hall", listed_on=DAY)
    assert book.value("market.products") == 1
    assert (book.value("market.listed_skus.fupin832"), book.value("market.listed_skus.social_hall")) == (2, 1)
    assert book.value("market.listing_suppliers") == 1


def test_a_sku_is_on_sale_once_a_platform(book: Book, product: Product) -> None:
    [sku] = actions.add_skus(book.actor, product, specifications=["1千克/箱"])
    listing = actions.list_sku(book.actor, sku, platform="fupin832", listed_on=DAY)
    with pytest.raises(Conflict, match="上架"):
        actions.list_sku(book.actor, sku, platform="fupin832", listed_on=DAY)
    actions.delist_sku(book.actor, listing, ended_on=date(2020, 9, 1))
    assert book.value("market.listed_skus") == 0
    assert book.value("market.listed_skus", to=date(2020, 8, 15)) == 1


def test_no_product_before_certification(book: Book) -> None:
    load_policies()
    waiting = actions.apply_for_certification(book.actor, organisation=book.other().pk, applied_on=DAY)
    with pytest.raises(Refused, match="还没有通过认定"):
        actions.register_product(book.actor, supplier=waiting.pk, name="绿茶", certified_on=DAY)


def test_planned_determined_and_open_points_stay_apart(book: Book) -> None:
    planned, determined, opened = (sample_point(book.actor, VILLAGE) for _n in range(3))
    actions.determine_point(book.actor, determined, on=date(2020, 9, 1))
    actions.open_point(book.actor, opened, on=date(2020, 10, 1))
    found = [book.value(f"market.points{stage}") for stage in ("", ".planned", ".determined", ".open")]
    assert found == [3, 1, 1, 1]
    assert book.value("market.points.open", to=date(2020, 9, 30)) == 0
    actions.close_point(book.actor, planned, on=date(2020, 11, 1), reason="未获批")
    with pytest.raises(Conflict):
        actions.open_point(book.actor, planned, on=date(2020, 12, 1))
