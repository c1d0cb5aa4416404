"""Web pages: visible text, blocks as paragraphs, tables as lines of bars."""

import re

from lxml import etree, html

from bangfu.reports.checker.readers.document import Document, TextRefused, bar_row, bounded, said_below

_BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "dd",
    "dt",
    "figcaption",
    "main",
    "aside",
    "pre",
    "hr",
    "form",
    "center",
    "body",
}
_HIDDEN = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "button", "textarea"}
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"(?:<!doctype\s+html|<html|<head|<body|<(?:p|div|table|h[1-6]|article|section|ul|meta)\b)",
    re.IGNORECASE | re.DOTALL,
)
_MAX_ELEMENTS = 500_000
_WIDEST = 100  # columns and rows that one cell may go over


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a page or a piece of one."""
    return _START.match(text[:2000].removeprefix("\ufeff")) is not None and "</" in text


def read_html(text: str) -> Document:
    """The visible text of a page.

    Raises:
        TextRefused: nothing visible, or more elements, or deeper ones, than any report has.
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise TextRefused("damaged", "网页内容读不出来") from error
    if any("depth" in fault.message for fault in parser.error_log.filter_from_errors()):
        raise TextRefused("too_deep", "网页的标签嵌套过深（超过2000层），无法读出，请另存为文本再核对")
    return Document(bounded(_text(root)), "html")


def _text(root: html.HtmlElement) -> str:
    pieces: list[str] = []
    skipped: html.HtmlElement | None = None
    for count, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        if count > 2 * _MAX_ELEMENTS:
            raise TextRefused("too_long", "网页元素过多，无法核对")
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if skipped is not None:
                continue
            if tag in _HIDDEN or _is_hidden(element):
                skipped = element
            elif tag == "table" and not element.xpath(".//table"):
                pieces.extend(_table(element))
                skipped = element
            else:
                pieces.append("\n" if tag in _BLOCKS or tag == "br" else "")
                pieces.append(_folded(element.text))
            continue
        if element is skipped:
            skipped = None
        if skipped is None:
            pieces.append("\n" if tag in _BLOCKS else "")
            pieces.append(_folded(element.tail) if element is not root else "")
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip("\n") + "\n"


def _is_hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or _NOT_SHOWN.search(element.get("style", "")) is not None


def _folded(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""


def _table(table: html.HtmlElement) -> list[str]:
    """A table of data as lines of bars; one without rows of several cells is layout and read as text."""
    rows = _squared([row.xpath("./td|./th") for row in table.xpath(".//tr")])
    if not any(len(row) > 1 for row in rows):
        return ["\n", "\n".join(" ".join(row) for row in rows), "\n"]
    return ["\n\n", "\n".join(bar_row(row) for row in rows if row), "\n\n"]


def _squared(rows: list[list[html.HtmlElement]]) -> list[list[str]]:
    """The texts of cells, each in its column: one over several rows is said in each, unless it is a figure,
    one over several columns once."""
    squared: list[list[str]] = []
    hanging: dict[int, tuple[str, int]] = {}  # columns that a cell above reaches into: its text, and how many rows more
    for row in rows:
        texts: list[str] = []
        waiting = list(row)
        while waiting or len(texts) in hanging:
            text, left = hanging.pop(len(texts), ("", 0))
            if left:
                hanging |= {len(texts): (text, left - 1)} if left > 1 else {}
                texts.append(text)
                continue
            cell = waiting.pop(0)
            below = _span(cell, "rowspan") - 1
            for words in [_cell(cell), *[""] * (_span(cell, "colspan") - 1)]:
                if below:
                    hanging[len(texts)] = (said_below(words), below)
                texts.append(words)
        squared.append(texts)
    return squared


def _span(cell: html.HtmlElement, name: str) -> int:
    told = cell.get(name, "1").strip()
    return min(int(told), _WIDEST) if told.isdecimal() and int(told) > 0 else 1


def _cell(cell: html.HtmlElement) -> str:
    return _folded("".join(cell.itertext())).strip()
