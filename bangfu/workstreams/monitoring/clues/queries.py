"""Clues and their facts as a user may see them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of, scoped
from bangfu.parties.models import Household
from bangfu.parties.queries.visible import own_household_rows
from bangfu.workstreams.monitoring.clues.models import Clue, ClueFact
from bangfu.workstreams.monitoring.permissions import CLUE_SENSITIVE, CLUE_VIEW


def own_clues(user: User) -> Q:
    """Clues of the households that are the user's own: those a helper is paired with."""
    return Q(household__in=Household.objects.filter(own_household_rows(user)).values("pk"))


def clues_visible_to(user: User) -> QuerySet[Clue]:
    """Clues at the user's places, and of their own households."""
    return scoped(Clue.objects.all(), user, CLUE_VIEW, own=own_clues)


def facts_visible_to(user: User, clue: Clue) -> list[dict[str, Any]]:
    """Return the facts of a clue the user may see, as a page tells them.

    Of a sensitive fact, who may not see such facts learns that there is one and through which channel, no more.
    """
    rows = clue.facts.select_related("rule_version__rule", "person").order_by("id")
    permitted = scope_of(user, CLUE_SENSITIVE).covers(clue.area_code)
    risks = labels("risk")
    return [_told(fact, permitted or not fact.sensitive, risks) for fact in rows]


def _told(fact: ClueFact, in_full: bool, risks: dict[str, str]) -> dict[str, Any]:
    told = {
        "channel": fact.get_channel_display(),
        "found_on": fact.found_on,
        "seen_on": fact.seen_on,
        "in_full": in_full,
        "rule": "",
        "rule_id": None,
        "version": None,
        "risk": "",
        "person": "",
        "text": "",
        "values": [],
        "since": None,
    }
    if not in_full:
        return told
    version = fact.rule_version
    return {
        **told,
        "rule": version.rule.title if version else "",
        "rule_id": version.rule_id if version else None,
        "version": version.number if version else None,
        "risk": risks.get(fact.risk, fact.risk),
        "person": fact.person.name if fact.person else "",
        "text": fact.text,
        "values": fact.values,
        "since": fact.since,
    }
