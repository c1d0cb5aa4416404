"""Sealed reports: what the QR code on paper opens, and what has changed since."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.evidence.files import stored_bytes
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import may
from bangfu.kernel.rows.visibility import Absent
from bangfu.kernel.signing import as_pem, public_keys, shown
from bangfu.reports.actions import withdraw_report
from bangfu.reports.document import Document, Used
from bangfu.reports.envelopes import as_bytes, envelope_of, enveloped
from bangfu.reports.models import SealedReport
from bangfu.reports.outputs.appendix import exact_value, title_of
from bangfu.reports.outputs.html import parts_of
from bangfu.reports.outputs.writing import WRITERS, file_name, written
from bangfu.reports.pages.places import site_of
from bangfu.reports.pages.studio import ENDINGS, saved
from bangfu.reports.pages.word import own_answer
from bangfu.reports.permissions import SEAL, VIEW
from bangfu.reports.queries import sealed_visible_to
from bangfu.reports.sealing import Difference, differences, document_of, is_intact, rewritten_chains, seal_of
from bangfu.reports.signatures import first_signed, standing
from bangfu.reports.word.stamping import stamped_page, stamped_word

JSON = "json"
POINTS = {"percent": "point"}  # two per cent values differ by percentage points


@login_not_required
def sealed_page(request: HttpRequest, digest: str) -> HttpResponse:
    """Show a sealed report to whoever holds its digest, and that it is what was sealed.

    What has changed since is shown, beside it, to those who may see the place's reports.
    """
    return _shown(request, _sealed(digest))


@require_POST
def sealed_withdraw(request: HttpRequest, digest: str) -> HttpResponse:
    """Withdraw a sealed report; its page says so from then on."""
    sealed = _sealed(digest)
    try:
        withdraw_report(request.user, sealed, reason=request.POST.get("reason", ""))
    except Denied:
        raise
    except Refused as refused:
        return _shown(request, sealed, problem=refused.message, status=422)
    messages.success(request, _("已撤回。打开它的人都会看到撤回的说明。"))
    return redirect("sealed", digest)


def _shown(request: HttpRequest, sealed: SealedReport, *, problem: str = "", status: int = 200) -> HttpResponse:
    document = document_of(sealed)
    seal = seal_of(sealed, site_of(request))
    insider = request.user.is_authenticated and may(request.user, VIEW, sealed.area_code)
    context = {
        "sealed": sealed,
        "seal": seal,
        "intact": is_intact(sealed),
        "signed": standing(sealed, public_keys(), first_signed()),
        "key": shown(seal.key),
        "parts": parts_of(document, seal) | ({"used_address": _opening(sealed, document)} if insider else {}),
        "insider": insider,
        "may_withdraw": insider and not seal.withdrawn and may(request.user, SEAL, sealed.area_code),
        "problem": problem,
        "differences": [_row(found, _opening(sealed, document)) for found in differences(sealed)] if insider else [],
        "rewritten": rewritten_chains(sealed),
        "figures": len(document.figures),
        "downloads": [
            {
                "title": title,
                "url": reverse("sealed-file", args=[sealed.digest, ending]),
                "icon": "download",
                "download": True,
            }
            for ending, title in {**ENDINGS, JSON: _("核验文件")}.items()
        ],
    }
    crumbs = [(reverse("reports"), _("报告")), ("", _("封存报告"))]
    return show(request, "reports/sealed.html", context, crumbs=crumbs, status=status)


def _sealed(digest: str) -> SealedReport:
    sealed = SealedReport.objects.filter(digest=digest).first()
    if sealed is None:
        raise Http404
    return sealed


def _opening(sealed: SealedReport, document: Document) -> Callable[[str, Used], str]:
    """Where a figure opens from here: to the rows that it counted when it was sealed."""
    numbers = {used: number for number, used in enumerate(document.figures, start=1)}
    return lambda _base, used: reverse("sealed-figure", args=[sealed.digest, numbers[used]])


def _row(found: Difference, opening: Callable[[str, Used], str]) -> dict[str, object]:
    used = found.figure
    changes = []
    if found.added:
        changes.append(_("增加%(count)s条记录") % {"count": f"{found.added:,}"})
    if found.gone:
        changes.append(_("%(count)s条不再计入") % {"count": f"{found.gone:,}"})
    if found.rows_changed and not changes:
        changes.append(_("记录有增减"))
    if found.redefined:
        changes.append(_("口径已改"))
    return {
        "title": title_of(used),
        "sealed": exact_value(used.value, used.unit),
        "now": exact_value(found.now, used.unit),
        "difference": exact_value(found.difference, POINTS.get(used.unit, used.unit)) if found.difference else "0",
        "entries": found.entries - used.entries,
        "why": "、".join(changes),
        "url": opening("", used),
    }


@login_not_required
def sealed_file(request: HttpRequest, digest: str, ending: str) -> HttpResponse:
    """Send a sealed report as a file, with its seal; what was filled from a template, in its own look."""
    sealed = _sealed(digest)
    base = site_of(request)
    document, seal = document_of(sealed), seal_of(sealed, base)
    if ending == JSON:
        return saved(as_bytes(envelope_of(sealed, base)), "application/json", file_name(document, JSON))
    if ending == "docx" and (word := sealed.content.get("word")):
        content = stamped_word(stored_bytes(word), document, seal)
        return own_answer(enveloped(content, ending, sealed, base), ending, document)
    if ending == "html" and (page := sealed.content.get("page")):
        content = stamped_page(page.encode(), document, seal)
        return own_answer(enveloped(content, ending, sealed, base), ending, document)
    content = enveloped(written(document, ending, seal=seal, base=base), ending, sealed, base)
    return saved(content, WRITERS[ending][1], file_name(document, ending))


@login_not_required
def seal_keys(request: HttpRequest) -> HttpResponse:
    """Show the public keys that reports are signed with to whoever wants to check one."""
    rows = [
        {"key": key, "shown": shown(key), "present": not at, "url": reverse("seal-key", args=[key])}
        for at, key in enumerate(public_keys())
    ]
    crumbs = [(reverse("reports"), _("报告")), ("", _("签名公钥"))]
    return show(request, "reports/keys.html", {"rows": rows}, crumbs=crumbs)


@login_not_required
def seal_key(request: HttpRequest, key: str) -> HttpResponse:
    """Send a public key as PEM."""
    public = public_keys().get(key)
    if public is None:
        raise Http404
    return saved(as_pem(public).encode(), "application/x-pem-file", f"bangfu-{shown(key)}.pem")


def sealed_redirect(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from the list to the report's own address."""
    sealed = sealed_visible_to(request.user).filter(pk=pk).first()
    if sealed is None:
        raise Absent(_("没有这份封存报告，或它不在您的管辖范围内。"))
    return redirect("sealed", sealed.digest)
