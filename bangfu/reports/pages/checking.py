"""The checker's page: any text in, its numbers marked, each with the formula or the ledger's figure behind it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.figures.declared import figures
from bangfu.kernel.areas_of import significant
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import may, require
from bangfu.reports.annotating import LEDGER_VERDICTS, annotated_word, gravest_first
from bangfu.reports.checker.annotate import reading_values, separate, verdicts_of
from bangfu.reports.checker.check import unreadable
from bangfu.reports.checker.compare import NOTHING, Comparison
from bangfu.reports.checker.readers.document import MAX_CHARACTERS, Document
from bangfu.reports.checking import Checked, checked, uploaded
from bangfu.reports.composing import period_named
from bangfu.reports.explaining import Subject, subject_of_difference, subject_of_relation
from bangfu.reports.explanations import explain_finding, explanations_at, office_of
from bangfu.reports.models import Explanation
from bangfu.reports.outputs.appendix import exact_value, figure_address
from bangfu.reports.outputs.writing import WRITERS
from bangfu.reports.pages.places import chosen_place, places_of, usual_period
from bangfu.reports.permissions import CHECK, EXPLAIN, VIEW
from bangfu.reports.remarks import remarked

VERDICTS = {
    "conflict": (gettext_lazy("矛盾"), "bad"),
    "ambiguous": (gettext_lazy("有歧义"), "warning"),
    "truncation": (gettext_lazy("截尾"), "neutral"),
    "rounding": (gettext_lazy("四舍五入"), "neutral"),
    "consistent": (gettext_lazy("相符"), "good"),
    "unstated": (gettext_lazy("基数未写明"), "neutral"),
    "none": (gettext_lazy("未涉及关系"), "neutral"),
}
EXPLAINABLE, TICKET, VALID = ("conflict", "ambiguous", "different"), "reports.explanation", 8 * 3600
MOST_REASONS = 200
EMPTY_LINES = re.compile(r"\n\s*\n")
TONES = {"equal": "good", "rounded": "good", "different": "bad", "unknown": "neutral"}
LEDGER = {name: (words, TONES[name]) for name, words in LEDGER_VERDICTS.items()}


def check_page(request: HttpRequest) -> HttpResponse:
    """Ask for a text, or show what was found in it. Nothing of the text is kept."""
    require(request.user, CHECK)
    if request.method != "POST":
        return _form(request)
    try:
        document = _document(request)
        area_code, period = _scope(request)
        found = checked(document, area_code=area_code, period=period)
    except Denied:
        raise
    except Refused as refused:
        return _form(request, problem=refused.message, status=422)
    office = office_of(request.user, area_code)
    explainer = office if office and may(request.user, EXPLAIN, office) else ""
    context = _findings(found, area_code, period, office) | {
        "may_explain": bool(explainer),
        "asked": {"area": area_code, "period": period},
        "text": document.text,
        "notes": found.notes,
        "is_word": document.kind == "word",
        "annotated_url": reverse("check-annotated"),
        "back_url": reverse("check"),
    }
    return show(request, "reports/checked.html", context, crumbs=[(reverse("check"), _("核对文稿")), ("", _("结果"))])


@require_POST
def annotated_file(request: HttpRequest) -> HttpResponse:
    """Send the findings as a Word document, those of the ledger too where they were asked for.

    Of a Word document that is sent again the comments stand in it, as it is; of a text, in a copy behind the lists.
    """
    require(request.user, CHECK)
    file = request.FILES.get("file")
    content = file.read() if file else b""
    try:
        document = uploaded(content, file.name or "") if file else _pasted(request.POST.get("text", ""))
        area_code, period = _scope(request)
        found = checked(document, area_code=area_code, period=period)
    except Denied:
        raise
    except Refused as refused:
        return _form(request, problem=refused.message, status=422)
    original = content if document.kind == "word" else None
    written = annotated_word(found, office_of(request.user, area_code), original)
    name = f"{(file.name or '').rpartition('.')[0]}（{_('核对')}）" if file and original else _("核对结果")
    response = HttpResponse(written, content_type=WRITERS["docx"][1])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.docx"
    return response


def _form(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    area_code = chosen_place(request)
    context = {
        "problem": problem,
        "text": request.POST.get("text", ""),
        "places": places_of(request.user),
        "area": request.POST.get("area", area_code),
        "period": request.POST.get("period", usual_period(area_code)),
    }
    return show(request, "reports/check.html", context, crumbs=[("", _("核对文稿"))], status=status)


def _document(request: HttpRequest) -> Document:
    file = request.FILES.get("file")
    return uploaded(file.read(), file.name or "") if file else _pasted(request.POST.get("text", ""))


def _pasted(text: str) -> Document:
    if not text.strip():
        raise Refused(_("请粘贴文字，或选择一个文件。"), field="text")
    if len(text) > MAX_CHARACTERS:
        raise Refused(_("文字太长，请分成几份再核对。"), field="text")
    return Document(text.replace("\r\n", "\n"), "text")


def _scope(request: HttpRequest) -> tuple[str, str]:
    """The place and period to compare with, where the user asks for it and may see the place."""
    area_code = significant(request.POST.get("area", "").strip())
    if not area_code:
        return "", ""
    require(request.user, VIEW, area_code)
    period = request.POST.get("period", "").strip()
    return area_code, period_named(period).code if period else ""


def _findings(found: Checked, area_code: str, period: str, office: str) -> dict[str, Any]:
    ledger = {c.claim: c for c in found.ledger or ()}
    claims = {claim.id: claim for claim in found.result.claims}
    counted = Counter(relation.verdict for relation in found.result.relations)
    known = explanations_at(office)
    relations = [
        {
            "relation": relation,
            "verdict": VERDICTS[relation.verdict],
            "claims": [(claim, claims[claim].text) for claim in relation.claims],
            "note": remarked(relation.note),
            "readings": [(remarked(words), value) for words, value in reading_values(relation, claims)],
        }
        | _explained(subject_of_relation(relation, found.result), relation.verdict, office, known)
        for relation in found.result.relations
    ]
    differing = [
        _ledger_row(c, claims[c.claim].text, area_code, period)
        | _explained(subject_of_difference(c, found.result), c.verdict, office, known)
        for c in gravest_first(found.ledger)
    ]
    doubtful = any(r["relation"].verdict in EXPLAINABLE and not r["explained"] for r in relations)
    return {
        "ledger_first": not doubtful and any(r["name"] == "different" and not r["explained"] for r in differing),
        "pieces": _pieces(found, ledger),
        "relations": sorted(
            relations, key=lambda r: (bool(r["explained"]), list(VERDICTS).index(r["relation"].verdict))
        ),
        "counts": [(name, VERDICTS[name], counted[name]) for name in VERDICTS if counted[name]],
        "claims": len(found.result.claims),
        "broken": [(claim.start, claim.text, remarked(unreadable(claim.text))) for claim in found.result.broken],
        "uncompared": [
            (c.claim, claims[c.claim].text, c.note)
            for c in found.ledger or ()
            if c.verdict == "unknown" and c.note not in ("", NOTHING)
        ][:MOST_REASONS],
        "ledger": sorted(differing, key=lambda row: bool(row["explained"])),
        "ledger_counts": [
            (name, LEDGER[name], count) for name, count in Counter(c.verdict for c in found.ledger or ()).most_common()
        ],
        "compared": found.ledger is not None,
    }


def _explained(subject: Subject, verdict: str, office: str, known: dict[str, Explanation]) -> dict[str, Any]:
    """Whether a finding has been explained, and the signed ticket with which it can be."""
    if verdict not in EXPLAINABLE:
        return {"explained": None, "ticket": ""}
    ticket = signing.dumps([office, subject.key, subject.words, subject.verdict], salt=TICKET) if office else ""
    return {"explained": known.get(subject.key), "ticket": ticket}


@require_POST
def explain_page(request: HttpRequest) -> HttpResponse:
    """Keep an explanation of a finding that this site showed; to the script the finding's new last line is sent."""
    try:
        office, key, words, verdict = signing.loads(request.POST.get("ticket", ""), salt=TICKET, max_age=VALID)
    except signing.BadSignature as error:
        raise Refused(_("页面过期了，请重新核对后再说明。")) from error
    row = explain_finding(
        request.user, area_code=office, subject=Subject(key, words, verdict), reason=request.POST.get("reason", "")
    )
    if request.headers.get("HX-Request"):
        return HttpResponse(render_to_string("reports/explained.html", {"explained": row}, request))
    messages.success(request, _("已记下，以后的文稿不再重复提醒。"))
    return redirect("reports.explanation.list")


