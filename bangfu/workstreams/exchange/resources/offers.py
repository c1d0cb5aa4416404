"""Offers and synonyms."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.kernel.rights.models import User
from bangfu.workstreams.exchange import actions, forms
from bangfu.workstreams.exchange.actions.synonyms import add_synonyms, change_synonyms
from bangfu.workstreams.exchange.models import Offer, Synonyms
from bangfu.workstreams.exchange.permissions import OFFER_CHANGE, OFFER_REVIEW
from bangfu.workstreams.exchange.queries.own import own_offers
from bangfu.workstreams.exchange.resources.samples import sample_offer, sample_synonyms

STATES = {
    "waiting": (Offer.State.WAITING.label, "waiting"),
    "open": (Offer.State.OPEN.label, "good"),
    "refused": (Offer.State.REFUSED.label, "bad"),
    "withdrawn": (Offer.State.WITHDRAWN.label, "neutral"),
    "expired": (Offer.State.EXPIRED.label, "neutral"),
}


def _in(*states: str) -> Callable[[Any], bool]:
    return lambda row: row.state in states


def _approve(actor: User, ids: list[int]) -> str:
    return _now("已通过 %(n)s 项。") % {"n": actions.approve_offers(actor, ids)}


def _approve_one(actor: User, offer: Offer) -> None:
    actions.approve_offers(actor, [offer.pk])


OFFERS = Resource(
    name="exchange.offer",
    title=_("爱心供给"),
    model=Offer,
    menu="exchange",
    under="exchange-desk",
    menu_order=33,
    icon="gift",
    order=("area_code", "id"),
    own=own_offers,
    columns=(
        Column(name="title", title=_("提供什么")),
        Column(name="kind", title=_("类别"), kind="choice"),
        Column(name="donor", title=_("提供方"), path="donor_id", kind="party"),
        Column(name="area_code", title=_("面向地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=STATES),
        Column(name="quantity", title=_("数量"), kind="number"),
        Column(name="unit", title=_("单位"), kind="choice"),
        Column(name="used", title=_("已安排"), kind="number"),
        Column(name="renews", title=_("周期"), kind="choice"),
        Column(name="valid_from", title=_("起"), kind="date"),
        Column(name="valid_to", title=_("止"), kind="date"),
        Column(name="each_max", title=_("每个需求最多"), kind="number", in_list=False),
        Column(name="value_max", title=_("单个需求估价上限（元）"), kind="money", in_list=False),
        Column(name="standings", title=_("限定户类型"), kind="code", code_list="household_standing", in_list=False),
        Column(name="categories", title=_("限定用途"), kind="code", code_list="need_category", in_list=False),
        Column(name="text", title=_("说明"), in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="kind", title=_("类别")),
        Filter(name="area", title=_("面向地区"), path="area_code", kind="area"),
    ),
    form=forms.OfferForm,
    create=actions.make_offer,
    change=actions.change_offer,
    acts=(
        Act(
            name="approve",
            title=_("审核通过"),
            run=_approve_one,
            permission=OFFER_REVIEW,
            when=_in("waiting"),
            tone="good",
        ),
        Act(name="approve_many", title=_("批量通过"), run=_approve, permission=OFFER_REVIEW, bulk=True),
        Act(
            name="refuse",
            title=_("不予通过"),
            run=actions.refuse_offer,
            permission=OFFER_REVIEW,
            form=forms.ReasonForm,
            when=_in("waiting"),
        ),
        Act(
            name="withdraw",
            title=_("撤回"),
            run=actions.withdraw_offer,
            permission=OFFER_CHANGE,
            form=forms.ReasonForm,
            when=_in("waiting", "open"),
        ),
    ),
    evidence=("document",),
    empty=_("还没有爱心供给；企业、商会、医院可以登记一次性的或常设的。"),
    sample=sample_offer,
)

SYNONYMS = Resource(
    name="exchange.synonyms",
    title=_("同义词"),
    model=Synonyms,
    menu="exchange",
    under="exchange-desk",
    menu_order=37,
    icon="language",
    scope_field="",
    columns=(Column(name="words", title=_("同义词")),),
    search=(Search(path="words"),),
    form=forms.SynonymsForm,
    create=add_synonyms,
    change=change_synonyms,
    empty=_("还没有同义词。"),
    sample=sample_synonyms,
)
