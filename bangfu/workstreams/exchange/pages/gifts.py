"""A donor's own page: what became of each gift; the certificate; and the page that checks one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.pages.frame import show
from bangfu.kernel.publishing.frame import for_everybody, show_public
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.scope import require
from bangfu.kernel.rows.visibility import Absent, row_visible_to
from bangfu.parties.queries import area_path, names_of, party_id_of
from bangfu.workstreams.exchange.certificates import certificate_pdf
from bangfu.workstreams.exchange.models import Claim, Donation
from bangfu.workstreams.exchange.models.claims import STANDING
from bangfu.workstreams.exchange.pages.shown import amount, state_cell
from bangfu.workstreams.exchange.permissions import CLAIM_MAKE
from bangfu.workstreams.exchange.queries.board import public_place
from bangfu.workstreams.exchange.queries.text_hits import claims_as_told

PER_PAGE = 50
GIFT_TONES = {"pledged": "waiting", "received": "good", "returning": "warning"}


def gifts_page(request: HttpRequest) -> HttpResponse:
    """Show the claims of the user's own party, newest first, with what each became."""
    require(request.user, CLAIM_MAKE)
    party = party_id_of(request.user)
    mine = claims_as_told().filter(donor=party) if party else Claim.objects.none()
    sums = mine.aggregate(
        all=Count("pk", filter=Q(state__in=STANDING)),
        done=Count("pk", filter=Q(state__in=("confirmed", "closed"))),
        value=Sum("value", filter=Q(state__in=("confirmed", "closed"))),
    )
    pages = Paginator(mine.select_related("need").order_by("-id"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "linked": party is not None,
        "name": names_of([party]).get(party, "") if party else "",
        "sums": sums,
        "rows": [_row(claim) for claim in page.object_list],
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: f"?page={number}",
        "donations": _donations(party) if party and page.number == 1 else [],
    }
    return show(request, "exchange/gifts.html", context, crumbs=[("", _("我的爱心"))])


def _row(claim: Claim) -> dict[str, Any]:
    certificate: Any = None
    if claim.certificate:
        certificate = {"text": _("证书"), "url": reverse("exchange-certificate", args=[claim.pk])}
    return {
        "cells": (
            {"text": claim.need.title, "url": reverse("exchange.claim.detail", args=[claim.pk])},
            amount(claim.quantity, claim.need.unit),
            state_cell(claim),
            None if claim.value is None else formats.money(claim.value),
            claim.claimed_on.isoformat(),
            claim.delivered_on.isoformat() if claim.delivered_on else None,
            claim.told_thanks or None,
            certificate,
        ),
    }


def _donations(party: int) -> list[dict[str, Any]]:
    """Gifts of money of a party, newest first: where each went and how much of that purse is used by now."""
    rows = Donation.objects.filter(donor=party).select_related("purse__fund", "purse__appeal").order_by("-pk")
    return [
        {
            "cells": (
                {"text": str(row.purse), "url": reverse("exchange.donation.detail", args=[row.pk])},
                formats.money(row.kept if row.state != "refunded" else row.amount, "元"),
                {"text": row.get_state_display(), "tone": GIFT_TONES.get(row.state, "neutral")},
                formats.day(row.received_on) if row.received_on else None,
                formats.percent(row.purse.paid / row.purse.raised) if row.purse.raised else None,
            )
        }
        for row in rows[:PER_PAGE]
    ]


def certificate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the certificate of a confirmed gift as PDF, to the donor and the offices."""
    claim: Any = row_visible_to(request.user, resources["exchange.claim"], pk)
    if not claim.certificate:
        raise Absent(_("确认收到后才有证书。"))
    address = request.build_absolute_uri(reverse("exchange-check", args=[claim.certificate]))
    response = HttpResponse(certificate_pdf(claim, address), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="certificate-{claim.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@for_everybody()
def check_page(request: HttpRequest, number: str) -> HttpResponse:
    """Tell whoever holds a certificate whether it is true: what it says, and nothing of who was helped."""
    claim = Claim.objects.select_related("need").filter(certificate=number.upper()).exclude(certificate="").first()
    known = claim is not None and claim.state in ("confirmed", "closed")
    context: dict[str, Any] = {"known": known, "number": number[:24]}
    if claim is not None and known:
        context |= {
            "donor": _("爱心方（不公开姓名）")
            if claim.anonymous
            else names_of([claim.donor_id]).get(claim.donor_id, ""),
            "what": claim.need.get_kind_display(),
            "quantity": amount(claim.quantity, claim.need.unit),
            "value": claim.value,
            "place": area_path(public_place(claim.area_code, claim.need.band)),
            "on": claim.confirmed_on,
        }
    status = 200 if known else 404
    return show_public(request, "exchange/check.html", context, title=_("证书核验"), index=False, status=status)
