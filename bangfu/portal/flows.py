"""The ways of a letter and of an application, with their clocks."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.flows.declarations import Deadline, Flow, State, Transition
from bangfu.portal.limits import ACCEPT_DAYS, ANSWER_DAYS, REVIEW_DAYS
from bangfu.portal.models import Application, Letter
from bangfu.portal.permissions import APPLICATION_SETTLE, APPLICATION_VIEW, LETTER_ANSWER, LETTER_VIEW

L, A = dict(Letter.State.choices), dict(Application.State.choices)

LETTER = Flow(
    name="portal.letter",
    title=_("投诉建议办理"),
    states=(
        State(name="received", title=L["received"], tone="waiting", deadline=Deadline(policy=ACCEPT_DAYS)),
        State(
            name="accepted",
            title=L["accepted"],
            tone="waiting",
            deadline=Deadline(policy=ANSWER_DAYS, since="received"),
        ),
        State(name="answered", title=L["answered"], tone="good", final=True),
        State(name="declined", title=L["declined"], final=True),
    ),
    transitions=(
        Transition(name="accept", title=_("受理"), sources=("received",), target="accepted", permission=LETTER_ANSWER),
        Transition(
            name="answer",
            title=_("答复"),
            sources=("received", "accepted"),
            target="answered",
            permission=LETTER_ANSWER,
        ),
        Transition(
            name="decline",
            title=_("不予受理"),
            sources=("received",),
            target="declined",
            permission=LETTER_ANSWER,
            needs_reason=True,
        ),
    ),
    initial="received",
    start_permission=LETTER_ANSWER,
    view_permission=LETTER_VIEW,
)

APPLICATION = Flow(
    name="portal.application",
    title=_("爱心方注册审核"),
    states=(
        State(name="waiting", title=A["waiting"], tone="waiting", deadline=Deadline(policy=REVIEW_DAYS, working=True)),
        State(name="approved", title=A["approved"], tone="good", final=True),
        State(name="refused", title=A["refused"], final=True),
    ),
    transitions=(
        Transition(
            name="approve", title=_("通过"), sources=("waiting",), target="approved", permission=APPLICATION_SETTLE
        ),
        Transition(
            name="refuse",
            title=_("不通过"),
            sources=("waiting",),
            target="refused",
            permission=APPLICATION_SETTLE,
            needs_reason=True,
        ),
    ),
    initial="waiting",
    start_permission=APPLICATION_SETTLE,
    view_permission=APPLICATION_VIEW,
)

FLOWS = (LETTER, APPLICATION)


def states_of(flow: Flow) -> dict[str, tuple[object, str]]:
    """Return state → word and tone, for columns."""
    return {state.name: (state.title, state.tone or "neutral") for state in flow.states}
