"""Cases on other pages: on a household's, on a clue's, and the receipt on an application's."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import may_on
from bangfu.workstreams.monitoring.cases.flow import STATES
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.permissions import APPLICATION_ENTER
from bangfu.workstreams.monitoring.cases.queries import cases_visible_to, clock_words

MOST = 5


def render_cases_of_household(user: User, household: Any) -> str:
    """Return the last cases of a household, or nothing."""
    return _cases(cases_visible_to(user).filter(household=household.pk).order_by("-id")[:MOST])


def render_case_of_clue(user: User, clue: Any) -> str:
    """Return the case that began with a clue, or nothing."""
    return _cases(cases_visible_to(user).filter(clue=clue.pk))


def _cases(rows: Any) -> str:
    today = timezone.localdate()
    return format_html_join("", "<p>{}</p>", ((_line(case, today),) for case in rows))


def _line(case: Case, today: Any) -> str:
    title, tone = STATES[case.state]
    words, _tone = clock_words(case, today)
    return format_html(
        '<a href="/monitoring/cases/{}/">{}</a> <span class="state state-{}">{}</span> {}',
        case.pk,
        _("%(day)s 发现") % {"day": case.raised_on.isoformat()},
        tone,
        title,
        words,
    )


def render_receipt(user: User, application: Any) -> str:
    """Return the way to an applicant's receipt, for who may issue one."""
    if not may_on(user, APPLICATION_ENTER, application):
        return ""
    return format_html(
        '<p><a class="btn" href="/monitoring/applications/{}/receipt/">{}</a></p>', application.pk, _("出具回执")
    )
