"""The findings as a Word document: lists of them, then the text with its figures coloured and commented on."""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docx import Document as new_word
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bangfu.reports.checker.annotate import KINDS, SEVERITY, VERDICTS, remark, separate, verdicts_of
from bangfu.reports.checker.check import CheckResult, unreadable
from bangfu.reports.checker.claims import Claim
from bangfu.reports.checker.readers.document import FINDINGS_LEGEND, FINDINGS_TEXT, FINDINGS_TITLE
from bangfu.reports.checker.relations.finding import Relation

AUTHOR, INITIALS = "帮扶核对", "核"
MOST_COMMENTS = 500  # what is graver comes first; the lists hold the rest too
_SILENT = "consistent"  # said by colour and in the list, not beside the text
_COLOURS = {
    "broken": WD_COLOR_INDEX.RED,
    "conflict": WD_COLOR_INDEX.RED,
    "different": WD_COLOR_INDEX.PINK,
    "ambiguous": WD_COLOR_INDEX.YELLOW,
    "truncation": WD_COLOR_INDEX.TURQUOISE,
    "rounding": WD_COLOR_INDEX.TURQUOISE,
    "consistent": WD_COLOR_INDEX.BRIGHT_GREEN,
    "equal": WD_COLOR_INDEX.BRIGHT_GREEN,
    "unstated": WD_COLOR_INDEX.GRAY_25,
    "none": WD_COLOR_INDEX.GRAY_25,
}
_LEGEND = (
    ("conflict", "矛盾"),
    ("different", "与账本不同"),
    ("ambiguous", "有歧义"),
    ("rounding", "四舍五入或截尾"),
    ("consistent", "相符"),
    ("none", "无从核对"),
)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """What a ledger says of a claim, in words. ``explained`` is why a difference is as it should be, where known."""

    claim: str
    text: str
    verdict: str
    figure: str
    value: str
    differs: bool
    explained: str = ""

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The line as a row of the list."""
        return self.text, self.verdict, self.figure, "；".join(filter(None, (self.value, _told(self.explained))))


def as_word(
    result: CheckResult,
    ledger: Sequence[LedgerLine] = (),
    explained: Mapping[str, str] | None = None,
    title: str = FINDINGS_TITLE,
) -> bytes:
    """A .docx with the findings in tables, then the text with its figures highlighted and commented on.

    `explained` tells for relations, by id, why they are as they should be.
    """
    known = explained or {}
    document = new_word()
    document.add_heading(title, level=1)
    document.add_paragraph(summary_of(result))
    _add_findings(document, result, known)
    _add_ledger(document, ledger)
    document.add_heading(FINDINGS_TEXT, level=2)
    _add_legend(document)
    _Text(document, result, ledger, known).write()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _told(explained: str) -> str:
    return f"已说明：{explained}" if explained else ""


def summary_of(result: CheckResult) -> str:
    """How many figures and relations were found, by verdict, in one sentence."""
    counts = {verdict: sum(found.verdict == verdict for found in result.relations) for verdict in SEVERITY}
    said = "，".join(f"{VERDICTS[verdict]}{count}处" for verdict, count in counts.items() if count)
    return f"共找到数字{len(result.claims)}个、数量关系{len(result.relations)}处" + (f"：{said}。" if said else "。")


def _by_gravity(result: CheckResult) -> list[Relation]:
    return sorted(result.relations, key=lambda found: SEVERITY.index(found.verdict))


def _add_findings(document: WordDocument, result: CheckResult, explained: Mapping[str, str]) -> None:
    claims = {claim.id: claim for claim in result.claims}
    rows = [
        (
            KINDS[found.kind],
            VERDICTS[found.verdict],
            found.formula,
            "、".join("".join(claims[claim].text.split()) for claim in found.claims),
            "；".join(filter(None, (remark(found, claims), _told(explained.get(found.id, ""))))),
        )
        for found in _by_gravity(result)
    ]
    if rows:
        _add_table(document, ("关系", "结论", "算式", "涉及的数字", "说明"), rows)


def _add_ledger(document: WordDocument, ledger: Sequence[LedgerLine]) -> None:
    if ledger:
        document.add_paragraph()
        _add_table(document, ("文中", "与账本", "指标", "账本数值"), [line.cells for line in ledger])


def _add_table(document: WordDocument, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table: Table = document.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
    for row, texts in zip(table.rows, (head, *rows), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = cleaned(text)


def _add_legend(document: WordDocument) -> None:
    paragraph = document.add_paragraph(FINDINGS_LEGEND)
    for verdict, words in _LEGEND:
        paragraph.add_run(words).font.highlight_color = _COLOURS[verdict]
        paragraph.add_run("　")


class _Text:
    """Writes the text, its figures coloured by the gravest that is to be said of each, with comments."""

    def __init__(
        self, document: WordDocument, result: CheckResult, ledger: Sequence[LedgerLine], explained: Mapping[str, str]
    ) -> None:
        self.document = document
        self.text = result.text
        self.figures = separate([*result.claims, *result.broken])
        self.broken = {claim.start for claim in result.broken}
        self.colours = verdicts_of(result) | _ledger_colours(result, ledger)
        self.remarks = remarks_of(result, ledger, explained)

    def write(self) -> None:
        position, at = 0, 0
        for line in self.text.splitlines(keepends=True):
            end, first = position + len(line), at
            while at < len(self.figures) and self.figures[at].start < end:
                at += 1
            if line.strip():
                self._line(self.document.add_paragraph(), position, end, self.figures[first:at])
            position = end

    def _line(self, paragraph: Paragraph, start: int, end: int, figures: Iterable[Claim]) -> None:
        position = start
        for claim in figures:
            _add_run(paragraph, self.text[position : claim.start])
            run = paragraph.add_run(cleaned(self.text[claim.start : claim.end]))
            self._mark(run, claim)
            position = claim.end
        _add_run(paragraph, self.text[position:end])

    def _mark(self, run: Run, claim: Claim) -> None:
        colour = "broken" if claim.start in self.broken else self.colours[claim.id]
        run.font.highlight_color = _COLOURS[colour]
        if said := self.remarks.get(claim.start):
            self.document.add_comment(run, "\n".join(map(cleaned, said)), author=AUTHOR, initials=INITIALS)


def _ledger_colours(result: CheckResult, ledger: Sequence[LedgerLine]) -> dict[str, str]:
    """Colours of figures of which the ledger has the last word: those that differ, and those in no relation."""
    own = verdicts_of(result)
    return {
        line.claim: "different" if line.differs else "equal"
        for line in ledger
        if own[line.claim] in ("none", "unstated") or (line.differs and own[line.claim] != "conflict")
    }


def remarks_of(result: CheckResult, ledger: Sequence[LedgerLine], explained: Mapping[str, str]) -> dict[int, list[str]]:
    """What is to be said beside figures, by where they begin: the gravest first, `MOST_COMMENTS` of them at most.

    A relation is told at the first of its figures, a difference from the ledger at its own.
    """
    claims = {claim.id: claim for claim in result.claims}
    starts = {claim.id: claim.start for claim in separate([*result.claims, *result.broken])}
    said: dict[int, list[str]] = defaultdict(list)
    for claim in result.broken:
        said[claim.start].append(unreadable(claim.text))
    for line in ledger:
        if line.differs and line.claim in starts:
            words = (f"{line.verdict}：{line.figure}", *line.cells[3:])
            said[starts[line.claim]].append("；".join(filter(None, words)))
    for found in _by_gravity(result):
        place = next((claim for claim in found.claims if claim in starts), None)
        if place is not None and found.verdict != _SILENT:
            words = (
                f"{VERDICTS[found.verdict]}：{found.formula}",
                remark(found, claims),
                _told(explained.get(found.id, "")),
            )
            said[starts[place]].append("；".join(filter(None, words)))
    return dict(list(said.items())[:MOST_COMMENTS])


def _add_run(paragraph: Paragraph, text: str) -> None:
    if clean := cleaned(text):
        paragraph.add_run(clean)


def cleaned(text: str) -> str:
    """A text without line breaks and without characters that XML forbids."""
    return "".join(
        character
        for character in text
        if character == "\t" or (ord(character) >= 32 and character not in "\ufffe\uffff")
    )


__all__ = ["LedgerLine", "as_word", "cleaned", "remarks_of", "summary_of"]
