"""Agreements, and the entries that fulfil their duties, as sources of figures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, ExtractYear, Length, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.figures.agreements.performance import SETTLED
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.sources import Dimension, Source
from bangfu.kernel.areas_of import COUNTY
from bangfu.ledger.models import Entry
from bangfu.ledger.queries import entries_visible_to
from bangfu.pairing.agreements import VIEW
from bangfu.pairing.models import Agreement, AgreementParty, Duty, VillagePlan
from bangfu.pairing.queries.agreements import agreements_visible_to
from bangfu.parties.queries import area_names

KINDS = dict(Agreement.Kind.choices)
EVER_SIGNED = [Agreement.State.SIGNED, Agreement.State.ENDED, Agreement.State.TERMINATED]


def _pair(helper: str, helped: str) -> Concat:
    """Return the expression of a pair of counties: the helper's code, then the one that is helped."""
    return Concat(Substr(helper, 1, COUNTY), Value(">"), Substr(helped, 1, COUNTY), output_field=CharField())


def _signed(_on: date | None) -> QuerySet[Any]:
    return Agreement.objects.filter(state__in=EVER_SIGNED).annotate(pair=_pair("helper_area_code", "area_code"))


def _in_force(on: date | None) -> QuerySet[Any]:
    day = on or timezone.localdate()
    running = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day)) & Q(signed_on__lte=day)
    return _signed(on).filter(running & (Q(ended_on=None) | Q(ended_on__gt=day)))


def _duties(_on: date | None) -> QuerySet[Any]:
    signed = Duty.objects.filter(agreement__state__in=EVER_SIGNED)
    return signed.annotate(pair=_pair("agreement__helper_area_code", "agreement__area_code"))


def _village_plans(_on: date | None) -> QuerySet[Any]:
    signed = VillagePlan.objects.filter(agreement__state__in=EVER_SIGNED)
    return signed.annotate(pair=_pair("agreement__helper_area_code", "agreement__area_code"))


def _fulfilling(_on: date | None) -> QuerySet[Any]:
    """Settled entries that count for a duty of a signed agreement, each once, with the agreement's kind.

    Duties measured by figures are left out: which entries a figure counts is not known to the database. The kinds
    are looked up first: by a query within the query, SQLite would not find their entries by the index of kinds.
    """
    matching = _matching()
    kinds = Duty.objects.exclude(entry_kind="").order_by("entry_kind").values_list("entry_kind", flat=True).distinct()
    first = matching.order_by("agreement__parent_id", "pk")  # an agreement of its own before one under a framework
    return (
        Entry.objects.filter(SETTLED, kind__in=list(kinds))
        .annotate(year=ExtractYear("happened_on"))
        .filter(Exists(matching))
        .annotate(
            agreement_kind=Subquery(first.values("agreement__kind")[:1]),
            agreement=Subquery(first.values("agreement")[:1]),
            pair=_pair("giver_area_code", "area_code"),
        )
    )


def _matching() -> QuerySet[Duty]:
    """Return the duties that the entry of the outer query counts for."""
    giving = _party("giver_id", "giver_area_code")
    receiving = _party("receiver_id", "area_code")
    between = Exists(giving.filter(side=OuterRef("side"))) & Exists(receiving.exclude(side=OuterRef("side")))
    return Duty.objects.filter(
        agreement__state__in=EVER_SIGNED, entry_kind=OuterRef("kind"), year=OuterRef("year")
    ).filter(between | Q(agreement__pairing=OuterRef("pairing_id")))


def _party(party: str, place: str) -> QuerySet[AgreementParty]:
    """Return the parties of a duty's agreement (outer) that an entry (the next outer) names, itself or by its place."""
    lies_in = Substr(OuterRef(OuterRef(place)), 1, Length(F("party__area__code")))
    here = Q(party=OuterRef(OuterRef(party))) | Q(party__area__code=lies_in)
    return AgreementParty.objects.filter(here, agreement=OuterRef("agreement"))


def _kind_titles(kinds: Iterable[str]) -> dict[str, str]:
    return {kind: str(KINDS.get(kind, kind)) for kind in kinds}


def _pair_names(pairs: Iterable[str]) -> dict[str, str]:
    keys = list(pairs)
    names = area_names({code for key in keys for code in key.split(">") if code})
    return {key: " → ".join(names.get(code, code) or str(_("未注明地区")) for code in key.split(">")) for key in keys}


PAIR = Dimension(name="regions", title=_("结对地区"), path="pair", labels=_pair_names)
KIND = Dimension(name="kind", title=_("协议类型"), path="kind", labels=_kind_titles)
AGREEMENT_FIELDS = {"agreement": "pk", "kind": "kind", "amount": "amount", "pairing": "pairing_id", "regions": "pair"}

SOURCES = (
    Source(
        name="agreements",
        title=_("帮扶协议"),
        rows=_signed,
        giver_place="helper_area_code",
        day="signed_on",
        fields=AGREEMENT_FIELDS,
        dimensions=(KIND, PAIR),
        permission=VIEW,
        visible_to=agreements_visible_to,
    ),
    Source(
        name="agreements_in_force",
        title=_("有效的帮扶协议"),
        rows=_in_force,
        giver_place="helper_area_code",
        fields=AGREEMENT_FIELDS,
        dimensions=(KIND, PAIR),
        permission=VIEW,
        visible_to=agreements_visible_to,
    ),
    Source(
        name="duties",
        title=_("协议任务"),
        rows=_duties,
        place="agreement__area_code",
        giver_place="agreement__helper_area_code",
        day="due_on",
        fields={"kind": "agreement__kind", "amount": "amount", "entry_kind": "entry_kind", "regions": "pair"},
        dimensions=(
            Dimension(name="kind", title=_("协议类型"), path="agreement__kind", labels=_kind_titles),
            PAIR,
        ),
        permission=VIEW,
        words={"entry_kind": _("相应的帮扶类型")},
        visible_to=lambda user: Duty.objects.filter(agreement__in=agreements_visible_to(user).values("pk")),
    ),
    Source(
        name="village_plans",
        title=_("村企帮扶计划"),
        rows=_village_plans,
        place="agreement__area_code",
        giver_place="agreement__helper_area_code",
        day="agreement__signed_on",
        fields={"households": "households_planned", "persons": "persons_planned", "regions": "pair"},
        dimensions=(PAIR,),
        permission=VIEW,
        visible_to=lambda user: VillagePlan.objects.filter(agreement__in=agreements_visible_to(user).values("pk")),
    ),
    Source(
        name="fulfilling",
        title=_("履行协议的帮扶记录"),
        rows=_fulfilling,
        giver_place="giver_area_code",
        day="happened_on",
        fields={"kind": "agreement_kind", "amount": "amount", "agreement": "agreement", "regions": "pair"},
        dimensions=(
            Dimension(name="kind", title=_("协议类型"), path="agreement_kind", labels=_kind_titles),
            PAIR,
        ),
        permission=ENTRIES.permission,
        visible_to=entries_visible_to,
    ),
)
