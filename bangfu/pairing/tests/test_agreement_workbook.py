"""The workbook of agreements: a round trip changes nothing, faults are located, a run is undone, strangers are out."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bangfu.kernel.errors import Conflict, Denied
from bangfu.kernel.imports.actions import apply_import, stage_import, undo_import
from bangfu.kernel.imports.declared import Wanted, templates
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import write_export
from bangfu.pairing.actions.agreements import end_agreement, sign_agreement
from bangfu.pairing.imports.agreements import export_agreements
from bangfu.pairing.models import Agreement, Duty
from bangfu.pairing.tests.test_agreements import DAY, VILLAGE, Sides, sides

pytestmark = pytest.mark.django_db
__all__ = ["sides"]
ROW = {
    "kind": "annual",
    "title": "2020年度帮扶协议",
    "number": "津甘2020-1",
    "helper": "宝坻区、宝坻石材公司",
    "recipient": "武山县",
    "signed_on": DAY,
    "valid_from": date(2020, 1, 1),
    "valid_to": date(2020, 12, 31),
    "amount": 3_000_000_00,
}


def sent(actor: User, folder: Path, *rows: dict[str, Any], **options: Any) -> ImportRun:
    """Stage rows as a file of the template, and apply it when nothing is wrong."""
    sheet = templates["agreements"].sheet()
    names = [c.name for c in sheet.columns if any(c.name in row for row in rows)]
    frame = pl.DataFrame(
        {name: pl.Series(name, [r.get(name) for r in rows], dtype=sheet.column(name).polars_type) for name in names}
    )
    path = folder / f"agreements{ImportRun.objects.count()}.xlsx"
    write_export(path, sheet, frame)
    run, staged = stage_import(actor, "agreements", path, **options)
    return run if run.rejected else apply_import(actor, run, staged)


def faults(run: ImportRun) -> str:
    """The headings at fault with what is said of them."""
    return "；".join(f"{fault['column']}：{fault['message']}" for fault in run.errors)


def test_a_signed_agreement_with_its_parties_comes_in_and_goes_on(sides: Sides, tmp_path: Path) -> None:
    run = sent(sides.east, tmp_path, ROW)
    row = Agreement.objects.get()
    assert (run.created, row.state, row.signed_on, row.amount) == (1, "signed", DAY, Decimal(3_000_000))
    assert (row.area_code, row.helper_area_code, row.pairing) == ("620524", "120115", sides.pairing)
    assert {(p.party_id, p.side) for p in row.parties.all()} == {
        (sides.helper.pk, "helper"),
        (sides.firm.pk, "helper"),
        (sides.recipient.pk, "recipient"),
    }
    assert end_agreement(sides.west, row, ended_on=date(2020, 12, 31)).state == "ended"


def test_a_draft_is_signed_by_hand_or_by_the_file(sides: Sides, tmp_path: Path) -> None:
    sent(sides.east, tmp_path, {**ROW, "signed_on": None})
    row = Agreement.objects.get()
    assert row.state == "draft"
    sent(sides.east, tmp_path, ROW)
    row.refresh_from_db()
    assert (row.state, Agreement.objects.count()) == ("signed", 1)
    with pytest.raises(Conflict):
        sign_agreement(sides.east, row, signed_on=DAY)


def test_what_was_exported_comes_back_unchanged(sides: Sides, tmp_path: Path) -> None:
    village = {**ROW, "kind": "enterprise", "title": "村企协议", "number": None, "recipient": VILLAGE}
    sent(sides.east, tmp_path, ROW, {**village, "helper": "宝坻石材公司"})
    frame = export_agreements(Wanted(actor=sides.west))
    assert len(frame) == 2
    path = tmp_path / "out.xlsx"
    write_export(path, templates["agreements"].sheet(), frame)
    run, _staged = stage_import(sides.west, "agreements", path)
    assert (run.created, run.updated, run.unchanged, run.errors) == (0, 0, 2, [])
    assert export_agreements(Wanted(actor=sides.stranger)).is_empty()


def test_a_signed_agreement_is_not_changed_by_a_file(sides: Sides, tmp_path: Path) -> None:
    sent(sides.east, tmp_path, ROW)
    assert "协议名称：这份协议已签署" in faults(sent(sides.east, tmp_path, {**ROW, "amount": 5_00}))


def test_faults_are_told_where_they_are(sides: Sides, tmp_path: Path) -> None:
    for changes, fault in (
        ({"helper": "没有的公司"}, "帮扶方：没有找到“没有的公司”"),
        ({"recipient": "620524101299"}, "受助方：没有找到“620524101299”"),
        ({"valid_to": date(2019, 12, 31), "signed_on": None}, "有效期至：有效期至不能早于生效日期"),
        ({"valid_to": date(2020, 2, 1)}, "有效期至：签署日期晚于有效期至"),
        ({"recipient": "宝坻区"}, "受助方：双方不能是同一个"),
        ({"valid_from": None}, "生效日期：新登记的必须填写"),
    ):
        assert fault in faults(sent(sides.east, tmp_path, {**ROW, **changes})), fault
    assert "出现了两次" in faults(sent(sides.east, tmp_path, ROW, ROW))
    assert not Agreement.objects.exists()


def test_a_stranger_imports_nothing_between_others(sides: Sides, tmp_path: Path) -> None:
    county = {**ROW, "helper": "宝坻区"}  # every county can be named
    assert "管辖范围" in faults(sent(sides.stranger, tmp_path, county))
    assert "没有找到“宝坻石材公司”" in faults(sent(sides.stranger, tmp_path, ROW))
    with pytest.raises(Denied):
        sent(sides.west, tmp_path, county, area_code="120115")


def test_a_run_is_taken_back(sides: Sides, tmp_path: Path) -> None:
    run = sent(sides.east, tmp_path, ROW)
    undo_import(sides.east, run, reason="传错了")
    assert not Agreement.objects.exists()
    assert sent(sides.east, tmp_path, {**ROW, "note": "再传"}).created == 1


DUTIES = "2020|采购农特产品|采购|240000；2020|选派干部|选派干部人才||13|人；2020|提供场地||||| 受助方".replace(" ", "")


def test_duties_by_year_come_in_with_the_agreement_and_go_out_again(sides: Sides, tmp_path: Path) -> None:
    run = sent(sides.east, tmp_path, {**ROW, "duties": DUTIES})
    assert run.errors == []
    told = [(d.year, d.text, d.entry_kind, d.amount, d.quantity, d.side) for d in Duty.objects.order_by("pk")]
    assert told == [
        (2020, "采购农特产品", "market.purchase", Decimal(240_000), None, "helper"),
        (2020, "选派干部", "talent.sent", None, Decimal(13), "helper"),
        (2020, "提供场地", "", None, None, "recipient"),
    ]
    frame = export_agreements(Wanted(actor=sides.west))
    path = tmp_path / "out.xlsx"
    write_export(path, templates["agreements"].sheet(), frame)
    again, _staged = stage_import(sides.west, "agreements", path)
    assert (again.unchanged, again.errors) == (1, [])
    undo_import(sides.east, run, reason="传错了")
    assert not Duty.objects.exists()


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("二〇二〇|采购", "前两项必填"),
        ("2020", "前两项必填"),
        ("2021|采购|采购|1", "有效期"),
        ("2020|采购|没有的类型|1", "没有名为“没有的类型”"),
        ("2020|采购|采购|-5", "不是大于零的数"),
        ("2020|选派|选派干部人才|500", "不计金额"),
        ("2020|采购|采购|1||| 别人".replace(" ", ""), "由谁"),
    ],
)
def test_a_duty_that_cannot_be_is_told_with_its_line(sides: Sides, tmp_path: Path, cell: str, fault: str) -> None:
    assert fault in faults(sent(sides.east, tmp_path, {**ROW, "duties": cell}))
    assert not Agreement.objects.exists()


def test_duties_of_a_kept_agreement_are_changed_on_its_page(sides: Sides, tmp_path: Path) -> None:
    sent(sides.east, tmp_path, {**ROW, "duties": DUTIES})
    assert "请在协议页面修改" in faults(sent(sides.east, tmp_path, {**ROW, "duties": "2020|别的"}))
    assert sent(sides.east, tmp_path, ROW).errors == []  # a file without the column leaves them
    assert Duty.objects.count() == 3
