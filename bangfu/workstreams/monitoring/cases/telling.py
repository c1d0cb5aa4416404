"""Telling people that a case waits for them: never who it is, never why, only where and what to do."""

from __future__ import annotations

from bangfu.kernel.notices.actions import notify, notify_role
from bangfu.kernel.notices.models import Level
from bangfu.kernel.rights.models import User
from bangfu.kernel.saying import Said, saying
from bangfu.pairing.queries import helpers_of
from bangfu.parties.queries import area_path
from bangfu.workstreams.monitoring.cases.models import Case

VILLAGE, TOWNSHIP, COUNTY = ("village", 12), ("township", 9), ("county", 6)
CHARGED = {
    "visiting": VILLAGE,
    "comparing": TOWNSHIP,
    "meeting": VILLAGE,
    "publishing": VILLAGE,
    "township": TOWNSHIP,
    "county": COUNTY,
    "planning": VILLAGE,
    "appealed": COUNTY,
    "leaving_visit": VILLAGE,
    "leaving_meeting": VILLAGE,
    "leaving_publishing": VILLAGE,
    "leaving_township": TOWNSHIP,
    "leaving_county": COUNTY,
}


def address(case: Case) -> str:
    """Return the page of a case."""
    return f"/monitoring/case/{case.pk}/"


def tell_charged(case: Case) -> None:
    """Tell those whose turn it is."""
    if case.state not in CHARGED:
        return
    role, level = CHARGED[case.state]
    words = {"place": area_path(case.area_code), "stage": Case.State(case.state).label}
    text = saying("%(place)s 有 1 户待%(stage)s", **words)
    if case.stage_due_on:
        text = saying("%(place)s 有 1 户待%(stage)s，期限 %(day)s", **words, day=case.stage_due_on)
    notify_role(
        role,
        case.area_code[:level],
        title=saying("监测对象待办：%(stage)s", stage=words["stage"]),
        text=text,
        url=address(case),
        key=f"case:{case.pk}:{case.state}:{case.version}",
    )


def helpers_and_responsible(case: Case) -> list[User]:
    """Return the log-ins of those paired with the household and of the person responsible for its help."""
    parties = set(helpers_of(case.household_id).values_list("helper_id", flat=True))
    if case.responsible_id:
        parties.add(case.responsible_id)
    return list(User.objects.filter(acts_for__party_id__in=parties, is_active=True).distinct())


def tell_helpers(case: Case, title: Said) -> None:
    """Tell the paired helper and the responsible one that something has changed for a household of theirs."""
    notify(
        helpers_and_responsible(case),
        title=title,
        text=saying("请打开查看，并与村里联系。"),
        url=address(case),
        key=f"case:{case.pk}:helpers:{case.state}:{case.version}",
    )


def tell_household(case: Case, title: Said) -> None:
    """Tell the household, where it has a log-in."""
    users = User.objects.filter(acts_for__party_id=case.household_id, is_active=True)
    notify(users, title=title, level=Level.INFO, key=f"case:{case.pk}:household:{case.state}:{case.version}")
