"""Whoever may see a resource finds its rows everywhere the same."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from bangfu.kernel.ciphers import CipherField, decrypt
from bangfu.kernel.pages.addresses import row_address
from bangfu.kernel.resources import Resource
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.exporting import headings
from bangfu.kernel.rows.visibility import columns_visible_to, field_at, may_export
from tests.every_resource.actors import HERE, holder, viewers
from tests.every_resource.conditions import in_the_api, where

MORE = 20


def address(resource: Resource, page: str, *args: Any) -> str:
    """Where a derived page is."""
    return reverse(f"{resource.name}.{page}", args=args)


def api(resource: Resource, rest: str = "") -> str:
    """Where the API is."""
    return f"/api/{resource.name.replace('.', '/')}/{rest}"


def signed_in(client: Client) -> User:
    """Who is logged in."""
    return User.objects.get(pk=client.session["_auth_user_id"])


def exported(client: Client, resource: Resource, kind: str) -> bytes:
    """Take the list out as a file."""
    response = client.get(address(resource, "export"), {"format": kind})
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def whole_list(client: Client, resource: Resource, **headers: str) -> Iterator[str]:
    """Turn the pages of a list from the first to the last."""
    url: str | None = address(resource, "list")
    while url:
        body = client.get(url, headers=headers).content.decode()
        yield body
        onward = re.search(r'<a href="([^"]+)" rel="next">', body)
        url = address(resource, "list") + unescape(onward[1]) if onward else None


def test_the_list_shows_the_sample(resource: Resource, sample: Any, inside: Client) -> None:
    assert any(row_address(resource, sample.pk) in body for body in whole_list(inside, resource))


def test_a_part_of_the_list_is_only_the_part(resource: Resource, sample: Any, inside: Client) -> None:
    parts = list(whole_list(inside, resource, **{"HX-Request": "true", "HX-Target": "list"}))
    assert any(row_address(resource, sample.pk) in part for part in parts)
    assert not any("<html" in part for part in parts)


def test_the_detail_opens(resource: Resource, sample: Any, inside: Client) -> None:
    response = inside.get(address(resource, "detail", sample.pk))
    assert response.status_code == (302 if resource.page else 200)


def test_a_row_is_called_by_words(resource: Resource, sample: Any, inside: Client) -> None:
    """No names of the program and no bare numbers of rows at the head of a page; a receipt has a number of its own."""
    page = inside.get(address(resource, "detail", sample.pk), follow=True).content.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading is not None
    said = re.sub(r"<[^>]+>", "", heading[1]).strip()
    assert not re.search(r"[a-z]_[a-z]|[a-z]\.[a-z]", said), said
    assert not re.fullmatch(r"\d+(\W+\d+)?\W*", said), said


@where(in_the_api)
def test_the_api_tells_the_same(resource: Resource, sample: Any, inside: Client) -> None:
    listed = inside.get(api(resource), {"size": 500}).json()
    mine = next(row for row in listed["rows"] if row["id"] == sample.pk)
    one = inside.get(api(resource, f"{sample.pk}/")).json()
    assert {name: one[name] for name in mine} == mine
    assert listed["count"] == len(listed["rows"])


def test_pages_speak_every_language(resource: Resource, sample: Any, inside: Client) -> None:
    pages = [address(resource, "list"), *([] if resource.page else [address(resource, "detail", sample.pk)])]
    for language, _title in settings.LANGUAGES:
        User.objects.filter(pk=signed_in(inside).pk).update(language=language)
        for page in pages:
            response = inside.get(page)
            assert (response.status_code, response["Content-Language"]) == (200, language), page


def counted(read: Callable[[], object]) -> int:
    """How many queries one reading takes."""
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_queries_do_not_grow_with_rows(resource: Resource, sample: Any, inside: Client) -> None:
    """Twenty rows more take no more queries: in the list, in the API and in the file.

    Each is read twice, because what is remembered between requests (names, parameters) is forgotten after seconds.
    """

    def queries() -> list[int]:
        counts = []
        for read in (
            lambda: inside.get(address(resource, "list"), {"size": 100}),
            lambda: inside.get(api(resource), {"size": 500}) if resource.api else None,
            lambda: exported(inside, resource, "csv") if may_export(signed_in(inside), resource) else None,
        ):
            counts.append(min(counted(read), counted(read)))
        return counts

    before = queries()
    for _n in range(MORE):
        resource.sample(operator(), HERE)  # type: ignore[misc]
    after = queries()
    assert [now for now, then in zip(after, before, strict=True) if now > then] == [], (before, after)


def test_the_export_can_be_read_again(resource: Resource, sample: Any, inside: Client) -> None:
    user = signed_in(inside)
    if not may_export(user, resource):
        assert inside.get(address(resource, "export"), {"format": "xlsx"}).status_code == 403
        return
    book = load_workbook(io.BytesIO(exported(inside, resource, "xlsx")))
    titles = headings([s.column for s in columns_visible_to(user, resource) if s.column.in_export])
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(rows[0]) == titles
    assert len(rows) - 1 == inside.get(api(resource)).json()["count"]
    about = [cell for row in book.worksheets[1].iter_rows(values_only=True) for cell in row]
    assert any(user.username in str(cell) for cell in about)
    lines = list(csv.reader(io.StringIO(exported(inside, resource, "csv").decode("utf-8-sig"))))
    assert lines[0] == titles
    assert len(lines) == len(rows)


def encrypted(resource: Resource) -> list[str]:
    """The sources of its columns that are kept encrypted."""
    sources = [column.source for column in resource.columns if "__" not in column.source]
    return [source for source in sources if isinstance(field_at(resource.model, source), CipherField)]


@where(lambda resource: bool(encrypted(resource)))
def test_numbers_kept_encrypted_stay_masked(resource: Resource, sample: Any, inside: Client) -> None:
    secrets = {decrypt(getattr(sample, source)) for source in encrypted(resource)} - {""}
    pages = [inside.get(address(resource, "list")), inside.get(address(resource, "detail", sample.pk), follow=True)]
    pages += [inside.get(api(resource)), inside.get(api(resource, f"{sample.pk}/"))] if resource.api else []
    told = [page.content.decode() for page in pages]
    if may_export(signed_in(inside), resource):
        told.append(exported(inside, resource, "csv").decode())
    assert not [secret for secret in secrets for text in told if secret in text]


@where(lambda resource: any(column.permission for column in resource.columns))
def test_sensitive_columns_are_left_out(resource: Resource, sample: Any) -> None:
    """For each role that sees the rows, a column it may not see is nowhere: page, API, order, filter."""
    sensitive = [column for column in resource.columns if column.permission]
    for role in viewers(resource):
        user, client = holder(role, HERE), Client()
        client.force_login(user)
        seen = {s.column.name for s in columns_visible_to(user, resource)}
        for column in [c for c in sensitive if c.name not in seen]:
            row = client.get(api(resource, f"{sample.pk}/")).json()
            assert column.name not in row
            assert client.get(address(resource, "list"), {"sort": column.name}).status_code == 422
            for declared in [f for f in resource.filters if f.source == column.source]:
                answer = client.get(api(resource), {declared.parameters[0]: "1"})
                assert answer.status_code == 422
                assert answer.json()["field"] == declared.parameters[0]
