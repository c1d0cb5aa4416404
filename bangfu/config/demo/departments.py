"""Departments' lists of 茅箭区 for the last weeks, invented, and a screening of the county by the example rules."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
from django.utils import timezone

from bangfu.config.demo import maojian as plan
from bangfu.kernel.ciphers import decrypt
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import write_export
from bangfu.parties.models import Organisation, Person
from bangfu.workstreams.monitoring.lists.actions import import_list
from bangfu.workstreams.monitoring.lists.models import ListType
from bangfu.workstreams.monitoring.lists.reading import sheet_of
from bangfu.workstreams.monitoring.lists.sending import name_sender
from bangfu.workstreams.monitoring.screening.models import ScreeningRun
from bangfu.workstreams.monitoring.screening.running import carry_out, plan_run

Row = dict[str, Any]
Listed = tuple[str, int, Callable[[Random, date], Row]]


def build_department_lists(actor: User, *, insurance: User) -> ScreeningRun:
    """Import one list of each kind, the medical one by its own department, and screen the county today."""
    random, today = Random(11), timezone.localdate()  # noqa: S311 - the same people at every build, nothing secret
    people = list(Person.objects.filter(area_code__startswith=plan.COUNTY, household__isnull=False).order_by("pk"))
    random.shuffle(people)
    name_sender(
        actor,
        list_type=ListType.objects.get(code="medical"),
        organisation=Organisation.objects.get(name=plan.INSURANCE).pk,
        area_code=plan.COUNTY,
    )
    for code, count, facts in _lists():
        chosen, people = people[:count], people[count:]
        rows = [{**_named(person), **facts(random, today)} for person in chosen]
        if code == "medical":
            rows += [*_slips(rows[:4]), *_strangers(random, today, facts)]
        _import(insurance if code == "medical" else actor, code, rows, today)
    run = plan_run(actor, area_code=plan.COUNTY, on=today)
    carry_out(run, lambda *_told: None)
    return run


def _named(person: Person) -> Row:
    return {"name": person.name, "id_number": decrypt(person.id_number)}


def _lists() -> Iterator[Listed]:
    def day(random: Random, today: date, days: int = 25) -> date:
        return today - timedelta(days=random.randint(1, days))

    def bill(random: Random, today: date) -> Row:
        kind = random.choice(("住院", "住院", "门诊统筹", "门诊特殊病"))
        total = random.randint(2_000, 60_000) if kind == "住院" else random.randint(80, 2_400)
        back = total * random.randint(45, 85) // 100
        return {
            "settled_on": day(random, today),
            "kind": kind,
            "total": total * 100,
            "reimbursed": back * 100,
            "self_paid": (total - back) * 100,
        }

    yield "medical", 160, bill
    yield "serious_illness", 9, lambda r, t: {"listed_on": day(r, t), "disease": r.choice(("尿毒症", "脑梗死"))}
    yield (
        "disability",
        7,
        lambda r, t: {"issued_on": day(r, t), "category": "肢体", "level": r.choice(("二级", "三级"))},
    )
    yield "low_income", 12, lambda r, t: {"since": day(r, t), "kind": r.choice(("低保", "低保边缘")), "monthly": 42_000}
    yield "unemployment", 14, lambda r, t: {"lost_on": day(r, t), "reemployed": r.random() < 0.4}
    yield "disaster", 6, lambda r, t: {"happened_on": day(r, t), "kind": "洪涝", "loss": r.randint(2, 30) * 100_000}


def _slips(rows: list[Row]) -> list[Row]:
    """Write the same people with two neighbouring digits swapped: near matches for somebody to decide."""
    return [{**row, "id_number": _swapped(row["id_number"])} for row in rows]


def _swapped(number: str) -> str:
    place = next(i for i in range(8, 16) if number[i] != number[i + 1])
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def _strangers(random: Random, today: date, facts: Callable[[Random, date], Row]) -> list[Row]:
    """Three people of the insurance who are on no register of ours."""
    return [
        {"name": name, "id_number": f"4203001970010{n}00{n}X", **facts(random, today)}
        for n, name in enumerate(("路远方", "江小流", "高大山"), 1)
    ]


def _import(actor: User, code: str, rows: list[Row], today: date) -> None:
    kind = ListType.objects.get(code=code)
    sheet = sheet_of(kind)
    names = [c.name for c in sheet.columns if any(c.name in row for row in rows)]
    schema = {name: sheet.column(name).polars_type for name in names}
    frame = pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=schema)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind.title}.xlsx"
        write_export(path, sheet, frame)
        import_list(actor, kind, path, area_code=plan.COUNTY, month=today)
