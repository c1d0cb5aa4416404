"""What hangs on the village board: made from an allow-list, one form of names for all, and searched before it hangs.

A sheet shows the head of the household, village and group, how many they are, and the kind; never a number of any sort,
the cause, or health. Names have one form on a sheet: were only those of the ill hidden, hiding would tell who is ill.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.codelists.queries import label
from bangfu.kernel.errors import Refused
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.scanning import Sensitive, identifying_numbers, readable
from bangfu.parties.models import Household, Person
from bangfu.parties.queries import area_names
from bangfu.workstreams.monitoring.cases.models import Case, Purpose
from bangfu.workstreams.monitoring.cases.policy_keys import HEALTH_WORDS, NAMES, SUPERVISION_PHONE
from bangfu.workstreams.monitoring.cases.rules import ADULT

GROUP = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})\s*组")
COLUMNS = ("head", "group", "members", "kind")
"""The allow-list. Nothing else of a household ever reaches a sheet."""


def sheet_of(cases: Sequence[Case], purpose: str, posted_on: date, ends_on: date) -> dict[str, Any]:
    """Return what a sheet shows: title, columns, one row a case, the days, and the telephone for objections."""
    village = cases[0].area_code[:12]
    titles = {"head": _("户主"), "group": _("村组"), "members": _("家庭人口"), "kind": _("类别")}
    name = str(area_names([village]).get(village, village))
    return {
        "title": _("防止返贫监测对象拟纳入公示")
        if purpose == Purpose.ENTRY
        else _("防止返贫监测对象拟标注风险消除公示"),
        "village": name,
        "columns": [titles[column] for column in COLUMNS],
        "rows": rows_of(cases, name, posted_on),
        "cases": [case.pk for case in cases],
        "from": posted_on.isoformat(),
        "to": ends_on.isoformat(),
        "phones": list(policy(SUPERVISION_PHONE, village, posted_on)),
    }


def rows_of(cases: Sequence[Case], village: str, on: date) -> list[list[str]]:
    """Return what may be shown of each case, in the order of ``COLUMNS``; ``village`` is the village's name."""
    households = [case.household_id for case in cases]
    heads = Person.objects.filter(household_id__in=households, relation="head").order_by("-pk")
    births = dict(heads.values_list("household_id", "birth_date"))
    return [_row(case, village, on, births.get(case.household_id)) for case in cases]


def _row(case: Case, village: str, on: date, born: date | None) -> list[str]:
    household = case.household
    kind = label("monitored_kind", case.kind, on) if case.kind else ""
    return [_head(household, on, born), _group(household, village), str(household.member_count), kind]


def _head(household: Household, on: date, born: date | None) -> str:
    """The head's name in the form of the place; a minor's is never shown."""
    minor = born is not None and (on - born).days < ADULT * 365.25
    masked = minor or policy(NAMES, household.area_code, on) == "masked"
    return f"{household.head_name[:1]}**" if masked else household.head_name


def _group(household: Household, village: str) -> str:
    """Village and group: an address is never shown below the group."""
    found = GROUP.search(household.address)
    return f"{village}{found.group(1)}组" if found else village


def refuse_leaks(sheet: dict[str, Any], note: str) -> None:
    """Raise Refused, with every place at fault, where a sheet or its note shows a number or anything of health."""
    words = policy(HEALTH_WORDS)
    faults = []
    for number, row in enumerate(sheet["rows"], start=1):
        place = _("第 %(n)s 行") % {"n": number}
        # A name may well hold a word of the list (病已 was an emperor's): names are known to be names.
        faults += [_fault(place, found) for cell in row[1:] for found in _leaks(cell, words)]
        faults += [_fault(place, found) for found in _leaks(row[0], ())]
    faults += [_fault(_("公示说明"), found) for found in _leaks(note, words)]
    if faults:
        raise Refused(
            _("公示内容里有不得公开的信息，没有张榜：%(first)s") % {"first": faults[0]},
            field="note",
            problems=tuple(faults),
        )


def _leaks(text: str, words: Sequence[str]) -> list[str]:
    titles = {
        Sensitive.ID_NUMBER: _("证件号码"),
        Sensitive.PHONE: _("电话号码"),
        Sensitive.BANK_ACCOUNT: _("银行账号"),
    }
    plain = readable(text)
    return [titles[found.kind] for found in identifying_numbers(text)] + [
        _("健康状况（“%(word)s”）") % {"word": word} for word in words if word in plain
    ]


def _fault(place: str, what: str) -> str:
    return _("%(place)s出现%(what)s") % {"place": place, "what": what}
