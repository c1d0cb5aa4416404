"""The ways of a need, a claim and a complaint, with their clocks."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.flows.declarations import Deadline, Flow, State, Text, Transition
from bangfu.workstreams.exchange import limits
from bangfu.workstreams.exchange.models import Claim, Complaint, Need
from bangfu.workstreams.exchange.permissions import (
    CLAIM_APPROVE,
    CLAIM_CONFIRM,
    CLAIM_DELIVER,
    CLAIM_VIEW,
    COMPLAINT_MAKE,
    COMPLAINT_SETTLE,
    COMPLAINT_VIEW,
    NEED_CHECK,
    NEED_ENTER,
    NEED_FOLLOW,
    NEED_REVIEW,
    NEED_VIEW,
)

N, C, Q = dict(Need.State.choices), dict(Claim.State.choices), dict(Complaint.State.choices)
HELD_BY_CLAIMS = ("claimed", "under_way", "delivered", "confirmed")
BEFORE_CLAIMS = ("published", "offline", *HELD_BY_CLAIMS)


def _step(name: str, title: str, sources: tuple[str, ...], target: str, permission: str, **more: bool) -> Transition:
    return Transition(name=name, title=title, sources=sources, target=target, permission=permission, **more)


NEED = Flow(
    name="exchange.need",
    title=_("需求办理"),
    states=(
        State(name="draft", title=N["draft"]),
        State(
            name="checking",
            title=N["checking"],
            tone="waiting",
            asks="check",
            deadline=Deadline(policy=limits.CHECK_DAYS, working=True),
        ),
        State(
            name="reviewing",
            title=N["reviewing"],
            tone="waiting",
            asks="publish",
            deadline=Deadline(policy=limits.REVIEW_DAYS, working=True),
        ),
        State(name="published", title=N["published"], tone="waiting", deadline=Deadline(policy=limits.OPEN_DAYS)),
        State(name="offline", title=N["offline"], tone="warning"),
        State(name="claimed", title=N["claimed"], tone="good"),
        State(name="under_way", title=N["under_way"], tone="good"),
        State(name="delivered", title=N["delivered"], tone="good"),
        State(name="confirmed", title=N["confirmed"], tone="good"),
        State(name="closed", title=N["closed"], final=True),
        State(name="questioned", title=N["questioned"], tone="bad", asks="clear"),
        State(name="refused", title=N["refused"], tone="bad", final=True),
        State(name="withdrawn", title=N["withdrawn"], final=True),
        State(name="false", title=N["false"], tone="bad", final=True),
    ),
    transitions=(
        _step("submit", _("提交"), ("draft",), "checking", NEED_ENTER),
        _step("check", _("核实无误"), ("checking",), "reviewing", NEED_CHECK),
        _step("return", _("退回修改"), ("checking", "reviewing"), "draft", NEED_CHECK, needs_reason=True),
        _step("publish", _("审核发布"), ("reviewing",), "published", NEED_REVIEW),
        _step("refuse", _("不予通过"), ("checking", "reviewing"), "refused", NEED_CHECK, needs_reason=True),
        _step(
            "withdraw",
            _("撤回"),
            ("draft", "checking", "reviewing", "published", "offline"),
            "withdrawn",
            NEED_ENTER,
            needs_reason=True,
        ),
        _step("hand_over", _("转线下帮扶"), ("published",), "offline", NEED_REVIEW),
        _step("list_again", _("重新上榜"), ("offline",), "published", NEED_REVIEW),
        # What claims do to their need. The state follows the claim that is least far.
        _step("free", _("认领释放"), HELD_BY_CLAIMS, "published", NEED_FOLLOW),
        _step("take", _("认领"), ("published", "offline", *HELD_BY_CLAIMS), "claimed", NEED_FOLLOW),
        _step("begin", _("开始对接"), BEFORE_CLAIMS, "under_way", NEED_FOLLOW),
        _step("deliver", _("送达"), BEFORE_CLAIMS, "delivered", NEED_FOLLOW),
        _step("confirm", _("确认收到"), BEFORE_CLAIMS, "confirmed", NEED_FOLLOW),
        _step("close", _("办结"), BEFORE_CLAIMS, "closed", NEED_FOLLOW),
        _step("reopen", _("撤销补记"), ("closed",), "published", CLAIM_APPROVE, needs_reason=True),
        _step("question", _("暂停核查"), BEFORE_CLAIMS, "questioned", NEED_REVIEW),
        _step("clear", _("核查无误"), ("questioned",), "published", COMPLAINT_SETTLE),
        _step("expose", _("认定虚假"), ("questioned", *BEFORE_CLAIMS), "false", COMPLAINT_SETTLE, needs_reason=True),
    ),
    initial="draft",
    start_permission=NEED_ENTER,
    view_permission=NEED_VIEW,
)

CLAIM = Flow(
    name="exchange.claim",
    title=_("认领办理"),
    states=(
        State(
            name="claimed",
            title=C["claimed"],
            tone="waiting",
            asks="contact",
            deadline=Deadline(policy=limits.CONTACT_DAYS),
        ),
        State(name="under_way", title=C["under_way"], tone="waiting", deadline=Deadline(policy=limits.DELIVERY_DAYS)),
        State(name="delivered", title=C["delivered"], tone="waiting", deadline=Deadline(policy=limits.CONFIRM_DAYS)),
        State(name="confirmed", title=C["confirmed"], tone="good", deadline=Deadline(policy=limits.RATING_DAYS)),
        State(name="closed", title=C["closed"], tone="good", final=True),
        State(name="released", title=C["released"], final=True),
        State(name="cancelled", title=C["cancelled"], final=True),
    ),
    transitions=(
        _step("contact", _("已对接"), ("claimed",), "under_way", CLAIM_DELIVER),
        _step("deliver", _("已送达"), ("claimed", "under_way"), "delivered", CLAIM_DELIVER),
        _step("confirm", _("确认收到"), ("delivered",), "confirmed", CLAIM_VIEW),
        _step("dispute", _("没有收到"), ("delivered",), "under_way", CLAIM_CONFIRM, needs_reason=True),
        _step("close", _("办结"), ("confirmed",), "closed", CLAIM_VIEW),
        _step("cancel", _("取消认领"), ("claimed", "under_way"), "cancelled", CLAIM_DELIVER, needs_reason=True),
        _step("take_back", _("撤销补记"), ("closed",), "cancelled", CLAIM_APPROVE, needs_reason=True),
        _step("release", _("释放"), ("claimed", "under_way"), "released", CLAIM_APPROVE, needs_reason=True),
    ),
    initial="claimed",
    start_permission=CLAIM_VIEW,
    view_permission=CLAIM_VIEW,
)

COMPLAINT = Flow(
    name="exchange.complaint",
    title=_("投诉核查"),
    states=(
        State(
            name="open",
            title=Q["open"],
            tone="warning",
            asks="dismiss",
            deadline=Deadline(policy=limits.COMPLAINT_DAYS),
        ),
        State(name="upheld", title=Q["upheld"], tone="bad", final=True),
        State(name="dismissed", title=Q["dismissed"], final=True),
    ),
    transitions=(
        _step("uphold", _("属实"), ("open",), "upheld", COMPLAINT_SETTLE, needs_reason=True),
        _step("dismiss", _("不属实"), ("open",), "dismissed", COMPLAINT_SETTLE, needs_reason=True),
    ),
    initial="open",
    start_permission=COMPLAINT_MAKE,
    view_permission=COMPLAINT_VIEW,
)

FLOWS = (NEED, CLAIM, COMPLAINT)


def states_of(flow: Flow) -> dict[str, tuple[Text, str]]:
    """Return state → word and tone, for columns."""
    return {state.name: (state.title, state.tone or "neutral") for state in flow.states}
