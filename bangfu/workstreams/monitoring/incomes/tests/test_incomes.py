"""Income item by item: what counts where, what follows, whose fell, by hand and by workbook."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.imports.actions import apply_import, stage_import, undo_import
from bangfu.kernel.imports.declared import Wanted
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import write_export
from bangfu.parties.models import Household, HouseholdIncome
from bangfu.workstreams.monitoring.incomes.actions import record_items, word_item
from bangfu.workstreams.monitoring.incomes.imports import export_incomes, incomes_sheet
from bangfu.workstreams.monitoring.incomes.models import IncomeSheet
from bangfu.workstreams.monitoring.incomes.queries import incomes_beside_last_year
from bangfu.workstreams.monitoring.screening.models import ScreeningRun
from bangfu.workstreams.monitoring.screening.running import carry_out, plan_run
from bangfu.workstreams.monitoring.screening.tests.conftest import (  # noqa: F401 - fixtures
    COUNTY,
    NEXT,
    STRANGE,
    VILLAGE,
    MakeHome,
    actor,
    county,
    employed,
    home,
    only,
)

LAST = timezone.localdate().year - 1


def record(by: User, row: Household, year: int = LAST, **amounts: int) -> HouseholdIncome:
    record_items(by, row, year=year, persons=2, amounts={code: Decimal(yuan) for code, yuan in amounts.items()})
    return HouseholdIncome.objects.get(household=row, year=year)


def test_items_become_sums_by_source(county: User, home: MakeHome) -> None:  # noqa: F811
    income = record(county, home(), away_wages=30000, farming=8000, land_rent=500, minimum_living=2400, farm_costs=3000)
    assert (income.wages, income.business, income.property, income.transfers) == (30000, 8000, 500, 2400)
    assert income.net_per_head == Decimal("18950.00")


def test_what_a_place_does_not_count_stays_out_of_the_sum(county: User, home: MakeHome) -> None:  # noqa: F811
    here, there = home(), home(NEXT)
    assert record(county, here, pension=1200, away_wages=1000).transfers == 0
    word_item(county, area_code=NEXT, code="pension", title="养老金", source="transfers", counted=True, from_year=LAST)
    assert record(county, there, pension=1200).transfers == 1200
    assert record(county, here, pension=1200).transfers == 0
    assert record(county, there, LAST - 1, pension=1200).transfers == 0  # counted from last year on
    assert IncomeSheet.objects.get(household=here).items == {"pension": 120000}


@pytest.mark.parametrize(("code", "yuan", "said"), [("treasure", 5, "没有"), ("farming", -5, "负数")])
def test_what_cannot_be_is_refused(county: User, home: MakeHome, code: str, yuan: int, said: str) -> None:  # noqa: F811
    with pytest.raises(Refused, match=said):
        record(county, home(), **{code: yuan})
    assert not IncomeSheet.objects.exists()


def test_a_stranger_records_nothing_here(home: MakeHome) -> None:  # noqa: F811
    with pytest.raises(Denied):
        record(employed("stranger", "county", STRANGE), home(), farming=1)


def fallen() -> set[int]:
    return set(incomes_beside_last_year().filter(fallen=True).values_list("household_id", flat=True))


def test_falls_are_told_against_the_threshold_of_the_place(county: User, home: MakeHome) -> None:  # noqa: F811
    steep, mild, new, poor = home(), home(head="赵大山"), home(head="孙小河"), home(head="周远")
    for row, then, now in ((steep, 20000, 13000), (mild, 20000, 15000), (poor, 0, 0)):
        record(county, row, LAST - 1, away_wages=then)
        record(county, row, LAST, away_wages=now)
    record(county, new, LAST, away_wages=100)
    assert fallen() == {steep.pk}  # 35 % against the 30 % that ship
    set_policy(county, key="monitoring.income_fall", area_code=COUNTY, value="20", valid_from=timezone.localdate())
    assert fallen() == {steep.pk, mild.pk}
    row = incomes_beside_last_year().get(household=mild, year=LAST)
    assert (row.per_head, row.per_head_before, row.fall) == (Decimal(7500), Decimal(10000), 25)


def test_rules_speak_of_incomes_of_two_years(county: User, home: MakeHome) -> None:  # noqa: F811
    steep, zero = home(), home(head="赵大山")
    for row, then, now in ((steep, 20000, 9000), (zero, 0, 0)):
        record(county, row, LAST - 1, away_wages=then)
        record(county, row, LAST, away_wages=now)
    only("income_fall")  # the rule that ships
    run = plan_run(county, area_code=COUNTY)
    carry_out(run, lambda *_told: None)
    assert ScreeningRun.objects.get(pk=run.pk).report[0]["hits"] == 1


def written(folder: Path, rows: list[dict[str, object]]) -> Path:
    path, schema = folder / "incomes.xlsx", {c.name: c.polars_type for c in incomes_sheet().columns}
    write_export(path, incomes_sheet(), pl.DataFrame(rows, schema=schema))
    return path


def test_a_workbook_writes_sums_items_and_history(county: User, home: MakeHome, tmp_path: Path) -> None:  # noqa: F811
    one, two = home(), home(NEXT)
    record(county, two, away_wages=500)
    rows = [
        {"household": one.number, "year": LAST, "persons": 2, "away_wages": 100000, "pension": 5000},
        {"household": two.number, "year": LAST, "persons": 3, "away_wages": 60000},
    ]
    run, staged = stage_import(county, "incomes", written(tmp_path, rows))
    assert (run.created, run.updated, run.rejected) == (1, 1, 0)
    run = apply_import(county, run, staged)
    assert HouseholdIncome.objects.get(household=one).wages == 1000
    assert HouseholdIncome.objects.get(household=one).transfers == 0
    assert HouseholdIncome.objects.get(household=two).persons == 3
    assert Change.objects.filter(batch=run.pk, object_type="parties.householdincome").count() == 2
    frame = export_incomes(Wanted(actor=county))
    again, _staged = stage_import(county, "incomes", written(tmp_path, frame.to_dicts()))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    undo_import(county, run, reason="年度写错")
    assert not HouseholdIncome.objects.filter(household=one).exists()
    assert HouseholdIncome.objects.get(household=two).wages == 500


def test_a_workbook_reaches_no_other_county(home: MakeHome, tmp_path: Path) -> None:  # noqa: F811
    rows = [{"household": home().number, "year": LAST, "persons": 2, "farming": 100}]
    run, _staged = stage_import(employed("stranger", "county", STRANGE), "incomes", written(tmp_path, rows))
    assert run.rejected == 1


def test_the_page_shows_items_by_source_and_saves_them(county: User, home: MakeHome) -> None:  # noqa: F811
    row = home()
    client = Client()
    client.force_login(county)
    address = reverse("income-items", args=[row.pk, LAST])
    assert "按本地口径不计入" in client.get(address).text
    assert client.post(address, {"persons": 2, "farming": "8000.50", "farm_costs": "100"}).status_code == 302
    assert HouseholdIncome.objects.get(household=row).net == Decimal("7900.50")
    assert "3,950.25" in client.get(address).text
    client.force_login(employed("stranger", "county", STRANGE))
    assert client.get(address).status_code == 404
