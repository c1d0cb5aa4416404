"""What the public may learn of monitoring: numbers by township on the site, names on the village board alone.

The board's sheets show the columns of ``sheets`` and go no further: the site tells only that they hang, and until when.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP, VILLAGE
from bangfu.kernel.publishing.declared import PublicColumn, PublicTemplate, Text
from bangfu.kernel.publishing.places import within
from bangfu.parties.queries import area_names
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.permissions import CASE_DECIDE
from bangfu.workstreams.monitoring.cases.policy_keys import PUBLICATION_COUNTED, PUBLICATION_DAYS
from bangfu.workstreams.monitoring.cases.sheets import COLUMNS, rows_of

VOID = (Case.State.REFUSED, Case.State.WITHDRAWN)


def numbers_by_township(area_code: str, from_: date, to: date) -> Iterator[dict[str, Any]]:
    """Yield for each township how many households were taken in and how many left, decided within a period."""
    taken, left = Q(decided_on__range=(from_, to)), Q(left_on__range=(from_, to))
    rows = Case.objects.filter(within((area_code,)), taken | left).exclude(state__in=VOID)
    counted: dict[str, list[int]] = {}
    numbers = (
        rows.order_by()
        .values_list("area_code")
        .annotate(
            taken=Count("household", distinct=True, filter=taken), left=Count("household", distinct=True, filter=left)
        )
    )
    for code, *found in numbers:
        before = counted.get(code[:TOWNSHIP], [0, 0])
        counted[code[:TOWNSHIP]] = [a + b for a, b in zip(before, found, strict=True)]
    for code, (taken_in, cleared) in sorted(counted.items()):
        yield {"area_code": code, "place": code, "taken": taken_in, "left": cleared}


def board_rows(day: str, area_code: str, from_: date, to: date) -> Sequence[dict[str, Any]]:
    """Return a village's households decided on (the day in column ``day``) in a period, as sheets show them."""
    found = Case.objects.filter(within((area_code,)), **{f"{day}__range": (from_, to)}).exclude(state__in=VOID)
    cases = list(found.select_related("household").order_by(day, "pk"))
    village = area_code[:VILLAGE]
    rows = rows_of(cases, str(area_names([village]).get(village, village)), timezone.localdate())
    return [
        {"area_code": village, "decided_on": getattr(case, day), **dict(zip(COLUMNS, row, strict=True))}
        for case, row in zip(cases, rows, strict=True)
    ]


def _board(name: str, title: Text, about: Text, day: str, decided: Text, order: int) -> PublicTemplate:
    return PublicTemplate(
        name=f"monitoring.{name}",
        title=title,
        about=about,
        columns=(
            PublicColumn(name="head", title=_("户主"), kind="name"),
            PublicColumn(name="group", title=_("村组")),
            PublicColumn(name="members", title=_("家庭人口")),
            PublicColumn(name="kind", title=_("类别")),
            PublicColumn(name="decided_on", title=decided, kind="date"),
        ),
        rows=partial(board_rows, day),
        days=PUBLICATION_DAYS,
        working=PUBLICATION_COUNTED,
        permission=CASE_DECIDE,
        channel="board",
        levels=(VILLAGE,),
        order=order,
    )


PUBLISHED = (
    PublicTemplate(
        name="monitoring.numbers",
        title=_("监测对象纳入和风险消除情况公告"),
        about=_("各乡镇县级审定纳入和消除风险的户数，不涉及具体农户。"),
        columns=(
            PublicColumn(name="place", title=_("乡镇"), kind="area"),
            PublicColumn(name="taken", title=_("纳入监测"), kind="number", unit=_("户"), small=True),
            PublicColumn(name="left", title=_("风险消除"), kind="number", unit=_("户"), small=True),
        ),
        totals=("taken", "left"),
        rows=numbers_by_township,
        days=PUBLICATION_DAYS,
        working=PUBLICATION_COUNTED,
        permission=CASE_DECIDE,
        levels=(COUNTY,),
        order=30,
    ),
    _board(
        "taken_in",
        _("监测对象审定公告（村内张贴）"),
        _("县级审定纳入的户，只在本村公开栏张贴，不上网。"),
        "decided_on",
        _("审定日期"),
        31,
    ),
    _board(
        "cleared",
        _("监测对象风险消除公告（村内张贴）"),
        _("县级审定消除风险的户，只在本村公开栏张贴，不上网。"),
        "left_on",
        _("风险消除日期"),
        32,
    ),
)
"""Notices of monitoring."""
