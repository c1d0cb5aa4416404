"""Showing the findings: the text with its figures marked by verdict (HTML), and a Word document with the same."""

import html
import io
from collections.abc import Sequence

from docx import Document as new_word
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.text.paragraph import Paragraph

from bangfu.reports.checker.check import CheckResult
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.relations.finding import Relation

_SEVERITY = ("conflict", "ambiguous", "truncation", "rounding", "consistent", "unstated")
_VERDICTS = {
    "conflict": "矛盾",
    "ambiguous": "有歧义",
    "truncation": "截尾",
    "rounding": "四舍五入",
    "consistent": "相符",
    "unstated": "基数未写明",
    "none": "未涉及关系",
}
_KINDS = {
    "sum": "合计",
    "ratio": "比例",
    "growth": "增减",
    "completion": "完成",
    "product": "乘积",
    "subset": "部分与整体",
    "repeat": "重复",
}
_COLOURS = {
    "conflict": WD_COLOR_INDEX.RED,
    "ambiguous": WD_COLOR_INDEX.YELLOW,
    "truncation": WD_COLOR_INDEX.TURQUOISE,
    "rounding": WD_COLOR_INDEX.TURQUOISE,
    "consistent": WD_COLOR_INDEX.BRIGHT_GREEN,
    "unstated": WD_COLOR_INDEX.GRAY_25,
    "none": WD_COLOR_INDEX.GRAY_25,
}


def verdicts_of(result: CheckResult) -> dict[str, str]:
    """For each claim the gravest verdict of the relations it stands in, `none` for a claim in no relation."""
    verdicts = {claim.id: "none" for claim in result.claims}
    for verdict in reversed(_SEVERITY):
        for found in result.relations:
            if found.verdict == verdict:
                verdicts.update(dict.fromkeys(found.claims, verdict))
    return verdicts


def as_html(result: CheckResult) -> str:
    """The text as HTML, each figure in `<mark class="claim claim-VERDICT" data-claim="ID">`; everything is escaped."""
    verdicts, pieces, position = verdicts_of(result), [], 0
    for claim in _separate(result.claims):
        verdict = verdicts[claim.id]
        title = html.escape(_title(result, claim, verdict), quote=True)
        pieces.append(html.escape(result.text[position : claim.start]))
        pieces.append(f'<mark class="claim claim-{verdict}" id="{claim.id}" data-claim="{claim.id}" title="{title}">')
        pieces.append(f"{html.escape(result.text[claim.start : claim.end])}</mark>")
        position = claim.end
    pieces.append(html.escape(result.text[position:]))
    return f'<div class="checked-text">{"".join(pieces)}</div>'


def as_word(
    result: CheckResult, ledger: Sequence[tuple[str, str, str, str]] = (), title: str = "数字核对结果"
) -> bytes:
    """A .docx with the findings in a table, then the text with its figures highlighted by verdict.

    `ledger` are rows of what a ledger says: the text, the verdict, the figure's name, its value.
    """
    document = new_word()
    document.add_heading(title, level=1)
    document.add_paragraph(_summary(result))
    _add_findings(document, result)
    _add_table(document, ("文中", "与账本", "指标", "账本数值"), ledger)
    document.add_heading("原文与标注", level=2)
    verdicts = verdicts_of(result)
    claims = _separate(result.claims)
    position = 0
    for line in result.text.splitlines(keepends=True):
        inside = [claim for claim in claims if position <= claim.start < position + len(line)]
        if line.strip():
            _add_line(document.add_paragraph(), result.text, position, position + len(line), inside, verdicts)
        position += len(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _separate(claims: list[Claim]) -> list[Claim]:
    """The claims in order without overlaps."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: (claim.start, -claim.end)):
        if not kept or claim.start >= kept[-1].end:
            kept.append(claim)
    return kept


def _title(result: CheckResult, claim: Claim, verdict: str) -> str:
    involved = [found for found in result.relations if claim.id in found.claims]
    said = [f"{_KINDS[found.kind]}：{found.formula}（{_VERDICTS[found.verdict]}）{found.note}" for found in involved]
    return "；".join(said) if said else _VERDICTS[verdict]


def _summary(result: CheckResult) -> str:
    counts = {verdict: sum(found.verdict == verdict for found in result.relations) for verdict in _SEVERITY}
    said = "，".join(f"{_VERDICTS[verdict]}{count}处" for verdict, count in counts.items() if count)
    return f"共找到数字{len(result.claims)}个、数量关系{len(result.relations)}处" + (f"：{said}。" if said else "。")


def _add_findings(document: WordDocument, result: CheckResult) -> None:
    if not result.relations:
        return
    table = document.add_table(rows=1, cols=5, style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, ("关系", "结论", "算式", "涉及的数字", "说明"), strict=True):
        cell.text = heading
    texts = {claim.id: claim.text for claim in result.claims}
    for found in sorted(result.relations, key=lambda found: _SEVERITY.index(found.verdict)):
        row = table.add_row().cells
        row[0].text, row[1].text, row[2].text = _KINDS[found.kind], _VERDICTS[found.verdict], found.formula
        row[3].text = "、".join("".join(texts[claim].split()) for claim in found.claims)
        row[4].text = _remark(found)


def _add_table(document: WordDocument, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    document.add_paragraph()
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for texts in (head, *rows):
        cells = table.rows[0].cells if texts is head else table.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text


def _remark(found: Relation) -> str:
    readings = [f"{reading.reading}：{reading.value}" for reading in found.readings]
    return "；".join([part for part in (found.note, *readings) if part])


def _add_line(
    paragraph: Paragraph, text: str, start: int, end: int, claims: list[Claim], verdicts: dict[str, str]
) -> None:
    position = start
    for claim in claims:
        _add_run(paragraph, text[position : claim.start])
        run = paragraph.add_run(_clean(text[claim.start : claim.end]))
        run.font.highlight_color = _COLOURS[verdicts[claim.id]]
        position = claim.end
    _add_run(paragraph, text[position:end])


def _add_run(paragraph: Paragraph, text: str) -> None:
    if clean := _clean(text):
        paragraph.add_run(clean)


def _clean(text: str) -> str:
    """Without line breaks and without characters that XML forbids."""
    return "".join(
        character
        for character in text
        if character == "\t" or (ord(character) >= 32 and character not in "\ufffe\uffff")
    )
