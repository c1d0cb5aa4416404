"""Which Chinese font of the machine papers are set in."""

from __future__ import annotations

from functools import cache

import typst
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused

FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "SimHei", "PingFang SC", "SimSun")


@cache
def chinese_font() -> str:
    """Return the first known Chinese font of the machine; raise Refused where there is none (boxes would be set)."""
    installed = set(typst.Fonts().families())
    found = next((name for name in FONTS if name in installed), None)
    if found is None:
        raise Refused(_("这台机器没有中文字体，不能生成 PDF。请安装 Noto Sans CJK（Debian：fonts-noto-cjk）。"))
    return found
