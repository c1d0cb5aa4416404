"""Schemes as a resource: list, form with rows, copy, end; the page tells what a scheme says in sentences."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Panel, Resource
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions.schemes import change_scheme, copy_scheme, end_scheme, make_scheme
from bangfu.pairing.forms import EndForm, SchemeForm
from bangfu.pairing.forms.schemes import rules_of
from bangfu.pairing.models import Scheme
from bangfu.pairing.scheme_panels import counts_panel, says_panel, versions_panel

CHANGE = "pairing.scheme.change"


class CopyForm(django_forms.Form):
    """What the copy is called."""

    name = SchemeForm.base_fields["name"]
    title = django_forms.CharField(label=_("名称"), max_length=60)


def _make(actor: User, **flat: Any) -> Scheme:
    return make_scheme(actor, **rules_of(flat))


def _change(actor: User, scheme: Scheme, **flat: Any) -> Scheme:
    fields = rules_of(flat)
    fields.pop("area_code", None)  # whose a scheme is does not change
    return change_scheme(actor, scheme, **fields)


def _end(actor: User, scheme: Scheme, *, on: date, reason: str) -> Scheme:
    return end_scheme(actor, scheme, on=on, reason=reason)


for wrapper in (_make, _change, _end):
    wrapper.permission = CHANGE  # type: ignore[attr-defined]


def sample_scheme(actor: User, _area_code: str) -> Scheme:
    """One scheme, for the shared tests."""
    return make_scheme(
        actor,
        name=f"sample-{Scheme.objects.count()}",
        title=str(_("示例方案")),
        helper_kind="organisation",
        recipient_kind="area",
        helper_title=str(_("帮扶单位")),
        recipient_title=str(_("村")),
    )


def _said(field: str) -> Callable[[], Mapping[str, str]]:
    """The words of a field in the reader's language: what ships has them, what a county has written stays."""

    def words() -> dict[str, str]:
        written = Scheme.objects.exclude(**{field: ""}).values_list(field, flat=True).distinct().order_by()
        return {text: gettext(text) for text in written}

    return words


SCHEMES = Resource(
    name="pairing.scheme",
    title=_("结对方案"),
    model=Scheme,
    menu="pairing",
    menu_order=8,
    icon="settings",
    scope_field="",
    order=("number", "name"),
    columns=(
        Column(name="number", title=_("类型")),
        Column(name="title", title=_("名称"), kind="choice", words=_said("title")),
        Column(name="helper_title", title=_("帮扶方"), kind="choice", words=_said("helper_title")),
        Column(name="recipient_title", title=_("受助方"), kind="choice", words=_said("recipient_title")),
        Column(name="per_recipient_min", title=_("每个受助方至少"), kind="number", in_list=False),
        Column(name="per_recipient_max", title=_("每个受助方至多"), kind="number"),
        Column(name="per_helper_min", title=_("每个帮扶方至少"), kind="number", in_list=False),
        Column(name="per_helper_max", title=_("每个帮扶方至多"), kind="number"),
        Column(name="full_coverage", title=_("须全覆盖"), kind="boolean"),
        Column(name="automatic", title=_("系统建议"), kind="boolean"),
        Column(name="area_code", title=_("所属县（区）"), kind="area"),
        Column(name="valid_to", title=_("停用日期"), kind="date"),
        Column(name="keeps_on_exit", title=_("退出后保持结对"), kind="boolean", in_list=False),
        Column(name="source", title=_("依据"), in_list=False),
        Column(name="source_year", title=_("依据年份"), in_list=False),
        Column(name="meaning", title=_("依据原意"), in_list=False),
        Column(name="name", title=_("代号"), in_list=False),
    ),
    filters=(
        Filter(name="full_coverage", title=_("须全覆盖"), kind="boolean"),
        Filter(name="automatic", title=_("系统建议"), kind="boolean"),
        Filter(name="area_code", title=_("所属县（区）"), kind="area"),
    ),
    form=SchemeForm,
    create=_make,
    change=_change,
    acts=(
        Act(name="copy", title=_("复制一份"), run=copy_scheme, permission=CHANGE, form=CopyForm),
        Act(
            name="end",
            title=_("停用"),
            run=_end,
            permission=CHANGE,
            form=EndForm,
            when=lambda scheme: scheme.valid_to is None,
            tone="bad",
        ),
    ),
    empty=_("还没有结对方案。"),
    sample=sample_scheme,
)

SCHEME_PANELS = (
    Panel(name="pairing.scheme.says", of="pairing.scheme", title=_("这个方案说的是"), render=says_panel, order=1),
    Panel(name="pairing.scheme.counts", of="pairing.scheme", title=_("现在有多少符合"), render=counts_panel, order=2),
    Panel(name="pairing.scheme.versions", of="pairing.scheme", title=_("历次版本"), render=versions_panel, order=3),
)
