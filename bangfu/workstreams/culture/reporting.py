"""What the working group adds to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

TEXTS = Path(__file__).parent / "chapters"

CHAPTERS = (
    ReportChapter(
        name="culture.culture",
        of="overview",
        title="文化、旅游与志智双扶",
        workstream="culture",
        text=TEXTS / "culture.md",
        order=110,
    ),
)
