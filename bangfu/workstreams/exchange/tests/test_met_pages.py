"""Writing up what was met elsewhere on a page and by a workbook, what looks recorded already, and taking it back."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.imports.actions import apply_import, stage_import, undo_import
from bangfu.kernel.imports.declared import Wanted, templates
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import write_export
from bangfu.ledger.models import Entry, SuspectedDouble
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.met import Met, record_met, take_back_met
from bangfu.workstreams.exchange.models import Claim, Need
from bangfu.workstreams.exchange.tests.conftest import Place
from bangfu.workstreams.exchange.tests.test_duplicates import offline

TODAY = timezone.localdate()
ADDRESS = "/exchange/met/"


def given(place: Place, *needs: Need, **more: Any) -> dict[str, Any]:
    """What the page sends."""
    fields = {"ids": [need.pk for need in needs], "donor": f"{place.firm.pk} 爱心实业", "on": TODAY.isoformat()}
    return {**fields, "_key": "k", **more}


def sent(user: User, place: Place, rows: list[dict[str, Any]], folder: Path) -> ImportRun:
    """Send rows as a workbook."""
    sheet = templates["needs_met"].sheet()
    names = [c.name for c in sheet.columns if any(c.name in row for row in rows)]
    frame = pl.DataFrame({n: pl.Series(n, [r.get(n) for r in rows], dtype=sheet.column(n).polars_type) for n in names})
    path = folder / f"met{ImportRun.objects.count()}.xlsx"
    write_export(path, sheet, frame)
    run, staged = stage_import(user, "needs_met", path, area_code="")
    if not run.rejected:
        apply_import(user, run, staged)
    return ImportRun.objects.get(pk=run.pk)


def test_ticked_needs_are_written_up_once(place: Place, visit: Any) -> None:
    needs = [place.published(), place.published(asker=place.school.pk, title="课外书")]
    assert "课外书" in visit(place.township, ADDRESS).said
    for _n in range(2):
        assert visit(place.township, ADDRESS, post=given(place, *needs)).status_code == 302
    assert Entry.objects.filter(source__startswith="exchange.claim:").count() == 2
    assert {need.state for need in Need.objects.all()} == {"closed"}
    assert "没有可补记的需求" in visit(place.township, ADDRESS).said


def test_nothing_ticked_and_a_day_to_come_are_refused_with_what_was_typed(place: Place, visit: Any) -> None:
    need = place.published()
    assert "勾选" in visit(place.township, ADDRESS, post=given(place)).said
    answer = visit(place.township, ADDRESS, post=given(place, need, on=(TODAY + timedelta(days=1)).isoformat()))
    assert answer.status_code == 422
    assert "今天之前" in answer.said
    assert "已选 1 个" in answer.said
    assert Claim.objects.count() == 0


def test_what_looks_recorded_is_shown_and_goes_on_only_when_seen(place: Place, visit: Any) -> None:
    need, hand = place.published(), offline(place, "轮椅")
    answer = visit(place.township, ADDRESS, post=given(place, need))
    assert "台账里已有相近的记录" in answer.said
    assert f"/ledger/entry/{hand.pk}/" in answer.content.decode()
    assert Claim.objects.count() == 0
    assert visit(place.township, ADDRESS, post=given(place, need, seen="on")).status_code == 302
    assert SuspectedDouble.objects.filter(first=hand).count() == 1


def test_a_stranger_and_a_donor_see_and_write_up_nothing(place: Place, visit: Any) -> None:
    need = place.published()
    assert "轮椅" not in visit(place.stranger, ADDRESS).said
    assert visit(place.stranger, ADDRESS, post=given(place, need)).status_code == 422
    assert visit(place.donor, ADDRESS).status_code == 403
    assert need.claims.count() == 0


def test_a_workbook_writes_up_and_is_taken_back(place: Place, tmp_path: Path) -> None:
    needs = [place.published(), place.published(asker=place.school.pk, title="课外书")]
    rows = [
        {"number": need.pk, "title": need.title, "donor": "爱心实业", "on": TODAY, "value": 30000} for need in needs
    ]
    run = sent(place.county, place, rows, tmp_path)
    assert (run.created, run.rejected) == (2, 0), run.errors
    assert sum(e.amount or 0 for e in Entry.objects.filter(batch=run.pk)) == 600
    assert sent(place.county, place, rows, tmp_path).created == 0
    undo_import(place.county, run, reason="传错了")
    assert {(need.state, need.taken) for need in Need.objects.all()} == {("published", 0)}
    assert sum(e.amount or 0 for e in Entry.objects.all()) == 0
    assert {claim.state for claim in Claim.objects.all()} == {"cancelled"}
    actions.claim_need(place.donor, Need.objects.first())  # free again


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"number": 999999}, "需求编号"),
        ({"donor": "没有的单位"}, "爱心方"),
        ({"on": TODAY + timedelta(days=2)}, "送达日期"),
        ({"donor": "卡子小学"}, "爱心方"),
    ],
)
def test_a_faulty_row_says_where(place: Place, tmp_path: Path, row: dict[str, Any], column: str) -> None:
    need = place.published(asker=place.school.pk)
    run = sent(place.county, place, [{"number": need.pk, "donor": "爱心实业", "on": TODAY} | row], tmp_path)
    assert run.rejected == 1
    assert run.errors[0]["column"] == column
    assert need.claims.count() == 0


def test_a_row_that_looks_recorded_or_says_other_words_is_told(place: Place, tmp_path: Path) -> None:
    offline(place, "轮椅")
    need = place.published()
    rows = [{"number": need.pk, "title": "助听器", "donor": "爱心实业", "on": TODAY}]
    run = sent(place.county, place, rows, tmp_path)
    said = " ".join(error["message"] for error in run.warnings)
    assert "台账" in said
    assert "轮椅一辆" in said


def test_the_export_is_what_waits_and_comes_back_filled_in(place: Place) -> None:
    need = place.published()
    frame = templates["needs_met"].export(Wanted(actor=place.county))
    assert frame["number"].to_list() == [need.pk]
    assert templates["needs_met"].export(Wanted(actor=place.stranger)).is_empty()


def test_only_what_was_written_up_is_taken_back_and_by_the_office_of_the_place(place: Place) -> None:
    ordinary = place.delivered(place.published())
    actions.confirm_receipt(place.village, ordinary)
    [claim] = record_met(place.county, [Met(place.published(title="棉被").pk, place.firm.pk, TODAY, Decimal(10))])
    with pytest.raises(Denied):
        take_back_met(place.stranger, claim, reason="错")
    with pytest.raises(Refused):
        take_back_met(place.county, ordinary, reason="错")
    take_back_met(place.county, claim, reason="错")
    with pytest.raises(Conflict):
        take_back_met(place.county, claim, reason="错")
    assert claim.need.claims.get().state == "cancelled"
