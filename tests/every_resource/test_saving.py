"""Saving a form: once, not over somebody else's work, and with everything in it unchanged when nothing was typed."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CharField, TextInput
from django.test import Client
from lxml import html
from PIL import Image

from bangfu.kernel.evidence.kinds import PHOTO, evidence_purposes
from bangfu.kernel.evidence.models import EvidenceLink
from bangfu.kernel.forms import bound_form
from bangfu.kernel.history.models import Change
from bangfu.kernel.pages.edits import KEY, VERSION
from bangfu.kernel.resources import Resource
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rows.editing import version_of
from tests.every_resource.conditions import changed_by_a_form, where, with_files
from tests.every_resource.test_reading import address


@pytest.fixture
def editor(sample: Any, client: Client) -> Client:
    """The browser of somebody who may change the sample."""
    client.force_login(operator())
    return client


def typed(client: Client, url: str) -> dict[str, Any]:
    """What the form at an address holds, as a browser would send it."""
    page = html.fromstring(client.get(url).content.decode())
    form = next(form for form in page.forms if form.fields.get(KEY))
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


@where(changed_by_a_form)
def test_saving_what_is_there_changes_nothing(resource: Resource, sample: Any, editor: Client) -> None:
    """Whatever a form shows can be sent back. Forms that ask for a reason each time may say so, and nothing else."""
    url, before = (
        address(resource, "edit", sample.pk),
        resource.model._default_manager.filter(pk=sample.pk).values().get(),
    )
    answer = editor.post(url, typed(editor, url))
    if answer.status_code == 422:
        empty = {name for name, faults in answer.context["form"].errors.items() if faults} if answer.context else set()
        body = html.fromstring(answer.content.decode())
        faulty = {name for node in body.find_class("is-invalid") if (name := node.get("name"))}
        answer = editor.post(url, {**typed(editor, url), **dict.fromkeys(faulty | empty, "核对")})
    assert answer.status_code == 302
    after = resource.model._default_manager.filter(pk=sample.pk).values().get()
    volatile = {resource.version, "updated_at", "edited_by_id", "set_by_id", "set_at", "reason"}
    assert {k: v for k, v in after.items() if k not in volatile} == {
        k: v for k, v in before.items() if k not in volatile
    }


@where(lambda resource: bool(resource.change and resource.version))
def test_two_people_editing_see_both_values(resource: Resource, sample: Any, editor: Client) -> None:
    url, version = address(resource, "edit", sample.pk), version_of(resource, sample)
    mine = typed(editor, url)
    assert mine[VERSION] == [version]
    text = _text(resource, sample)
    mine[text] = [f"{mine.get(text, [''])[0]}改"]
    _saved_by_another(resource, sample)
    before = Change.objects.count()
    answer = editor.post(url, mine)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert Change.objects.count() == before
    assert "别人" in body
    rows = html.fromstring(body).xpath("//section[contains(@class, 'conflict')]//tbody/tr")
    assert [row.text_content().count(mine[text][0]) for row in rows] == [1]
    form = next(form for form in html.fromstring(body).forms if form.fields.get(KEY))
    assert form.fields[VERSION] == version_of(resource, resource.model._default_manager.get(pk=sample.pk)) != version
    assert form.fields[KEY] != mine[KEY][0]


def _text(resource: Resource, sample: Any) -> str:
    """The form's first plain text field that is a column."""
    fields = bound_form(resource.form, operator(), sample).fields  # type: ignore[arg-type]
    plain = [name for name, field in fields.items() if type(field) is CharField and type(field.widget) is TextInput]
    return next(name for name in plain if hasattr(sample, name))


def _saved_by_another(resource: Resource, sample: Any) -> None:
    value = getattr(sample, resource.version)
    later = value + (timedelta(seconds=1) if isinstance(value, datetime) else 1)
    resource.model._default_manager.filter(pk=sample.pk).update(**{resource.version: later})


@where(changed_by_a_form)
def test_pressing_twice_saves_once(resource: Resource, sample: Any, editor: Client) -> None:
    url = address(resource, "edit", sample.pk)
    sent = typed(editor, url)
    first = editor.post(url, sent)
    changes = Change.objects.count()
    second = editor.post(url, sent)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert Change.objects.count() == changes


@where(with_files)
def test_a_photo_is_added_and_opened_under_the_rows_rights(
    resource: Resource, sample: Any, client: Client, strange: Client
) -> None:
    client.force_login(operator())
    purpose = next(name for name in resource.evidence if PHOTO in evidence_purposes[name].accepts)
    url = address(resource, "files", sample.pk)
    assert client.post(url, {"purpose": purpose, "file": _photo()}).status_code == 302
    link = EvidenceLink.objects.get(object_type=resource.model._meta.label_lower)
    assert f"/evidence/{link.pk}/" in client.get(address(resource, "detail", sample.pk), follow=True).content.decode()
    assert client.get(f"/evidence/{link.pk}/").status_code == 200
    assert strange.get(f"/evidence/{link.pk}/").status_code == strange.get("/evidence/999999/").status_code
    assert strange.get(f"/evidence/{link.pk}/").status_code in (403, 404)


@where(with_files)
def test_what_is_no_photo_is_refused(resource: Resource, sample: Any, client: Client) -> None:
    client.force_login(operator())
    url, svg = address(resource, "files", sample.pk), b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    for name in ("a.svg", "a.png"):
        answer = client.post(url, {"purpose": resource.evidence[0], "file": SimpleUploadedFile(name, svg)})
        assert answer.status_code == 422
    assert client.post(url, {"purpose": "nothing", "file": _photo()}).status_code == 422
    assert client.post(url, {"purpose": resource.evidence[0]}).status_code == 422
    assert not EvidenceLink.objects.filter(object_type=resource.model._meta.label_lower).exists()


def _photo() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(content, "PNG")
    return SimpleUploadedFile("现场.png", content.getvalue(), "image/png")
