"""Bank statements: read as banks write them, matched where it is certain, never twice, and decided by people."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.imports.actions import apply_import, stage_import, undo_import
from bangfu.kernel.imports.models import ImportRun
from bangfu.workstreams.exchange.actions import donations, funds, statements
from bangfu.workstreams.exchange.models import Donation, Purse, Receipt, StatementLine
from bangfu.workstreams.exchange.queries.statements import candidates_for
from bangfu.workstreams.exchange.tests.conftest import COUNTY, Place
from bangfu.workstreams.exchange.tests.test_money import keeper  # noqa: F401

HEAD = "交易日期,贷方发生额,对方户名,对方账号,摘要,交易流水号"


@pytest.fixture
def purse(place: Place, keeper: Any) -> Purse:  # noqa: F811
    """The purse of a fund."""
    row = funds.open_fund(place.county, name="助学基金", area_code=COUNTY, keeper=keeper.pk, purpose="资助学生")
    return row.purses.get()


def offered(place: Place, folder: Path, *rows: str, name: str = "bank.csv") -> ImportRun:
    """Stage a bank's file as the county."""
    file = folder / name
    file.write_text("\n".join((HEAD, *rows)), encoding="gb18030")
    run, _staged = stage_import(place.county, "statements", file)
    return run


def taken(place: Place, folder: Path, *rows: str, name: str = "bank.csv") -> ImportRun:
    """Stage and apply it."""
    return apply_import(place.county, offered(place, folder, *rows, name=name))


def today() -> str:
    return timezone.localdate().isoformat()


def test_a_reference_with_its_amount_is_received_at_once(place: Place, purse: Purse, tmp_path: Path) -> None:
    pledge = donations.pledge(place.donor, purse, amount=Decimal(1000))
    run = taken(
        place,
        tmp_path,
        f"{today()},1000.00,爱心实业,6222020200012345678,捐款 {pledge.reference.lower()} 助学,S1",
        f"{today()},,某公司,62220202,服务费,S2",
        f"{today()},88.50,路人甲,62220202,爱心,S3",
    )
    pledge.refresh_from_db()
    purse.refresh_from_db()
    assert (pledge.state, pledge.voucher, purse.balance) == ("received", "S1", 1000)
    assert StatementLine.objects.count() == 2
    assert StatementLine.objects.get(state="matched").account_end == "5678"
    assert StatementLine.objects.get(state="open").payer == "路人甲"
    assert (run.created, "1" in run.note) == (2, True)


def test_the_same_file_twice_is_refused_and_an_overlap_taken_once(place: Place, purse: Purse, tmp_path: Path) -> None:
    rows = (f"{today()},10,甲,,,A1", f"{today()},20,乙,,,A2")
    taken(place, tmp_path, *rows)
    assert offered(place, tmp_path, *rows, name="again.csv").state == ImportRun.State.REFUSED
    run = taken(place, tmp_path, rows[1], f"{today()},30,丙,,,A3", name="more.csv")
    assert (run.created, run.unchanged, StatementLine.objects.count()) == (1, 1, 3)


def test_equal_lines_without_numbers_are_two_gifts(place: Place, purse: Purse, tmp_path: Path) -> None:
    taken(place, tmp_path, f"{today()},10,甲,,,", f"{today()},10,甲,,,")
    assert StatementLine.objects.count() == 2


def test_equal_names_and_amounts_wait_for_a_person(place: Place, purse: Purse, tmp_path: Path) -> None:
    pledge = donations.pledge(place.donor, purse, amount=Decimal(1000))
    donations.pledge(place.other_donor, purse, amount=Decimal(1010))
    taken(place, tmp_path, f"{today()},1000,（爱心 实业）,,,B1")
    line = StatementLine.objects.get()
    found = candidates_for(line)
    assert [(one.donation.pk, one.certain) for one in found] == [(pledge.pk, False)]
    with pytest.raises(Denied):
        statements.match_line(place.stranger, line, donation=pledge.pk)
    statements.match_line(place.county, line, donation=pledge.pk)
    with pytest.raises(Conflict):
        statements.match_line(place.county, line, donation=pledge.pk)
    assert Receipt.objects.get().amount == 1000


def test_another_amount_than_pledged_is_near_and_what_came_counts(place: Place, purse: Purse, tmp_path: Path) -> None:
    pledge = donations.pledge(place.donor, purse, amount=Decimal(1000))
    taken(place, tmp_path, f"{today()},999,爱心实业,,{pledge.reference},C1")
    line = StatementLine.objects.get()
    assert (line.state, candidates_for(line)[0].certain) == ("open", False)
    statements.match_line(place.county, line, donation=pledge.pk)
    pledge.refresh_from_db()
    assert (pledge.amount, pledge.state) == (999, "received")


def test_a_gift_nobody_pledged_and_a_line_that_is_none(place: Place, purse: Purse, tmp_path: Path) -> None:
    taken(place, tmp_path, f"{today()},50,赵好心,,,D1", f"{today()},3.21,银行,,利息,D2")
    gift, interest = StatementLine.objects.order_by("serial")
    statements.line_to_purse(place.county, gift, purse=purse.pk)
    assert Donation.objects.get().donor_name == "赵好心"
    statements.put_line_aside(place.county, interest, reason="利息")
    assert StatementLine.objects.get(pk=interest.pk).reason == "利息"
    with pytest.raises(Conflict):
        statements.put_line_aside(place.county, interest, reason="利息")
    assert statements.reopen_line(place.county, interest).state == "open"
    with pytest.raises(Conflict):
        statements.reopen_line(place.county, StatementLine.objects.get(pk=gift.pk))


def test_an_import_is_taken_back_while_nothing_is_matched(place: Place, purse: Purse, tmp_path: Path) -> None:
    run = taken(place, tmp_path, f"{today()},50,赵好心,,,E1")
    undo_import(place.county, run, reason="选错账户")
    assert not StatementLine.objects.exists()
    run = taken(place, tmp_path, f"{today()},50,赵好心,,,E1", name="second.csv")
    statements.line_to_purse(place.county, StatementLine.objects.get(), purse=purse.pk)
    with pytest.raises(Refused, match="已核对"):
        undo_import(place.county, run, reason="选错账户")


def test_a_line_of_tomorrow_is_not_received(place: Place, purse: Purse) -> None:
    pledge = donations.pledge(place.donor, purse, amount=Decimal(5))
    line = StatementLine(
        area_code=COUNTY, key="f", booked_on=date(2999, 1, 1), amount=Decimal(5), remark=pledge.reference, batch=1
    )
    with pytest.raises(Refused, match="今天之后"):
        statements.take_lines(place.county, [line])
