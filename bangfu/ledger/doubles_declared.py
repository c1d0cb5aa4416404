"""Suspected doubles as a register: listed, exported and asked for over the API, beside their hand-made page."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import Permission
from bangfu.kernel.titles import TitlesOf
from bangfu.ledger import forms
from bangfu.ledger.actions import decide_double, post_entries
from bangfu.ledger.drafts import Draft
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import SuspectedDouble
from bangfu.parties.models import Organisation, Party

DECIDE = "ledger.double.decide"


def _same(actor: User, pair: SuspectedDouble, *, reason: str) -> SuspectedDouble:
    return decide_double(actor, pair.pk, same=True, reason=reason)


def _apart(actor: User, pair: SuspectedDouble, *, reason: str) -> SuspectedDouble:
    return decide_double(actor, pair.pk, same=False, reason=reason)


def _open(pair: SuspectedDouble) -> bool:
    return pair.verdict == SuspectedDouble.Verdict.OPEN


def _sample(actor: User, area_code: str) -> SuspectedDouble:
    """Two gifts of one day, giver, receiver and amount."""
    sides = [
        Organisation.objects.create(
            party=Party.objects.create(kind="organisation"), name=name, kind="enterprise", area_code=area_code
        ).party_id
        for name in (_("示例捐赠单位"), _("示例受赠单位"))
    ]
    gift = {
        "kind": "exchange.donation_money",
        "happened_on": date(2020, 6, 19),
        "area_code": area_code,
        "giver_id": sides[0],
        "receiver_id": sides[1],
        "amount": Decimal(700),
    }
    with transaction.atomic():
        first, second = post_entries(actor, [Draft(**gift), Draft(**gift)])
    pair, _made = SuspectedDouble.objects.get_or_create(first=first, second=second, defaults={"area_code": area_code})
    return pair


def _of(side: str, word: object) -> tuple[Column, ...]:
    titles = {
        "id": (_("记录号"), "number", f"{side}__id"),
        "happened_on": (_("日期"), "date", f"{side}__happened_on"),
        "giver": (_("提供方"), "party", f"{side}__giver_id"),
        "receiver": (_("受助方"), "party", f"{side}__receiver_id"),
        "posted_by": (_("记账人"), "user", f"{side}__posted_by_id"),
    }
    return tuple(
        Column(name=f"{side}_{name}", title=title, kind=kind, path=path, section=word, in_list=name != "posted_by")
        for name, (title, kind, path) in titles.items()
    )


DOUBLES = Resource(
    name="ledger.double",
    title_of=lambda double: str(double.second),
    title=_("疑似重复的记录"),
    model=SuspectedDouble,
    view_permission="ledger.entry.view",
    order=("-id",),
    version="",
    columns=(
        Column(name="verdict", title=_("判断"), kind="choice"),
        Column(name="kind", title=_("类型"), path="second__kind", kind="state", states=TitlesOf(entry_kinds)),
        Column(name="amount", title=_("金额"), path="second__amount", kind="money"),
        *_of("first", _("先记的一笔")),
        *_of("second", _("后记的一笔")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="reason", title=_("理由"), in_list=False),
        Column(name="by", title=_("判断人"), path="by_id", kind="user", in_list=False),
        Column(name="at", title=_("判断时间"), kind="datetime", in_list=False),
    ),
    filters=(
        Filter(name="verdict", title=_("判断")),
        Filter(name="area_code", title=_("地区"), kind="area"),
    ),
    acts=(
        Act(
            name="same",
            title=_("是同一笔，冲销后记的"),
            run=_same,
            permission=DECIDE,
            form=forms.ReasonForm,
            when=_open,
            tone="bad",
        ),
        Act(name="apart", title=_("不是同一笔"), run=_apart, permission=DECIDE, form=forms.ReasonForm, when=_open),
    ),
    empty=_("没有疑似重复的记录。"),
    sample=_sample,
)

DOUBLES_DECLARED = (
    Permission(name=DECIDE, title=_("核定疑似重复"), roles=("county", "township", "lead")),
    Permission(
        name="ledger.double.export",
        title=_("导出疑似重复的记录"),
        roles=("county", "township", "lead", "auditor"),
    ),
    DOUBLES,
)
