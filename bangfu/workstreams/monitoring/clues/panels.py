"""What a clue rests on, on its own page; and a household's clues on the household's."""

from __future__ import annotations

from django.template.loader import render_to_string

from bangfu.kernel.rights.models import User
from bangfu.parties.models import Household
from bangfu.workstreams.monitoring.clues.models import Clue
from bangfu.workstreams.monitoring.clues.queries import clues_visible_to, facts_visible_to

MOST = 10


def render_facts(user: User, clue: Clue) -> str:
    """Return the facts of a clue as far as the user may see them."""
    return render_to_string("monitoring/facts.html", {"facts": facts_visible_to(user, clue)})


def render_clues_of_household(user: User, household: Household) -> str:
    """Return the last clues of a household, or nothing where there is none."""
    clues = list(clues_visible_to(user).filter(household=household).order_by("-id")[:MOST])
    return render_to_string("monitoring/clues_of_household.html", {"clues": clues}) if clues else ""