def _ledger_row(comparison: Comparison, text: str, area_code: str, period: str) -> dict[str, Any]:
    figure = figures[comparison.figure or ""]
    asked = period_named(period) if period else None
    place, (from_, to) = comparison.place or area_code, (asked.from_, asked.to) if asked else (None, None)
    return {
        "claim": comparison.claim,
        "text": text,
        "verdict": LEDGER[comparison.verdict],
        "name": comparison.verdict,
        "title": figure.title,
        "value": exact_value(comparison.value, figure.unit),
        "difference": exact_value(abs(comparison.difference or 0), figure.unit),
        "more": comparison.difference if comparison.verdict == "different" else None,
        "where": comparison.where,
        "note": comparison.note,
        "url": figure_address("", figure.name, place, from_, to),
    }


def _pieces(found: Checked, ledger: dict[str, Comparison]) -> list[dict[str, Any]]:
    """The text cut at its figures; each claim leads to the finding that concerns it."""
    result, verdicts = found.result, verdicts_of(found.result)
    leading = {claim: r.id for r in reversed(result.relations) for claim in r.claims}
    leading |= {claim: r.id for r in reversed(result.relations) for claim in r.claims if r.verdict == verdicts[claim]}
    broken = {claim.start for claim in result.broken}
    pieces: list[dict[str, Any]] = []
    position = 0
    for claim in separate([*result.claims, *result.broken]):
        pieces.append({"text": _closed_up(result.text[position : claim.start])})
        if claim.start in broken:
            piece = {"broken": remarked(unreadable(claim.text)), "at": claim.start}
        else:
            piece = _marked(claim.id, verdicts[claim.id], leading.get(claim.id, ""), ledger.get(claim.id))
        pieces.append(piece | {"text": result.text[claim.start : claim.end]})
        position = claim.end
    return [*pieces, {"text": _closed_up(result.text[position:])}]


def _marked(claim: str, verdict: str, relation: str, compared: Comparison | None) -> dict[str, Any]:
    """How a claim is marked, and where it leads."""
    known = compared is not None and compared.verdict != "unknown"
    return {
        "id": claim,
        "verdict": verdict,
        "ledger": compared.verdict if compared is not None and known else "",
        "target": f"relation-{relation}" if relation else f"ledger-{claim}" if known else "",
        "title": _title(verdict, compared),
    }


def _title(verdict: str, compared: Comparison | None) -> str:
    """What is shown when one points at a figure: its verdict, the ledger's, and what the ledger remarks."""
    if compared is None:
        return str(VERDICTS[verdict][0])
    relation = "" if verdict == "none" else str(VERDICTS[verdict][0])
    said = dict.fromkeys((relation, str(LEDGER[compared.verdict][0]), compared.note))
    said.pop(NOTHING if compared.verdict == "unknown" else "", None)
    return _("；").join(filter(None, said))


def _closed_up(text: str) -> str:
    """The text between two figures without empty lines."""
    return EMPTY_LINES.sub("\n", text)
