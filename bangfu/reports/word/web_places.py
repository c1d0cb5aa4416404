"""Where text stands in a web page: lines of blocks, in reading order, whatever their look. Knows no figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree, html

from bangfu.kernel.errors import Refused
from bangfu.reports.checker.readers.document import TextRefused
from bangfu.reports.checker.readers.plain import decoded
from bangfu.reports.document import Run

MOST_BYTES = 2 * 1024 * 1024
MOST_PARAGRAPHS = 5_000
INLINE = re.compile("a|abbr|b|bdi|big|cite|code|em|font|i|img|ins|kbd|label|mark|q|s|small|span|strong|sub|sup|time|u")
ACTIVE = re.compile("applet|base|embed|form|frame|frameset|iframe|object|script|template")
LOADED = {"src", "srcset", "background", "poster", "action", "data", "xlink:href"}
UNREAD = {"style"}
SPACES = re.compile(r"\s+")
ELSEWHERE = re.compile(r"\s*(?:[a-z]+:)?//", re.IGNORECASE)
STYLED = re.compile(r"@import|url\(\s*['\"]?\s*(?:[a-z]+:)?//", re.IGNORECASE)
RUN = re.compile(r"\s*(?:java|vb)script\s*:", re.IGNORECASE)
HEADING = re.compile(r"h([1-6])")


@dataclass(frozen=True)
class Slot:
    """Text of an element: what stands in it before its first child, or behind it."""

    element: html.HtmlElement
    behind: bool = False

    @property
    def text(self) -> str:
        return (self.element.tail if self.behind else self.element.text) or ""

    def put(self, text: str) -> None:
        if self.behind:
            self.element.tail = text
        else:
            self.element.text = text

    def put_runs(self, runs: Sequence[Run], link: Callable[[Run], html.HtmlElement | None]) -> None:
        """Write runs, those that say a figure as links where ``link`` gives one."""
        parent = self.element.getparent() if self.behind else self.element
        at = parent.index(self.element) + 1 if self.behind else 0
        last: html.HtmlElement | None = None
        self.put("")
        for run in runs:
            if (made := link(run)) is not None:
                parent.insert(at, made)
                made.tail, last, at = "", made, at + 1
            elif last is not None:
                last.tail += run.text
            else:
                self.put(self.text + run.text)


@dataclass(frozen=True)
class Line:
    """A line of a page as it is read: the words of one block up to the next block or break, whatever their look."""

    block: html.HtmlElement
    number: int
    slots: list[Slot] = field(default_factory=list)

    @property
    def text(self) -> str:
        return SPACES.sub(" ", "".join(slot.text for slot in self.slots)).strip()

    @property
    def has_tags(self) -> bool:
        return "{{" in self.text or "[[" in self.text

    @property
    def heading(self) -> int:
        found = HEADING.fullmatch(self.block.tag)
        return int(found[1]) if found else 0

    def where(self) -> str:
        return _("第%(number)s段") % {"number": self.number}


def opened(content: bytes) -> html.HtmlElement:
    """Read a page; raise Refused for what is none, is too large, or would run or load something when it is opened."""
    if len(content) > MOST_BYTES:
        raise Refused(_("网页模板最大 2 MB。"), field="file")
    try:
        text = decoded(content).removeprefix("\ufeff")
        if "<" not in text:
            raise ValueError
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = html.document_fromstring(text.encode(), parser=parser)
    except (TextRefused, etree.LxmlError, ValueError) as error:
        raise Refused(_("打不开这个网页文件，请另存为 .html 后再试。"), field="file") from error
    if any("depth" in fault.message for fault in parser.error_log.filter_from_errors()):
        raise Refused(_("网页的标签嵌套过深，无法读出。"), field="file")
    for element in root.iter(etree.Element):
        _refuse_active(element)
    _refuse_styles(root)
    _tell_encoding(root)
    return root


def _refuse_active(element: html.HtmlElement) -> None:
    refreshed = element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh"
    if ACTIVE.fullmatch(element.tag) or refreshed:
        raise Refused(
            _("模板里不能有 <%(tag)s>：脚本、表单和嵌入的页面都不能用。") % {"tag": element.tag}, field="file"
        )
    for name, value in element.attrib.items():
        loaded = name in LOADED or (name == "href" and element.tag != "a")
        styled = name == "style" and STYLED.search(value)
        if name.startswith("on") or RUN.match(value) or styled or (loaded and ELSEWHERE.match(value)):
            raise Refused(_("模板里不能有脚本，也不能引用别处的文件（%(name)s）。") % {"name": name}, field="file")


def _refuse_styles(root: html.HtmlElement) -> None:
    if any(STYLED.search(style.text or "") for style in root.iter("style")):
        raise Refused(_("模板里不能有脚本，也不能引用别处的文件（%(name)s）。") % {"name": "style"}, field="file")


def _tell_encoding(root: html.HtmlElement) -> None:
    """Say in the page that it is UTF-8, whatever it was."""
    for meta in root.xpath("//meta[@charset or translate(@http-equiv,'CONTETYP','contetyp')='content-type']"):
        meta.getparent().remove(meta)
    head = root.find("head")
    if head is None:
        head = html.Element("head")
        root.insert(0, head)
    head.insert(0, html.Element("meta", charset="utf-8"))


def lines_of(root: html.HtmlElement) -> Iterator[Line]:
    """Every line with text, in reading order; raise Refused if there are too many."""
    blocks, number = [root], 0
    line = Line(root, 1)
    unread: html.HtmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if unread is not None and element is not unread:
            continue
        inline = INLINE.fullmatch(element.tag) is not None
        if not inline and line.text:
            number += 1
            yield line
        if not inline:
            if event == "start":
                blocks.append(element)
            else:
                blocks.pop()
            line = Line(blocks[-1], number + 1)
        if event == "start":
            unread = element if element.tag in UNREAD else None
            if unread is None:
                line.slots.append(Slot(element))
        else:
            unread = None
            line.slots.append(Slot(element, behind=True))
        if number > MOST_PARAGRAPHS:
            raise Refused(_("模板最多 %(most)s 段。") % {"most": MOST_PARAGRAPHS}, field="file")
