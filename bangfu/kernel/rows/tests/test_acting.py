"""Acts on one row and on many: offered, allowed, all or none."""

from typing import Any

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.resources import Act, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.acting import act_on_row, act_on_rows
from bangfu.kernel.rows.visibility import Absent
from bangfu.kernel.tests.people import COUNTY, ELSEWHERE, auditor, carol

pytestmark = pytest.mark.django_db
USERS = Resource(name="kernel.user", title="用户", model=User, columns=())


def rename(_actor: User, who: Any, *, name: str) -> int:
    pks = who if isinstance(who, list) else [who.pk]
    return User.objects.filter(pk__in=pks).update(name=name)


RENAME = Act(name="rename", title="改名", run=rename, permission="kernel.user.change", when=lambda user: user.is_active)
RENAME_ALL = Act(name="rename", title="改名", run=rename, permission="kernel.user.change", bulk=True)


def users(*places: str) -> list[User]:
    return [User.objects.create(username=f"u{n}", name="Old", area_code=place) for n, place in enumerate(places)]


def test_an_act_is_done_as_declared() -> None:
    (user,) = users(COUNTY)
    assert act_on_row(carol(), USERS, RENAME, user.pk, {"name": "New"}) == 1
    user.refresh_from_db()
    assert user.name == "New"


def test_an_act_not_offered_any_more_is_a_conflict() -> None:
    (user,) = users(COUNTY)
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(Conflict):
        act_on_row(carol(), USERS, RENAME, user.pk, {"name": "New"})


def test_who_may_only_look_may_not_act() -> None:
    (user,), looker = users(COUNTY), auditor()
    with pytest.raises(Denied):
        act_on_row(looker, USERS, RENAME, user.pk, {"name": "New"})
    with pytest.raises(Denied):
        act_on_rows(looker, USERS, RENAME_ALL, [str(user.pk)], {"name": "New"})


def test_one_strangers_row_stops_all() -> None:
    mine, theirs = users(COUNTY, ELSEWHERE)
    with pytest.raises(Absent):
        act_on_rows(carol(), USERS, RENAME_ALL, [str(mine.pk), str(theirs.pk)], {"name": "New"})
    assert set(User.objects.filter(username__startswith="u").values_list("name", flat=True)) == {"Old"}


def test_rows_are_given_once_and_in_the_order_chosen() -> None:
    first, second = users(COUNTY, COUNTY)
    given: list[Any] = []
    keep = Act(name="keep", title="", run=lambda _a, ids: given.extend(ids), permission="kernel.user.change", bulk=True)
    act_on_rows(carol(), USERS, keep, [str(second.pk), str(first.pk), str(second.pk)], {})
    assert given == [second.pk, first.pk]


@pytest.mark.parametrize("pks", [[], [""], ["x"], [str(n) for n in range(1001)]])
def test_nothing_nonsense_and_too_much_are_refused(pks: list[str]) -> None:
    with pytest.raises(Refused):
        act_on_rows(carol(), USERS, RENAME_ALL, pks, {"name": "New"})
