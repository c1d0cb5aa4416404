"""Workbooks in and out: reading what people send, typing whole columns, exports and templates.

Pure Python over Polars; knows nothing of Django or of any noun of the application.
"""

from bangfu.kernel.workbooks.cells import ROW
from bangfu.kernel.workbooks.columns import Code, Column, Sheet, Type
from bangfu.kernel.workbooks.converting import TypedTable, convert, read_table
from bangfu.kernel.workbooks.identifiers import (
    credit_code_ok,
    disability_category,
    disability_id,
    disability_level,
    id_birth_date,
    id_check_digit,
    id_checksum_ok,
    id_county,
    id_sex,
    luhn_ok,
)
from bangfu.kernel.workbooks.issues import ISSUE_SCHEMA, Severity, issues_frame, joined_issues, no_issues
from bangfu.kernel.workbooks.reading import RawTable, read_workbook
from bangfu.kernel.workbooks.refusals import WorkbookRefused
from bangfu.kernel.workbooks.template import write_template
from bangfu.kernel.workbooks.writing import write_export

__all__ = [
    "ISSUE_SCHEMA",
    "ROW",
    "Code",
    "Column",
    "RawTable",
    "Severity",
    "Sheet",
    "Type",
    "TypedTable",
    "WorkbookRefused",
    "convert",
    "credit_code_ok",
    "disability_category",
    "disability_id",
    "disability_level",
    "id_birth_date",
    "id_check_digit",
    "id_checksum_ok",
    "id_county",
    "id_sex",
    "issues_frame",
    "joined_issues",
    "luhn_ok",
    "no_issues",
    "read_table",
    "read_workbook",
    "write_export",
    "write_template",
]
