"""Reading a report text: paragraphs, tags and passages. Pure.

``{{…}}`` is a tag, ``[[…||…]]`` a passage with alternatives. A line is a paragraph; empty lines are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bangfu.reports.template.nodes import (
    ChartTag,
    FigureTag,
    Node,
    Paragraph,
    Passage,
    Position,
    StatTableTag,
    TableTag,
    Tag,
    TemplateError,
)
from bangfu.reports.template.vocabulary import read_tag

_MARK = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|\|")
DEEPEST = 8


@lru_cache(maxsize=256)
def parse(text: str) -> tuple[Paragraph, ...]:
    """Read a text; raise TemplateError with the place of the first fault."""
    paragraphs = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            paragraph = _Line(line, number).read()
            _check(paragraph)
            paragraphs.append(paragraph)
    return tuple(paragraphs)


def tags_of(paragraphs: tuple[Paragraph, ...]) -> Iterator[Tag]:
    """Yield every tag of a text, those inside passages too."""
    for paragraph in paragraphs:
        yield from _tags(paragraph)


def _tags(nodes: tuple[Node, ...]) -> Iterator[Tag]:
    for node in nodes:
        if isinstance(node, Passage):
            for alternative in node.alternatives:
                yield from _tags(alternative)
        elif not isinstance(node, str):
            yield node


def _check(paragraph: Paragraph) -> None:
    alone = next((node for node in _tags(paragraph) if isinstance(node, TableTag | StatTableTag | ChartTag)), None)
    if alone is not None and len(paragraph) > 1:
        raise TemplateError(f"{alone.source[0]}要独占一行", alone.at, alone.source)
    loose = next((node for node in paragraph if isinstance(node, FigureTag) and node.test), None)
    if loose is not None:
        raise TemplateError("恰为、超过、不足只能写在“[[ ]]”里", loose.at, loose.source)


class _Line:
    """One paragraph while it is read."""

    def __init__(self, line: str, number: int) -> None:
        self.line = line.strip()
        self.number = number
        self.offset = len(line) - len(line.lstrip())
        self.at = 0

    def read(self) -> Paragraph:
        nodes, mark = self._nodes(0)
        if mark:
            raise TemplateError(f"多出“{mark}”", self._position(self.at - len(mark)))
        return tuple(nodes)

    def _nodes(self, depth: int) -> tuple[list[Node], str]:
        """Read up to the end or to a mark that closes; return what was read and that mark."""
        nodes: list[Node] = []
        while match := _MARK.search(self.line, self.at):
            if match.start() > self.at:
                nodes.append(self.line[self.at : match.start()])
            start, self.at = match.start(), match.end()
            if match.group() == "{{":
                nodes.append(self._tag(start))
            elif match.group() == "[[":
                nodes.append(self._passage(start, depth + 1))
            else:
                return nodes, match.group()
        if self.at < len(self.line):
            nodes.append(self.line[self.at :])
        self.at = len(self.line)
        return nodes, ""

    def _tag(self, start: int) -> Tag:
        end = self.line.find("}}", self.at)
        if end < 0 or "{{" in self.line[self.at : end]:
            raise TemplateError("标签没有用“}}”收尾", self._position(start))
        source, self.at = self.line[self.at : end].strip(), end + 2
        return read_tag(source, self._position(start))

    def _passage(self, start: int, depth: int) -> Passage:
        if depth > DEEPEST:
            raise TemplateError("“[[”套得太深", self._position(start))
        alternatives = []
        while True:
            nodes, mark = self._nodes(depth)
            alternatives.append(tuple(nodes))
            if mark == "]]":
                return Passage(self._position(start), tuple(alternatives))
            if mark != "||":
                raise TemplateError("“[[”没有用“]]”收尾", self._position(start))

    def _position(self, index: int) -> Position:
        return Position(self.number, self.offset + index + 1)
