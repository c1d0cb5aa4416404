"""Why a problem cannot be assigned, in words an officer can act on.

A refusal never hides behind an empty result: it carries a code, the identifiers of the helpers and recipients
it concerns, and a Chinese sentence. Callers that know people's names and the reader's language render it again
with `tell`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


def _(sentence: str) -> str:
    """Mark a sentence for translation; callers that know a language translate it when it is told."""
    return sentence


SENTENCES: dict[str, str] = {
    "no_helpers": _("没有可安排的帮扶人，请先登记帮扶人或放宽帮扶人条件"),
    "no_recipients": _("没有待结对的帮扶对象"),
    "duplicate_helpers": _("帮扶人重复：{helpers}，请先合并重复记录"),
    "duplicate_recipients": _("帮扶对象重复：{recipients}，请先合并重复记录"),
    "duplicate_candidates": _("同一对帮扶关系列出了两次：{helpers} 与 {recipients}"),
    "no_capacity": _("所有帮扶人的可帮扶数均为 0，请调整结对规则中的上限"),
    "nobody_eligible": _("没有一位帮扶人符合任何帮扶对象的条件，请放宽资格或范围规则"),
    "negative_bounds": _("上下限不能为负数：{helpers}{recipients}"),
    "minimum_above_capacity": _("最少帮扶数大于上限，规则自相矛盾：{helpers}"),
    "demand_contradicts": _("最少帮扶人数大于最多帮扶人数，规则自相矛盾：{recipients}"),
    "weight_not_positive": _("困难程度权重必须为正数：{recipients}"),
    "frozen_beyond_capacity": _("固定不变的结对超出帮扶人上限：{helpers} 已固定 {frozen} 户，上限 {capacity} 户"),
    "frozen_beyond_demand": _("固定不变的帮扶人超出帮扶对象所需人数：{recipients}"),
    "minimum_beyond_demand": _(
        "帮扶人最少帮扶数合计 {needed}，而帮扶对象最多只能接受 {offered}，规则自相矛盾：请降低最少帮扶数"
    ),
    "minimum_beyond_candidates": _("最少帮扶数大于其可帮扶的对象数：{helpers}，请降低最少帮扶数或扩大范围"),
    "minimum_contradicts": _(
        "以下帮扶人最少共需帮扶 {needed} 户（次），但符合条件的帮扶对象只有 {offered} 户（次）可安排："
        "帮扶人 {helpers}；帮扶对象 {recipients}。请降低最少帮扶数或扩大范围"
    ),
    "load_cost_not_convex": _("负担均衡的加价必须逐户不减，否则无法保证最优"),
    "cost_out_of_range": _("费用或权重的数值过大（最大 {largest}），请缩小权重"),
    "side_rules_contradict": _("以下附加规则互相矛盾，无法同时满足：{rules}"),
    "side_rule_impossible": _("附加规则“{rules}”与结对个数、固定不变的结对放在一起，无法满足"),
    "rule_beyond_helper": _("附加规则“{rules}”要求至少 {needed}，而 {helpers} 只有 {offered} 个符合条件的可以安排"),
    "rule_beyond_candidates": _("附加规则“{rules}”要求至少 {needed}，但符合条件的只有 {offered} 个：涉及 {recipients}"),
    "effort_spent": _("在限定的计算时间内没有找到满足全部附加规则的安排，请加大计算时间或放宽规则"),
    "rule_nobody": _("附加规则“{rules}”要求至少 {needed} 个，可这一类一个也没有"),
    "rule_against_frozen": _("固定不变的结对违反附加规则“{rules}”：涉及 {recipients}；请解除固定或放宽规则"),
    "more_districts_than_areas": _("{districts} 家单位分 {count} 个片区：单位多于片区，无法各包一片"),
    "areas_not_connected": _("片区之间不相连，无法划成 {districts} 个连片区域：不相连的部分 {parts}"),
    "balance_unreachable": _("在相连的前提下，无法把各片的工作量控制在 {least} 至 {most} 之间，请放宽均衡范围"),
    "seat_taken_twice": _("同一地区被指定为两家单位的所在地：{areas}"),
    "unknown_area": _("相邻关系中出现了不在名单内的地区：{areas}"),
}
"""Message templates by code; `{helpers}`, `{recipients}` and `{areas}` are lists of identifiers."""

SHOWN = 5
"""How many identifiers a sentence spells out before it says how many there are."""

LISTED = frozenset({"helpers", "recipients", "areas", "rules", "parts"})


@dataclass(frozen=True)
class Reason:
    """One contradiction: `code` is a key of `SENTENCES`, `params` its figures and identifiers."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def tell(
        self,
        helper_name: Callable[[Any], str] = str,
        recipient_name: Callable[[Any], str] = str,
        translate: Callable[[str], str] = str,
    ) -> str:
        """The sentence, with identifiers turned into names by two functions, in the language of the third."""
        naming = {"helpers": helper_name, "recipients": recipient_name}
        shown = {
            key: spelled(value, naming.get(key, str), translate) if key in LISTED else value
            for key, value in {"helpers": (), "recipients": (), **self.params}.items()
        }
        return translate(SENTENCES[self.code]).format(**shown)


class ProblemRefused(ValueError):
    """The rules contradict each other or leave nothing to decide; `reasons` says which and for whom."""

    def __init__(self, *reasons: Reason) -> None:
        self.reasons = reasons
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """Code of the first reason."""
        return self.reasons[0].code

    @property
    def params(self) -> Mapping[str, Any]:
        """Parameters of the first reason."""
        return self.reasons[0].params

    @property
    def message(self) -> str:
        """All reasons as one Chinese text, people shown by identifier."""
        return "；".join(reason.tell() for reason in self.reasons)


def refused(code: str, **params: Any) -> ProblemRefused:
    """A refusal with a single reason."""
    return ProblemRefused(Reason(code, params))


def spelled(identifiers: Sequence[Any], name: Callable[[Any], str] = str, translate: Callable[[str], str] = str) -> str:
    """`甲、乙、丙`, and from the sixth on `… 等 9 个`."""
    text = translate(_("、")).join(name(identifier) for identifier in identifiers[:SHOWN])
    if len(identifiers) <= SHOWN:
        return text
    return translate(_("{names} 等 {n} 个")).format(names=text, n=len(identifiers))
