"""茅箭区's registers: places, organisations, households and helpers, through the same doors as everybody's."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.people import People
from bangfu.kernel.imports.actions import apply_import, stage_import
from bangfu.kernel.imports.declared import templates
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import write_export
from bangfu.parties.actions import register_area, register_organisation, set_area_class
from bangfu.parties.models import Area, Organisation

CAUSES = ("illness", "disability", "schooling", "skills", "labour", "capital", "transport", "motivation")
STRUCTURES = ("concrete", "brick_concrete", "brick_wood")


def build_areas(actor: User, places: list[plan.Village]) -> None:
    """Register the places down to the villages, with their classes."""
    for code, name in (("42", "湖北省"), ("4203", "十堰市"), (plan.COUNTY, "茅箭区")):
        register_area(actor, code=code, name=name)
    for code, (name, _villages) in plan.TOWNSHIPS.items():
        register_area(actor, code=code, name=name)
    for village in places:
        row = register_area(actor, code=village.code, name=village.name)
        set_area_class(actor, row, value="task", valid_from=plan.TASK_FROM)
        if village.name in plan.POOR_VILLAGES:
            set_area_class(actor, row, value="poor", valid_from=plan.TASK_FROM)
        if village.name in plan.KEY_VILLAGES:
            set_area_class(actor, row, value="key_poor", valid_from=plan.TASK_FROM)
    for code, name in (("4212", "咸宁市"), ("421202", "咸安区")):
        register_area(actor, code=code, name=name)


def build_organisations(actor: User) -> dict[str, list[Organisation]]:
    """Register units, buyers and suppliers; return them by the part they play."""

    def register(rows: Iterable[tuple[str, str]], **fields: Any) -> list[Organisation]:
        return [
            register_organisation(actor, area_code=plan.COUNTY, name=name, kind=kind, **fields) for name, kind in rows
        ]

    units = register(plan.unit_names(), rank="county", is_budget_unit=True)
    further = register(plan.further_budget_units(), rank="county", is_budget_unit=True)
    designated = [
        register_organisation(
            actor, area_code="4203" if "十堰" in name or "太和" in name else "42", name=name, kind=kind, rank=rank
        )
        for name, kind, rank in plan.DESIGNATED_UNITS
    ]
    city = [
        register_organisation(actor, area_code="4203", name=name, kind="authority", rank="city")
        for name in plan.CITY_UNITS
    ]
    producers = register(_producers(), rank="none")
    ordering = register(_ordering(), rank="none")
    return {
        "units": units,
        "budget_units": units + further,
        "designated_units": designated,
        "city_units": city,
        "producers": producers,
        "suppliers": producers[:17],
        "ordering": ordering,
    }


def _producers() -> list[tuple[str, str]]:
    named = [
        ("武当道茶业（集团）有限公司", "private_enterprise"),
        ("十堰市润强大闸蟹特种养殖农民专业合作社", "cooperative"),
        ("十堰红叶园林工程有限公司", "private_enterprise"),
    ]
    kinds = (("农民专业合作社", "cooperative"), ("家庭农场", "sole_trader"), ("农业开发有限公司", "private_enterprise"))
    places = [v for _code, (_name, names) in plan.TOWNSHIPS.items() for v in names]
    made = [
        (
            f"茅箭区{places[i % len(places)].removesuffix('村')}{plan.GOODS[i % len(plan.GOODS)]}{kinds[i % 3][0]}",
            kinds[i % 3][1],
        )
        for i in range(46)
    ]
    return named + made


def _ordering() -> list[tuple[str, str]]:
    return [
        (f"茅箭区{name}商会", "association") for name in ("餐饮", "建材", "汽配", "服装", "青年企业家", "女企业家")
    ] + [
        (f"十堰{name}有限公司", "private_enterprise")
        for name in [
            "东风路商贸",
            "车城物流",
            "亚星电子",
            "汉江饮品",
            "武当旅游",
            "神定河环保",
            "五堰百货",
            "丹江渔业",
            "秦楚网络",
            "郧阳建工",
            "百二河商业",
            "人民商场",
        ]
    ]


def build_households(actor: User, homes: list[plan.Home], people: People) -> None:
    """Import the register of 2014, then the workbook that says who was lifted and when."""
    register = [row for home in homes for row in _rows(home, people)]
    import_rows(actor, "persons", register)
    lifted = [
        {
            "household_number": home.number,
            "name": home.members[0][1].name,
            "relation": "head",
            "standing": "lifted",
            "standing_from": home.lifted_on,
        }
        for home in homes
    ]
    import_rows(actor, "persons", lifted)


def _rows(home: plan.Home, people: People) -> list[dict[str, Any]]:
    random = people.random
    card = {
        "household_number": home.number,
        "village_code": home.village.code,
        "address": f"{home.village.name}{random.randint(1, 8)}组{random.randint(1, 60)}号",
        "standing": "registered",
        "standing_from": plan.REGISTERED_ON,
        "attribute": random.choices(("general_poor", "minimum_living_poor", "five_guarantees"), (7, 3, 1))[0],
        "identified_by": "national",
        "main_cause": random.choice(CAUSES),
        "member_count": len(home.members),
        "housing_area": random.randint(45, 140) * 1000,
        "housing_structure": random.choice(STRUCTURES),
        "housing_year": random.randint(1985, 2013),
        "housing_safety": random.choice(("a", "b")),
        "water": "tap",
        "electricity": True,
        "relocated": random.random() < 0.3,
        "bank_name": "农村商业银行",
        "income_year": 2019,
        "wages": random.randint(0, 300) * 10000,
        "business": random.randint(20, 120) * 10000,
        "transfers": random.randint(5, 60) * 10000,
        "costs": random.randint(0, 15) * 10000,
    }
    rows = []
    for relation, person in home.members:
        rows.append(
            {**(card if relation == "head" else {"household_number": home.number}), **_person(relation, person, people)}
        )
    return rows


def _person(relation: str, person: Any, people: People) -> dict[str, Any]:
    age = plan.REGISTERED_ON.year + 5 - person.birth_date.year
    random = people.random
    health = random.choices((["healthy"], ["chronic"], ["serious"], ["disabled"]), (15, 3, 1, 1))[0]
    schooling = "primary" if 6 <= age <= 12 else f"grade_{age - 6}" if 13 <= age <= 15 else "none"
    labour = (
        "none"
        if age < 16 or age >= 75
        else random.choice(("ordinary", "ordinary", "skilled", "weak"))
        if age < 60
        else "weak"
    )
    return {
        "name": person.name,
        "relation": relation,
        "sex": person.sex,
        "id_number": person.id_number,
        "birth_date": person.birth_date,
        "phone": person.phone if age >= 16 else None,
        "ethnicity": "01",
        "schooling": schooling,
        "health": health,
        "disability_level": str(1 + age % 4) if health == ["disabled"] else None,
        "labour": labour,
        "work_months": random.randint(6, 11) if labour in ("ordinary", "skilled") and random.random() < 0.8 else None,
        "medical_insured": True,
        "pension_insured": age >= 16,
        "minimum_living": False,
    }


def import_rows(actor: User, template: str, rows: list[dict[str, Any]]) -> None:
    """Send rows through the workbook that an office would send."""
    sheet = templates[template].sheet()
    names = [c.name for c in sheet.columns if any(c.name in row for row in rows)]
    frame = pl.DataFrame(
        {name: pl.Series(name, [row.get(name) for row in rows], dtype=sheet.column(name).polars_type) for name in names}
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{template}.xlsx"
        write_export(path, sheet, frame)
        run, staged = stage_import(actor, template, path, area_code="")
        if run.rejected:
            raise RuntimeError(f"{template}: {run.errors[:3]}")
        apply_import(actor, run, staged)


def area_id(code: str) -> int:
    """Return the party of an area."""
    return Area.objects.values_list("pk", flat=True).get(code=code)
