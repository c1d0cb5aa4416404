"""The assigner's refusals in the reader's language: names for numbers, and what to do."""

from __future__ import annotations

from copy import copy

from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.pairing.assigner import ProblemRefused
from bangfu.pairing.assigner.refusals import SHOWN
from bangfu.pairing.conditions import CONDITIONS
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries.sides import helpers_for, recipients_for
from bangfu.pairing.scheme_rules import value_words
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
    problems += lifted_conditions(scheme, area_code, {reason.code for reason in refused.reasons})
    return Refused(_("；").join(problems), problems=tuple(problems))


def lifted_conditions(scheme: Scheme, area_code: str, codes: set[str]) -> list[str]:
    """Return which of a scheme's conditions leave nobody, each with how many there would be without it."""
    found = []
    for side, code, count, who in (
        ("helper", "no_helpers", _helpers, scheme.helper_words),
        ("recipient", "no_recipients", _recipients, scheme.recipient_words),
    ):
        if code not in codes:
            continue
        for name in scheme.eligible or {}:
            if CONDITIONS[name].side == side and (n := count(_without(scheme, name), area_code)):
                words = {"what": CONDITIONS[name].title, "n": n, "who": who}
                found.append(_("不要求“%(what)s”，就有 %(n)s 个%(who)s") % words)
    if "nobody_eligible" in codes:
        together = [CONDITIONS[name] for name in scheme.eligible or {} if CONDITIONS[name].side == "pair"]
        said = _("、").join(
            f"{condition.title}{value_words(condition, scheme.eligible[condition.name])}" for condition in together
        )
        found += [_("双方放在一起要符合：%(what)s") % {"what": said}] if together else []
    return found


def _without(scheme: Scheme, name: str) -> Scheme:
    other = copy(scheme)
    other.eligible = {key: value for key, value in scheme.eligible.items() if key != name}
    return other


def _helpers(scheme: Scheme, area_code: str) -> int:
    return helpers_for(scheme, area_code).count()


def _recipients(scheme: Scheme, area_code: str) -> int:
    return recipients_for(scheme, area_code).count()
