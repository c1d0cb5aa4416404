"""Forms, and answers to what a list does not have."""

from typing import Any

from django.test import Client

from bangfu.kernel.forms import bound_form
from bangfu.kernel.resources import Resource
from bangfu.kernel.rights.actions import operator
from tests.every_resource.conditions import where
from tests.every_resource.test_reading import address, api


def test_the_form_asks_for_every_field(resource: Resource, sample: Any, client: Client) -> None:
    client.force_login(operator())
    pages = [("new", None)] if resource.create else []
    pages += [("edit", sample)] if resource.change else []
    for page, obj in pages:
        body = client.get(address(resource, page, *([obj.pk] if obj else []))).content.decode()
        fields = bound_form(resource.form, operator(), obj).fields  # type: ignore[arg-type]
        assert not [name for name in fields if f'name="{name}"' not in body]


def test_what_a_list_does_not_have_is_refused(resource: Resource, sample: Any, inside: Client) -> None:
    for name, value in (("no_such_filter", "1"), ("sort", "no_such_column"), ("page", "-1"), ("size", "7000")):
        assert inside.get(address(resource, "list"), {name: value}).status_code == 422, name
        if resource.api:
            answer = inside.get(api(resource), {name: value})
            assert answer.status_code == 422, name
            assert answer.json()["field"] == name
            assert answer.json()["message"]


@where(lambda resource: bool(resource.api and resource.create))
def test_an_unknown_field_is_refused(resource: Resource, sample: Any, client: Client) -> None:
    client.force_login(operator())
    answer = client.post(api(resource), {"no_such_field": 1}, content_type="application/json")
    assert (answer.status_code, answer.json()["field"]) == (422, "no_such_field")


@where(lambda resource: bool(resource.create))
def test_an_empty_form_says_what_is_missing(resource: Resource, sample: Any, client: Client) -> None:
    client.force_login(operator())
    form: Any = bound_form(resource.form, operator())  # type: ignore[arg-type]
    assert any(field.required for field in form.fields.values())
    before = resource.model._default_manager.count()
    answer = client.post(address(resource, "new"), {})
    assert answer.status_code == 422
    assert "field-bad" in answer.content.decode()
    assert resource.model._default_manager.count() == before
