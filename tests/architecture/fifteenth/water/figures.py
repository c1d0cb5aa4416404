"""What is measured about drinking water."""

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import total

FIGURES = (
    Figure(
        name="water.households",
        title="通水户数",
        unit="household",
        workstream="water",
        expression=total("households", kind="water.works"),
        by=("origin",),
    ),
)
