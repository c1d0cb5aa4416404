"""Targets that lag behind the calendar today, for those concerned."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bangfu.figures.answers import remembered
from bangfu.figures.board.achieving import Achievement, achieve
from bangfu.figures.covering import topmost
from bangfu.figures.models import Target
from bangfu.figures.pace import LAGGING
from bangfu.figures.resources import targets_visible_to
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of

RECENT = timedelta(days=31)  # a target missed longer ago is for the yearly report
VIEW = "figures.target.view"


def lagging(user: User) -> list[Achievement]:
    """Return the user's targets that lag or were missed within the last month, of each only the widest; remembered for
    a state of the books.
    """
    if not scope_of(user, VIEW):
        return []
    today = timezone.localdate()

    def found() -> list[Achievement]:
        rows = targets_visible_to(user).filter(use=Target.Use.TARGET, starts_on__lte=today, ends_on__gte=today - RECENT)
        targets = topmost(rows.select_related("organisation"))
        return [one for one in achieve(user, targets, today).values() if one.standing.state in LAGGING]

    return list(remembered(("lagging", user.pk, today), found))
