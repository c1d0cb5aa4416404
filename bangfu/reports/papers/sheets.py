"""What stands on the papers of one household: plain words for the Typst templates.

Each function returns one dictionary a household; the words around the values are in ``words``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.ciphers import CipherField, decrypt
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.rights.scope import scope_of
from bangfu.parties.models import Household, HouseholdIncome, Person
from bangfu.parties.queries import age_on
from bangfu.parties.queries.household_page import SENSITIVE
from bangfu.reports.papers.codes import code_of
from bangfu.reports.papers.homes import Home
from bangfu.reports.papers.wanted import Wanted

ON_CARD, IN_HANDBOOK, ON_VISIT, YEARS = 8, 40, 5, 5
PERSON_LISTS = ("relation", "sex", "ethnicity", "political", "education", "schooling", "labour", "work_area", "health")
HOUSEHOLD_LISTS = (
    "household_standing",
    "household_attribute",
    "poverty_cause",
    "housing_structure",
    "housing_safety",
    "water",
    "fuel",
)
Sheet = dict[str, Any]


def card(homes: Sequence[Home], wanted: Wanted) -> list[Sheet]:
    """The card on the door: no number of papers, telephone or account, nothing of health, no amount, no child."""
    standings = labels("household_standing", wanted.on)
    return [
        _about(home, wanted, standings) | {"helpers": _helpers(home), "received": _received(home, ON_CARD)}
        for home in homes
    ]


def handbook(homes: Sequence[Home], wanted: Wanted) -> list[Sheet]:
    """The handbook for a helper's hands: members, statuses, income, help; lines to fill in."""
    standings, words = labels("household_standing", wanted.on), _lists(("relation", "sex"))
    return [
        _about(home, wanted, standings)
        | {
            "members": [
                [p.name, words["relation"].get(r, r), words["sex"].get(p.sex, p.sex), _age(p, wanted.on)]
                for p, r in home.members
            ],
            "helpers": _helpers(home),
            "statuses": [
                [
                    formats.day(s.valid_from),
                    formats.day(s.valid_to) if s.valid_to else _("至今"),
                    str(standings.get(s.value, s.value)),
                ]
                for s in home.statuses
            ],
            "incomes": [_income(row) for row in home.incomes[-YEARS:]],
            "received": _received(home, IN_HANDBOOK),
        }
        for home in homes
    ]


def visit(homes: Sequence[Home], wanted: Wanted) -> list[Sheet]:
    """The sheet for a visit: who lives there, who helps, what came lately; what was found is written by hand."""
    standings, words = labels("household_standing", wanted.on), _lists(("relation", "labour", "schooling"))
    return [
        _about(home, wanted, standings)
        | {
            "phone": _number(home.household, "phone", wanted),
            "members": [
                [
                    p.name,
                    words["relation"].get(r, r),
                    _age(p, wanted.on),
                    words["labour"].get(p.labour, p.labour) or words["schooling"].get(p.schooling, p.schooling),
                ]
                for p, r in home.members
            ],
            "helpers": _helpers(home),
            "received": _received(home, ON_VISIT),
        }
        for home in homes
    ]


def comparison(homes: Sequence[Home], wanted: Wanted) -> list[Sheet]:
    """The comparison sheet: all that the register holds, with room to write what is different.

    Health and causes stand on it only where the user may see them.
    """
    words = _lists((*PERSON_LISTS, *HOUSEHOLD_LISTS))
    sensitive = scope_of(wanted.user, SENSITIVE)
    return [_compared(home, wanted, words, sensitive.covers(home.household.area_code)) for home in homes]


