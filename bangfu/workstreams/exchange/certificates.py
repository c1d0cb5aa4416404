"""The certificate of a gift as PDF, with a code that leads to the page that checks it."""

from __future__ import annotations

import json
from pathlib import Path

import segno
import typst
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.chinese_fonts import chinese_font
from bangfu.parties.queries import area_names, area_path, names_of
from bangfu.workstreams.exchange.models import Claim, Unit
from bangfu.workstreams.exchange.queries.board import public_place
from bangfu.workstreams.exchange.queries.text_hits import words_of

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"


def certificate_pdf(claim: Claim, address: str) -> bytes:
    """Return the certificate of a confirmed claim; it names the donor and never who was helped.

    Raises Refused when the machine has no Chinese font.
    """
    need = claim.need
    county = claim.area_code[:6]
    quantity = f"{format(claim.quantity.normalize(), ',f')}{dict(Unit.choices).get(need.unit, '')}"
    value = "" if claim.value is None else _("，价值 %(value)s") % {"value": formats.money(claim.value)}
    content = {
        "font": chinese_font(),
        "title": _("爱心证书"),
        "donor": names_of([claim.donor_id]).get(claim.donor_id, ""),
        "text": _("感谢您于 %(day)s 为%(place)s的乡亲实现“%(what)s”（%(quantity)s%(value)s），求助方已确认收到。")
        % {
            "day": formats.day(claim.delivered_on or claim.claimed_on),
            "place": area_path(public_place(claim.area_code, need.band)),
            "what": need.title,
            "quantity": quantity,
            "value": value,
        },
        "thanks": words_of(claim, "thanks"),
        "issuer": _("%(county)s社会帮扶需求榜") % {"county": area_names([county]).get(county, "")},
        "on": formats.day(claim.confirmed_on) if claim.confirmed_on else "",
        "number": _("证书编号 %(number)s") % {"number": claim.certificate},
        "check": _("扫码核验"),
        "qr": segno.make(address, error="m").svg_inline(scale=4, border=0),
    }
    made = typst.compile(TEMPLATE, sys_inputs={"card": json.dumps(content, ensure_ascii=False)}, format="pdf")
    assert isinstance(made, bytes)
    return made
