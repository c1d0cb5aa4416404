"""Taking a household's own application down, finding the household, and answering it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.ciphers import canonical, encrypt, index_of
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.notices.actions import notify_role
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import require
from bangfu.kernel.saying import saying
from bangfu.parties.models import Area
from bangfu.parties.queries import households_visible_to
from bangfu.workstreams.monitoring.applications.models import Application
from bangfu.workstreams.monitoring.cases.actions.rows import day_of
from bangfu.workstreams.monitoring.cases.permissions import APPLICATION_ENTER
from bangfu.workstreams.monitoring.channels import Channel
from bangfu.workstreams.monitoring.clues.actions import report_clue
from bangfu.workstreams.monitoring.clues.models import Clue

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another on paper
CODE = 8
MOST_TODAY = 5
"""So many applications one telephone may send in on a day over the public site."""


@dataclass(frozen=True)
class Receipt:
    """What the applicant takes home: with number and code the state can be asked for. The code is not kept."""

    application: Application
    number: str
    code: str


@action(APPLICATION_ENTER)
def take_application(
    actor: User,
    *,
    area_code: str,
    name: str,
    way: str,
    text: str,
    phone: str = "",
    received_on: date | None = None,
    household: int | None = None,
) -> Receipt:
    """Take down in the office what a household says of itself, in person, by telephone or from a hotline."""
    require(actor, APPLICATION_ENTER, area_code)
    day = day_of(received_on, field="received_on")
    receipt = _enter(area_code=area_code, name=name, way=way, text=text, phone=phone, received_on=day)
    record_change(actor, "take_application", receipt.application, after=snapshot(receipt.application))
    if household:
        accept_application(actor, receipt.application, household=household)
    return receipt


@action(APPLICATION_ENTER)
def issue_code(actor: User, application: Application) -> Receipt:
    """Give an applicant a new code for asking how far it is; the one before is worth nothing from then on."""
    row = Application.objects.select_for_update().get(pk=application.pk)
    require_on(actor, APPLICATION_ENTER, row)
    record_change(actor, "issue_code", row)
    return _new_code(row)


def _new_code(row: Application) -> Receipt:
    code = get_random_string(CODE, LETTERS)
    row.code_digest = _digest(row.number, code)
    row.save(update_fields=["code_digest"])
    return Receipt(row, row.number, code)


@transaction.atomic
def send_application(*, area_code: str, name: str, text: str, phone: str) -> Receipt:
    """Take in what somebody without a log-in sends from the public site; the village point is told.

    The same words from the same telephone on one day are one application: sent again, it gets a new code. Raises
    Refused for a village that does not exist, a missing telephone, or too many from one telephone on a day.
    """
    if not canonical(phone):
        raise Refused(_("请填写联系电话，村里好与您联系。"), field="phone")
    today = timezone.localdate()
    sent = Application.objects.filter(phone_index=index_of(canonical(phone)), received_on=today, way="online")
    same = sent.select_for_update().filter(area_code=area_code, name=name.strip(), text=text.strip()).first()
    if same is not None:
        return _new_code(same)
    if sent.count() >= MOST_TODAY:
        raise Refused(_("这个电话今天已申报多次，请明天再试，或到村里申报。"), field="phone")
    receipt = _enter(area_code=area_code, name=name, way="online", text=text, phone=phone, received_on=today)
    record_change(None, "send_application", receipt.application, after=snapshot(receipt.application))
    notify_role(
        "village",
        area_code[:12],
        title=saying("收到一份农户申报，请联系核实"),
        url=f"/monitoring/application/{receipt.application.pk}/",
        key=f"application:{receipt.application.pk}",
    )
    return receipt


def _enter(*, area_code: str, name: str, way: str, text: str, phone: str, received_on: date) -> Receipt:
    if not Area.objects.filter(code=area_code, level=12, valid_to=None).exists():
        raise Refused(_("请选择所在的村。"), field="area_code")
    if way not in Application.Way.values:
        raise Refused(_("没有这种申报方式。"), field="way")
    if not name.strip() or not text.strip():
        raise Refused(_("请写明姓名和情况。"), field="text" if name.strip() else "name")
    number = f"{received_on:%Y%m%d}{get_random_string(6, '0123456789')}"
    while Application.objects.filter(number=number).exists():
        number = f"{received_on:%Y%m%d}{get_random_string(6, '0123456789')}"
    code = get_random_string(CODE, LETTERS)
    plain = canonical(phone)
    row = Application.objects.create(
        number=number,
        code_digest=_digest(number, code),
        area_code=area_code,
        name=name.strip(),
        phone=encrypt(plain) if plain else "",
        phone_index=index_of(plain),
        way=way,
        text=text.strip(),
        received_on=received_on,
    )
    return Receipt(row, number, code)


@action(APPLICATION_ENTER)
def accept_application(actor: User, application: Application, *, household: int) -> Clue:
    """Say whose application it is: it becomes a clue of that household, and the clock runs from the day it came."""
    row = _open(actor, application)
    home = households_visible_to(actor).filter(pk=household).first()
    if home is None or not home.area_code.startswith(row.area_code):
        raise Denied(_("没有这户，或它不在申报的村。"), field="household")
    clue = report_clue(
        actor, household=home.pk, channel=Channel.HOUSEHOLD, text=row.text[:400], since=row.received_on, sensitive=True
    )
    if clue.facts_count == 1 and clue.raised_on > row.received_on:
        before = snapshot(clue)
        clue.raised_on = row.received_on  # the household waits since then
        clue.save(update_fields=["raised_on"])
        record_change(actor, "date_clue", clue, before=before, after=snapshot(clue))
    today = timezone.localdate()
    _change(actor, "accept_application", row, state="accepted", household=home, clue=clue, answered_on=today)
    return clue


@action(APPLICATION_ENTER)
def decline_application(actor: User, application: Application, *, reason: str) -> Application:
    """Say why an application is not taken up: not from here, sent twice, no household of ours."""
    row = _open(actor, application)
    if not reason.strip():
        raise Refused(_("请写明不予受理的原因。"), field="reason")
    today = timezone.localdate()
    return _change(actor, "decline_application", row, state="declined", answer=reason.strip(), answered_on=today)


def application_status(number: str, code: str) -> dict[str, Any]:
    """Return how far an application is, for whoever has its number and code: stages and days, nothing else.

    Raises Refused in the same words for a wrong number and a wrong code.
    """
    wanted = "".join(number.split())[:20]
    digest = _digest(wanted, "".join(code.split()).upper()[:20])
    row = Application.objects.select_related("clue").filter(number=wanted, code_digest=digest).first()
    if row is None:
        raise Refused(_("没有查到，请核对受理编号和查询码。"))
    told: dict[str, Any] = {"number": row.number, "received_on": row.received_on, "answered_on": row.answered_on}
    told["stage"], told["answer"] = str(row.get_state_display()), row.answer
    told["due_on"] = told["decided_on"] = None
    case = getattr(row.clue, "case", None) if row.clue else None
    if case is not None:
        told["stage"], told["due_on"], told["decided_on"] = case.get_state_display(), case.due_on, case.decided_on
    elif row.clue is not None and row.clue.state in (Clue.State.DISMISSED, Clue.State.ENDED):
        told["stage"] = _("已核查办结")
    return told


def _digest(number: str, code: str) -> str:
    return index_of(f"{number}/{code}")


def _open(actor: User, application: Application) -> Application:
    row = Application.objects.select_for_update().get(pk=application.pk)
    require_on(actor, APPLICATION_ENTER, row)
    if row.state != Application.State.RECEIVED:
        raise Conflict(_("这份申报已经答复。"))
    return row


def _change(actor: User, deed: str, row: Application, **fields: Any) -> Application:
    before = snapshot(row)
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    record_change(actor, deed, row, before=before, after=snapshot(row))
    return row
