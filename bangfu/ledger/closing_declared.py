"""What the ledger tells the platform of closings: rights, pages, rows with their acts, and what changed since."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField
from bangfu.kernel.manifest import manifests
from bangfu.kernel.period_field import PeriodField
from bangfu.kernel.periods import Period, parse
from bangfu.kernel.resources import Act, Column, Filter, Page, Panel, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import Permission
from bangfu.ledger.actions import closing as actions
from bangfu.ledger.actions.closing import CLOSE, reopen_period
from bangfu.ledger.closing_models import Closing
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.panels import table_of
from bangfu.ledger.queries.closings import late_for
from bangfu.parties.queries import area_names

VIEW = "ledger.closing.view"
SHOWN = 50


def workstream_choices() -> list[tuple[str, str]]:
    """Return the working groups that record something."""
    names = dict.fromkeys(kind.workstream for kind in entry_kinds)
    return [(name, str(manifests[name].title) if name in manifests else name) for name in names]


class _Workstreams(Mapping[str, tuple[Any, str]]):
    """Working group → its title; the empty one is all of them."""

    def __getitem__(self, name: str) -> tuple[Any, str]:
        return {"": _("全部工作组"), **dict(workstream_choices())}[name], ""

    def __iter__(self) -> Iterator[str]:
        return iter(["", *dict(workstream_choices())])

    def __len__(self) -> int:
        return len(workstream_choices()) + 1


class ClosingForm(ActorForm):
    """Which place and period, and of which working group."""

    area_code = AreaField(label=_("地区"))
    period = PeriodField(label=_("时期"))
    workstream = forms.ChoiceField(
        label=_("工作组"), required=False, choices=lambda: [("", _("全部工作组")), *workstream_choices()]
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class ReopenForm(forms.Form):
    """Opening again must say why."""

    reason = forms.CharField(label=_("重新开账的原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


def close_period(actor: User, *, area_code: str, period: Period, workstream: str = "", note: str = "") -> Closing:
    """Close a period as the form gives it."""
    return actions.close_period(
        actor,
        area_code=area_code,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        workstream=workstream,
        note=note,
    )


def _sample(actor: User, area_code: str) -> Closing:
    month = parse("2019-01").starts_on
    month = date(month.year + Closing.objects.count() // 12, Closing.objects.count() % 12 + 1, 1)
    return close_period(actor, area_code=area_code, period=parse(f"{month:%Y-%m}"))


def late_panel(_user: User, closing: Closing) -> str:
    """Return the entries posted since a closing that concern its period, and how many there are."""
    rows = late_for(closing)
    found = list(rows.select_related("standing").order_by("-pk")[:SHOWN])
    context = {"closing": closing, "count": rows.count(), "shown": SHOWN, **(table_of(found) if found else {})}
    return render_to_string("ledger/late.html", context)


def _title(closing: Closing) -> str:
    place = area_names([closing.area_code]).get(closing.area_code, closing.area_code)
    return f"{place} {closing.period.words}"


CLOSINGS = Resource(
    name="ledger.closing",
    title_of=_title,
    title=_("关账"),
    model=Closing,
    order=("area_code", "-id"),
    columns=(
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="workstream", title=_("工作组"), kind="state", states=_Workstreams()),
        Column(name="starts_on", title=_("起"), kind="date"),
        Column(name="ends_on", title=_("止"), kind="date", sort=True),
        Column(name="entries", title=_("关账时记录数"), kind="number"),
        Column(name="closed_at", title=_("关账时间"), kind="datetime"),
        Column(name="closed_by", title=_("关账人"), path="closed_by_id", kind="user"),
        Column(name="note", title=_("说明"), in_list=False),
        Column(name="reopened_at", title=_("重新开账时间"), kind="datetime"),
        Column(name="reopened_by", title=_("开账人"), path="reopened_by_id", kind="user", in_list=False),
        Column(name="reason", title=_("重新开账原因"), in_list=False),
    ),
    filters=(Filter(name="area_code", title=_("地区"), kind="area"),),
    form=ClosingForm,
    create=close_period,
    acts=(
        Act(
            name="reopen",
            title=_("重新开账"),
            run=reopen_period,
            permission=CLOSE,
            form=ReopenForm,
            when=lambda closing: closing.reopened_at is None,
            confirm=_("开账后这一期的数字会再变动，所有经办人都会收到通知。确定吗？"),
            tone="bad",
        ),
    ),
    empty=_("还没有关过账。季度结束、数字报出以后在这里关账，之后补记的计入下一期。"),
    sample=_sample,
)

CLOSING_DECLARED = (
    Permission(name=VIEW, title=_("查看关账"), roles=("county", "township", "village", "lead", "auditor")),
    Permission(name=CLOSE, title=_("关账和重新开账"), roles=("county",)),
    Page(name="ledger-periods", title=_("关账"), menu="ledger", icon="lock", permission=VIEW, order=40),
    CLOSINGS,
    Panel(
        name="ledger.closing.late", of="ledger.closing", title=_("关账以后的记录"), render=late_panel, permission=VIEW
    ),
)
