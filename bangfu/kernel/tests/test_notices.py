"""Notices: to users, to whoever holds a role over a place, and each of one key once."""

from datetime import date

import pytest

from bangfu.kernel.notices.actions import mark_read, notify, notify_role
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.notices.queries import notices_visible_to, unread_count
from bangfu.kernel.rights.models import Grant
from bangfu.kernel.tests.people import COUNTY, TOWNSHIP, VILLAGE, alice, bob, mallory

pytestmark = pytest.mark.django_db


def test_each_user_sees_their_own() -> None:
    a, m = alice(), mallory()
    notify([a], title="有一件事")
    assert [n.title for n in notices_visible_to(a)] == ["有一件事"]
    assert not notices_visible_to(m)


def test_one_key_once() -> None:
    a, b = alice(), bob()
    for _ in range(3):
        notify([a, b], title="到期提醒", key="case:1:due")
    notify([a, a], title="没有去重标识")
    assert (unread_count(a), unread_count(b)) == (2, 1)


def test_role_over_exactly_this_place_or_above() -> None:
    a, b, m = alice(), bob(), mallory()
    notify_role("township", TOWNSHIP, title="只给乡镇")
    assert (unread_count(a), unread_count(b), unread_count(m)) == (0, 1, 0)
    notify_role("county", VILLAGE, title="给上级", above=True)
    assert (unread_count(a), unread_count(b), unread_count(m)) == (1, 1, 0)


def test_an_ended_grant_and_a_shut_account_hear_nothing() -> None:
    b = bob()
    Grant.objects.filter(user=b).update(valid_to=date(2021, 1, 1))
    notify_role("township", TOWNSHIP, title="没有人")
    a = alice()
    a.is_active = False
    a.save()
    notify([a], title="账号已停用")
    notify_role("county", COUNTY, title="账号已停用")
    assert not Notice.objects.exists()


def test_marking_read_touches_only_ones_own() -> None:
    a, m = alice(), mallory()
    notify([a, m], title="一")
    notify([a], title="二")
    foreign = Notice.objects.get(user=m)
    assert mark_read(a, [foreign.pk]) == 0
    assert mark_read(a, [Notice.objects.get(title="二").pk]) == 1
    assert [n.title for n in notices_visible_to(a)] == ["一", "二"]  # unread first
    assert mark_read(a) == 1
    assert (unread_count(a), unread_count(m)) == (0, 1)
