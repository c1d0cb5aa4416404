"""One-time codes: the asker hands a code to whoever brings the gift, and entering it confirms that it arrived."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.actions import action
from bangfu.kernel.ciphers import decrypt, index_of
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.manifest import registry_of
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import require
from bangfu.kernel.saying import saying
from bangfu.parties.models import Household, Person
from bangfu.workstreams.exchange.actions.delivery import confirmed
from bangfu.workstreams.exchange.actions.rows import locked, refuse_unless
from bangfu.workstreams.exchange.limits import CODE_ATTEMPTS, CODE_MINUTES
from bangfu.workstreams.exchange.models import Claim, ReceiptCode
from bangfu.workstreams.exchange.permissions import CLAIM_CONFIRM, CLAIM_DELIVER
from bangfu.workstreams.exchange.texts import gateway

DIGITS = "0123456789"


@dataclass(frozen=True, kw_only=True)
class CodeWay:
    """A way a code reaches the asker: ``send(claim, code)`` sends it; None prints it for the village point to hand on.

    Declare another in a manifest where a county has a service for text messages.
    """

    name: str
    title: str | Promise
    send: Callable[[Claim, str], None] | None = None
    offered: Callable[[], bool] = lambda: True


def _notice(claim: Claim, code: str) -> None:
    users = User.objects.filter(acts_for__party_id=claim.need.asker_id)
    if not users.exists():
        raise Refused(_("求助方没有登录账号，请改为打印纸条。"), field="way")
    notify(users, title=saying("收到东西时，把确认码告诉送来的人"), text=saying("确认码：%(code)s", code=code))


def _text(claim: Claim, code: str) -> None:
    service = gateway()
    home = Household.objects.filter(pk=claim.need.asker_id).first()
    person = Person.objects.filter(pk=claim.need.asker_id).first()
    number = next((decrypt(one.phone) for one in (home, person) if one is not None and one.phone), "")
    if service is None or not number:
        raise Refused(_("没有登记求助方的电话，或没有短信服务；请改为打印纸条。"), field="way")
    words = _("收到“%(what)s”并核对无误后，把确认码 %(code)s 告诉送来的人。")
    service.port.send(number, words % {"what": claim.need.title, "code": code}, area_code=claim.area_code)


code_ways = registry_of(CodeWay)
WAYS = (
    CodeWay(name="paper", title=gettext_lazy("打印纸条")),
    CodeWay(name="notice", title=gettext_lazy("站内通知"), send=_notice),
    CodeWay(name="text", title=gettext_lazy("短信"), send=_text, offered=lambda: gateway() is not None),
)


@action(CLAIM_CONFIRM)
def issue_code(actor: User, claim: Claim, *, way: str = "paper") -> str:
    """Give out a new code for a claim under way; an earlier one ends. Return it: it can never be read again."""
    row = locked(claim)
    require(actor, CLAIM_CONFIRM, row.area_code)
    refuse_unless(row.state in ("claimed", "under_way", "delivered"), _("这条认领现在不需要确认码。"))
    now = timezone.now()
    row.codes.filter(ended_at=None).update(ended_at=now)
    code = get_random_string(6, DIGITS)
    ReceiptCode.objects.create(
        claim=row,
        digest=digest_of(row, code),
        way=way,
        issued_by=actor,
        expires_at=now + timedelta(minutes=policy(CODE_MINUTES, row.area_code)),
    )
    record_change(actor, "issue_code", row, after={"way": way})
    send = code_ways[way].send
    if send is not None:
        send(row, code)
    return code


def digest_of(claim: Claim, code: str) -> str:
    """Return the keyed digest of a code for one claim."""
    return index_of(f"receipt:{claim.pk}:{code.strip()}")


def confirm_by_code(actor: User, claim: Claim, *, code: str) -> Claim:
    """Confirm a delivered claim by the asker's code, entered by whoever delivered.

    The attempt is counted before the code is looked at and stays counted when it is wrong, so that guessing ends after
    the policy's number of attempts. Call it outside a transaction. Raises Refused for a wrong, used or expired code.
    """
    require(actor, CLAIM_DELIVER)
    require_on(actor, CLAIM_DELIVER, claim)
    if transaction.get_connection().in_atomic_block:
        raise RuntimeError("an attempt must stay counted when the code is wrong: call this outside a transaction")
    issued = _counted(claim)
    if issued.digest != digest_of(claim, code):
        raise Refused(_("确认码不对，请再核对。"), field="code")
    return _confirm(actor, claim, issued)


def _counted(claim: Claim) -> ReceiptCode:
    most = policy(CODE_ATTEMPTS, claim.area_code)
    open_codes = ReceiptCode.objects.filter(claim=claim, ended_at=None, expires_at__gt=timezone.now())
    if not open_codes.filter(attempts__lt=most).update(attempts=F("attempts") + 1):
        raise Refused(_("没有可用的确认码，或试错次数过多；请村信息点重新发一个。"), field="code")
    return open_codes.get()


@transaction.atomic
def _confirm(actor: User, claim: Claim, issued: ReceiptCode) -> Claim:
    row = locked(claim)
    if not ReceiptCode.objects.filter(pk=issued.pk, ended_at=None).update(ended_at=timezone.now()):
        raise Denied(_("这个确认码已经用过。"))
    return confirmed(actor, row, "code")
