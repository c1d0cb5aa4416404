"""What a declaration names exists."""

import inspect

import pytest
from django.db import models
from django.urls import reverse

from bangfu.kernel.assets import icon_names
from bangfu.kernel.codelists.queries import all_codes
from bangfu.kernel.evidence.kinds import evidence_purposes
from bangfu.kernel.resources import Page, Resource, menus, pages, panels, resources
from bangfu.kernel.rights.roles import permissions, roles
from bangfu.kernel.rows.visibility import field_at


def test_every_permission_is_declared(any_resource: Resource) -> None:
    named = {any_resource.permission, *(act.permission for act in any_resource.acts)}
    named |= {column.permission for column in any_resource.columns if column.permission}
    if any_resource.create:
        named.add(any_resource.create_permission)
    if any_resource.change:
        named.add(any_resource.change_permission)
    if any_resource.evidence:
        named.add(any_resource.file_permission)
    assert not {name for name in named if name not in permissions}


def test_every_role_of_a_permission_is_declared() -> None:
    assert not {(p.name, role) for p in permissions for role in p.roles if role not in roles}


def test_menus_and_icons_are_known() -> None:
    items: list[Page | Resource] = [item for item in (*pages, *resources) if item.menu]
    assert not {item.name for item in items if item.menu not in menus}
    assert not {(item.name, item.icon) for item in items if item.icon not in icon_names()}


def test_pages_in_the_navigation_have_an_address() -> None:
    for page in pages:
        assert reverse(page.name).startswith("/")


def test_panels_hang_on_resources() -> None:
    assert not {(panel.name, panel.of) for panel in panels if panel.of not in resources}


@pytest.mark.django_db
def test_its_paths_can_be_read(any_resource: Resource) -> None:
    paths = [column.source for column in any_resource.columns]
    paths += [declared.source for declared in any_resource.filters] + [search.path for search in any_resource.search]
    paths += [order.removeprefix("-") for order in any_resource.order]
    rows = any_resource.rows() if any_resource.rows else any_resource.model._default_manager.all()
    list(rows.values_list(*dict.fromkeys([*paths, *filter(None, [any_resource.scope_field])]))[:1])


@pytest.mark.django_db
def test_its_code_lists_and_purposes_exist(any_resource: Resource) -> None:
    lists = {item.code_list for item in (*any_resource.columns, *any_resource.filters) if item.code_list}
    for name in lists:
        assert all_codes(name)
    assert not [name for name in any_resource.evidence if name not in evidence_purposes]


def test_relations_have_words(any_resource: Resource) -> None:
    """A column that holds another table's key names the kind that resolves it."""
    bare = [
        column.name
        for column in any_resource.columns
        if isinstance(field_at(any_resource.model, column.source), models.ForeignKey)
        and column.kind not in ("party", "user", "code", "state")
    ]
    assert bare == []


def test_a_form_asks_what_its_action_takes(any_resource: Resource) -> None:
    for action in (any_resource.create, any_resource.change):
        if action is not None:
            _takes(action, any_resource.form)
    for act in any_resource.acts:
        if act.form is not None:
            _takes(act.run, act.form)


def test_what_is_written_can_be_found(any_resource: Resource) -> None:
    """Whoever may add rows can see them: a resource with actions has a sample for this suite."""
    assert any_resource.sample is not None or any_resource.create is None


def _takes(action: object, form: type) -> None:
    parameters = inspect.signature(action).parameters  # type: ignore[arg-type]
    if any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters.values()):
        return
    fields = set(form.base_fields)  # type: ignore[attr-defined]
    required = {n for n, p in list(parameters.items())[1:] if p.kind is p.KEYWORD_ONLY and p.default is p.empty}
    assert required <= fields, f"the form does not ask for {required - fields}"
    assert fields & set(parameters), "the form asks for nothing the action takes"
