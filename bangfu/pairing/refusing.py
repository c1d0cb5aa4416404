"""The assigner's refusals in the reader's language: names for numbers, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.pairing.assigner import ProblemRefused
from bangfu.pairing.assigner.refusals import SHOWN
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries.sides import recipients_for
from bangfu.parties.queries import names_of

NOBODY_THERE = ("no_helpers", "no_capacity")


def in_words(refused: ProblemRefused, scheme: Scheme, area_code: str) -> Refused:
    """Return the refusal a person reads: every contradiction with the names of those it concerns."""
    named: set[int] = set()
    for reason in refused.reasons:
        for key in ("helpers", "recipients"):
            named.update(list(reason.params.get(key, ()))[:SHOWN])
    names = names_of(named)

    def name(pk: int) -> str:
        return names.get(pk, str(pk))

    problems = [reason.tell(name, name, _) for reason in refused.reasons]
    if any(reason.code in NOBODY_THERE for reason in refused.reasons) and scheme.per_helper_max:
        needed = -(-recipients_for(scheme, area_code).count() * scheme.per_recipient_min // scheme.per_helper_max)
        if needed:
            problems.append(
                _("按每个%(helper)s至多 %(most)s 个%(who)s计，至少需要 %(n)s 个%(helper)s")
                % {
                    "helper": scheme.helper_words,
                    "most": scheme.per_helper_max,
                    "who": scheme.recipient_words,
                    "n": needed,
                }
            )
    return Refused(_("；").join(problems), problems=tuple(problems))
