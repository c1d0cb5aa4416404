"""Changing a row that somebody else may be changing too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict
from bangfu.kernel.forms import MaskedField, initial_of
from bangfu.kernel.history.models import Change
from bangfu.kernel.history.queries import changes_of
from bangfu.kernel.resources import Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rows.visibility import row_visible_to


class Edited(Conflict):
    """Somebody else saved the row after it was read; ``obj`` is the row as it is now."""

    def __init__(self, obj: Any) -> None:
        super().__init__(_("在您填写期间，这条记录已被别人修改。请对照后再保存。"))
        self.obj = obj

    @property
    def last_change(self) -> Change | None:
        """Who changed it, and when, as far as history knows."""
        return changes_of(self.obj).first() if isinstance(self.obj.pk, int) else None

    def differences(self, form: Any) -> list[dict[str, Any]]:
        """Return the fields whose stored value is not the one typed: ``label``, ``mine``, ``theirs``."""
        stored = initial_of(type(form), self.obj)
        found = []
        for name, field in form.fields.items():
            typed = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            if name not in stored or isinstance(field, MaskedField) or not field.has_changed(stored[name], typed):
                continue
            found.append(
                {"label": field.label or name, "mine": _shown(field, typed), "theirs": _shown(field, stored[name])}
            )
        return found


def version_of(resource: Resource, obj: Any) -> str:
    """Return the row's version as a form carries it; empty when rows of this kind have none."""
    try:
        field = obj._meta.get_field(resource.version) if resource.version else None
    except FieldDoesNotExist:
        field = None
    return field.value_to_string(obj) if field is not None else ""


def change_row(
    user: User, resource: Resource, pk: Any, version: str | None, fields: Callable[[], dict[str, Any]]
) -> Any:
    """Call the resource's change action on the row as it is now; raise Edited when it is not the version read.

    ``version`` None means that whoever asks did not read it first. The row stays locked from the comparison to
    the end of the action, so that of two at once one is told.
    """
    assert resource.change is not None
    with transaction.atomic():
        resource.model._default_manager.select_for_update().filter(pk=pk).values_list("pk").first()
        obj = row_visible_to(user, resource, pk)
        require_on(user, resource.change_permission, obj)
        if version is not None and version != version_of(resource, obj):
            raise Edited(obj)
        return resource.change(user, obj, **fields())


def _shown(field: Any, value: Any) -> str:
    """Return a form value in words."""
    value = field.prepare_value(value)
    titles = {str(key): title for key, title in getattr(field, "choices", ())}
    if isinstance(value, list | tuple):
        return "、".join(str(titles.get(str(v), v)) for v in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value is None else str(titles.get(str(value), value))
