"""A department's file from the workbook to matched rows: who is who, what is refused, what is remembered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bangfu.kernel.ciphers import decrypt
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import id_check_digit
from bangfu.parties.actions import register_household
from bangfu.parties.models import Household, Person
from bangfu.workstreams.monitoring.lists.actions import accept_match, import_list, reject_match, withdraw_import
from bangfu.workstreams.monitoring.lists.models import ListImport, ListRow, ListType
from bangfu.workstreams.monitoring.lists.reading import FileRefused
from bangfu.workstreams.monitoring.lists.slips import is_right, meant_by
from bangfu.workstreams.monitoring.screening.tests.conftest import (  # noqa: F401 - fixtures
    COUNTY,
    STRANGE,
    STRANGE_VILLAGE,
    VILLAGE,
    actor,
    county,
    employed,
)

OCTOBER = date(2020, 10, 1)
BODY = "42030019680102"


def number(order: int, born: str = "19680102") -> str:
    body = f"420300{born}{order:03d}"
    return body + id_check_digit(body)


@pytest.fixture
def medical(actor: User) -> ListType:  # noqa: F811
    return ListType.objects.get(code="medical")


@pytest.fixture
def wang(actor: User) -> Person:  # noqa: F811
    return person(actor, "王建国", number(1))


def person(actor: User, name: str, id_number: str, area_code: str = VILLAGE) -> Person:  # noqa: F811
    born = date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    home = register_household(
        actor,
        area_code=area_code,
        head_name=name,
        head_sex="1",
        head_id_number=id_number,
        head_birth_date=born,
        opened_on=date(2016, 1, 1),
    )
    return Household.objects.get(pk=home.pk).members.get()


class Sends:
    """Writes a file as a department would, and sends it."""

    def __init__(self, sender: User, kind: ListType, folder: Path) -> None:
        self.sender, self.kind, self.folder, self.files = sender, kind, folder, 0

    def __call__(self, rows: list[dict[str, Any]], month: date = OCTOBER, **given: Any) -> ListImport:
        self.files += 1
        path = self.folder / f"list{self.files}.csv"
        pl.DataFrame(rows).write_csv(path)
        return import_list(self.sender, self.kind, path, area_code=COUNTY, month=month, **given)


@pytest.fixture
def send(county: User, medical: ListType, tmp_path: Path) -> Sends:  # noqa: F811
    return Sends(county, medical, tmp_path)


def line(name: str, id_number: str, paid: str = "5200.50", day: str = "2020-10-05", **more: str) -> dict[str, str]:
    return {"姓名": name, "身份证号": id_number, "结算日期": day, "就诊类别": "住院", "个人自付": paid, **more}


def only_row() -> ListRow:
    return ListRow.objects.get()


def test_the_same_number_and_name_is_matched_and_the_number_is_dropped(wang: Person, send: Sends) -> None:
    received = send([line("王建国", number(1))])
    row = only_row()
    assert (row.state, row.why, row.person_id, row.household_id) == ("matched", "by_id", wang.pk, wang.household_id)
    assert row.facts == {"settled_on": "2020-10-05", "kind": "住院", "self_paid": 520050}
    assert (row.day, row.area_code, row.id_number) == (date(2020, 10, 5), VILLAGE, "")
    assert (received.rows_read, received.matched) == (1, 1)


@pytest.mark.parametrize(
    ("name", "written", "state", "why"),
    [
        ("王建国", number(1)[:10] + "O" + number(1)[11:], "matched", "by_id"),
        ("王建国", number(1)[:16] + str((int(number(1)[16]) + 1) % 10) + number(1)[17:], "near", "id_slip"),
        ("王建国", number(1)[:8] + number(1)[9] + number(1)[8] + number(1)[10:], "near", "id_slip"),
        ("王建国", number(1)[:5] + number(1)[6:], "near", "id_slip"),
        ("王建国", number(7), "near", "birth"),
        ("王建郭", number(1), "near", "other_name"),
        ("赵钱孙", number(9), "unmatched", "not_registered"),
        ("赵钱孙", "42030019680102", "unmatched", "no_id"),
    ],
)
def test_a_slip_is_left_to_a_person(wang: Person, send: Sends, name: str, written: str, state: str, why: str) -> None:
    others = [line(f"路人{'甲乙丙'[i]}", number(100 + i, "19700101")) for i in range(3)]
    send([line(name, written), *others])
    row = ListRow.objects.get(row_number=2)
    assert (row.state, row.why) == (state, why)
    assert row.candidate_id == (wang.pk if state == "near" else None)
    if state != "matched":
        assert row.id_number.startswith("g1:")
        assert len(decrypt(row.id_number)) >= 14


def test_two_of_one_name_and_birthday_are_nobody(actor: User, wang: Person, send: Sends) -> None:  # noqa: F811
    person(actor, "王建国", number(3))
    send([line("王建国", number(5))])
    assert (only_row().state, only_row().why) == ("unmatched", "several")


def test_a_decision_is_remembered(wang: Person, send: Sends, county: User) -> None:  # noqa: F811
    send([line("王建国", number(7))])
    row = accept_match(county, only_row())
    assert (row.state, row.person_id, row.id_number) == ("matched", wang.pk, "")
    received = send([line("王建国", number(7), "80")], month=date(2020, 11, 1))
    assert (received.matched, received.near) == (1, 0)
    with pytest.raises(Conflict):
        reject_match(county, row)


def test_a_rejection_is_remembered(wang: Person, send: Sends, county: User) -> None:  # noqa: F811
    send([line("王建国", number(7))])
    reject_match(county, only_row(), reason="同名同日")
    received = send([line("王建国", number(7), "80")], month=date(2020, 11, 1))
    assert (received.near, received.unmatched) == (0, 1)


def test_the_same_file_or_content_is_refused(wang: Person, send: Sends) -> None:
    rows = [line("王建国", number(1)), line("赵钱孙", number(9))]
    send(rows)
    with pytest.raises(Conflict, match="2020-10"):
        send(list(reversed(rows)), month=date(2020, 11, 1))
    assert ListImport.objects.count() == 1


def test_what_was_taken_back_may_come_again(wang: Person, send: Sends, county: User) -> None:  # noqa: F811
    received = send([line("王建国", number(1))])
    withdraw_import(county, received, reason="月份填错")
    assert not ListRow.objects.exists()
    assert send([line("王建国", number(1))]).matched == 1


def test_every_fault_is_told_at_once(wang: Person, send: Sends) -> None:
    rows = [line("王建国", number(1))] * 4 + [
        line("李四", number(2), paid="很多", day="2020-13-40"),
        line("", number(3)),
    ]
    with pytest.raises(FileRefused) as refused:
        send(rows)
    assert {(i["row"], i["column"]) for i in refused.value.issues} == {(6, "个人自付"), (6, "结算日期"), (7, "姓名")}
    assert not ListRow.objects.exists()


def test_slipped_columns_are_refused(wang: Person, send: Sends) -> None:
    slipped = [
        {"姓名": number(i), "身份证号": "2020-10-05", "结算日期": "住院", "就诊类别": "1", "个人自付": ""}
        for i in range(3)
    ]
    with pytest.raises(FileRefused, match="错位"):
        send(slipped)


def test_strange_headings_are_mapped_once(wang: Person, send: Sends) -> None:
    odd = {"姓名": "王建国", "身份证号": number(1), "结算日期": "2020-10-05", "就诊类别": "住院", "自己掏的钱": "300"}
    with pytest.raises(FileRefused, match="个人自付"):
        send([odd])
    send([odd], headings={"self_paid": "自己掏的钱"})
    again = send([{**odd, "自己掏的钱": "400"}], month=date(2020, 11, 1))
    assert again.headings["self_paid"] == "自己掏的钱"


def test_a_number_that_lost_its_digits_is_refused(wang: Person, send: Sends) -> None:
    with pytest.raises(FileRefused):
        send([line("王建国", "4.203E+17"), line("李四", "4.203E+17")])


def test_people_of_another_county_are_not_matched(actor: User, send: Sends) -> None:  # noqa: F811
    person(actor, "王建国", number(1), STRANGE_VILLAGE)
    assert send([line("王建国", number(1))]).unmatched == 1


def test_a_stranger_sends_nothing(medical: ListType, tmp_path: Path) -> None:
    stranger = employed("stranger", "department", STRANGE)
    with pytest.raises(Denied):
        Sends(stranger, medical, tmp_path)([line("王建国", number(1))])


def test_a_month_that_has_not_come(send: Sends) -> None:
    with pytest.raises(Refused, match="月份"):
        send([line("王建国", number(1))], month=date(2199, 1, 1))


def test_only_right_numbers_are_meant() -> None:
    right = number(1)
    assert meant_by(right) == [right]
    wrong = right[:9] + str((int(right[9]) + 3) % 10) + right[10:]
    meant = meant_by(wrong)
    assert right in meant
    assert all(map(is_right, meant))
    assert len(meant) < 40
