"""The way of an agreement: drafted, signed, and closed in one of three ways; its permissions and parameters."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.evidence.kinds import DOCUMENT, PHOTO, EvidencePurpose
from bangfu.kernel.flows.declarations import Flow, State, Transition
from bangfu.kernel.policy.keys import PolicyKey
from bangfu.kernel.rights.roles import Permission
from bangfu.pairing.models import Agreement

FLOW = "pairing.agreement"
VIEW, CHANGE, SIGN = "pairing.agreement.view", "pairing.agreement.change", "pairing.agreement.sign"
EXPORT, IMPORT = "pairing.agreement.export", "pairing.agreement.import"
NOTICE_DAYS = "pairing.agreement_notice_days"
TITLES = dict(Agreement.State.choices)
STANDINGS = {
    "draft": (TITLES["draft"], "waiting"),
    "signed": (TITLES["signed"], "good"),
    "expired": (_("已到期，未办结"), "warning"),
    "ended": (TITLES["ended"], "neutral"),
    "terminated": (TITLES["terminated"], "bad"),
    "discarded": (TITLES["discarded"], "neutral"),
}

PERMISSIONS = (
    Permission(
        name=VIEW,
        title=_("查看帮扶协议"),
        roles=("county", "township", "village", "lead", "auditor", "helper", "unit", "partner"),
    ),
    Permission(name=CHANGE, title=_("登记帮扶协议"), roles=("county", "lead")),
    Permission(name=SIGN, title=_("登记协议签署和解除"), roles=("county",)),
    Permission(name=EXPORT, title=_("导出帮扶协议"), roles=("county", "lead", "auditor")),
    Permission(name=IMPORT, title=_("导入帮扶协议"), roles=("county", "lead")),
)

KEYS = (
    PolicyKey(
        name=NOTICE_DAYS,
        title=_("协议到期提醒"),
        type="days",
        unit=_("天"),
        help=_("协议到期前多少天通知双方。"),
    ),
)

SCAN = EvidencePurpose(name="agreement", title=_("签字盖章扫描件"), accepts=(PHOTO, DOCUMENT))

AGREEMENT_FLOW = Flow(
    name=FLOW,
    title=_("帮扶协议"),
    states=(
        State(name="draft", title=TITLES["draft"], tone="waiting", asks="sign"),
        State(name="signed", title=TITLES["signed"], tone="good"),
        State(name="ended", title=TITLES["ended"], final=True),
        State(name="terminated", title=TITLES["terminated"], tone="bad", final=True),
        State(name="discarded", title=TITLES["discarded"], final=True),
    ),
    transitions=(
        Transition(name="sign", title=_("登记签署"), sources=("draft",), target="signed", permission=SIGN),
        Transition(
            name="discard",
            title=_("作废"),
            sources=("draft",),
            target="discarded",
            permission=CHANGE,
            needs_reason=True,
        ),
        Transition(
            name="reopen",
            title=_("退回起草"),
            sources=("signed",),
            target="draft",
            permission=SIGN,
            needs_reason=True,
        ),
        Transition(name="end", title=_("期满办结"), sources=("signed",), target="ended", permission=SIGN),
        Transition(
            name="terminate",
            title=_("解除"),
            sources=("signed",),
            target="terminated",
            permission=SIGN,
            needs_reason=True,
        ),
    ),
    initial="draft",
    start_permission=CHANGE,
    view_permission=VIEW,
)
