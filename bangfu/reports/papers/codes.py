"""The QR codes of papers: a code that opens nothing is worse than none, so there is none without the site's address."""

from __future__ import annotations

import segno
from django.urls import reverse

from bangfu.kernel.publishing.frame import shown_in

MASK = 2  # any of the eight is read alike; looking for the prettiest takes nine tenths of the time
LETTERS = "letters"


def code_of(base: str, path: str) -> str:
    """Return the SVG of a code that opens a path of the site at ``base``; empty where no address is known."""
    if not base:
        return ""
    return segno.make(f"{base.rstrip('/')}{path}", error="m", mask=MASK).svg_inline(border=0, omitsize=True)


def code_to_object(base: str, area_code: str) -> str:
    """Return the code on a notice: where anybody objects without a log-in, if the place's public site takes letters."""
    if not any(area_code.startswith(place) for place in shown_in(LETTERS)):
        return ""
    return code_of(base, f"{reverse('portal-write')}?place={area_code}")
