"""What a reader gives back, what it refuses, and the bounds of its work."""

import re
from dataclasses import dataclass

MAX_BYTES = 50 * 1024 * 1024
MAX_CHARACTERS = 2_000_000
MAX_PAGES = 300

# The checker's own Word document: what stands at its top, and above the text that was checked.
FINDINGS_TITLE, FINDINGS_TEXT, FINDINGS_LEGEND = "数字核对结果", "原文与标注", "标注："

# A cell that holds a figure and nothing else (12, 1,340.5万元, 35%); 2020年 and 三季度 are no figures but labels.
_FIGURE = re.compile(r"[-−＋+]?[\d０-９][\d０-９,，.．]*\s*[%％]?[亿万千百]*(?:元|户|人|人次|名|个|家|亩|件|次|台|套)?")


class TextRefused(ValueError):
    """A document that cannot be read. `code` is stable, the message is Chinese and says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document. Offsets of claims count characters of `text`; `notes` say what was left out."""

    text: str
    kind: str
    pages: int | None = None
    notes: tuple[str, ...] = ()


def bounded(text: str) -> str:
    """`text`, unless it is too long or says nothing."""
    if len(text) > MAX_CHARACTERS:
        raise TextRefused("too_long", f"文字超过{MAX_CHARACTERS // 10000}万字，请分成几份再核对")
    if not text.strip():
        raise TextRefused("empty", "文档里没有文字")
    return text


def bar_row(cells: list[str]) -> str:
    """One row of a table as a line of bars; breaks and bars inside cells become spaces."""
    return "| " + " | ".join(" ".join(cell.replace("|", " ").split()) for cell in cells) + " |"


def said_below(text: str) -> str:
    """What a cell that goes over several rows says in those below its first: a label again, a figure only once.

    A figure said in each row would be added up as often as the rows it stands beside.
    """
    return "" if _FIGURE.fullmatch(text.strip()) else text
