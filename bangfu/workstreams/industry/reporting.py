"""What the working group adds to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

TEXTS = Path(__file__).parent / "chapters"

CHAPTERS = (
    ReportChapter(
        name="industry.industry",
        of="overview",
        title="产业帮扶",
        workstream="industry",
        text=TEXTS / "industry.md",
        order=85,
        sums=(("industry.projects", ("industry.projects.new", "industry.projects.added")),),
    ),
)
