"""The receipt of a donation as PDF, with a code that leads to the page that checks it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import segno
import typst
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.chinese_fonts import chinese_font
from bangfu.parties.queries import area_names, names_of
from bangfu.workstreams.exchange.models import Receipt

TEMPLATE = Path(__file__).parent / "typst" / "receipt.typ"
DIGITS, PLACES, GROUPS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿")


def receipt_pdf(receipt: Receipt, address: str) -> bytes:
    """Return the receipt, one A4 page in two halves: for the donor and for the books.

    Raises Refused when the machine has no Chinese font.
    """
    donation = receipt.donation
    county = receipt.area_code[:6]
    keeper = donation.purse.keeper_id
    names = names_of({keeper, *([donation.donor_id] if donation.donor_id else [])})
    content = {
        "font": chinese_font(),
        "title": _("捐赠收据"),
        "number": _("编号 %(number)s") % {"number": receipt.full_number},
        "rows": [
            [_("捐赠方"), names.get(donation.donor_id or 0, "") or donation.donor_name],
            [_("捐赠项目"), str(donation.purse)],
            [_("金额（大写）"), capital_yuan(receipt.amount)],
            [_("金额（小写）"), f"¥ {receipt.amount:,.2f}"],
            [_("到账日期"), formats.day(donation.received_on) if donation.received_on else ""],
            [_("收款单位"), names.get(keeper, "")],
        ],
        "copies": [_("第一联：捐赠方"), _("第二联：记账")],
        "issued": _("开具日期 %(day)s") % {"day": formats.day(receipt.issued_on)},
        "place": area_names([county]).get(county, ""),
        "seal": _("收款单位（盖章）"),
        "check": _("扫码核验"),
        "void": _("已作废") if receipt.voided_on else "",
        "note": _("本收据证明款项已到账。税前扣除请向收款单位索取公益事业捐赠票据。"),
        "qr": segno.make(address, error="m").svg_inline(scale=4, border=0),
    }
    made = typst.compile(TEMPLATE, sys_inputs={"card": json.dumps(content, ensure_ascii=False)}, format="pdf")
    assert isinstance(made, bytes)
    return made


def capital_yuan(amount: Decimal) -> str:
    """Return CNY in the capital numerals of receipts: 壹万零伍佰元整, 叁元零伍分.

    By the rules for writing bills (《正确填写票据和结算凭证的基本规定》): one 零 for any run of zeros,
    none where only the 万 place is empty (both ways are allowed), 整 after yuan or jiao, never after fen. Below 10^16.
    """
    fen = int((amount * 100).to_integral_value())
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    text = f"{_whole(yuan)}元" if yuan else ""
    if not fen:
        return "零元整"
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif cent and yuan:
        text += "零"
    return text + (f"{DIGITS[cent]}分" if cent else "整")


def _whole(number: int) -> str:
    groups, text = [], ""
    while number:
        number, rest = divmod(number, 10_000)
        groups.append(rest)
    for place in range(len(groups) - 1, -1, -1):
        if not groups[place]:
            continue
        if text and (groups[place] < 1000 or (place + 1 < len(groups) and not groups[place + 1])):
            text += "零"
        text += _group(groups[place]) + GROUPS[place]
    return text


def _group(number: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + PLACES[place]
            gap = False
        else:
            gap = True
    return text
