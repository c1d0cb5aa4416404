"""A village's sheets on paper: a household a block, filled in with what is known, boxes for what is seen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.chinese_fonts import chinese_font
from bangfu.kernel.codelists.queries import labels
from bangfu.parties.models import Person
from bangfu.workstreams.monitoring.checks.items import items_of
from bangfu.workstreams.monitoring.checks.models import CheckRound, CheckSheet
from bangfu.workstreams.monitoring.checks.queries import members_of

TEMPLATE = Path(__file__).parent.parent / "typst" / "check_sheets.typ"


def sheets_pdf(row: CheckRound, place: str, sheets: Sequence[CheckSheet], qr: str, county: str) -> bytes:
    """Return the sheets of a village as one A4 document; ``qr`` is SVG that leads to the page where they are entered.

    No number of a paper, telephone or account stands on them, and nothing of health. Raises Refused when the machine
    has no Chinese font.
    """
    items = items_of(row.items)
    people = members_of([sheet.household_id for sheet in sheets])
    content = {
        "font": chinese_font(),
        "words": _words(row),
        "county": county,
        "title": row.title,
        "place": place,
        "qr": qr,
        "items": [{"title": item.title, "standard": item.standard} for item in items],
        "homes": [
            {
                "head": str(sheet.household),
                "number": sheet.household.number,
                "standing": str(labels("household_standing").get(sheet.household.standing, "")),
                "members": _members(people.get(sheet.household_id, ())),
                "doubts": [item.code in sheet.doubts for item in items],
            }
            for sheet in sorted(sheets, key=lambda s: (s.area_code, s.household.number))
        ],
    }
    made = typst.compile(TEMPLATE, sys_inputs={"sheets": json.dumps(content, ensure_ascii=False)}, format="pdf")
    assert isinstance(made, bytes)
    return made


def _words(row: CheckRound) -> dict[str, Any]:
    return {
        "term": _("%(first)s 至 %(last)s") % {"first": formats.day(row.opened_on), "last": formats.day(row.due_on)},
        "scan": _("扫码登记：只录有问题的，其余一键确认"),
        "item": _("项目"),
        "standard": _("达标标准"),
        "passed": _("达标"),
        "failed": _("不达标"),
        "seen": _("情况"),
        "doubt": _("名册存疑，请核实"),
        "day": _("入户日期"),
        "visitor": _("排查人（两人）"),
        "household": _("农户签字"),
        "printed": _("打印于 %(day)s") % {"day": formats.day(timezone.localdate())},
    }


def _members(people: Sequence[Person]) -> str:
    words, today = labels("relation"), timezone.localdate()
    told = []
    for person in people:
        age = _age(person.birth_date, today)
        told.append(f"{person.name}（{words.get(person.relation, person.relation)}{age}）")
    return "、".join(told)


def _age(born: date | None, today: date) -> str:
    if born is None:
        return ""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return _("，%(age)s岁") % {"age": years}
