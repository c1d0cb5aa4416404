"""The registers and pairings as sources of figures: states, taken on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr
from django.utils.translation import gettext_lazy as _

from bangfu.figures.sources import Dimension, Source, chosen_from, listed_in
from bangfu.kernel.areas_of import TOWNSHIP
from bangfu.kernel.codelists.queries import labels
from bangfu.pairing.models import Pairing, Scheme
from bangfu.pairing.queries import in_force, pairings_visible_to
from bangfu.parties.models import Area, AreaClass, HouseholdStatus, Membership, Organisation
from bangfu.parties.models.areas import AreaLevel
from bangfu.parties.queries import names_of, organisations_visible_to


def _statuses(on: date | None) -> QuerySet[HouseholdStatus]:
    return HouseholdStatus.objects.filter(in_force(on))


def _members(on: date | None) -> QuerySet[Any]:
    """Memberships of the household register on a day, with the household's standing then."""
    then = HouseholdStatus.objects.filter(in_force(on), household=OuterRef("household")).order_by("-valid_from")
    return Membership.objects.filter(in_force(on), registered=True).annotate(
        standing_then=Subquery(then.values("value")[:1])
    )


def _classes(on: date | None) -> QuerySet[Any]:
    return AreaClass.objects.filter(in_force(on)).annotate(township=Substr("area_code", 1, TOWNSHIP))


def _pairings(on: date | None) -> QuerySet[Any]:
    """Pairings in force, with the place the helper belongs to and the townships of both sides."""
    seat = Coalesce("helper__organisation__area_code", "helper__person__area_code", "helper__area__code")
    return Pairing.objects.filter(in_force(on)).annotate(
        helper_place=seat,
        helper_township=Substr(seat, 1, TOWNSHIP),
        recipient_township=Substr("area_code", 1, TOWNSHIP),
    )


def _areas(_on: date | None) -> QuerySet[Area]:
    return Area.objects.filter(valid_to=None)


def _organisations(_on: date | None) -> QuerySet[Organisation]:
    return Organisation.objects.filter(valid_to=None)


def scheme_words(names: Iterable[str]) -> dict[str, str]:
    """Return the titles of schemes by name."""
    return {scheme.name: scheme.words for scheme in Scheme.objects.filter(name__in=list(names))}


def _namesakes(_on: date | None) -> QuerySet[Organisation]:
    """Organisations that share their name with another."""
    current = Organisation.objects.filter(valid_to=None)
    repeated = current.values("name").annotate(rows=Count("pk")).filter(rows__gt=1).values("name").order_by()
    return current.filter(name__in=repeated)


def _standings(codes: Iterable[str]) -> dict[str, str]:
    words = labels("household_standing")
    return {code: str(words.get(code, code)) for code in codes}


def _causes(codes: Iterable[str]) -> dict[str, str]:
    words = labels("poverty_cause")
    return {code: str(words.get(code, code)) for code in codes}


def _classes_of(codes: Iterable[str]) -> dict[str, str]:
    words = labels("area_class")
    return {code: str(words.get(code, code)) for code in codes}


REGISTER_SOURCES = (
    Source(
        name="statuses",
        title=_("农户身份"),
        rows=_statuses,
        fields={"household": "household_id", "standing": "value", "cause": "cause"},
        dimensions=(
            Dimension(name="standing", title=_("户类型"), path="value", labels=_standings),
            Dimension(name="cause", title=_("主要致贫原因"), path="cause", labels=_causes),
        ),
        permission="parties.household.view",
    ),
    Source(
        name="members",
        title=_("家庭成员"),
        rows=_members,
        place="person__area_code",
        fields={"person": "person_id", "household": "household_id", "standing": "standing_then"},
        dimensions=(Dimension(name="standing", title=_("户类型"), path="standing_then", labels=_standings),),
        permission="parties.household.view",
    ),
    Source(
        name="village_classes",
        title=_("村类别"),
        rows=_classes,
        fields={"village": "area_id", "class": "value", "township": "township"},
        dimensions=(Dimension(name="class", title=_("村类别"), path="value", labels=_classes_of),),
        permission="parties.area.view",
    ),
    Source(
        name="pairings",
        title=_("结对"),
        rows=_pairings,
        giver_place="helper_place",
        fields={
            "scheme": "scheme__name",
            "number": "scheme__number",
            "helper": "helper_id",
            "recipient": "recipient_id",
            "helper_unit": "helper__person__works_for_id",
            "helper_unit_rank": "helper__person__works_for__rank",
            "helper_rank": "helper__organisation__rank",
            "helper_township": "helper_township",
            "recipient_standing": "recipient__household__standing",
            "recipient_township": "recipient_township",
            "recipient_class": "recipient__area__classes__value",
        },
        dimensions=(
            Dimension(name="scheme", title=_("结对方案"), path="scheme__name", labels=scheme_words),
            Dimension(name="helper", title=_("帮扶方"), path="helper_id", labels=lambda ids: names_of(list(ids))),
        ),
        permission="pairing.pairing.view",
        visible_to=pairings_visible_to,
        labels={
            "helper_unit_rank": listed_in("organisation_rank"),
            "helper_rank": listed_in("organisation_rank"),
            "recipient_standing": listed_in("household_standing"),
            "recipient_class": listed_in("area_class"),
        },
    ),
    Source(
        name="areas",
        title=_("地区"),
        rows=_areas,
        today_only=True,
        place="code",
        fields={"area": "party_id", "level": "level"},
        permission="parties.area.view",
        labels={"level": chosen_from(AreaLevel.choices)},
    ),
    Source(
        name="namesakes",
        title=_("重名的单位"),
        rows=_namesakes,
        today_only=True,
        fields={"organisation": "party_id", "name": "name"},
        dimensions=(Dimension(name="name", title=_("名称"), path="name"),),
        permission="parties.organisation.view",
    ),
    Source(
        name="organisations",
        title=_("单位"),
        rows=_organisations,
        today_only=True,
        fields={"organisation": "party_id", "kind": "kind", "rank": "rank", "is_budget_unit": "is_budget_unit"},
        dimensions=(Dimension(name="kind", title=_("单位类型"), path="kind"),),
        permission="parties.organisation.view",
        visible_to=organisations_visible_to,
    ),
)
