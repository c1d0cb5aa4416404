"""The share card of a row as a picture: text only, no photograph of anybody."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import segno
import typst
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from bangfu.kernel.remembered import RememberedEach
from bangfu.kernel.rows.visibility import Absent
from bangfu.portal.pages.listings import row_at
from bangfu.portal.pages.shown import cards
from bangfu.portal.pages.site import absolute, public, site_name

TEMPLATE = Path(__file__).parent.parent / "typst" / "card.typ"
FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "SimHei", "PingFang SC", "SimSun")
KEPT_SECONDS = 600.0


class _Pictures(RememberedEach[str, bytes]):
    LARGEST = 200


_pictures = _Pictures(KEPT_SECONDS)


@public()
def picture(request: HttpRequest, address: str, pk: str) -> HttpResponse:
    """Send a row's share card, 1200 by 630, as social media show it."""
    listing, row = row_at(address, pk)
    [card] = cards(listing, [row])
    content = json.dumps(
        {
            "font": chinese_font(),
            "site": site_name(row["area_code"]),
            "heading": card["heading"],
            "text": card["text"][:60],
            "tags": [str(tag) for tag in card["tags"]],
            "amount": card["amount"]["text"] if card["amount"] else "",
            "word": str(listing.answer_title) if listing.open_(row) else "",
            "qr": segno.make(absolute(request, card["url"]), error="m").svg_inline(scale=4, border=1),
        },
        ensure_ascii=False,
    )
    drawn = _pictures.get(content, lambda: _drawn(content))
    response = HttpResponse(drawn, content_type="image/png")
    patch_cache_control(response, public=True, max_age=600)
    return response


def _drawn(content: str) -> bytes:
    made = typst.compile(TEMPLATE, sys_inputs={"card": content}, format="png", ppi=72.0)
    assert isinstance(made, bytes)
    return made


@cache
def chinese_font() -> str:
    """Return the first known Chinese font of the machine; without one there is no picture."""
    installed = set(typst.Fonts().families())
    found = next((name for name in FONTS if name in installed), None)
    if found is None:
        raise Absent(_("这台机器没有中文字体，不能画分享图。"))
    return found
