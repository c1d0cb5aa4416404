"""Frames in and out of tables."""

import datetime as dt

import polars as pl
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bangfu.kernel.history.models import Change
from bangfu.kernel.imports import sets
from bangfu.kernel.imports.sets import delete_rows, insert_rows, new_ids, read_rows, update_rows
from bangfu.kernel.rights.models import Grant, User

pytestmark = pytest.mark.django_db


def users(*names: str) -> pl.DataFrame:
    """Return users to insert."""
    frame = pl.DataFrame({"username": names, "name": [f"“{name}”, \"\n'" for name in names]})
    return frame.with_columns(
        new_ids(User, len(names)).alias("id"),
        password=pl.lit(""),
        language=pl.lit("zh-hans"),
        area_code=pl.lit(""),
        is_active=pl.lit(True),
        is_operator=pl.lit(False),
        must_change_password=pl.lit(None, pl.Boolean).fill_null(False),
        created_at=pl.lit(timezone.now()).dt.convert_time_zone("UTC"),
    )


def test_rows_go_in_and_come_out_as_the_orm_sees_them():
    frame = users("a", "b")
    insert_rows(User, frame)
    stored = list(User.objects.order_by("pk").values_list("pk", "username", "name", "is_active"))
    assert stored == list(frame.select("id", "username", "name", "is_active").iter_rows())
    back = read_rows(User, ["id", "name", "is_operator"], key="username", keys=pl.Series(["b", "nobody", None]))
    assert back.rows() == [(frame["id"][1], frame["name"][1], False)]


def test_blank_and_null_stay_apart():
    insert_rows(User, users("a"))
    day = dt.date(2020, 2, 29)
    grants = pl.DataFrame(
        {
            "id": new_ids(Grant, 2),
            "user_id": [User.objects.get().pk] * 2,
            "role": ["county"] * 2,
            "area_code": ["", "42"],
            "workstream": [""] * 2,
            "valid_from": [day] * 2,
            "valid_to": [None, day],
            "granted_by_id": pl.Series([None, None], dtype=pl.Int64),
            "reason": ["", "a,b"],
        }
    )
    insert_rows(Grant, grants)
    found = Grant.objects.order_by("pk").values_list("area_code", "valid_to", "granted_by", "reason")
    assert list(found) == [("", None, None, ""), ("42", day, None, "a,b")]
    update_rows(Grant, grants.select("id", valid_to=pl.lit(None, pl.Date), reason=pl.lit("")))
    assert set(Grant.objects.values_list("valid_to", "reason")) == {(None, "")}
    assert read_rows(Grant, grants.columns, key="id", keys=grants["id"])["valid_from"].to_list() == [day] * 2


def test_numbers_are_given_once():
    first = new_ids(User, 3)
    insert_rows(User, users("a", "b", "c"))
    assert len(set(User.objects.values_list("pk", flat=True)) | set(new_ids(User, 2).to_list())) == 5
    assert first.n_unique() == 3


def test_deleting_takes_only_what_is_named():
    frame = users("a", "b", "c")
    insert_rows(User, frame)
    delete_rows(User, frame["id"].head(2))
    assert User.objects.get().username == "c"


def test_a_load_that_outgrows_its_table_keeps_its_indexes_and_their_strictness(monkeypatch):
    monkeypatch.setattr(sets, "BULK", 1)
    insert_rows(User, users("a", "b"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(User, users("c", "b", "d"))
    assert sorted(User.objects.values_list("username", flat=True)) == ["a", "b"]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(User, users("a"))


@pytest.mark.parametrize("worthwhile", [1, 1000])
def test_reading_whole_or_by_keys_gives_the_same(monkeypatch, worthwhile):
    monkeypatch.setattr(sets, "WORTHWHILE", worthwhile)
    insert_rows(User, users("a", "b", "c"))
    found = read_rows(User, ["username"], key="username", keys=pl.Series(["a", "c", "x"]), where="t.username <> 'c'")
    assert found["username"].to_list() == ["a"]
    assert read_rows(Change, ["id"], key="id", keys=pl.Series([], dtype=pl.Int64)).is_empty()
