"""What the working group adds to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

TEXTS = Path(__file__).parent / "chapters"

CHAPTERS = (
    ReportChapter(
        name="health.health",
        of="overview",
        title="健康帮扶",
        workstream="health",
        text=TEXTS / "health.md",
        order=105,
    ),
)
