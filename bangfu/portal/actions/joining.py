"""How somebody from outside gets an account to give with: they ask, the county looks, both are told."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.ciphers import canonical, decrypt, encrypt, index_of
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.flows.actions import advance, start_for_visitor
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.notices.actions import notify_role
from bangfu.kernel.rights.models import Grant, User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.saying import saying
from bangfu.parties.actions import let_act_for, register_organisation, register_person
from bangfu.parties.models import Organisation, Person
from bangfu.parties.rules.identity import CREDIT_SHAPE, phone_doubts
from bangfu.portal.actions.rows import change, locked
from bangfu.portal.actions.visitors import SEND, count_deed
from bangfu.portal.flows import APPLICATION
from bangfu.portal.models import Application
from bangfu.portal.permissions import APPLICATION_SETTLE
from bangfu.portal.sites import JOIN, places_for

ROLES = {Application.Kind.FIRM: "unit", Application.Kind.PERSON: "helper"}


@transaction.atomic
def apply_for_account(
    *,
    address: str,
    kind: str,
    name: str,
    area_code: str,
    username: str,
    password: str,
    phone: str,
    credit_code: str = "",
    contact: str = "",
    wanted: str = "",
) -> Application:
    """Keep a visitor's wish to give. A log-in name that is taken is refused without telling by whom."""
    places_for(JOIN, area_code)
    username, credit_code = username.strip(), canonical(credit_code)
    _check(kind, name, username, password, phone, credit_code)
    count_deed(SEND, address, area_code)
    row = Application(
        kind=kind,
        name=name.strip(),
        credit_code=credit_code if kind == Application.Kind.FIRM else "",
        contact=contact.strip(),
        phone=encrypt(canonical(phone)),
        phone_index=index_of(phone),
        area_code=area_code,
        username=username,
        password=make_password(password),
        wanted=wanted[:200],
        sent_on=timezone.localdate(),
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict(_("登录名“%s”已有人使用，请换一个。") % username, field="username") from error
    record_change(None, "apply_for_account", row, after=snapshot(row, ("kind", "name", "area_code", "sent_on")))
    start_for_visitor(APPLICATION.name, row)
    notify_role(
        "county",
        area_code[:6],
        title=saying("有爱心方申请注册"),
        text=row.name,
        url=f"/portal/application/{row.pk}/",
        key=f"portal.application:{row.pk}",
    )
    return row


def _check(kind: str, name: str, username: str, password: str, phone: str, credit_code: str) -> None:
    if kind not in Application.Kind.values:
        raise Refused(_("请选择身份。"), field="kind")
    if not name.strip():
        raise Refused(_("请填写单位名称或姓名。"), field="name")
    if kind == Application.Kind.FIRM and not CREDIT_SHAPE.match(credit_code):
        raise Refused(_("统一社会信用代码应为 18 位，请照营业执照或登记证书填写。"), field="credit_code")
    if not phone.strip() or phone_doubts(canonical(phone)):
        raise Refused(_("请填写能打通的手机号，审核时要用。"), field="phone")
    if not username or User.objects.filter(username__iexact=username).exists():
        raise Conflict(_("登录名“%s”已有人使用，请换一个。") % username, field="username")
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused("".join(error.messages), field="password") from error


@action(APPLICATION_SETTLE)
def approve_application(actor: User, application: Application) -> Application:
    """Open the account: the party is found by its credit code or registered, and the user may give in its name."""
    row = locked(application)
    require(actor, APPLICATION_SETTLE, row.area_code)
    advance(actor, row, "approve", flow=APPLICATION.name)
    party = _party_of(actor, row)
    if User.objects.filter(username__iexact=row.username).exists():
        raise Conflict(_("登录名“%s”已有人使用，请换一个。") % row.username)
    user = User.objects.create(username=row.username, name=row.contact or row.name, area_code=row.area_code)
    user.password = row.password
    user.save(update_fields=["password"])
    record_change(actor, "create_user", user, after=snapshot(user, ("username", "name", "area_code")))
    grant = Grant.objects.create(
        user=user,
        role=ROLES[Application.Kind(row.kind)],
        area_code=row.area_code,
        valid_from=timezone.localdate(),
        granted_by=actor,
        reason=_("爱心方注册审核通过"),
    )
    record_change(actor, "grant_role", grant, after=snapshot(grant))
    let_act_for(actor, user, party=party, reason=_("爱心方注册审核通过"))
    fields = {"user": user, "party_id": party.pk, "settled_on": timezone.localdate(), "password": ""}
    return change(actor, "approve_application", row, state=Application.State.APPROVED, **fields)


def _party_of(actor: User, row: Application) -> Organisation | Person:
    if row.kind == Application.Kind.PERSON:
        return register_person(
            actor, area_code=row.area_code, name=row.name, phone=decrypt(row.phone), reason=_("爱心方注册")
        )
    known = Organisation.objects.filter(credit_code=row.credit_code, valid_to=None).first()
    if known is not None:
        return known
    return register_organisation(
        actor,
        area_code=row.area_code,
        name=row.name,
        credit_code=row.credit_code,
        kind="private_enterprise",
        contact=row.contact,
        phone=decrypt(row.phone),
        reason=_("爱心方注册"),
    )


@action(APPLICATION_SETTLE)
def read_phone(actor: User, application: Application, *, reason: str) -> str:
    """Return in words the telephone of an applicant, to call before deciding; who looked is remembered."""
    row = locked(application)
    require(actor, APPLICATION_SETTLE, row.area_code)
    if not row.phone:
        raise Refused(_("没有留电话，或审核后已经删去。"))
    record_change(actor, "read_phone", row, reason=reason)
    return _("联系电话：%(number)s（查看已记录）") % {"number": decrypt(row.phone)}


@action(APPLICATION_SETTLE)
def refuse_application(actor: User, application: Application, *, reason: str) -> Application:
    """Refuse, saying why; password and telephone are not kept."""
    row = locked(application)
    require(actor, APPLICATION_SETTLE, row.area_code)
    advance(actor, row, "refuse", reason, flow=APPLICATION.name)
    fields = {"reason": reason.strip(), "settled_on": timezone.localdate(), "password": "", "phone": ""}
    return change(actor, "refuse_application", row, why=reason, state=Application.State.REFUSED, **fields)
