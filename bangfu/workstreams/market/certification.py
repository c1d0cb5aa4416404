"""The way to a certified supplier: application, the county's check, the decision of the level that certifies."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.flows.declarations import Deadline, Flow, State, Transition
from bangfu.workstreams.market.models import Supplier
from bangfu.workstreams.market.permissions import CERTIFY, CHECK, SUPPLIER_CHANGE, SUPPLIER_VIEW

TITLES = dict(Supplier.State.choices)

CERTIFICATION = Flow(
    name="market.certification",
    title=_("供应商认定"),
    states=(
        State(
            name="applied",
            title=TITLES["applied"],
            asks="check",
            deadline=Deadline(policy="market.check_days", working=True),
        ),
        State(name="checked", title=TITLES["checked"], tone="waiting", asks="certify"),
        State(name="certified", title=TITLES["certified"], tone="good"),
        State(name="refused", title=TITLES["refused"], tone="bad", final=True),
        State(name="expired", title=TITLES["expired"], tone="warning"),
        State(name="withdrawn", title=TITLES["withdrawn"], final=True),
    ),
    transitions=(
        Transition(name="check", title=_("审核通过"), sources=("applied",), target="checked", permission=CHECK),
        Transition(
            name="refuse",
            title=_("不予通过"),
            sources=("applied", "checked"),
            target="refused",
            permission=CHECK,
            needs_reason=True,
        ),
        Transition(
            name="certify",
            title=_("登记认定"),
            sources=("checked", "expired"),
            target="certified",
            permission=CERTIFY,
        ),
        Transition(name="expire", title=_("登记到期"), sources=("certified",), target="expired", permission=CERTIFY),
        Transition(
            name="withdraw",
            title=_("取消认定"),
            sources=("certified",),
            target="withdrawn",
            permission=CERTIFY,
            needs_reason=True,
        ),
    ),
    initial="applied",
    start_permission=SUPPLIER_CHANGE,
    view_permission=SUPPLIER_VIEW,
)
