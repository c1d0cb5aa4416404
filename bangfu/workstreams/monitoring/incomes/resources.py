"""Items of income and yearly incomes as people list them."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Column, Filter, Panel, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.seeds import Seed
from bangfu.parties.models import HouseholdIncome
from bangfu.parties.registries import PlaceFollower
from bangfu.parties.resources.samples import sample_household, sample_place
from bangfu.workstreams.monitoring.incomes import actions, forms, seeds
from bangfu.workstreams.monitoring.incomes.imports import INCOMES
from bangfu.workstreams.monitoring.incomes.models import IncomeItem, IncomeSheet
from bangfu.workstreams.monitoring.incomes.panels import render_items_of_household
from bangfu.workstreams.monitoring.incomes.permissions import INCOME_VIEW, PERMISSIONS
from bangfu.workstreams.monitoring.incomes.queries import incomes_beside_last_year

YEARS = 8


def sample_item(actor: User, area_code: str) -> IncomeItem:
    """Income from a side line."""
    sample_place(actor, area_code)
    code = f"sample_{IncomeItem.objects.count()}"
    return actions.word_item(
        actor, area_code=area_code, code=code, title="示例项目", source="business", from_year=timezone.localdate().year
    )


def sample_income(actor: User, area_code: str) -> HouseholdIncome:
    """A household that earned something last year."""
    home, year = sample_household(actor, area_code), timezone.localdate().year - 1
    item = sample_item(actor, home.area_code)
    IncomeItem.objects.filter(pk=item.pk).update(from_year=year)
    actions.record_items(actor, home, year=year, persons=2, amounts={item.code: Decimal(8000)})
    return HouseholdIncome.objects.get(household=home, year=year)


def _years(_user: User) -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this, this - YEARS, -1)]


def _rows() -> QuerySet[HouseholdIncome]:
    return incomes_beside_last_year()


ITEMS = Resource(
    name="monitoring.income_item",
    title=_("收入项目"),
    model=IncomeItem,
    menu="monitoring",
    under="monitoring.income",
    menu_order=71,
    icon="list-details",
    order=("area_code", "source", "id"),
    scope_field="",  # what counts as income is no secret, and wider items concern every place
    columns=(
        Column(name="title", title=_("名称")),
        Column(name="code", title=_("代号"), in_list=False),
        Column(name="source", title=_("来源"), kind="choice"),
        Column(name="counted", title=_("计入收入"), kind="boolean"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="from_year", title=_("起始年度")),
        Column(name="to_year", title=_("截止年度")),
        Column(name="document", title=_("依据文件"), in_list=False),
        Column(name="example", title=_("示例"), kind="boolean"),
    ),
    filters=(Filter(name="source", title=_("来源")), Filter(name="counted", title=_("计入收入"), kind="boolean")),
    form=forms.ItemForm,
    create=actions.word_item,
    change=actions.change_item,
    sample=sample_item,
)

YEARLY = Resource(
    name="monitoring.income",
    title=_("农户收入"),
    model=HouseholdIncome,
    menu="monitoring",
    menu_order=70,
    icon="coins",
    order=("area_code", "id"),
    rows=_rows,
    page=lambda row: reverse("household-income", args=[row.pk]),
    view_permission=INCOME_VIEW,
    columns=(
        Column(name="household", title=_("农户"), path="household_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="year", title=_("年度")),
        Column(name="persons", title=_("家庭人口"), kind="number"),
        Column(name="net", title=_("纯收入"), path="net_income", kind="money"),
        Column(name="per_head", title=_("人均纯收入"), kind="money"),
        Column(name="per_head_before", title=_("上年人均"), kind="money"),
        Column(name="fall", title=_("下降（%）"), kind="number"),
        Column(name="fallen", title=_("超过预警比例"), kind="boolean"),
    ),
    filters=(
        Filter(name="year", title=_("年度"), choices=_years),
        Filter(name="fallen", title=_("超过预警比例"), kind="boolean"),
        Filter(name="area_code", title=_("地区"), kind="area"),
    ),
    version="",
    template=INCOMES.name,
    empty=_("没有收入记录。在农户页登记收入明细，或导入“收入明细”表。"),
    sample=sample_income,
)

DECLARED = (
    *PERMISSIONS,
    Seed(name="monitoring.incomes", load=seeds.load),
    ITEMS,
    YEARLY,
    INCOMES,
    Panel(
        name="monitoring.income_items",
        of="parties.household",
        title=_("收入明细"),
        render=render_items_of_household,
        permission=INCOME_VIEW,
        order=55,
    ),
    PlaceFollower(name="monitoring.income_sheet", rows=IncomeSheet.objects.all, party="household_id"),
)
