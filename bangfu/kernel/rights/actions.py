"""Accounts, and who may do what where."""

import secrets
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import is_code
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import Grant, User
from bangfu.kernel.rights.roles import roles
from bangfu.kernel.rights.scope import require

CHANGE_USER = "kernel.user.change"
CHANGE_GRANT = "kernel.grant.change"
USER_FIELDS = ("username", "name", "language", "area_code", "is_active")
OPERATOR = "operator"


def operator() -> User:
    """Return the account that the command line acts as; it has every right and no password to log in with."""
    user, created = User.objects.get_or_create(
        username=OPERATOR, defaults={"name": _("命令行操作员"), "is_operator": True}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


@action(CHANGE_USER)
def create_user(
    actor: User, *, username: str, name: str, password: str, area_code: str = "", language: str = "zh-hans"
) -> User:
    """Open an account, kept by the place ``area_code``. Its first password must be changed at the first log-in."""
    require(actor, CHANGE_USER, area_code)
    _refuse_bad_place(area_code)
    if not username.strip() or not name.strip():
        raise Refused(_("请填写登录名和姓名。"))
    if User.objects.filter(username__iexact=username.strip()).exists():
        raise Conflict(_("登录名“%s”已有人使用。") % username.strip(), field="username")
    user = User(
        username=username.strip(), name=name.strip(), area_code=area_code, language=language, must_change_password=True
    )
    _set_password(user, password)
    user.save()
    record_change(actor, "create_user", user, after=snapshot(user, USER_FIELDS))
    return user


@action(CHANGE_USER)
def change_user(
    actor: User, user: User, *, name: str, area_code: str, language: str, is_active: bool, reason: str = ""
) -> User:
    """Change an account's particulars, or shut it with ``is_active``. Nobody shuts out themselves."""
    require(actor, CHANGE_USER, user.area_code)
    require(actor, CHANGE_USER, area_code)
    _refuse_bad_place(area_code)
    _refuse_operator(user)
    if user.pk == actor.pk and not is_active:
        raise Refused(_("不能停用自己的账号。"), field="is_active")
    before = snapshot(user, USER_FIELDS)
    user.name, user.area_code, user.language, user.is_active = name.strip(), area_code, language, is_active
    user.save(update_fields=["name", "area_code", "language", "is_active"])
    record_change(actor, "change_user", user, before=before, after=snapshot(user, USER_FIELDS), reason=reason)
    return user


@action(CHANGE_USER)
def reset_password(actor: User, user: User) -> str:
    """Give an account a new password; return the words that tell it, this once."""
    return temporary_password_told(user, renew_password(actor, user))


@transaction.atomic
def renew_password(actor: User, user: User) -> str:
    """Give an account a new password, to be changed at the next log-in, and return it: it is told this once."""
    require(actor, CHANGE_USER, user.area_code)
    _refuse_operator(user)
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record_change(actor, "reset_password", user)
    return password


def temporary_password_told(user: User, password: str) -> str:
    """The words in which a new password is told."""
    return _("%(name)s 的临时密码是 %(password)s ，只显示这一次，登录后须修改。") % {
        "name": user.name,
        "password": password,
    }


@transaction.atomic
def change_password(actor: User, *, old: str, new: str) -> User:
    """Change one's own password. Raises Refused for a wrong old one or a weak new one."""
    if not actor.check_password(old):
        raise Refused(_("现在的密码不对。"), field="old")
    if old == new:
        raise Refused(_("新密码不能和现在的一样。"), field="new")
    _set_password(actor, new, field="new")
    actor.must_change_password = False
    actor.save(update_fields=["password", "must_change_password"])
    record_change(actor, "change_password", actor)
    return actor


@action(CHANGE_GRANT)
def grant_role(
    actor: User,
    *,
    user: User,
    role: str,
    area_code: str = "",
    workstream: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    reason: str = "",
) -> Grant:
    """Give a role to a user over a place inside one's own, from a day (default today). Nobody grants themselves."""
    require(actor, CHANGE_GRANT, area_code)
    _refuse_bad_place(area_code)
    declared = roles.get(role)
    if declared is None:
        raise Refused(_("没有名为“%s”的角色。") % role, field="role")
    if user.pk == actor.pk:
        raise Refused(_("不能给自己授权，请由其他管理员办理。"), field="user")
    if declared.level is not None and len(area_code) != declared.level:
        raise Refused(
            _("“%(role)s”角色要授予到 %(level)s 位代码的地区。") % {"role": declared.title, "level": declared.level},
            field="area_code",
        )
    start = valid_from or timezone.localdate()
    if valid_to is not None and valid_to < start:
        raise Refused(_("结束日期早于开始日期。"), field="valid_to")
    same = Grant.objects.filter(user=user, role=role, area_code=area_code, workstream=workstream)
    if any(g.valid_to is None or g.valid_to >= start for g in same):
        raise Conflict(
            _("%(user)s 在该地区已有“%(role)s”角色。") % {"user": user, "role": declared.title}, field="role"
        )
    grant = Grant.objects.create(
        user=user,
        role=role,
        area_code=area_code,
        workstream=workstream,
        valid_from=start,
        valid_to=valid_to,
        granted_by=actor,
        reason=reason,
    )
    record_change(actor, "grant_role", grant, after=snapshot(grant), reason=reason)
    return grant


@action(CHANGE_GRANT)
def end_grant(actor: User, grant: Grant, *, last_day: date | None = None, reason: str) -> Grant:
    """End a grant after ``last_day``, by default at once."""
    require(actor, CHANGE_GRANT, grant.area_code)
    if not reason.strip():
        raise Refused(_("请填写收回的原因。"), field="reason")
    yesterday = timezone.localdate() - timedelta(days=1)
    if grant.valid_to is not None and grant.valid_to <= yesterday:
        raise Conflict(_("这项授权已经结束。"))
    before = snapshot(grant)
    grant.valid_to = last_day or yesterday
    # A grant that is ended on its first day never held for a whole one; history keeps when it was given.
    grant.valid_from = min(grant.valid_from, grant.valid_to)
    grant.save(update_fields=["valid_from", "valid_to"])
    record_change(actor, "end_grant", grant, before=before, after=snapshot(grant), reason=reason)
    return grant


def _set_password(user: User, password: str, field: str = "password") -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused("".join(error.messages), field=field) from error
    user.set_password(password)


def _refuse_operator(user: User) -> None:
    """The operator has every right, so nobody may open or shut its account from a page."""
    if user.is_operator:
        raise Refused(_("命令行操作员的账号不能登录，也不能修改。"))


def _refuse_bad_place(area_code: str) -> None:
    if area_code and not is_code(area_code):
        raise Refused(_("“%s”不是区划代码。") % area_code, field="area_code")
