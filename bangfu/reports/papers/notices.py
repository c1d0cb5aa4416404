"""Lists that are put up in a village: allow-listed columns only, once, for the days the rules ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.codelists.queries import labels
from bangfu.parties.queries import age_on, area_names
from bangfu.reports.papers.codes import code_to_object
from bangfu.reports.papers.homes import Home
from bangfu.reports.papers.wanted import Wanted

GROWN_UP = 18


def notices(homes: Sequence[Home], wanted: Wanted) -> list[dict[str, Any]]:
    """Return one notice a village: head, group, persons, type. A head under age is not named in full."""
    standing = str(labels("household_standing", wanted.on).get(wanted.standing, wanted.standing))
    by_village: dict[str, list[Home]] = {}
    for home in homes:
        by_village.setdefault(home.household.area_code[:12], []).append(home)
    names = area_names({*by_village, *(home.household.area_code for home in homes)})
    return [
        {
            "title": _("关于%(village)s%(standing)s名单的公示")
            % {"village": names.get(code, code), "standing": standing},
            "count": _("共 %(n)s 户") % {"n": len(homes_there)},
            "rows": [_row(number, home, wanted, names, standing) for number, home in enumerate(homes_there, start=1)],
            "days": _("公示期：%(from)s 至 %(to)s") % {"from": formats.day(wanted.from_), "to": formats.day(wanted.to)},
            "objections": _("公示期内如有异议，请向%(unit)s反映，监督电话：%(phone)s。")
            % {"unit": wanted.unit, "phone": wanted.phone},
            "qr": code_to_object(wanted.base, code),
            "unit": wanted.unit,
            "on": formats.day(wanted.from_),
        }
        for code, homes_there in by_village.items()
    ]


def _row(number: int, home: Home, wanted: Wanted, names: dict[str, str], standing: str) -> list[str]:
    household = home.household
    group = names.get(household.area_code, "") if len(household.area_code) > 12 else ""
    village = names.get(household.area_code[:12], "")
    return [str(number), _name(home, wanted), f"{village}{group}", str(household.member_count), standing]


def _name(home: Home, wanted: Wanted) -> str:
    head = home.head
    age = age_on(head.birth_date, wanted.on) if head else None
    name = str(home.household)
    return f"{name[:1]}某" if age is not None and age < GROWN_UP else name
