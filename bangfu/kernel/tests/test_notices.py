"""Notices: to users, to whoever holds a role over a place, and each of one key once."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from bangfu.kernel.notices.actions import mark_read, notify, notify_role
from bangfu.kernel.notices.models import Level, Notice
from bangfu.kernel.notices.queries import notices_visible_to, unread_count
from bangfu.kernel.periods import parse
from bangfu.kernel.rights.models import Grant
from bangfu.kernel.saying import Said, saying
from bangfu.kernel.tests.people import COUNTY, TOWNSHIP, VILLAGE, alice, bob, mallory

pytestmark = pytest.mark.django_db


def test_each_user_sees_their_own() -> None:
    a, m = alice(), mallory()
    notify([a], title=saying("有一件事"))
    assert [n.title for n in notices_visible_to(a)] == ["有一件事"]
    assert not notices_visible_to(m)


def test_one_key_once() -> None:
    a, b = alice(), bob()
    for _ in range(3):
        notify([a, b], title=saying("到期提醒"), key="case:1:due")
    notify([a, a], title=saying("没有去重标识"))
    assert (unread_count(a), unread_count(b)) == (2, 1)


def test_role_over_exactly_this_place_or_above() -> None:
    a, b, m = alice(), bob(), mallory()
    notify_role("township", TOWNSHIP, title=saying("只给乡镇"))
    assert (unread_count(a), unread_count(b), unread_count(m)) == (0, 1, 0)
    notify_role("county", VILLAGE, title=saying("给上级"), above=True)
    assert (unread_count(a), unread_count(b), unread_count(m)) == (1, 1, 0)


def test_an_ended_grant_and_a_shut_account_hear_nothing() -> None:
    b = bob()
    Grant.objects.filter(user=b).update(valid_to=date(2021, 1, 1))
    notify_role("township", TOWNSHIP, title=saying("没有人"))
    a = alice()
    a.is_active = False
    a.save()
    notify([a], title=saying("账号已停用"))
    notify_role("county", COUNTY, title=saying("账号已停用"))
    assert not Notice.objects.exists()


def test_marking_read_touches_only_ones_own() -> None:
    a, m = alice(), mallory()
    notify([a, m], title=saying("一"))
    notify([a], title=saying("二"))
    foreign = Notice.objects.get(user=m)
    assert mark_read(a, [foreign.pk]) == 0
    assert mark_read(a, [Notice.objects.get(title="二").pk]) == 1
    assert [n.title for n in notices_visible_to(a)] == ["一", "二"]  # unread first
    assert mark_read(a) == 1
    assert (unread_count(a), unread_count(m)) == (0, 1)


def test_it_is_told_in_the_language_of_whoever_reads_it() -> None:
    """Not in that of whoever was at work when it was sent; what a person wrote stays as written."""
    a = alice()
    with override("en"):
        notify([a], title=saying("“%(job)s”已完成", job=Level.WARNING.label), text="三户没有电话")
    kept = Notice.objects.get()
    assert (kept.title, kept.heading) == ("“提醒”已完成", "“提醒”已完成")
    with override("en"):
        assert (kept.heading, kept.body) == ("“Warning” is done", "三户没有电话")
    with override("zh-hant"):
        assert (kept.heading, kept.body) == ("“提醒”已完成", "三户没有电话")


def test_periods_money_and_sentences_inside_are_told_too() -> None:
    a = alice()
    values = {"figure": saying("通知"), "period": parse("2026Q1"), "value": Decimal("67519100.00")}
    notify([a], title=saying("通知"), text=Said("%(figure)s · %(period)s · %(value)s", values))
    kept = Notice.objects.get()
    assert kept.body == kept.text == "通知 · 2026 年第 1 季度 · 6,751.91万元"
    with override("en"):
        assert kept.body == "Notices · Q1 2026 · 67.52 million CNY"


def test_older_notices_and_those_of_another_version_show_their_chinese_words() -> None:
    a = alice()
    kept = Notice.objects.create(user=a, title="有一件事", text="从前")
    broken = Notice.objects.create(
        user=a, title="有 3 件事", said={"title": {"say": "有 %(n)s 件事", "with": {"m": 3}}}
    )
    with override("en"):
        assert (kept.heading, kept.body, broken.heading) == ("有一件事", "从前", "有 3 件事")


def test_a_title_that_only_one_language_can_read_is_refused() -> None:
    with pytest.raises(TypeError):
        notify([alice()], title="有一件事")  # type: ignore[arg-type]
