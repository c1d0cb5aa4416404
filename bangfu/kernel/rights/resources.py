"""Accounts and grants as people list and file them."""

from collections.abc import Collection, Sequence
from secrets import token_hex
from typing import Any

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resolver, Resource, Search
from bangfu.kernel.rights.actions import (
    change_user,
    create_user,
    end_grant,
    grant_role,
    reset_password,
)
from bangfu.kernel.rights.forms import EndGrantForm, GrantForm, UserForm
from bangfu.kernel.rights.models import Grant, User
from bangfu.kernel.rights.roles import roles
from bangfu.kernel.rights.scope import scoped
from bangfu.kernel.titles import TitlesOf

SYSTEM = "system"


def _sample_user(actor: User, area_code: str) -> User:
    name = f"sample-{token_hex(4)}"
    return create_user(actor, username=name, name="示例用户", password=token_hex(12), area_code=area_code)


def _sample_grant(actor: User, area_code: str) -> Grant:
    role = next(r for r in roles if r.level is None and r.reach == "area")
    return grant_role(actor, user=_sample_user(actor, area_code), role=role.name, area_code=area_code)


def _names(ids: Collection[Any]) -> dict[Any, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids).only("name", "username")}


def _find(user: User, text: str, limit: int) -> Sequence[tuple[Any, str]]:
    visible = scoped(User.objects.all(), user, "kernel.user.view")
    if text.isdecimal():
        return [(u.pk, str(u)) for u in visible.filter(pk=int(text))[:limit]]
    found = visible.filter(name__startswith=text) | visible.filter(username__startswith=text)
    return [(u.pk, str(u)) for u in found.order_by("username")[:limit]]


USERS = Resource(
    name="kernel.user",
    title=_("用户"),
    model=User,
    menu=SYSTEM,
    menu_order=10,
    icon="users",
    order=("area_code", "username"),
    columns=(
        Column(name="username", title=_("登录名"), sort=True),
        Column(name="name", title=_("姓名"), sort=True),
        Column(name="area_code", title=_("所属地区"), kind="area"),
        Column(name="is_active", title=_("启用"), kind="boolean"),
        Column(name="must_change_password", title=_("须改密码"), kind="boolean", in_list=False),
        Column(name="last_login", title=_("最近登录"), kind="datetime", in_list=False, in_export=False),
        Column(name="created_at", title=_("建立时间"), kind="datetime", in_list=False),
    ),
    filters=(
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="is_active", title=_("启用"), kind="boolean"),
    ),
    search=(Search(path="username"), Search(path="name")),
    search_hint=_("登录名或姓名"),
    form=UserForm,
    create=create_user,
    change=change_user,
    acts=(
        Act(
            name="reset-password",
            title=_("重置密码"),
            run=reset_password,
            permission="kernel.user.change",
            confirm=_("原密码将立即失效。确定重置吗？"),
            when=lambda user: user.is_active,
        ),
    ),
    version="",
    empty=_("还没有用户。"),
    sample=_sample_user,
)

GRANTS = Resource(
    name="kernel.grant",
    title=_("授权"),
    model=Grant,
    menu=SYSTEM,
    under="kernel.user",
    menu_order=11,
    icon="key",
    order=("area_code", "-id"),
    columns=(
        Column(name="user", title=_("用户"), path="user_id", kind="user"),
        Column(name="role", title=_("角色"), kind="state", states=TitlesOf(roles)),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="workstream", title=_("工作组"), in_list=False),
        Column(name="valid_from", title=_("起"), kind="date"),
        Column(name="valid_to", title=_("止"), kind="date"),
        Column(name="granted_by", title=_("授权人"), path="granted_by_id", kind="user", in_list=False),
        Column(name="reason", title=_("事由"), in_list=False),
    ),
    filters=(
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="role", title=_("角色"), choices=lambda _user: [(r.name, r.title) for r in roles]),
    ),
    form=GrantForm,
    create=grant_role,
    acts=(
        Act(
            name="end",
            title=_("收回"),
            run=end_grant,
            permission="kernel.grant.change",
            form=EndGrantForm,
            when=lambda grant: grant.valid_to is None,
            tone="danger",
        ),
    ),
    version="",
    empty=_("还没有授权。"),
    sample=_sample_grant,
)

USER_NAMES = Resolver(
    name="user",
    names=_names,
    find=_find,
)

DECLARED = (USERS, GRANTS, USER_NAMES)
