"""Many at the same second: no purse below zero, no receipt number twice or left out, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from bangfu.kernel.errors import Conflict
from bangfu.parties.actions import register_organisation
from bangfu.workstreams.exchange.actions import donations, funds, payouts
from bangfu.workstreams.exchange.models import Payout, Purse, Receipt, ReceiptBook
from bangfu.workstreams.exchange.tests.conftest import COUNTY, Place
from bangfu.workstreams.exchange.tests.test_races import shared

AT_ONCE = 10


def raced(folder: Path, jobs: list[Callable[[], Any]], look: Callable[[], Any]) -> tuple[list[str], Any]:
    """Do all jobs at the same moment; return what each was told and what ``look`` sees afterwards."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> str:
        try:
            start.wait(20)
            job()
        except Conflict:
            return "conflict"
        else:
            return "done"
        finally:
            connection.close()

    def seen() -> Any:
        try:
            return look()
        finally:
            connection.close()

    with shared(folder), ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs)), pool.submit(seen).result()


@pytest.fixture
def purse(place: Place) -> Purse:
    """A purse of a fund that holds 1,000 yuan."""
    keeper = register_organisation(place.operator, area_code=COUNTY, name="慈善会", kind="foundation")
    fund = funds.open_fund(place.county, name="基金", area_code=COUNTY, keeper=keeper.pk, purpose="救助")
    row = fund.purses.get()
    donations.record_donation(place.county, purse=row.pk, amount=Decimal(1000), donor=place.firm.pk)
    return Purse.objects.get(pk=row.pk)


@pytest.mark.django_db(transaction=True)
def test_a_balance_is_never_negative(place: Place, purse: Purse, tmp_path: Path) -> None:
    asked = [
        payouts.ask_payout(
            place.village, purse=purse.pk, beneficiary=place.home.pk, amount=Decimal(300), purpose=f"救助{n}"
        )
        for n in range(AT_ONCE)
    ]
    jobs = [lambda row=row: payouts.approve_payout(place.county, row) for row in asked]
    told, (left, approved) = raced(
        tmp_path,
        jobs,
        lambda: (Purse.objects.get(pk=purse.pk).balance, Payout.objects.filter(state="approved").count()),
    )
    assert sorted(told) == ["conflict"] * (AT_ONCE - 3) + ["done"] * 3
    assert (left, approved) == (100, 3)


@pytest.mark.django_db(transaction=True)
def test_receipt_numbers_run_without_gaps(place: Place, purse: Purse, tmp_path: Path) -> None:
    jobs = [
        lambda n=n: donations.record_donation(place.county, purse=purse.pk, amount=Decimal(n + 1), donor=place.firm.pk)
        for n in range(AT_ONCE)
    ]
    told, (numbers, last, received) = raced(
        tmp_path,
        jobs,
        lambda: (
            sorted(Receipt.objects.values_list("number", flat=True)),
            ReceiptBook.objects.get().last,
            Purse.objects.get(pk=purse.pk).received,
        ),
    )
    assert told == ["done"] * AT_ONCE
    assert numbers == list(range(1, AT_ONCE + 2))
    assert (last, received) == (AT_ONCE + 1, 1000 + sum(range(1, AT_ONCE + 1)))
