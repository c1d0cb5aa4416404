"""A whole import is taken back to the byte, or not at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.models import Change
from bangfu.kernel.imports.actions import undo_import
from bangfu.pairing.models import Pairing, Scheme
from bangfu.parties.actions import change_person
from bangfu.parties.imports.tests.invented import VILLAGES, household, households, stored
from bangfu.parties.models import FormerPlace, Household, Membership, Party, Person


def test_a_first_import_leaves_nothing_behind(actor, take_in):
    before = stored(versions=True)
    run = take_in(households(20))
    undo_import(actor, run, reason="文件选错了")
    assert stored(versions=True) == before


def edited(rows):
    """The same households: one moved to another village, one person to another household, cells changed."""
    rows = [dict(row) for row in rows]
    by_name = {row["姓名"]: row for row in rows}
    by_name["甲3一"]["村代码"] = VILLAGES[1]
    by_name["甲3一"] |= {
        "户类型": "脱贫不稳定户",
        "户类型起始日期": "2024-05-01",
        "工资性收入": 1,
        "银行账号": "99887766554433",
    }
    by_name["甲4三"] |= {"户编号": "N000002", "与户主关系": "之子"}
    by_name["甲2一"] |= {"联系电话": "13800000001", "文化程度": "初中"}
    rows.append(household(2, 3)[2] | {"姓名": "甲新来", "公民身份号码": None, "户编号": "N000002"})
    return rows


def test_an_import_of_changes_is_restored_with_its_sealed_numbers(actor, take_in):
    rows = households(12)
    take_in(rows)
    Membership.objects.update(valid_from=timezone.localdate() - timedelta(days=400))
    before = stored()
    run = take_in(edited(rows))
    assert (run.created, run.updated) == (1, 3)
    assert FormerPlace.objects.count() == 6
    assert stored() != before
    undo_import(actor, run, reason="核对后发现有误")
    assert stored() == before


def test_undoing_is_history_too(actor, take_in):
    rows = households(4)
    take_in(rows)
    run = take_in(edited(rows))
    undo_import(actor, run, reason="核对后发现有误")
    done = Change.objects.filter(batch=run.pk, action="import_changed").order_by("object_type", "object_id")
    undone = Change.objects.filter(batch=run.pk, action="undo_import").exclude(before={}, after={})
    assert [(c.after, c.before) for c in done] == [
        (c.before, c.after) for c in undone.order_by("object_type", "object_id")
    ]
    assert set(undone.values_list("reason", flat=True)) == {"核对后发现有误"}


def test_what_was_changed_since_is_not_undone(actor, take_in):
    run = take_in(households(3))
    change_person(actor, Person.objects.get(name="甲1一"), education="senior")
    after = stored()
    with pytest.raises(Refused, match="又有 1 条资料被改动"):
        undo_import(actor, run, reason="文件选错了")
    assert stored() == after


def test_a_household_with_a_helper_is_not_undone(actor, take_in):
    run = take_in(households(3))
    home = Household.objects.get(number="N000001")
    helper = Party.objects.create(kind="person")
    Pairing.objects.create(
        scheme=Scheme.objects.create(name="x", title="x", helper_kind="person", recipient_kind="household"),
        helper=helper,
        recipient_id=home.pk,
        area_code=home.area_code,
        valid_from=timezone.localdate(),
    )
    after = stored()
    with pytest.raises(Refused, match="其中 1 条已有“结对”"):
        undo_import(actor, run, reason="文件选错了")
    assert stored() == after


def test_a_run_is_undone_once_and_with_a_reason(actor, take_in):
    run = take_in(households(2))
    with pytest.raises(Refused, match="撤销原因"):
        undo_import(actor, run, reason=" ")
    undo_import(actor, run, reason="文件选错了")
    with pytest.raises(Conflict):
        undo_import(actor, run, reason="文件选错了")
