"""For one need: the offers that fit, best first, and who helps its asker already."""

from __future__ import annotations

from dataclasses import dataclass

from bangfu.kernel.policy.queries import policy_or_none
from bangfu.pairing.queries import helpers_of
from bangfu.parties.queries import names_of
from bangfu.workstreams.exchange.limits import OBJECTIVE
from bangfu.workstreams.exchange.matching import Objective, candidates_of
from bangfu.workstreams.exchange.models import Need, Offer
from bangfu.workstreams.exchange.queries.matching import need_rows, offer_rows, synonym_groups

COUNTY, SHOWN = 6, 10


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could meet a need: by an offer with its points, or as the asker's paired helper."""

    name: str
    offer: Offer | None
    terms: dict[str, int]
    scheme: str = ""


def suggestions_for(need: Need) -> list[Suggestion]:
    """Return who could meet a need: offers by points, then paired helpers; a fixed number of queries."""
    found = _offers(need)
    paired = list(helpers_of(need.asker_id)[:SHOWN])
    names = names_of({row.helper_id for row in paired})
    return found + [Suggestion(names.get(row.helper_id, ""), None, {}, row.scheme.words) for row in paired]


def _offers(need: Need) -> list[Suggestion]:
    rows, offers = need_rows("", ids=(need.pk,)), offer_rows(need.area_code[:COUNTY])
    if not rows or not offers or rows[0].quantity <= 0:
        return []
    objective = Objective.of(policy_or_none(OBJECTIVE, need.area_code) or {})
    pairs = candidates_of(rows, offers, objective, synonym_groups(), most=SHOWN)
    order = (-pairs.score).argsort(kind="stable").tolist()
    stored = Offer.objects.in_bulk([offers[pairs.offer[arc]].id for arc in order])
    names = names_of({offer.donor_id for offer in stored.values()})
    return [
        Suggestion(
            names.get(stored[offers[pairs.offer[arc]].id].donor_id, ""),
            stored[offers[pairs.offer[arc]].id],
            {name: int(term[arc]) for name, term in pairs.terms.items() if term[arc] and name != "base"},
        )
        for arc in order
    ]
