"""A stranger with the same roles in another county sees nothing, by no way, and learns not even that it exists."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bangfu.kernel.pages.addresses import row_address
from bangfu.kernel.resources import Filter, Resource, resolvers
from bangfu.kernel.rows.selection import select
from bangfu.kernel.rows.visibility import field_at, may_export
from tests.every_resource.actors import HERE, insider, outsider, stranger
from tests.every_resource.conditions import in_the_api, placed, where
from tests.every_resource.test_reading import address, api, exported, signed_in, whole_list

ABSENT = 987_654_321


def words_of(resource: Resource, sample: Any) -> list[str]:
    """What a search box would find the sample by."""
    found = []
    for search in resource.search:
        field = field_at(resource.model, search.path)
        value = getattr(sample, search.path, None) if field is not None and "__" not in search.path else None
        if value and not search.path.endswith("_index"):
            found.append(str(value))
    return found


def areas_filtered(resource: Resource) -> list[Filter]:
    """The filters that narrow a list to a place."""
    return [f for f in resource.filters if f.kind == "area" and f.source == resource.scope_field]


def test_not_in_the_list_nor_its_count(resource: Resource, sample: Any, strange: Client) -> None:
    assert not any(f'"{row_address(resource, sample.pk)}' in body for body in whole_list(strange, resource))
    if resource.api:
        told = strange.get(api(resource), {"count": "exact", "size": 500}).json()
        assert sample.pk not in [row["id"] for row in told["rows"]]
        assert told["count"] == len(told["rows"])


@where(lambda resource: bool(resource.search))
def test_not_by_searching(resource: Resource, sample: Any, inside: Client, strange: Client) -> None:
    words = words_of(resource, sample)
    link = f'"{row_address(resource, sample.pk)}'
    for word in words:
        assert link in inside.get(address(resource, "list"), {"q": word}).content.decode()
        assert link not in strange.get(address(resource, "list"), {"q": word}).content.decode()
        assert link in inside.get(reverse("search"), {"q": word}).content.decode()
        assert link not in strange.get(reverse("search"), {"q": word}).content.decode()


@where(lambda resource: bool(areas_filtered(resource)))
def test_not_by_naming_the_place(resource: Resource, sample: Any, strange: Client) -> None:
    areas = areas_filtered(resource)
    for place in (HERE, HERE[:6], "990101"):
        assert strange.get(address(resource, "list"), {areas[0].name: place}).status_code == 403
        assert strange.get(api(resource), {areas[0].name: place}).status_code == 403


def test_not_by_exporting(resource: Resource, sample: Any, strange: Client) -> None:
    user = signed_in(strange)
    if not may_export(user, resource):
        assert strange.get(address(resource, "export"), {"format": "csv"}).status_code == 403
        return
    lines = list(csv.reader(io.StringIO(exported(strange, resource, "csv").decode("utf-8-sig"))))
    mine = select(user, resource, {}, permission=resource.export_permission)
    assert len(lines) - 1 == mine.rows.count()
    assert not mine.rows.filter(pk=sample.pk).exists()


def test_not_by_address(resource: Resource, sample: Any, strange: Client) -> None:
    """Every address of the row answers as that of a row that does not exist."""
    for page in ["detail", *(["edit"] if resource.change else [])]:
        theirs = strange.get(address(resource, page, sample.pk))
        none = strange.get(address(resource, page, _other(sample)))
        assert theirs.status_code == none.status_code == 404
        assert _text(theirs) == _text(none)


@where(in_the_api)
def test_not_by_the_api(resource: Resource, sample: Any, strange: Client) -> None:
    theirs, none = strange.get(api(resource, f"{sample.pk}/")), strange.get(api(resource, f"{_other(sample)}/"))
    assert theirs.status_code == none.status_code == 404
    assert theirs.content == none.content


def test_not_by_acting(resource: Resource, sample: Any, strange: Client) -> None:
    for act in resource.acts:
        if act.bulk:
            answer = strange.post(address(resource, "bulk", act.name), {"ids": [sample.pk]})
        else:
            answer = strange.post(address(resource, "act", sample.pk, act.name))
        assert answer.status_code == 404
    if resource.change:
        assert strange.post(address(resource, "edit", sample.pk)).status_code == 404
    if resource.evidence:
        assert strange.post(address(resource, "files", sample.pk)).status_code == 404


@where(placed)
@pytest.mark.django_db
def test_not_by_suggestions(resource: Resource, sample: Any) -> None:
    mine, theirs = insider(resource), stranger(resource)
    for resolver in resolvers:
        if resolver.name == "party" and resource.model._meta.pk.name != "party":
            continue  # the numbers of its rows are not those of parties
        for text in {str(sample.pk), str(sample), *words_of(resource, sample)}:
            found = {(value, str(name)) for value, name in resolver.find(mine, text, 20)}
            leaked = found & {(value, str(name)) for value, name in resolver.find(theirs, text, 20)}
            assert not {(v, n) for v, n in leaked if v == sample.pk}


def test_nothing_for_who_holds_no_role(resource: Resource, sample: Any) -> None:
    client = Client()
    client.force_login(outsider())
    pages = [address(resource, "list"), address(resource, "export"), address(resource, "detail", sample.pk)]
    pages += [address(resource, "new")] if resource.create else []
    pages += [api(resource), api(resource, f"{sample.pk}/")] if resource.api else []
    assert {client.get(page).status_code for page in pages} == {403}
    assert f'href="{address(resource, "list")}"' not in client.get(reverse("notices")).content.decode()


def test_nothing_without_a_log_in(resource: Resource, sample: Any, client: Client) -> None:
    page = address(resource, "list")
    answer = client.get(page)
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('login')}?next={page}")
    if resource.api:
        assert client.get(api(resource)).status_code == 401


def _other(sample: Any) -> Any:
    return ABSENT if isinstance(sample.pk, int) else "absent"


def _text(response: Any) -> str:
    """The page without what differs in any two answers: the anti-forgery token and the address itself."""
    lines = response.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line and 'name="next"' not in line)
