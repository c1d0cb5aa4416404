"""The card on the door as PDF, set by Typst with a Chinese font of the machine."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.errors import Refused

TEMPLATE = Path(__file__).parent / "typst" / "card.typ"
FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "SimHei", "PingFang SC", "SimSun")


def card_pdf(card: dict[str, Any]) -> bytes:
    """Return the card as PDF. Raises Refused when the machine has no Chinese font."""
    words = {
        "title": _("帮扶明白卡"),
        "head": _("户主"),
        "persons": _("家庭人口"),
        "place": _("住址"),
        "number": _("户编号"),
        "standing": _("户类型"),
        "helpers": _("帮扶责任人"),
        "helper_columns": [_("姓名（单位）"), _("身份"), _("自何时起")],
        "received": _("得到的帮扶"),
        "received_columns": [_("日期"), _("内容"), _("提供方")],
        "no_helper": _("尚未确定帮扶责任人，请与村委会联系。"),
        "no_help": _("还没有登记的帮扶。"),
        "foot": _("对帮扶有意见或有新的困难，请找帮扶责任人或村委会；登录后扫码可核对每一笔。"),
        "printed": _("打印于 %(day)s") % {"day": formats.day(card["printed_on"])},
    }
    content = {
        "words": words,
        "font": chinese_font(),
        "county": card["county"],
        "head": card["head"],
        "persons": _("%(n)s 人") % {"n": card["persons"]},
        "place": card["place"],
        "number": card["number"],
        "standing": card["standing"],
        "helpers": [
            [f"{h.name}（{h.workplace}）" if h.workplace else h.name, str(h.title), formats.day(h.since)]
            for h in card["helpers"]
        ],
        "received": [[formats.day(r.on), r.what, r.giver or formats.MISSING] for r in card["received"]],
        "qr": segno.make(card["address"], error="m").svg_inline(scale=4, border=0),
    }
    made = typst.compile(TEMPLATE, sys_inputs={"card": json.dumps(content, ensure_ascii=False)}, format="pdf")
    assert isinstance(made, bytes)
    return made


@cache
def chinese_font() -> str:
    """Return the first known Chinese font of the machine."""
    installed = set(typst.Fonts().families())
    found = next((name for name in FONTS if name in installed), None)
    if found is None:
        raise Refused(
            _("这台机器没有中文字体，不能生成 PDF。请安装 Noto Sans CJK（Debian：fonts-noto-cjk），或直接打印网页。")
        )
    return found
