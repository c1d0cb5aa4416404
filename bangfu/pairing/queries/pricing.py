"""What one pair costs in a proposal, at once and without solving anything again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.pairing.assigner.candidates import Pairs
from bangfu.pairing.models import Proposal, ProposalRow, Scheme
from bangfu.pairing.proposing import UNLIMITED, question_for
from bangfu.pairing.queries.breaking import broken_by


@dataclass(frozen=True)
class Load:
    """How many recipients a helper has in a proposal and elsewhere, and how many at most (None: any number)."""

    here: int
    elsewhere: int
    most: int | None

    @property
    def full(self) -> bool:
        """Whether one more would be too many."""
        return self.most is not None and self.here + self.elsewhere >= self.most


@dataclass(frozen=True)
class Priced:
    """A row with another helper (None: nobody).

    ``terms`` and ``cost`` of the pair, what the whole proposal costs ``more``, and the helper's ``load`` before.
    """

    helper_id: int | None
    terms: dict[str, int]
    cost: int
    more: int
    load: Load | None = None


def price(proposal: Proposal, row: ProposalRow, helper_id: int | None, on: date | None = None) -> Priced:
    """Return what putting a helper into a row changes.

    Raises Refused, saying why, for one who does not stand ready, may not help this recipient, helps it in another
    row already, or has no time left, and for what breaks a side rule of the scheme.
    """
    scheme, day = proposal.scheme, on or timezone.localdate()
    before = row.cost + _last_step(scheme, proposal, row.helper_id) if row.helper_id else 0
    if helper_id is not None and helper_id == row.helper_id:
        return Priced(helper_id, row.terms, row.cost, 0, _load(proposal, helper_id, 0, None))
    if broken := broken_by(proposal, row, helper_id, day):
        raise Refused(_("这样调整违反附加规则：%(rules)s。") % {"rules": _("；").join(broken)}, field="helper")
    if helper_id is None:
        return Priced(None, {}, 0, -before)
    if proposal.rows.filter(recipient_id=row.recipient_id, helper_id=helper_id).exists():
        raise Refused(_("该帮扶方在本建议中已帮扶这一户。"), field="helper")
    question = question_for(scheme, proposal.area_code, day, helper=helper_id, recipient=row.recipient_id)
    sides = question.sides
    if not len(sides.recipient_ids):
        raise Refused(_("这一户已不在方案范围内，请重新提出建议。"))
    if not len(sides.helper_ids) or not sides.ready[0]:
        raise Refused(_("不在“%(scheme)s”的帮扶力量中，或已退出、离开。") % {"scheme": scheme.words}, field="helper")
    problem = question.problem(Pairs.of([0], [0]))
    if not len(problem.candidates):
        raise Refused(_("不符合“%(scheme)s”的资格条件。") % {"scheme": scheme.words}, field="helper")
    most = int(sides.capacity[0])
    load = _load(proposal, helper_id, int(question.elsewhere[0]), None if most >= UNLIMITED else most)
    if load.full:
        raise Refused(
            _("该帮扶方已安排 %(n)s 个，达到上限 %(most)s。可先把其中一个改给别人，或调高其上限后重新提出建议。")
            % {"n": load.here + load.elsewhere, "most": load.most},
            field="helper",
        )
    weighted = {
        name: int(term[0]) * int(problem.weights.get(name, 1)) for name, term in problem.candidates.terms.items()
    }
    if problem.current[0] and problem.keep_bonus:
        weighted["kept"] = -problem.keep_bonus
    terms = {name: value for name, value in weighted.items() if value}
    cost = sum(terms.values())
    return Priced(helper_id, terms, cost, cost + step_cost(scheme, load.here + load.elsewhere) - before, load)


def step_cost(scheme: Scheme, load: int) -> int:
    """Return what one recipient more costs a helper who has ``load``, for an even load."""
    return load * int(scheme.weights.get("load", 0))


def _last_step(scheme: Scheme, proposal: Proposal, helper_id: int) -> int:
    return step_cost(scheme, max(proposal.rows.filter(helper_id=helper_id).count() - 1, 0))


def _load(proposal: Proposal, helper_id: int, elsewhere: int, most: int | None) -> Load:
    return Load(proposal.rows.filter(helper_id=helper_id).count(), elsewhere, most)
