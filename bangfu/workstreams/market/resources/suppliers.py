"""Screened organisations and suppliers."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Menu, Resource
from bangfu.workstreams.market import actions, forms
from bangfu.workstreams.market.certification import CERTIFICATION
from bangfu.workstreams.market.models import Screening, Supplier
from bangfu.workstreams.market.permissions import CERTIFY, CHECK, SUPPLIER_VIEW
from bangfu.workstreams.market.queries import own_suppliers
from bangfu.workstreams.market.resources.samples import sample_screening, sample_supplier

MARKET = Menu(name="market", title=_("消费帮扶"), order=45)
STATES = {state.name: (state.title, state.tone or "neutral") for state in CERTIFICATION.states}


def _in(*states: str) -> Callable[[Supplier], bool]:
    return lambda supplier: supplier.state in states


SCREENINGS = Resource(
    name="market.screening",
    title=_("经营主体排查"),
    model=Screening,
    view_permission=SUPPLIER_VIEW,
    menu="market",
    under="market.supplier",
    menu_order=21,
    icon="list-search",
    order=("area_code", "id"),
    columns=(
        Column(name="organisation", title=_("经营主体"), path="organisation_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="screened_on", title=_("排查日期"), kind="date", sort=True),
        Column(name="result", title=_("结果"), kind="choice"),
        Column(name="note", title=_("说明"), in_list=False),
    ),
    filters=(
        Filter(name="result", title=_("结果")),
        Filter(name="area_code", title=_("地区"), kind="area"),
    ),
    form=forms.ScreeningForm,
    create=actions.screen,
    sample=sample_screening,
)

SUPPLIERS = Resource(
    name="market.supplier",
    title=_("供应商"),
    model=Supplier,
    menu="market",
    menu_order=20,
    icon="building-store",
    order=("area_code", "id"),
    own=own_suppliers,
    columns=(
        Column(name="organisation", title=_("单位"), path="organisation_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=STATES),
        Column(name="level", title=_("认定级别"), kind="choice"),
        Column(name="applied_on", title=_("申报日期"), kind="date", in_list=False),
        Column(name="certified_on", title=_("认定日期"), kind="date", sort=True),
        Column(name="certified_until", title=_("有效期至"), kind="date", sort=True),
        Column(name="ended_on", title=_("到期或取消日期"), kind="date", in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="level", title=_("认定级别")),
        Filter(name="area_code", title=_("地区"), kind="area"),
    ),
    form=forms.ApplicationForm,
    create=actions.apply_for_certification,
    acts=(
        Act(
            name="check",
            title=_("审核通过"),
            run=actions.check_supplier,
            permission=CHECK,
            when=_in("applied"),
            tone="good",
        ),
        Act(
            name="refuse",
            title=_("不予通过"),
            run=actions.refuse_supplier,
            permission=CHECK,
            form=forms.ReasonForm,
            when=_in("applied", "checked"),
        ),
        Act(
            name="certify",
            title=_("登记认定"),
            run=actions.certify_supplier,
            permission=CERTIFY,
            form=forms.CertifyForm,
            when=_in("checked", "expired"),
        ),
        Act(
            name="expire",
            title=_("登记到期"),
            run=actions.expire_supplier,
            permission=CERTIFY,
            form=forms.EndForm,
            when=_in("certified"),
        ),
        Act(
            name="withdraw",
            title=_("取消认定"),
            run=actions.withdraw_supplier,
            permission=CERTIFY,
            form=forms.EndWithReasonForm,
            when=_in("certified"),
        ),
    ),
    evidence=("document",),
    evidence_permission="market.supplier.change",
    empty=_("还没有供应商申报。"),
    sample=sample_supplier,
)
