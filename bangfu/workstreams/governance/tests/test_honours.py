"""Persons and organisations honoured are different kinds; an organisation honoured twice is one."""

from tests.books import Book


def test_organisations_are_counted_once(book: Book) -> None:
    firm = book.other("爱心企业").pk
    for _n in range(2):
        book.post("governance.honour_organisation", receiver_id=firm, details={"award": "model_enterprise"})
    book.post("governance.honour_person", persons=20, details={"award": "model_person"})
    assert book.value("governance.honoured_organisations") == 1
    assert book.value("governance.honoured_persons") == 20


def test_a_delegation_is_one_visit_of_many(book: Book) -> None:
    book.post("governance.delegation", quantity=1, persons=17)
    assert (book.value("governance.delegations"), book.value("governance.delegates")) == (1, 17)
