"""The checker's findings as a Word document for an editor, those of the ledger and what has been explained included."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import figures
from bangfu.reports.checker.commented_word import as_commented
from bangfu.reports.checker.compare import Comparison
from bangfu.reports.checker.marked_word import LedgerLine, as_word
from bangfu.reports.checking import Checked
from bangfu.reports.explaining import subject_of_difference, subject_of_relation
from bangfu.reports.explanations import explanations_at
from bangfu.reports.models import Explanation
from bangfu.reports.outputs.appendix import exact_value
from bangfu.reports.outputs.findings import laid_out

LEDGER_VERDICTS = {
    "different": _("与账本不同"),
    "rounded": _("取整后与账本相等"),
    "equal": _("与账本相等"),
    "unknown": _("账本中没有对应的数"),
}
DOUBTED = ("conflict", "ambiguous")  # relations that somebody may explain


def annotated_word(found: Checked, office: str = "", original: bytes | None = None) -> bytes:
    """Return the .docx of what was found; ``office`` is the place whose explanations count, none if empty.

    With the ``original`` Word document, that document with comments; else lists and a marked copy of the text.
    """
    known = explanations_at(office)
    explained = {
        relation.id: _reason(row)
        for relation in found.result.relations
        if relation.verdict in DOUBTED and (row := known.get(subject_of_relation(relation, found.result).key))
    }
    texts = {claim.id: "".join(claim.text.split()) for claim in found.result.claims}
    lines = [_line(one, texts[one.claim], found, known) for one in gravest_first(found.ledger)]
    if original is not None:
        return as_commented(original, found.result, lines, explained)
    return laid_out(as_word(found.result, lines, explained))


def gravest_first(ledger: tuple[Comparison, ...] | None) -> list[Comparison]:
    """Return what the ledger knows anything of, differences first."""
    order = list(LEDGER_VERDICTS)
    known = [one for one in ledger or () if one.verdict != "unknown"]
    return sorted(known, key=lambda one: order.index(one.verdict))


def _line(one: Comparison, text: str, found: Checked, known: dict[str, Explanation]) -> LedgerLine:
    figure, differs = figures[one.figure or ""], one.verdict == "different"
    row = known.get(subject_of_difference(one, found.result).key) if differs else None
    return LedgerLine(
        one.claim,
        text,
        str(LEDGER_VERDICTS[one.verdict]),
        str(figure.title),
        "；".join(filter(None, (exact_value(one.value, figure.unit), one.where, one.note))),
        differs,
        _reason(row) if row else "",
    )


def _reason(row: Explanation) -> str:
    return f"{row.reason}（{row.accepted_by.name}）"
