"""What the working group adds to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

TEXTS = Path(__file__).parent / "chapters"

CHAPTERS = (
    ReportChapter(
        name="funds.cooperation",
        of="overview",
        title="区域协作",
        workstream="funds",
        text=TEXTS / "cooperation.md",
        order=40,
    ),
    ReportChapter(
        name="funds.funds",
        of="overview",
        title="资金与项目",
        workstream="funds",
        text=TEXTS / "funds.md",
        order=80,
    ),
)
