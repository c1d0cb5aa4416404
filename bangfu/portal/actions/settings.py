"""Opening and closing a county's site, and choosing what it shows: dated policy of the county."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.errors import Refused
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.portal.limits import HIDDEN, OPEN, WORDS
from bangfu.portal.permissions import SETTINGS
from bangfu.portal.sites import forget_site, sections


@action(SETTINGS)
def set_site(
    actor: User,
    *,
    area_code: str,
    open_: bool,
    shown: Collection[str],
    name: str = "",
    hotline: str = "",
    note: str = "",
    valid_from: date | None = None,
    reason: str = "",
) -> None:
    """Set what a county's site shows from a day on (default today). What is not among ``shown`` is hidden."""
    require(actor, SETTINGS, area_code)
    if len(area_code) != COUNTY:
        raise Refused(_("公开网站按县（区）设置。"), field="area_code")
    known = sections()
    if unknown := set(shown) - set(known):
        raise Refused(_("没有这些栏目：%s。") % "、".join(sorted(unknown)), field="shown")
    words = {"name": name.strip(), "hotline": hotline.strip(), "note": note.strip()}
    values = {
        OPEN: "true" if open_ else "false",
        HIDDEN: json.dumps([one for one in known if one not in shown]),
        WORDS: json.dumps(words, ensure_ascii=False),
    }
    for key, value in values.items():
        set_policy(actor, key, value, area_code=area_code, valid_from=valid_from, reason=reason, supersede=True)
    forget_site()
