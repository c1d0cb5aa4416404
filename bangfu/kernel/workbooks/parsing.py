"""One column on its way from text to values, collecting its faults."""

from dataclasses import dataclass, field

import polars as pl

from bangfu.kernel.workbooks.columns import FEN_PER_YUAN, Column
from bangfu.kernel.workbooks.issues import Severity, issues_frame

BLANK_MARKS = ("-", "--", "---", "—", "——", "–", "/", "\\", "无", "空", "null", "NULL", "N/A", "n/a", "#N/A")
"""What people write into a cell to say that there is nothing to write."""


@dataclass
class Parse:
    """The text of one column, trimmed, blanks null, beside its row numbers; `unit` is fen for money headings."""

    column: Column
    heading: str
    rows: pl.Series
    text: pl.Series
    unit: int = FEN_PER_YUAN
    issues: list[pl.DataFrame] = field(default_factory=list)

    def error(self, mask: pl.Series, code: str, message: str | pl.Series) -> None:
        """Refuse the cells of `mask`; a series of messages has one for every row of the column."""
        self._report(mask, code, message, Severity.ERROR)

    def warning(self, mask: pl.Series, code: str, message: str | pl.Series) -> None:
        """Ask somebody to look at the cells of `mask`, whose values stay."""
        self._report(mask, code, message, Severity.WARNING)

    def _report(self, mask: pl.Series, code: str, message: str | pl.Series, severity: Severity) -> None:
        mask = mask.fill_null(False)
        if not mask.any():
            return
        self.issues.append(
            issues_frame(
                self.rows.filter(mask),
                self.text.filter(mask),
                name=self.column.name,
                column=self.heading,
                code=code,
                message=message if isinstance(message, str) else message.filter(mask),
                severity=severity,
            )
        )

    def faulty(self) -> pl.Series:
        """Which rows already have an error in this column."""
        errors = [frame["row"] for frame in self.issues if frame["severity"][0] == Severity.ERROR.value]
        if not errors:
            return pl.repeat(False, self.rows.len(), eager=True)
        return self.rows.is_in(pl.concat(errors).implode())

    @staticmethod
    def without(values: pl.Series, mask: pl.Series) -> pl.Series:
        """The values with null where `mask` holds."""
        return values.set(mask.fill_null(False), None)

    def compact(self) -> pl.Series:
        """The text half-width, without blanks and a leading apostrophe; marks for “nothing” become null."""
        plain = self.text.str.normalize("NFKC").str.replace_all(r"[\s\u200b\ufeff]+|^'", "")
        return plain.set(plain.is_in(BLANK_MARKS) | (plain == ""), None)


def only_where(mask: pl.Series, values: pl.Series, otherwise: pl.Series) -> pl.Series:
    """`otherwise` with the rows of `mask` replaced by `values`, which has one entry per true row of `mask`."""
    return otherwise.scatter(mask.arg_true(), values)
