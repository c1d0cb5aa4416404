"""What buying and selling adds to the county's reports."""

from pathlib import Path

from bangfu.figures.reporting import ReportChapter

TEXTS = Path(__file__).parent / "chapters"

CHAPTERS = (
    ReportChapter(
        name="market.designated",
        of="overview",
        title="{{词 定点帮扶}}",
        workstream="market",
        text=TEXTS / "designated.md",
        order=30,
    ),
    ReportChapter(
        name="market.consumption",
        of="overview",
        title="{{词 消费帮扶}}",
        workstream="market",
        text=TEXTS / "consumption.md",
        order=50,
        sums=(
            ("market.sales", ("market.sales.online", "market.sales.offline")),
            ("market.budget_purchases", ("market.budget_purchases.fupin832", "market.budget_purchases.social_hall")),
        ),
    ),
    ReportChapter(
        name="market.orders",
        of="overview",
        title="村企帮扶",
        workstream="market",
        text=TEXTS / "orders.md",
        order=60,
    ),
)
