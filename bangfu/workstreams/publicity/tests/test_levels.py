"""Items by level add up to all items; materials are no items."""

from tests.books import Book


def test_levels_add_up(book: Book) -> None:
    for level, quantity in (("above", 20), ("district", 50), ("new_media", 700), ("report", 2)):
        book.post("publicity.item", quantity=quantity, details={"level": level})
    book.post("publicity.material", quantity=40000, details={"form": "leaflet"})
    assert book.value("publicity.items") == 772
    assert (book.value("publicity.items.above"), book.value("publicity.leaflets")) == (20, 40000)
