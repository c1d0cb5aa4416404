"""The Jinja2 environment of every page: names, filters and habits that templates may rely on.

A name that a template uses and nobody gave raises: a page never shows a silent hole.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.forms import BoundField, DateInput
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from bangfu.kernel import formats, grids
from bangfu.kernel.assets import asset_tags, icon

KEPT_PIECES = 1000
_kept: dict[Any, Markup] = {}
CONTROL_CLASSES = {
    "select": "form-select",
    "selectmultiple": "form-select",
    "nullbooleanselect": "form-select",
    "checkbox": "form-check-input",
    "radioselect": "form-choices",
    "checkboxselectmultiple": "form-choices",
}


def environment(**options: Any) -> Environment:
    """Django's Jinja2 options, plus ours. Translations are looked up in the active language at each call."""
    options.update(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.loopcontrols"],
    )
    env = Environment(**options)  # noqa: S701 - Django passes autoescape=True
    env.install_gettext_callables(  # type: ignore[attr-defined] # from the i18n extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals["_"] = words
    env.globals.update(
        kept=kept,
        static=static,
        url=url,
        asset_tags=asset_tags,
        icon=icon,
        columns_of=grids.columns_of,
        rows_of=grids.rows_of,
        totals_of=grids.totals_of,
        draw_cells=grids.draw_cells,
        control=control,
        languages=languages,
        current_language=get_language,
        messages_of=messages_of,
        money_parts=formats.money_parts,
        exact_yuan=formats.exact_yuan,
        MISSING=formats.MISSING,
    )
    env.filters.update(
        money=formats.money,
        number=formats.number,
        percent=formats.percent,
        date=formats.day,
        datetime=formats.moment,
        moment_or_day=formats.moment_or_day,
        file_size=formats.file_size,
    )
    return env


def words(text: str, /, **values: Any) -> Markup:
    """The translation of a text, as the i18n extension gives it, without its detour through the context."""
    return Markup(gettext(text)) % {name: escape(value) for name, value in values.items()}  # noqa: S704


def kept(*key: Any, caller: Callable[[], Markup]) -> Markup:
    """A piece of a page that is the same whenever its key is: ``{% call kept('side', key) %} … {% endcall %}``.

    The language is part of every key, and so is the build of the front end. With a key None nothing is kept.
    """
    if None in key or settings.DEBUG:
        return caller()
    whole = (get_language(), asset_tags(), *key)
    if whole not in _kept:
        if len(_kept) >= KEPT_PIECES:
            _kept.clear()
        _kept[whole] = caller()
    return _kept[whole]


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Address of a named route. Raises ``NoReverseMatch``."""
    return reverse(name, args=args, kwargs=kwargs)


def control(field: BoundField) -> Markup:
    """The input of a bound form field, dressed for the page; its own CSS class is kept."""
    kind = field.widget_type
    widget = field.field.widget
    if isinstance(widget, DateInput) and widget.input_type == "date":
        widget.format = "%Y-%m-%d"  # browsers leave a day in a language's own form away
    classes = [CONTROL_CLASSES.get(kind, "form-control"), widget.attrs.get("class", "")]
    if field.errors:
        classes.append("is-invalid")
    return Markup(field.as_widget(attrs={"class": " ".join(filter(None, classes))}))  # noqa: S704 - Django escaped it


def languages() -> list[dict[str, str | bool]]:
    """The languages of the switch, each written in itself: ``code``, ``title``, ``active``."""
    active = get_language()
    return [
        {"code": code, "title": get_language_info(code)["name_local"], "active": code == active}
        for code, _title in settings.LANGUAGES
    ]


def messages_of(request: HttpRequest | None) -> list:
    """The waiting messages of this request; none when the page is shown without one."""
    return list(get_messages(request)) if request else []
