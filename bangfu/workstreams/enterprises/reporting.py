"""What the working group adds to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

TEXTS = Path(__file__).parent / "chapters"

CHAPTERS = (
    ReportChapter(
        name="enterprises.enterprises",
        of="overview",
        title="企业带动",
        workstream="enterprises",
        text=TEXTS / "enterprises.md",
        order=62,
    ),
)
