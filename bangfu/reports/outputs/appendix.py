"""The appendix *where each figure comes from*, and other parts that every output shares. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from bangfu.kernel.signing import shown
from bangfu.reports.document import Cell, Chapter, Compared, Comparison, Document, Run, Seal, Used
from bangfu.reports.movement import LEVEL
from bangfu.reports.periods import day_words
from bangfu.reports.wording import EXACT, MISSING, MONEY, ROUNDED, TRUNCATED, VAGUE, allowed_words

TITLE = "附：每个数字从哪里来"
HEAD = ("序号", "指标", "代码", "数值", "记录数", "时期", "文中写法", "口径")
HOW = {EXACT: "准确", ROUNDED: "四舍五入", TRUNCATED: "截尾", VAGUE: "概数"}
LISTED = "名单各项"
COMPARED_HEAD = ("指标", "本期", "上年同期", "增减")
BEFORE = ("last_year", "year_last")  # figures of the year before, told from those of the period by their name
WAYS = {
    ROUNDED: "数字按所写的位数四舍五入",
    TRUNCATED: "注明“截尾”的数只舍不进",
    VAGUE: "余、近、约、超等概数只在准确值符合时使用",
}
NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Row:
    """One figure of the appendix, as text."""

    number: int
    used: Used
    value: str
    period: str
    written: str
    definition: str

    def cells(self) -> tuple[str, ...]:
        """The row in the order of HEAD."""
        used = self.used
        return (
            str(self.number), title_of(used), used.code, self.value, f"{used.entries:,}", self.period, self.written,
            self.definition,
        )  # fmt: skip


def appendix(document: Document) -> list[Row]:
    """Return a row for each figure the document uses, in order of first use."""
    texts = _texts(document)
    return [
        Row(
            number=index + 1,
            used=used,
            value=exact_value(used.value, used.unit),
            period=period_words(used),
            written="、".join(texts[index]) or "未写入正文",
            definition=used.definition or used.expression,
        )
        for index, used in enumerate(document.figures)
    ]


def _texts(document: Document) -> dict[int, list[str]]:
    """What the text says for each figure: 6751.91万元（准确）; each way of writing once.

    Of a list of names with their values is told how these are written, not the list; bare names say nothing.
    """
    found: dict[int, list[str]] = defaultdict(list)
    for run in (*runs_of(document), *compared_runs(document)):
        if run.figure is not None and run.kind != "names":
            said = LISTED if run.kind == "listed" else run.text
            text = f"{said}（{HOW[run.how]}）"
            if text not in found[run.figure]:
                found[run.figure].append(text)
    return found


def runs_of(document: Document) -> list[Run]:
    """Return the runs of all chapters in reading order."""
    return [run for c in document.chapters for block in c.blocks if isinstance(block, tuple) for run in block]


def comparisons_of(document: Document) -> list[tuple[Chapter, Comparison]]:
    """Return the chapters that are set beside the year before, with how."""
    return [(c, block) for c in document.chapters for block in c.blocks if isinstance(block, Comparison)]


def compared_runs(document: Document) -> list[Run]:
    """Return what the comparisons with the year before say."""
    lines = [line for _chapter, block in comparisons_of(document) for line in block.lines]
    return [run for line in lines for run in (line.now, line.before, line.change)]


def moved_lines(block: Comparison) -> list[Compared]:
    """Return the lines of a comparison that stand in its table: those of figures that are others than they were."""
    return [line for line in block.lines if line.change.text != LEVEL]


def compared_rows(block: Comparison) -> list[tuple[str, ...]]:
    """Return the table of a comparison as text, in the order of COMPARED_HEAD."""
    return [(line.title, line.now.text, line.before.text, line.change.text) for line in moved_lines(block)]


def compared_notes(block: Comparison) -> list[str]:
    """Return the sentences under the table: what is as it was, and what could not be compared."""
    level = [f"{line.title}{line.now.text}" for line in block.lines if line.change.text == LEVEL]
    return [*([f"与上年同期持平：{'；'.join(level)}。"] if level else []), *block.notes]


def title_of(used: Used) -> str:
    """Return what a figure is called where those of two years stand in one list."""
    return f"{used.title}（上年同期）" if used.when in BEFORE else used.title


def exact_value(value: Decimal | None, unit: str) -> str:
    """Return a value to its last digit with its unit: 67,519,100.00元, 2,402户; percent to two places."""
    if value is None:
        return MISSING
    if unit == MONEY:
        return f"{value:,.2f}元"
    if unit in ("percent", "point"):
        return f"{value:,.4f}".rstrip("0").rstrip(".") + allowed_words(unit)[0]
    whole, point, rest = f"{value:,f}".partition(".")
    rest = rest.rstrip("0")  # quantities are kept in thousandths
    return f"{whole}{point if rest else ''}{rest}{allowed_words(unit)[0]}"


def period_words(used: Used) -> str:
    """Return the days a figure was asked for."""
    return days(used.from_, used.to)


def days(from_: date | None, to: date) -> str:
    """Return 2020-01-01 至 2020-12-31, or 截至 … without a first day."""
    return f"截至 {to}" if from_ is None else f"{from_} 至 {to}"


def sum_notes(document: Document) -> list[str]:
    """Return a sentence for each sum whose parts do not add up to the whole, with the difference."""
    notes = []
    for declared in document.sums:
        total = document.figures[declared.total]
        parts = [document.figures[i] for i in declared.parts]
        if total.value is None or not any(part.value for part in parts):
            continue
        difference = total.value - sum((part.value or Decimal(0) for part in parts), Decimal(0))
        if difference:
            names = "、".join(part.title for part in parts)
            word = "多" if difference > 0 else "少"
            amount = exact_value(abs(difference), total.unit)
            notes.append(f"{total.title}比{names}之和{word}{amount}：有记录没有写明分项，或一笔计入两项。")
    return notes


def rounding_notes(document: Document, exact_at: str = "附表") -> list[str]:
    """Return a sentence that tells how the text's figures are rounded, as far as they are, and where they are exact."""
    ways = {run.how for run in (*runs_of(document), *compared_runs(document)) if run.figure is not None}
    said = [words for how, words in WAYS.items() if how in ways]
    return [f"{'；'.join(said)}。准确值见{exact_at}。"] if said else []


