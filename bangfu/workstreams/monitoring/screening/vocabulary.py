"""What rules may speak of: households, members, incomes, changes of status and of members, and department lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bangfu.kernel.codelists.queries import all_codes
from bangfu.kernel.conditions.vocabulary import Field, Kind, Parameter, Table, Vocabulary
from bangfu.kernel.policy.keys import policy_keys
from bangfu.kernel.policy.queries import policy_by_place
from bangfu.workstreams.monitoring.lists.fields import fields_of
from bangfu.workstreams.monitoring.lists.models import ListType

HOUSEHOLD, PERSON = "household", "person"
AREA = Field(name="area_code", title="区划代码", kind=Kind.TEXT)
PARAMETER_KINDS = {"money": Kind.MONEY, "integer": Kind.INTEGER, "days": Kind.INTEGER, "decimal": Kind.QUANTITY}
Pinned = Mapping[str, list[list[str]]]


def _coded(name: str, title: str, code_list: str, **more: Any) -> Field:
    """A field whose words are those a code list ever had, synonyms too: rules are asked about past days."""
    codes: dict[str, str] = {}
    for row in all_codes(code_list):
        for word in (*row.synonyms, row.label_en, row.label):
            if word:
                codes.setdefault(word, row.code)
    codes |= {row.label: row.code for row in all_codes(code_list)}
    return Field(name=name, title=title, kind=more.pop("kind", Kind.CODE), codes=codes, **more)


def _household() -> Table:
    return Table(
        name=HOUSEHOLD,
        title="本户",
        fields=(
            AREA,
            _coded("standing", "户类型", "household_standing"),
            _coded("attribute", "农户属性", "household_attribute"),
            _coded("main_cause", "主要致贫原因", "poverty_cause", sensitive=True),
            _coded("housing_safety", "住房安全等级", "housing_safety"),
            _coded("housing_structure", "住房结构", "housing_structure"),
            _coded("water", "饮水情况", "water"),
            Field(name="housing_area", title="住房面积", kind=Kind.QUANTITY),
            Field(name="housing_year", title="建房年份", kind=Kind.INTEGER),
            Field(name="member_count", title="家庭人口", kind=Kind.INTEGER),
            Field(name="electricity", title="通生活用电", kind=Kind.BOOLEAN),
            Field(name="relocated", title="易地扶贫搬迁", kind=Kind.BOOLEAN),
        ),
    )


def _person() -> Table:
    return Table(
        name=PERSON,
        title="成员",
        links={HOUSEHOLD: "household_id"},
        birth="birth_date",
        fields=(
            AREA,
            _coded("sex", "性别", "sex"),
            _coded("relation", "与户主关系", "relation"),
            _coded("education", "文化程度", "education"),
            _coded("schooling", "在校生状况", "schooling"),
            _coded("health", "健康状况", "health", kind=Kind.CODES, sensitive=True),
            _coded("labour", "劳动能力", "labour"),
            _coded("work_area", "务工区域", "work_area"),
            Field(name="work_months", title="务工月数", kind=Kind.INTEGER),
            Field(name="medical_insured", title="参加基本医疗保险", kind=Kind.BOOLEAN),
            Field(name="pension_insured", title="参加养老保险", kind=Kind.BOOLEAN),
            Field(name="minimum_living", title="享受低保", kind=Kind.BOOLEAN),
        ),
    )


GROSS = "wages + business + property + transfers"
INCOME = Table(
    name="income",
    title="收入",
    links={HOUSEHOLD: "household_id"},
    day="day",
    fields=(
        AREA,
        Field(name="persons", title="收入人口", kind=Kind.INTEGER),
        Field(name="wages", title="工资性收入", kind=Kind.MONEY),
        Field(name="business", title="生产经营性收入", kind=Kind.MONEY),
        Field(name="property", title="财产性收入", kind=Kind.MONEY),
        Field(name="transfers", title="转移性收入", kind=Kind.MONEY),
        Field(name="costs", title="生产经营性支出", kind=Kind.MONEY),
        Field(name="total", title="总收入", kind=Kind.MONEY, formula=GROSS),
        Field(name="net", title="纯收入", kind=Kind.MONEY, formula=f"{GROSS} - costs"),
        Field(name="net_per_head", title="人均纯收入", kind=Kind.MONEY, formula=f"({GROSS} - costs) / persons"),
        Field(name="transfer_share", title="转移性收入占比", kind=Kind.QUANTITY, formula=f"transfers / ({GROSS})"),
    ),
)


def _changes() -> tuple[Table, ...]:
    return (
        Table(
            name="status",
            title="身份变动",
            links={HOUSEHOLD: "household_id"},
            day="day",
            fields=(AREA, _coded("value", "新户类型", "household_standing")),
        ),
        Table(
            name="arrival",
            title="人口增加",
            links={HOUSEHOLD: "household_id"},
            day="day",
            fields=(AREA, _coded("reason", "增加原因", "population_increase")),
        ),
        Table(
            name="departure",
            title="人口减少",
            links={HOUSEHOLD: "household_id"},
            day="day",
            fields=(AREA, _coded("reason", "减少原因", "population_decrease")),
        ),
    )


def list_table(kind: ListType) -> Table:
    """Return a department list as rules speak of it: its rows belong to persons and to their households."""
    return Table(
        name=kind.code,
        title=kind.title,
        links={HOUSEHOLD: "household_id", PERSON: "person_id"},
        day="day",
        sensitive=kind.sensitive,
        fields=(AREA, *(f.for_conditions() for f in fields_of(kind.fields))),
    )


def list_types(area_code: str) -> list[ListType]:
    """Return the lists a place may use: its own, those of the places above it, and those for everybody."""
    rows = ListType.objects.filter(retired_on=None).order_by("code")
    return [row for row in rows if area_code.startswith(row.area_code) or row.area_code.startswith(area_code)]


def vocabulary(on: date, area_code: str = "", pinned: Pinned | None = None) -> Vocabulary:
    """Return all that rules of a place may speak of on a day; ``pinned`` parameters replace today's."""
    lists = tuple(list_table(kind) for kind in list_types(area_code))
    return Vocabulary(
        tables=(_household(), _person(), INCOME, *_changes(), *lists), parameters=_parameters(on, area_code, pinned)
    )


def _parameters(on: date, area_code: str, pinned: Pinned | None) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for key in policy_keys:
        if key.type not in PARAMETER_KINDS:
            continue
        values = policy_by_place(key.name, area_code, on)
        if pinned is not None:
            values = tuple((prefix, Decimal(value)) for prefix, value in pinned.get(key.name, ()))
        parameter = Parameter(name=key.name, title=key.title, kind=PARAMETER_KINDS[key.type], values=values)
        found[key.name] = parameter
        found.setdefault(str(key.title), parameter)
    return found


def pinning(parameter: Parameter) -> list[list[str]]:
    """Return a parameter's values as a run keeps them."""
    return [[prefix, str(value)] for prefix, value in parameter.values]


def assuming(words: Vocabulary) -> Vocabulary:
    """Return a vocabulary in which every parameter has some value: for reading a text, not for asking it."""
    assumed = {word: replace(p, values=p.values or (("", 0),)) for word, p in words.parameters.items()}
    return replace(words, parameters=assumed)