def _compared(home: Home, wanted: Wanted, words: dict[str, dict[str, str]], sensitive: bool) -> Sheet:
    household = home.household
    last = home.incomes[-1] if home.incomes else None

    def word(name: str, value: str) -> str:
        return str(words[name].get(value, value))

    facts = [
        (_("住址"), household.address),
        (_("联系电话"), _number(household, "phone", wanted)),
        (_("户类型"), word("household_standing", household.standing)),
        (_("农户属性"), word("household_attribute", household.attribute)),
        *([(_("主要致贫原因"), word("poverty_cause", household.main_cause))] if sensitive else []),
        (_("开户银行"), household.bank_name),
        (_("银行账号"), _number(household, "bank_account", wanted)),
        (_("住房面积（平方米）"), "" if household.housing_area is None else formats.number(household.housing_area)),
        (_("住房结构"), word("housing_structure", household.housing_structure)),
        (_("住房安全等级"), word("housing_safety", household.housing_safety)),
        (_("饮水情况"), word("water", household.water)),
        (_("主要燃料"), "、".join(word("fuel", code) for code in household.fuels)),
        (_("通生活用电"), _yes_no(household.electricity)),
        (_("易地扶贫搬迁"), _yes_no(household.relocated)),
        *_income_facts(last),
    ]
    return _about(home, wanted, words["household_standing"]) | {
        "facts": [[title, value or ""] for title, value in facts],
        "members": [_member(p, r, wanted, words, sensitive) for p, r in home.members],
        "sensitive": sensitive,
    }


def _income_facts(last: HouseholdIncome | None) -> list[tuple[str, str]]:
    if last is None:
        return [(_("上年人均纯收入（元）"), "")]
    year = {"year": last.year}
    return [
        (_("%(year)s年工资性收入") % year, _yuan(last.wages)),
        (_("%(year)s年经营性收入") % year, _yuan(last.business)),
        (_("%(year)s年财产性收入") % year, _yuan(last.property)),
        (_("%(year)s年转移性收入") % year, _yuan(last.transfers)),
        (_("%(year)s年经营支出") % year, _yuan(last.costs)),
        (_("%(year)s年人均纯收入") % year, _yuan(last.net_per_head)),
    ]


def _member(
    person: Person, relation: str, wanted: Wanted, words: dict[str, dict[str, str]], sensitive: bool
) -> list[str]:
    def word(name: str) -> str:
        value = getattr(person, name)
        return str(words[name].get(value, value))

    months = "" if person.work_months is None else _("%(n)s个月") % {"n": person.work_months}
    cells = [
        person.name,
        str(words["relation"].get(relation, relation)),
        word("sex"),
        _number(person, "id_number", wanted),
        word("ethnicity"),
        word("education"),
        word("schooling"),
        word("labour"),
        " ".join(filter(None, (word("work_area"), months))),
        _yes_no(person.medical_insured),
        _yes_no(person.pension_insured),
    ]
    return [*cells, "、".join(str(words["health"].get(code, code)) for code in person.health)] if sensitive else cells


def _about(home: Home, wanted: Wanted, standings: Any) -> Sheet:
    """What heads every paper of a household; the code opens its page, for those who may see it."""
    household = home.household
    return {
        "head": str(household),
        "number": household.number,
        "place": home.place,
        "persons": _("%(n)s 人") % {"n": household.member_count},
        "standing": str(standings.get(household.standing, household.standing)) or formats.MISSING,
        "opened": formats.day(household.opened_on) if household.opened_on else formats.MISSING,
        "qr": code_of(wanted.base, reverse("household", args=[household.pk])),
    }


def _helpers(home: Home) -> list[list[str]]:
    return [
        [f"{h.name}（{h.workplace}）" if h.workplace else h.name, h.title, formats.day(h.since)] for h in home.helpers
    ]


def _received(home: Home, most: int) -> list[list[str]]:
    return [[formats.day(r.on), r.what, r.giver or formats.MISSING] for r in home.received[:most]]


def _income(row: HouseholdIncome) -> list[str]:
    values = (row.wages, row.business, row.property, row.transfers, row.costs, row.net, row.net_per_head)
    return [str(row.year), *map(_yuan, values)]


def _yuan(value: Any) -> str:
    return "" if value is None else f"{value:,.2f}"


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("是") if value else _("否")


def _age(person: Person, on: date) -> str:
    age = age_on(person.birth_date, on)
    return "" if age is None else str(age)


def _number(row: Household | Person, name: str, wanted: Wanted) -> str:
    """A number as the order allows it: masked, or in full for the purpose that is on record."""
    stored = getattr(row, name)
    if not stored:
        return ""
    column = row._meta.get_field(name)
    if not isinstance(column, CipherField):
        raise TypeError(f"{name} is not kept encrypted")
    return decrypt(stored) if wanted.full else column.masked(stored)


def _lists(names: Sequence[str]) -> dict[str, dict[str, str]]:
    return {name: {code: str(label) for code, label in labels(name).items()} for name in names}
