"""What is late and what waits for one user: counts from indexes, each with the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.board.lagging import lagging
from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.flows.declarations import flows
from bangfu.kernel.flows.queries import overdue_counts, waiting_counts
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.notices.queries import unread_count
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, scope_of
from bangfu.ledger.queries import entries_visible_to, waiting_for
from bangfu.ledger.queries.recorders import objected_to
from bangfu.pairing.agreements import CHANGE as AGREEMENT_CHANGE
from bangfu.pairing.models import Proposal
from bangfu.pairing.queries.agreements import agreements_visible_to, running_out


@dataclass(frozen=True)
class Task:
    """Something to be done: how many, where, and how pressing (``bad``: late, ``warning``: in doubt, ``waiting``)."""

    title: str
    count: int
    url: str
    tone: str = "waiting"


def tasks_of(user: User) -> list[Task]:
    """Return what is late or waits for the user, the late first; what is nothing is left out."""
    found = [*_confirmations(user), *_overdue_steps(user), *_asked_steps(user), *_disputes(user), *_targets(user)]
    found += [*_proposals(user), *_agreements(user), *_imports(user)]
    unread = unread_count(user)
    found.append(Task(_("未读通知"), unread, reverse("notices")))
    rank = {"bad": 0, "warning": 1, "waiting": 2}
    return sorted((task for task in found if task.count), key=lambda task: rank[task.tone])


def _confirmations(user: User) -> list[Task]:
    if not may(user, "ledger.entry.confirm"):
        return []
    rows, address = waiting_for(user).order_by(), reverse("ledger-waiting")
    late = rows.filter(due_on__lt=timezone.localdate()).count()
    return [
        Task(_("逾期未确认的帮扶记录"), late, address, "bad"),
        Task(_("等您确认的帮扶记录"), rows.count() - late, address),
    ]


def _overdue_steps(user: User) -> list[Task]:
    if not len(flows):
        return []
    return [
        Task(_("%(flow)s：逾期未办") % {"flow": flows[name].title}, count, f"{reverse('overdue')}?flow={name}", "bad")
        for name, count in overdue_counts(user).items()
    ]


def _asked_steps(user: User) -> list[Task]:
    """What waits in a flow for a step that the user may take."""
    found = []
    for (name, state), count in waiting_counts(user).items():
        flow = flows[name]
        title = _("%(flow)s：%(state)s") % {"flow": flow.title, "state": flow.state(state).title}
        found.append(Task(title, count, f"{reverse('waiting')}?flow={name}&state={state}"))
    return found


def _disputes(user: User) -> list[Task]:
    scope = scope_of(user, "ledger.entry.view")
    if not scope:
        return []
    rows = entries_visible_to(user).filter(standing__state="disputed")
    if len(scope.prefixes) == 1 and scope.prefixes[0]:
        low, high = prefix_range(scope.prefixes[0])
        rows = rows.filter(standing__area_code__gte=low, standing__area_code__lt=high)
    address = f"{reverse('ledger.entry.list')}?state=disputed"
    found = [Task(_("有异议、待核实的帮扶记录"), rows.order_by().count(), address, "warning")]
    if scope.prefixes and not scope.everywhere and may(user, "ledger.entry.confirm"):
        abroad = objected_to(user).exclude(scope.q("area_code")).order_by().count()
        found.append(
            Task(_("受援方有异议的帮扶记录"), abroad, f"{reverse('ledger-waiting')}?state=objected", "warning")
        )
    return found


def _targets(user: User) -> list[Task]:
    return [Task(_("进度滞后的目标"), len(lagging(user)), reverse("target-board"), "warning")]


def _proposals(user: User) -> list[Task]:
    scope = scope_of(user, "pairing.proposal.view")
    if not scope:
        return []
    rows = Proposal.objects.filter(scope.q(), state=Proposal.State.OPEN)
    return [Task(_("待采用的结对建议"), rows.count(), reverse("pairing") + "#proposals")]


def _agreements(user: User) -> list[Task]:
    """Agreements that run out within the notice of their place, or have run out and are not closed."""
    if not may(user, AGREEMENT_CHANGE):
        return []
    found = running_out(agreements_visible_to(user))
    last = max((expiry.agreement.valid_to for expiry in found), default=None)
    address = f"{reverse('pairing.agreement.list')}?standing=signed&standing=expired&valid_to_to={last}"
    return [Task(_("快到期和已到期未办结的协议"), len(found), address, "warning")]


def _imports(user: User) -> list[Task]:
    rows = ImportRun.objects.filter(actor=user, state=ImportRun.State.STAGED)
    return [Task(_("已上传、待入库的表格"), rows.count(), reverse("imports"))]
