"""What the working group adds to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

TEXTS = Path(__file__).parent / "chapters"

CHAPTERS = (
    ReportChapter(
        name="talent.people",
        of="overview",
        title="人才支援",
        workstream="talent",
        text=TEXTS / "people.md",
        order=95,
    ),
)
