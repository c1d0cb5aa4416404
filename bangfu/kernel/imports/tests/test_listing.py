"""What is kept of the faults of a file."""

import polars as pl

from bangfu.kernel.imports.actions import LONGEST_VALUE, listed
from bangfu.kernel.workbooks.issues import issues_frame


def test_a_cell_of_thousands_of_characters_is_told_by_its_beginning_and_length() -> None:
    long, short = "长" * 5000, "3万多"
    frame = issues_frame(
        pl.Series([2, 3]),
        pl.Series([long, short]),
        name="amount",
        column="金额",
        code="number",
        message=pl.Series([f"“{long}”不是数", f"“{short}”不是数"]),
    )
    first, second = listed(frame)
    assert first["value"] == "长" * LONGEST_VALUE + "…（共5000字）"
    assert len(str(first["message"])) < 400
    assert (second["value"], second["message"]) == ("3万多", "“3万多”不是数")
