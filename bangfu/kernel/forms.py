"""Forms that declarations name: fields for codes, areas, parties and numbers kept encrypted.

A form checks what is typed; whether it may be done is the action's business. Any Django form will do; one that
derives from ``ActorForm`` knows who fills it in and which row it changes.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import is_code
from bangfu.kernel.ciphers import CipherField
from bangfu.kernel.codelists.queries import choices, labels
from bangfu.kernel.resources import resolvers
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.values import names_of

SAME_NAME = 8  # of one name are told apart where only a name was typed


class ActorForm(forms.Form):
    """A form that knows its ``actor`` and, when it changes a row, the row as ``obj`` (else None)."""

    def __init__(self, *args: Any, actor: User, obj: Model | None = None, **kwargs: Any) -> None:
        self.actor, self.obj = actor, obj
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, ResolvedField):
                field.actor, field.kept = actor, self.get_initial_for_field(field, name)
            if isinstance(field, MaskedField) and obj is not None:
                field.required = False


class CodeField(forms.ChoiceField):
    """One code of a list. Codes no longer valid are not offered, but one that a row already has is kept."""

    def __init__(self, code_list: str, **kwargs: Any) -> None:
        self.code_list = code_list
        super().__init__(choices=self._offered, **kwargs)

    def _offered(self) -> list[tuple[str, str]]:
        return [("", _("请选择")), *choices(self.code_list)]

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or str(value) in labels(self.code_list)


class CodesField(forms.MultipleChoiceField):
    """Any number of codes of a list; the cleaned value is a list."""

    def __init__(self, code_list: str, **kwargs: Any) -> None:
        self.code_list = code_list
        super().__init__(choices=lambda: choices(code_list), **kwargs)

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or str(value) in labels(self.code_list)


class MaskedField(forms.CharField):
    """A number kept encrypted. Its value is never shown in a form; left empty when a row is changed, it stays."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off"}


class SuggestingInput(forms.TextInput):
    """A text box that suggests what begins with the text; without script it takes the value itself."""

    def __init__(self, kind: str, kinds: Sequence[str] = ()) -> None:
        self.kind, self.kinds = kind, kinds
        super().__init__(attrs={"autocomplete": "off"})

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> str:
        listed = f"{(attrs or {}).get('id', name)}_list"
        asked = {"of": name, **({"kinds": ",".join(self.kinds)} if self.kinds else {})}
        attrs = {
            **(attrs or {}),
            "list": listed,
            "hx-get": f"{reverse('choices', args=[self.kind])}?{urlencode(asked, safe=',')}",
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{listed}",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        text = format_html(
            '<input type="text" name="{}"{}>',
            name,
            forms.utils.flatatt({**self.attrs, **attrs, "value": value if value is not None else ""}),
        )
        return format_html('{}<datalist id="{}"></datalist>', text, listed)


class ResolvedField(forms.CharField):
    """An area, party or user, chosen by beginning to type its name.

    The cleaned value is the area code or the id; only what the person may find is accepted. In the box stands
    ``value name``, of which the first word counts. What the row already has stays valid. ``kinds`` are those of the
    resolver that the field takes; none named: all.
    """

    kind = ""
    actor: User | None = None
    kept: Any = None

    def __init__(self, *, kinds: Sequence[str] = (), **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        kwargs.setdefault("widget", SuggestingInput(self.kind, self.kinds))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if value in (None, "") or (isinstance(value, str) and not value.strip().isdigit()):
            return value  # as it was typed: what it means has to be found first
        name = names_of(self.kind, [value]).get(value)
        return f"{value} {name}" if name else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._found(text) if text else self.empty_value

    def _found(self, text: str) -> Any:
        resolver, first = resolvers.get(self.kind), text.split()[0]
        if self.kept not in (None, "") and str(self.kept) == first:
            return self.kept
        if resolver is None or self.actor is None:
            raise ValidationError(_("这里还不能选择。"))
        found = resolver.found
        exact = [value for value, _name in found(self.actor, first, 10, self.kinds) if str(value) == first]
        named = exact or [value for value, name in found(self.actor, text, SAME_NAME, self.kinds) if name == text]
        if len(named) > 1:
            telling = resolver.telling(named)
            listed = "；".join(f"{value} {text}（{telling.get(value, '')}）" for value in named)
            raise ValidationError(
                _("有 %(n)s 个“%(text)s”，请从列表里选，或只填前面的编号：%(listed)s"),
                params={"n": len(named), "text": text, "listed": listed},
            )
        if named:
            return named[0]
        others = resolver.find(self.actor, first, 10) if self.kinds else ()
        if any(first in (str(value), name) for value, name in others):
            raise ValidationError(_("这里不能选“%(text)s”这一类，请从列表里选。"), params={"text": text})
        raise ValidationError(_("没有找到“%(text)s”，或它不在您的管辖范围内，请从列表里选。"), params={"text": text})

    def has_changed(self, initial: Any, data: Any) -> bool:
        first = str(data).split()[0] if data and str(data).split() else ""
        return str(initial if initial is not None else "") != first


class AreaField(ResolvedField):
    """A place of the register. ``levels`` are the lengths of codes that will do (default: any)."""

    kind = "area"

    def __init__(self, *, levels: Sequence[int] = (), **kwargs: Any) -> None:
        self.levels = tuple(levels)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        if code and (not is_code(code) or (self.levels and len(code) not in self.levels)):
            raise ValidationError(_("请选到规定的层级。"))
        return code


class PartyField(ResolvedField):
    """An organisation, household or person; the cleaned value is its id, None when nothing is chosen."""

    kind = "party"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)


class UserField(ResolvedField):
    """Somebody who logs in; the cleaned value is the id, None when nobody is chosen."""

    kind = "user"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)


def bound_form(form: type, actor: User, obj: Model | None = None, **kwargs: Any) -> Any:
    """Return a form for somebody, of whichever kind it is; ``initial`` defaults to the row's own values."""
    if obj is not None:
        kwargs.setdefault("initial", initial_of(form, obj))
    if issubclass(form, ActorForm):
        return form(actor=actor, obj=obj, **kwargs)
    return form(**kwargs)


def initial_of(form: type, obj: Model) -> dict[str, Any]:
    """Return a row's values for the fields of a form of the same names; numbers kept encrypted are left out.

    A form may define ``initial_of(obj)`` (a class method) for what is not a column of the row.
    """
    values: dict[str, Any] = {}
    for name in form.base_fields:  # type: ignore[attr-defined]
        try:
            field = obj._meta.get_field(name)
        except FieldDoesNotExist:
            if hasattr(obj, name):
                values[name] = getattr(obj, name)
            continue
        if not isinstance(field, CipherField) and field.concrete:
            values[name] = field.value_from_object(obj)
    own = getattr(form, "initial_of", None)
    return {**values, **own(obj)} if own else values


def fields_of(form: Any) -> dict[str, Any]:
    """Return a valid form's values as an action takes them; a masked field left empty on a change is left out."""
    changing = getattr(form, "obj", None) is not None
    return {
        name: value
        for name, value in form.cleaned_data.items()
        if not (changing and isinstance(form.fields[name], MaskedField) and value == "")
    }
