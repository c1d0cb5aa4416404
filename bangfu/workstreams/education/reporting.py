"""What the working group adds to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

TEXTS = Path(__file__).parent / "chapters"

CHAPTERS = (
    ReportChapter(
        name="education.schooling",
        of="overview",
        title="教育帮扶",
        workstream="education",
        text=TEXTS / "schooling.md",
        order=100,
    ),
)
