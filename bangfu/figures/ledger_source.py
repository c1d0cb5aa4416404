"""The ledger as a source of figures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from bangfu.figures.computing import sign_of
from bangfu.figures.sources import Dimension, Source, listed_in
from bangfu.kernel.areas_of import TOWNSHIP
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Bound, Campaign, Entry, EntryStanding
from bangfu.ledger.queries import entries_visible_to
from bangfu.ledger.standings import STATES
from bangfu.parties.queries import names_of

FIELDS = {
    name: name
    for name in ("kind", "workstream", "amount", "quantity", "unit", "persons", "person_times", "households", "bound")
} | {
    "id": "pk",
    "reverses": "reverses_id",
    "giver": "giver_id",
    "receiver": "receiver_id",
    "campaign": "campaign_id",
    "campaign_name": "campaign__name",
    "pairing": "pairing_id",
    "scheme": "pairing__scheme__name",
    "place": "area_code",
    "township": "township",
    "state": "standing__state",
    "year": "counted_on__year",
    "giver_place": "giver_area_code",
    "giver_kind": "giver__organisation__kind",
    "giver_rank": "giver__organisation__rank",
    "giver_is_budget_unit": "giver__organisation__is_budget_unit",
    "receiver_kind": "receiver__organisation__kind",
    "person": "person_links__person_id",
    "household": "household_links__household_id",
}


def _rows(_on: date | None) -> QuerySet[Any]:
    return Entry.objects.annotate(township=Substr("area_code", 1, TOWNSHIP))


def unreversed(rows: QuerySet[Any], to: date | None) -> QuerySet[Any]:
    """An entry of a closed period stays counted in it: its reversal counts later."""
    kept = Q(reversed_by=None) if to is None else Q(reversed_by=None) | Q(reversed_by__counted_on__gt=to)
    return rows.filter(kept, reverses=None)


def _kind_titles(names: Iterable[str]) -> dict[str, str]:
    return {name: str(entry_kinds[name].title) if name in entry_kinds else name for name in names}


def _state_titles(codes: Iterable[str]) -> dict[str, str]:
    return {code: str(STATES[EntryStanding.State(code)][0]) for code in codes}


def _bound_titles(codes: Iterable[str]) -> dict[str, str]:
    return {code: str(Bound(code).label) for code in codes}


def _campaign_names(ids: Iterable[int]) -> dict[int, str]:
    return dict(Campaign.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


ENTRIES = Source(
    name="entries",
    title=_("帮扶记录"),
    rows=_rows,
    place="area_code",
    giver_place="giver_area_code",
    day="counted_on",
    apart="kind",
    fields=FIELDS,
    details="details",
    dimensions=(
        Dimension(name="kind", title=_("类型"), path="kind", labels=_kind_titles),
        Dimension(name="giver", title=_("提供方"), path="giver_id", labels=lambda ids: names_of(list(ids))),
        Dimension(name="receiver", title=_("受助方"), path="receiver_id", labels=lambda ids: names_of(list(ids))),
        Dimension(name="state", title=_("状态"), path="standing__state", labels=_state_titles),
        Dimension(name="bound", title=_("精确度"), path="bound", labels=_bound_titles),
        Dimension(name="campaign", title=_("活动"), path="campaign_id", labels=_campaign_names),
    ),
    unreversed=unreversed,
    sign=sign_of("reverses"),
    permission="ledger.entry.view",
    visible_to=entries_visible_to,
    labels={
        "giver_kind": listed_in("organisation_kind"),
        "giver_rank": listed_in("organisation_rank"),
        "receiver_kind": listed_in("organisation_kind"),
    },
)
