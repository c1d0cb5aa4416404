"""Faults of single cells, each with its place and its remedy."""

from enum import StrEnum

import polars as pl


class Severity(StrEnum):
    """An error keeps a row out; a warning asks somebody to look."""

    ERROR = "error"
    WARNING = "warning"


ISSUE_SCHEMA = {
    "row": pl.UInt32,  # as Excel numbers it
    "name": pl.String,  # the column's key
    "column": pl.String,  # the heading as the file has it
    "value": pl.String,  # what the cell holds
    "code": pl.String,  # kind of fault, for programs
    "message": pl.String,  # Chinese, with the remedy
    "severity": pl.String,
}


def no_issues() -> pl.DataFrame:
    """A frame of issues without a row."""
    return pl.DataFrame(schema=ISSUE_SCHEMA)


def issues_frame(
    rows: pl.Series,
    values: pl.Series,
    *,
    name: str,
    column: str,
    code: str,
    message: str | pl.Series,
    severity: Severity = Severity.ERROR,
) -> pl.DataFrame:
    """One issue per row number in `rows`; `message` is the same for all or one for each."""
    return pl.DataFrame({"row": rows, "value": values, "message": message}).select(
        pl.col("row").cast(pl.UInt32),
        pl.lit(name).alias("name"),
        pl.lit(column).alias("column"),
        pl.col("value").cast(pl.String),
        pl.lit(code).alias("code"),
        pl.col("message").cast(pl.String),
        pl.lit(severity.value).alias("severity"),
    )


def joined_issues(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """All issues in the order of the sheet's rows; columns keep the order of `frames`."""
    return pl.concat([no_issues(), *frames]).sort("row", maintain_order=True)
