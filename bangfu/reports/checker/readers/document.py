"""What a reader gives back, what it refuses, and the bounds of its work."""

from dataclasses import dataclass

MAX_BYTES = 50 * 1024 * 1024
MAX_CHARACTERS = 2_000_000
MAX_PAGES = 300


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