def numeral(number: int) -> str:
    """Return a chapter's number in Chinese: 一 … 九十九."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return (NUMERALS[tens] if tens > 1 else "") + "十" + (NUMERALS[ones] if ones else "")


def figure_address(
    base: str,
    code: str,
    area_code: str,
    from_: date | None,
    to: date | None,
    *,
    side: str = "receiver",
    partner: str = "",
    where: tuple[tuple[str, str | bool], ...] = (),
) -> str:
    """Return the page that opens a figure to its records."""
    asked = {"place": area_code, "from": from_, "to": to, "side": side if side != "receiver" else "", "pair": partner}
    asked |= {name: str(value).lower() if isinstance(value, bool) else value for name, value in where}
    return f"{base.rstrip('/')}/figures/{code}/?{urlencode({k: v for k, v in asked.items() if v})}"


def used_address(base: str, used: Used) -> str:
    """Return the page that opens a figure of the document."""
    return figure_address(
        base,
        used.code,
        used.area_code,
        used.from_,
        used.to,
        side=used.side,
        partner=used.partner,
        where=used.where,
    )


def cell_address(base: str, document: Document, cell: Cell) -> str:
    """Return the page that opens a figure in a table; empty for a cell without one."""
    if not cell.code or cell.value is None:
        return ""
    side, partner = document.side, document.partner
    return figure_address(base, cell.code, cell.area_code, document.from_, document.to, side=side, partner=partner)


def closing(document: Document, seal: Seal | None, exact_at: str = "附表") -> list[str]:
    """Return the lines under the text: until when, when computed, how rounded, and the seal.

    ``exact_at`` names where exact values stand, for a file without the appendix.
    """
    lines = [
        f"数据截至{day_words(document.to)}，由登记册和帮扶账本于{document.composed_at:%Y-%m-%d %H:%M}计算。",
        *([document.compared] if document.compared else []),
        *rounding_notes(document, exact_at),
        *sum_notes(document),
    ]
    if seal is not None:
        signed = f"，签名公钥指纹 {shown(seal.key)}" if seal.key else ""
        lines.append(f"本报告由{seal.sealed_by}于{seal.sealed_at:%Y-%m-%d %H:%M}封存，校验值 {seal.digest}{signed}。")
        if seal.withdrawn:
            lines.append(seal.withdrawn)
    return lines
