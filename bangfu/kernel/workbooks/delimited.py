"""Text files of separated values, in the encodings and with the separators offices really use."""

import csv
import io
import re
from collections import Counter
from itertools import islice, zip_longest
from pathlib import Path

import polars as pl
from charset_normalizer import from_bytes

from bangfu.kernel.workbooks.refusals import WorkbookRefused

SEPARATORS = ",\t;|，"
FORMULA_START = r"^'*[=+\-@\t\r]"
"""Text that a spreadsheet would evaluate, or that carries our own guard against it."""

_GUARDED = r"^'('*[=+\-@\t\r])"
_ENCODINGS = ("utf-8-sig", "gb18030")
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_delimited(path: Path) -> pl.DataFrame:
    """All records as text; record n is row n of the sheet. Raises WorkbookRefused for unreadable text."""
    text = _decoded(path.read_bytes())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=False)
    try:
        columns = list(zip_longest(*reader))
    except csv.Error as fault:
        raise WorkbookRefused("文件中的引号或分隔符不成对，无法分列。请用 Excel 打开后另存为 .xlsx。") from fault
    frame = pl.DataFrame([pl.Series(str(place), values, dtype=pl.String) for place, values in enumerate(columns)])
    return frame.with_columns(pl.all().str.replace(_GUARDED, "${1}"))


def guarded(text: pl.Expr) -> pl.Expr:
    """Text that a spreadsheet opening a .csv file never evaluates; `read_delimited` gives back the original."""
    return pl.when(text.str.contains(FORMULA_START)).then(pl.lit("'") + text).otherwise(text)


def _decoded(content: bytes) -> str:
    encodings = (_BOMS[content[:2]],) if content[:2] in _BOMS else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    if (guess := from_bytes(content).best()) is not None:
        return str(guess)
    raise WorkbookRefused("无法识别文件的文字编码。请用 Excel 打开后另存为 .xlsx，或存为 UTF-8 编码的 .csv。")


def _separator(text: str) -> str:
    """The separator found most often outside quotes in the first lines that have one."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in islice(io.StringIO(text), 20)]
    counts = Counter(character for line in lines for character in line if character in SEPARATORS)
    return max(SEPARATORS, key=lambda separator: counts[separator])
