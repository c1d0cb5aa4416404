"""What a scheme can prefer: the terms of the cost of a pair, each multiplied by the scheme's weight for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEAVIEST = 10_000


@dataclass(frozen=True, kw_only=True)
class Preference:
    """A term of the cost. ``usual`` is the weight a new scheme begins with (0: not used)."""

    name: str
    title: str | Promise
    hint: str | Promise
    usual: int = 0


_DECLARED = (
    Preference(name="own_village", title=_("本村"), usual=100,
               hint=_("受助方不在帮扶方登记的帮扶村，加这么多分。")),
    Preference(name="township", title=_("本乡镇"), usual=10, hint=_("不在同一乡镇，加这么多分。")),
    Preference(name="county", title=_("本县"), usual=40, hint=_("不在同一县（区），加这么多分。")),
    Preference(name="distance", title=_("距离（每公里）"),
               hint=_("按政策参数“道路里程”，没有写的按坐标的直线公里数，每公里加这么多分。")),
    Preference(name="unit_village", title=_("本单位包联的村"),
               hint=_("受助方不在帮扶方单位包联的村，加这么多分。")),
    Preference(name="kinship", title=_("亲缘"),
               hint=_("户籍记录看不出亲缘（曾是一户、由本户分出），加这么多分。")),
    Preference(name="skills", title=_("专长对需求"),
               hint=_("帮扶方的专长不对受助户的致贫原因，加这么多分。")),
    Preference(name="former", title=_("上一年的帮扶人"), hint=_("一年之内没有帮过这一户，加这么多分。")),
    Preference(name="kept", title=_("保持现状"), usual=60, hint=_("已结成的对子减这么多分，重新分配时尽量不动。")),
    Preference(name="load", title=_("负担均衡"), usual=4,
               hint=_("同一帮扶方的第二个受助方加这么多分，第三个加两倍，以此类推。")),
    Preference(name="weakest", title=_("困难户优先"), usual=1,
               hint=_("人手不够时，低保户、重残户、重病户先安排（权重见政策参数）；填 0 表示一视同仁。")),
)  # fmt: skip

PREFERENCES: Mapping[str, Preference] = {preference.name: preference for preference in _DECLARED}
