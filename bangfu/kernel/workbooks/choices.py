"""Yes or no, and values out of code lists, accepted as code, label or synonym."""

import re
import unicodedata
from collections.abc import Callable
from difflib import get_close_matches

import polars as pl

from bangfu.kernel.workbooks.columns import Column
from bangfu.kernel.workbooks.parsing import BLANK_MARKS, Parse

SEPARATOR = "、"
"""Between several codes in one cell, as we write them."""

_SEPARATORS = re.compile(r"[、,，;；\n|]+")
_TRUE = ["是", "有", "对", "√", "✓", "✔", "1", "y", "yes", "t", "true"]
_FALSE = ["否", "无", "没有", "不是", "错", "×", "✗", "✘", "x", "0", "n", "no", "f", "false"]
_YES_OR_NO = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
_SHOWN_OPTIONS = 12


def boolean(parse: Parse) -> pl.Series:
    """Yes or no."""
    values, known = _mapped(parse.text, lambda text: _YES_OR_NO.get(_key(text)), pl.Boolean())
    parse.error(~known, "not_yes_or_no", "应填“是”或“否”。")
    return values


def code(parse: Parse) -> pl.Series:
    """One code of the column's list."""
    keys = _meanings(parse.column)
    values, known = _mapped(parse.text, lambda text: keys.get(_key(text)), pl.String())
    _explain(parse, known, lambda text: [text])
    return values


def codes(parse: Parse) -> pl.Series:
    """Several codes of the column's list, each once, in the order written."""
    keys = _meanings(parse.column)

    def several(text: str) -> list[str] | None:
        found = [keys.get(_key(part)) for part in _parts(text, keys)]
        return None if None in found else list(dict.fromkeys(filter(None, found)))

    values, known = _mapped(parse.text, several, pl.List(pl.String))
    _explain(parse, known, lambda text: [part for part in _parts(text, keys) if _key(part) not in keys])
    return values


def _parts(text: str, keys: dict[str, str]) -> list[str]:
    if _key(text) in keys:
        return [text]
    return [part for part in _SEPARATORS.split(text) if part.strip()]


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _meanings(column: Column) -> dict[str, str]:
    """Key of everything accepted → code. A code goes before a label, a label before a synonym."""
    meanings: dict[str, str] = {}
    entries = column.codes or ()
    for value, *_ in entries:
        meanings.setdefault(_key(value), value)
    for place in range(1, max(map(len, entries), default=0)):
        for entry in entries:
            if place < len(entry):
                meanings.setdefault(_key(entry[place]), entry[0])
    for value, label, *_ in entries:
        for separator in ("", ".", "-", ":", "、", ","):
            meanings.setdefault(_key(value + separator + label), value)
        # A spreadsheet turns the code 01 into the number 1.
        meanings.setdefault(_key(value).lstrip("0") or "0", value)
    return meanings


def _mapped(text: pl.Series, meaning: Callable[[str], object], returned: pl.DataType) -> tuple[pl.Series, pl.Series]:
    """Look up each different text once; beside the values, whether each cell was blank or understood."""
    different = text.drop_nulls().unique().to_list()
    meanings = {value: meaning(value) for value in different}
    known = [value for value in different if meanings[value] is not None or value in BLANK_MARKS]
    values = pl.Series([meanings[value] for value in known], dtype=returned)
    table = pl.DataFrame({"text": pl.Series(known, dtype=pl.String), "value": values})
    looked_up = pl.DataFrame({"text": text}).join(table, on="text", how="left", maintain_order="left")
    return looked_up["value"], text.is_null() | text.is_in(table["text"].implode())


def _explain(parse: Parse, known: pl.Series, faults: Callable[[str], list[str]]) -> None:
    if known.all():
        return
    labels = list(parse.column.labels().values())
    unknown = parse.text.filter(~known).unique().to_list()
    remedies = {text: _remedy(faults(text), labels) for text in unknown}
    messages = parse.text.replace_strict(remedies, default=None, return_dtype=pl.String)
    parse.error(~known, "not_in_list", messages)


def _remedy(faults: list[str], labels: list[str]) -> str:
    wrong = SEPARATOR.join(f"“{fault}”" for fault in faults)
    near = get_close_matches(faults[0], labels, n=1, cutoff=0.5) if faults else []
    shown = SEPARATOR.join(labels[:_SHOWN_OPTIONS]) + (" 等" if len(labels) > _SHOWN_OPTIONS else "")
    guess = f"是不是“{near[0]}”？" if near else ""
    return f"{wrong}不在可选范围内。{guess}可选：{shown}。"
