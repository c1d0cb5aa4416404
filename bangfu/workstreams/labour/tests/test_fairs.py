"""A fair's stops, visitors, employers and posts are four figures."""

from tests.books import Book


def test_employers_are_counted_once_and_posts_added_up(book: Book) -> None:
    firm = book.other("亚星电子")
    for quantity in (20, 30):
        book.post("labour.posts_offered", quantity=quantity, giver_id=firm.pk, details={"form": "mobile"})
    book.post("labour.fair", quantity=1, persons=70, details={"form": "mobile"})
    found = [book.value(f"labour.{name}") for name in ("employers", "posts", "fairs", "visitors")]
    assert found == [1, 50, 1, 70]
