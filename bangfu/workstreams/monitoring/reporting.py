"""What the working group adds to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

TEXTS = Path(__file__).parent / "chapters"

CHAPTERS = (
    ReportChapter(
        name="monitoring.relief",
        of="overview",
        title="兜底保障",
        workstream="monitoring",
        text=TEXTS / "relief.md",
        order=115,
    ),
    ReportChapter(
        name="monitoring.cases",
        of="overview",
        title="防止返贫监测帮扶",
        workstream="monitoring",
        text=TEXTS / "cases.md",
        order=114,
    ),
)
