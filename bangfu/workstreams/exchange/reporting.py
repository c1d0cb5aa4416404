"""What gifts add to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

CHAPTERS = (
    ReportChapter(
        name="exchange.donations",
        of="overview",
        title="社会捐助",
        workstream="exchange",
        text=Path(__file__).parent / "chapters" / "donations.md",
        order=70,
        sums=(("exchange.donations", ("exchange.donations.money", "exchange.donations.goods")),),
    ),
    ReportChapter(
        name="exchange.mutual_help",
        of="overview",
        title="互助与微心愿",
        workstream="exchange",
        text=Path(__file__).parent / "chapters" / "mutual_help.md",
        order=72,
    ),
)
