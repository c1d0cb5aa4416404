"""What reports tell the platform: the reports that ship, rights and pages."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.declared import AUDITOR, COUNTY, TOWNSHIP, VILLAGE
from bangfu.kernel.evidence.kinds import DOCUMENT, EvidencePurpose
from bangfu.kernel.manifest import Manifest
from bangfu.kernel.resources import Page
from bangfu.kernel.rights.roles import Permission
from bangfu.parties.rights import DEPARTMENT, LEAD, PARTNER
from bangfu.reports.declared import REPORTS, chapters
from bangfu.reports.deeds import DEEDS
from bangfu.reports.papers.running import FORGET, PAPERS_JOB
from bangfu.reports.permissions import CHECK, EXPLAIN, PRINT, SEAL, VIEW, WRITE
from bangfu.reports.policy_keys import REPORTS_KEYS
from bangfu.reports.resources import EXPLANATIONS, SEALED_REPORTS
from bangfu.reports.table_writers import TABLE_WRITERS
from bangfu.reports.tables import TABLES
from bangfu.reports.word.actions import PURPOSE

manifest = Manifest(
    name="reports",
    title=_("报告"),
    order=60,
    provides=(
        DEEDS,
        Permission(
            name=VIEW,
            title=_("查看报告"),
            roles=(COUNTY, TOWNSHIP, VILLAGE, LEAD, AUDITOR, PARTNER, DEPARTMENT),
        ),
        Permission(name=WRITE, title=_("修改报告文字"), roles=(COUNTY, TOWNSHIP, LEAD)),
        Permission(name=SEAL, title=_("封存报告"), roles=(COUNTY,)),
        Permission(
            name=CHECK,
            title=_("核对文稿数字"),
            roles=(COUNTY, TOWNSHIP, VILLAGE, LEAD, AUDITOR, PARTNER, DEPARTMENT),
        ),
        Permission(name=EXPLAIN, title=_("说明查出的差异"), roles=(COUNTY, TOWNSHIP, LEAD)),
        Permission(name=PRINT, title=_("打印到户材料"), roles=(COUNTY, TOWNSHIP, VILLAGE)),
        Page(name="reports", title=_("报告"), menu="figures", icon="report", permission=VIEW, order=20),
        Page(name="check", title=_("核对文稿"), menu="figures", icon="list-check", permission=CHECK, order=30),
        Page(name="papers", title=_("打印到户材料"), menu="registers", icon="printer", permission=PRINT, order=45),
        *REPORTS,
        *chapters(),
        SEALED_REPORTS,
        EXPLANATIONS,
        EvidencePurpose(name=PURPOSE, title=_("Word 模板"), accepts=(DOCUMENT,)),
        PAPERS_JOB,
        FORGET,
        *REPORTS_KEYS,
        *TABLE_WRITERS,
        *TABLES,
    ),
)
