"""Notices of public money and projects: what was arranged, received and used by purpose; each project with its place.

Read through the declared figures, so that a notice and a table tell the same. Receivers are places here, never persons.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bangfu.figures.computing import Question, compute, find, rows_of
from bangfu.figures.dimension_words import labelled
from bangfu.kernel.areas_of import COUNTY, TOWNSHIP, VILLAGE
from bangfu.kernel.policy.keys import PolicyKey
from bangfu.kernel.publishing.declared import PublicColumn, PublicTemplate
from bangfu.kernel.rights.roles import Permission
from bangfu.parties.queries import names_of

NOTICE_DAYS = "funds.notice_days"
NOTICE_PUBLISH = "funds.notice.publish"

MONEY = (
    ("arranged", "funds.special", "category"),
    ("received", "funds.fiscal", "route"),
    ("received", "funds.region", ""),
    ("received", "funds.dedicated", "purpose"),
    ("used", "funds.invested", "category"),
)
"""What a notice of money tells: side, figure, and the dimension it is split by. The sides overlap and have no sum."""

PROJECT_FIELDS = ("amount", "persons", "area_code", "counted_on", "giver_id", "details", "quantity")


def money_by_purpose(area_code: str, from_: date, to: date) -> Iterator[dict[str, Any]]:
    """Yield the money arranged for, received by and used in a place within a period, a row a purpose, in CNY."""
    for side, name, by in MONEY:
        figure = find(name)
        answer = compute(figure, Question(area_code=area_code, from_=from_, to=to, by=by))
        parts = [(word, part.value) for part, word in labelled(answer)] if by else [("", answer.value)]
        for label, amount in parts:
            if amount:
                yield {"area_code": area_code, "side": side, "fund": str(figure.title), "item": label, "amount": amount}


def projects_under_way(area_code: str, from_: date, to: date) -> Iterator[dict[str, Any]]:
    """Yield the projects carried out in a place within a period, those taken back left out, the earliest first."""
    [(source, found)] = rows_of(find("funds.projects"), Question(area_code=area_code, from_=from_, to=to))
    kept = source.unreversed(found, to) if source.unreversed else found
    rows = list(kept.order_by(F("counted_on"), F("pk")).values(*PROJECT_FIELDS))
    units = names_of({row["giver_id"] for row in rows if row["giver_id"]})
    for row in rows:
        told = row["details"] or {}
        yield {
            "area_code": row["area_code"],
            "place": row["area_code"],
            "project": told.get("project", ""),
            "number": row["quantity"],
            "amount": row["amount"],
            "unit": units.get(row["giver_id"], ""),
            "responsible": told.get("responsible", ""),
            "begins_on": row["counted_on"],
            "ends_on": told.get("ends") or None,
            "persons": row["persons"],
        }


PUBLISHED = (
    PolicyKey(name=NOTICE_DAYS, title=_("资金项目公告最少天数"), type="days", unit=_("天")),
    Permission(name=NOTICE_PUBLISH, title=_("公告资金和项目"), roles=("county", "township", "lead")),
    PublicTemplate(
        name="funds.money",
        title=_("帮扶资金安排和使用公告"),
        about=_("安排、到账和建设投入分开列，互有重复，不合计。"),
        columns=(
            PublicColumn(
                name="side",
                title=_("性质"),
                kind="choice",
                words={"arranged": _("安排"), "received": _("到账"), "used": _("使用")},
            ),
            PublicColumn(name="fund", title=_("资金名称")),
            PublicColumn(name="item", title=_("用途或方式")),
            PublicColumn(name="amount", title=_("金额"), kind="money"),
        ),
        rows=money_by_purpose,
        days=NOTICE_DAYS,
        permission=NOTICE_PUBLISH,
        basis="扶贫资金项目公告公示制度",
        levels=(COUNTY, TOWNSHIP, VILLAGE),
        order=20,
    ),
    PublicTemplate(
        name="funds.projects",
        title=_("帮扶项目实施公告"),
        about=_("每个项目的地点、金额、出资单位、责任单位、实施期限和受益人数。"),
        columns=(
            PublicColumn(name="project", title=_("项目名称")),
            PublicColumn(name="place", title=_("实施地点"), kind="area"),
            PublicColumn(name="number", title=_("项目数"), kind="number", unit=_("个")),
            PublicColumn(name="amount", title=_("金额"), kind="money"),
            PublicColumn(name="unit", title=_("出资单位")),
            PublicColumn(name="responsible", title=_("责任单位")),
            PublicColumn(name="begins_on", title=_("开工"), kind="date"),
            PublicColumn(name="ends_on", title=_("完工"), kind="date"),
            PublicColumn(name="persons", title=_("受益人数"), kind="number", unit=_("人"), small=True),
        ),
        totals=("number", "amount"),
        rows=projects_under_way,
        days=NOTICE_DAYS,
        permission=NOTICE_PUBLISH,
        basis="扶贫资金项目公告公示制度",
        levels=(COUNTY, TOWNSHIP, VILLAGE),
        order=21,
    ),
)
"""Notices of money and projects."""
