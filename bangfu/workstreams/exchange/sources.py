"""The registers of needs and claims as sources of figures."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.figures.sources import Dimension, Source
from bangfu.workstreams.exchange.models import Claim, Kind, Need
from bangfu.workstreams.exchange.models.claims import STANDING
from bangfu.workstreams.exchange.permissions import CLAIM_VIEW, NEED_VIEW
from bangfu.workstreams.exchange.queries.results import DaysBetween

GONE = ("refused", "withdrawn", "false", "draft", "checking", "reviewing")


def _by(field: str, on: date | None) -> QuerySet[Any]:
    """Needs that were on the board and are not taken back, with a day in the named column until a day."""
    rows = Need.objects.exclude(state__in=GONE)
    return rows.filter(published_on__isnull=False, **{f"{field}__lte": on or timezone.localdate()})


def _posted(on: date | None) -> QuerySet[Any]:
    """Needs published until a day; ``found`` is 1 where somebody had taken one by then and 0 where nobody had."""
    found = When(matched_on__lte=on or timezone.localdate(), then=1)
    return _by("published_on", on).annotate(found=Case(found, default=0, output_field=IntegerField()))


def _matched(on: date | None) -> QuerySet[Any]:
    return _by("matched_on", on).annotate(waited=DaysBetween("matched_on", "published_on"))


def _completed(on: date | None) -> QuerySet[Any]:
    return _by("completed_on", on)


def _helps(on: date | None) -> QuerySet[Any]:
    return Claim.objects.filter(state__in=STANDING, confirmed_on__lte=on or timezone.localdate())


def _kinds(codes: Iterable[Any]) -> dict[str, str]:
    return {code: str(dict(Kind.choices).get(code, code)) for code in codes}


KIND = Dimension(name="kind", title=_("类别"), path="kind", labels=_kinds)
FIELDS = {
    "need": "pk",
    "asker": "asker_id",
    "kind": "kind",
    "quantity": "quantity",
    "value": "value",
    "wish": "wave_id",
    "place": "area_code",
}


def _source(name: str, title: str, rows: Any, day: str, **more: str) -> Source:
    return Source(
        name=name,
        title=title,
        rows=rows,
        day=day,
        fields=FIELDS | more,
        dimensions=(KIND,),
        permission=NEED_VIEW,
        words={"wish": _("微心愿征集"), "found": _("已对接"), "waited": _("等待天数")},
    )


SOURCES = (
    _source("needs_posted", _("发布的需求"), _posted, "published_on", found="found"),
    _source("needs_matched", _("对接的需求"), _matched, "matched_on", waited="waited"),
    _source("needs_completed", _("完成的需求"), _completed, "completed_on"),
    Source(
        name="needs_helps",
        title=_("确认的帮扶"),
        rows=_helps,
        day="confirmed_on",
        fields={
            "claim": "pk",
            "donor": "donor_id",
            "kind": "need__kind",
            "quantity": "quantity",
            "value": "value",
            "person_times": "person_times",
            "wish": "need__wave_id",
        },
        dimensions=(Dimension(name="kind", title=_("类别"), path="need__kind", labels=_kinds),),
        words={"donor": _("帮扶方")},
        permission=CLAIM_VIEW,
    ),
)
