"""What cases, measures, leaving, applications and the desk declare to the platform."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.evidence.kinds import DOCUMENT, PHOTO, EvidencePurpose
from bangfu.kernel.publishing.declared import PublicLink
from bangfu.kernel.resources import Page, Panel
from bangfu.workstreams.monitoring.applications.public import SECTION
from bangfu.workstreams.monitoring.applications.resources import APPLICATIONS
from bangfu.workstreams.monitoring.cases import figures, panels
from bangfu.workstreams.monitoring.cases.daily import DAILY
from bangfu.workstreams.monitoring.cases.flow import CASE
from bangfu.workstreams.monitoring.cases.permissions import (
    APPLICATION_VIEW,
    CASE_DESK,
    CASE_VIEW,
    PERMISSIONS,
)
from bangfu.workstreams.monitoring.cases.policy_keys import KEYS
from bangfu.workstreams.monitoring.cases.publishing import PUBLISHED
from bangfu.workstreams.monitoring.cases.resources import CASES, FOLLOWERS, PUBLICATIONS
from bangfu.workstreams.monitoring.measures.resources import FOLLOWER, MEASURES

DECLARED = (
    *PERMISSIONS,
    *KEYS,
    CASE,
    DAILY,
    EvidencePurpose(name="consent", title=_("承诺授权查询书"), accepts=(PHOTO, DOCUMENT)),
    CASES,
    PUBLICATIONS,
    MEASURES,
    APPLICATIONS,
    *FOLLOWERS,
    FOLLOWER,
    Page(
        name="monitoring-desk",
        title=_("监测工作台"),
        menu="monitoring",
        icon="layout-dashboard",
        permission=CASE_DESK,
        order=1,
    ),
    Panel(
        name="monitoring.cases_of_household",
        of="parties.household",
        title=_("监测办理"),
        render=panels.render_cases_of_household,
        permission=CASE_VIEW,
        order=55,
    ),
    Panel(
        name="monitoring.case_of_clue",
        of="monitoring.clue",
        title=_("监测办理"),
        render=panels.render_case_of_clue,
        permission=CASE_VIEW,
        order=5,
    ),
    Panel(
        name="monitoring.receipt",
        of="monitoring.application",
        title=_("回执"),
        render=panels.render_receipt,
        permission=APPLICATION_VIEW,
        order=5,
    ),
    PublicLink(
        name=SECTION,
        title=_("农户申报"),
        about=_("家里因病、因灾、失业等遇到困难，可以在这里申报，村里会上门核实；凭受理编号查询进度。"),
        url=lambda place: reverse("monitoring-apply") + (f"?area={place}" if place else ""),
        order=50,
    ),
    *PUBLISHED,
    *figures.SOURCES,
    *figures.FIGURES,
)
