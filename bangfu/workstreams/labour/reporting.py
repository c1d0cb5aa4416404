"""What the working group adds to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

TEXTS = Path(__file__).parent / "chapters"

CHAPTERS = (
    ReportChapter(
        name="labour.work",
        of="overview",
        title="就业帮扶",
        workstream="labour",
        text=TEXTS / "work.md",
        order=90,
        sums=(("labour.placed", ("labour.placed.new", "labour.placed.returned")),),
    ),
)
