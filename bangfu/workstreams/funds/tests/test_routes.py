"""Money sent up, money arranged for one purpose and money in general are not added up unnoticed."""

from bangfu.figures.natures import NATURE_OF
from tests.books import Book


def test_remitted_money_is_fiscal_money_by_another_route(book: Book) -> None:
    book.post("funds.fiscal", amount="8660000", details={"route": "direct"})
    book.post("funds.fiscal", amount="53800000", details={"route": "remitted"})
    assert book.value("funds.fiscal") == 62460000
    assert book.value("funds.fiscal", where=(("route", "is", "remitted"),)) == 53800000


def test_dedicated_money_is_not_fiscal_money(book: Book) -> None:
    book.post("funds.dedicated", amount="3000000", details={"purpose": "劳务协作"})
    assert book.value("funds.fiscal") == 0
    assert book.value("funds.dedicated") == 3000000


def test_a_loan_is_nobodys_gift(book: Book) -> None:
    book.post("funds.loan", amount="50000", details={"use": "养牛"})
    assert book.value("funds.loans") == 50000
    assert book.value("funds.fiscal") == book.value("funds.dedicated") == 0
    assert "funds.loan" not in NATURE_OF


def test_both_sides_count_the_same_entry(book: Book) -> None:
    book.post("funds.fiscal", amount="1600000", details={"route": "direct"}, giver_area_code="120115")
    assert book.value("funds.fiscal") == 1600000
    assert book.value("funds.fiscal", area_code="120115", side="giver") == 1600000
    assert book.value("funds.fiscal", area_code="120115") == 0
