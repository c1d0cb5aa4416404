"""Letters from everybody: sent without a log-in, answered by the office within the days that policy sets."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.ciphers import canonical, decrypt, encrypt
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.flows.actions import advance, start_for_visitor
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.notices.actions import notify_role
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.publishing.releasing import Withheld, refuse_identifying
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.saying import saying
from bangfu.portal.actions.rows import change, locked
from bangfu.portal.actions.visitors import SEND, count_deed
from bangfu.portal.flows import LETTER
from bangfu.portal.limits import ANSWER_DAYS
from bangfu.portal.models import Letter
from bangfu.portal.permissions import LETTER_ANSWER
from bangfu.portal.queries.letters import digest_of
from bangfu.portal.sites import LETTERS, places_for

ALPHABET, CODE_LENGTH, TRIES = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 6, 20
LEAST_TEXT, SEEN_DAYS = 5, 90


@transaction.atomic
def send_letter(
    *, address: str, area_code: str, kind: str, title: str, text: str, about: str = "", contact: str = ""
) -> tuple[Letter, str]:
    """Keep what a visitor writes; return the letter and its code, told this once. ``address`` is where they come from.

    Raises Refused for an empty text or after too many from one address, Absent where no letters are taken.
    """
    places_for(LETTERS, area_code)
    if kind not in Letter.Kind.values:
        raise Refused(_("请选择类别。"), field="kind")
    if not title.strip():
        raise Refused(_("请写一个标题。"), field="title")
    if len(text.strip()) < LEAST_TEXT:
        raise Refused(_("请把情况写清楚一些。"), field="text")
    count_deed(SEND, address, area_code)
    return keep_letter(area_code=area_code, kind=kind, title=title, text=text, about=about, contact=contact)


@transaction.atomic
def keep_letter(
    *, area_code: str, kind: str, title: str, text: str, about: str = "", contact: str = ""
) -> tuple[Letter, str]:
    """Keep a letter that was checked, or came on paper; return it and its code."""
    today = timezone.localdate()
    code = "".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH))
    letter = Letter(
        area_code=area_code,
        kind=kind,
        title=title.strip()[:60],
        text=text.strip()[:2000],
        about=about[:200],
        contact=encrypt(canonical(contact)[:20]),
        sent_on=today,
        answer_by=today + timedelta(days=policy(ANSWER_DAYS, area_code)),
    )
    _numbered(letter, code, today)
    record_change(None, "send_letter", letter, after=snapshot(letter, ("number", "kind", "sent_on", "answer_by")))
    start_for_visitor(LETTER.name, letter)
    notify_role(
        "county",
        area_code[:6],
        title=saying("收到新的%(kind)s", kind=Letter.Kind(letter.kind).label),
        text=letter.number,
        url=f"/portal/letter/{letter.pk}/",
        key=f"portal.letter:{letter.pk}",
    )
    return letter, code


def _numbered(letter: Letter, code: str, today: date) -> None:
    """Save under the day and four random characters: numbers in sequence would tell how many complain."""
    for _n in range(TRIES):
        letter.number = f"{today:%y%m%d}" + "".join(secrets.choice(ALPHABET) for _c in range(4))
        letter.code = digest_of(letter.number, code)
        try:
            with transaction.atomic():
                letter.save()
        except IntegrityError:
            continue
        return
    raise Conflict(_("现在提交的人太多，请稍后再试。"))


@action(LETTER_ANSWER)
def accept_letter(actor: User, letter: Letter) -> Letter:
    """Take a letter up."""
    row = _mine(actor, letter)
    advance(actor, row, "accept", flow=LETTER.name)
    return change(actor, "accept_letter", row, state=Letter.State.ACCEPTED)


@action(LETTER_ANSWER)
def answer_letter(actor: User, letter: Letter, *, answer: str, shown: bool = False) -> Letter:
    """Answer; with ``shown`` title and answer are read by everybody, so that no number may stand in them."""
    row = _mine(actor, letter)
    if not answer.strip():
        raise Refused(_("请写答复。"), field="answer")
    if shown:
        try:
            refuse_identifying({"title": row.title, "answer": answer})
        except Withheld as withheld:
            where = _("标题") if "title" in withheld.columns else _("答复")
            message = _("%(where)s里有身份证、电话或银行卡号码，不能公开。请删去，或不公开这件答复。")
            raise Refused(message % {"where": where}, field="answer") from withheld
    advance(actor, row, "answer", flow=LETTER.name)
    fields = {"answer": answer.strip(), "shown": shown, "answered_on": timezone.localdate(), "answered_by": actor}
    return change(actor, "answer_letter", row, state=Letter.State.ANSWERED, **fields)


@action(LETTER_ANSWER)
def decline_letter(actor: User, letter: Letter, *, reason: str) -> Letter:
    """Say why it is not for this office, and where to go; the sender reads the reason as the answer."""
    row = _mine(actor, letter)
    advance(actor, row, "decline", reason, flow=LETTER.name)
    fields = {"answer": reason.strip(), "answered_on": timezone.localdate(), "answered_by": actor}
    return change(actor, "decline_letter", row, why=reason, state=Letter.State.DECLINED, **fields)


@action(LETTER_ANSWER)
def read_contact(actor: User, letter: Letter, *, reason: str) -> str:
    """Return in words the telephone a sender left; who looked, and why, is remembered."""
    row = _mine(actor, letter)
    if not row.contact:
        raise Refused(_("来信人没有留电话。"))
    if not reason.strip():
        raise Refused(_("请填写用途。"), field="reason")
    record_change(actor, "read_contact", row, reason=reason)
    return _("联系电话：%(number)s（查看已记录）") % {"number": decrypt(row.contact)}


@transaction.atomic
def rate_answer(letter: Letter, *, satisfied: bool) -> Letter:
    """Keep whether the sender, who gave number and code, is satisfied; said once."""
    row = locked(letter)
    if row.state != Letter.State.ANSWERED or row.satisfied is not None:
        raise Conflict(_("已经评价过，或还没有答复。"))
    return change(None, "rate_answer", row, satisfied=satisfied)


def _mine(actor: User, letter: Letter) -> Letter:
    row = locked(letter)
    require(actor, LETTER_ANSWER, row.area_code)
    return row
