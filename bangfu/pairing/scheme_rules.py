"""What a scheme says, checked and told: contradictions in words, and the whole of it as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.codelists.queries import all_codes, labels
from bangfu.kernel.errors import Refused
from bangfu.pairing.conditions import CONDITIONS, RANKS, Condition
from bangfu.pairing.models import Scheme
from bangfu.pairing.preferences import HEAVIEST, PREFERENCES
from bangfu.pairing.side_rules import problems_of
from bangfu.parties.models.areas import AreaLevel
from bangfu.parties.models.party import PartyKind

CAPACITY_CLASSES = ("helper_rank", "helper_organisation", "helper_unit_rank")
CLASS_LISTS = {
    "helper_rank": "person_rank",
    "helper_organisation": "organisation_kind",
    "helper_unit_rank": "organisation_rank",
}
MOST = 32_767


def check_scheme(scheme: Scheme) -> None:
    """Raise Refused with every contradiction of a scheme's rules, each in words; the first names its field."""
    found = list(contradictions(scheme))
    if found:
        field, message = found[0]
        raise Refused(message, field=field, problems=tuple(words for _field, words in found[1:]))


def contradictions(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Yield each contradiction with the field it belongs to."""
    yield from _about_kinds(scheme)
    yield from _about_numbers(scheme)
    for name, value in (scheme.eligible or {}).items():
        yield from _about_condition(scheme, name, value)
    yield from _about_pairs(scheme)
    yield from _about_weights(scheme)
    yield from _about_classes(scheme)
    yield from (("side_rules", problem) for problem in problems_of(scheme))


def _about_kinds(scheme: Scheme) -> Iterator[tuple[str, str]]:
    if scheme.helper_kind not in (*PartyKind.values, Scheme.ANY):
        yield "helper_kind", _("没有“%(kind)s”这一类帮扶方。") % {"kind": scheme.helper_kind}
    if scheme.recipient_kind not in PartyKind.values:
        yield "recipient_kind", _("没有“%(kind)s”这一类受助方。") % {"kind": scheme.recipient_kind}
    if not scheme.automatic and not scheme.by_hand_reason.strip():
        yield "by_hand_reason", _("不由系统提出建议的方案，请写明原因。")
    if scheme.subjects and not scheme.subject_title:
        yield "subject_title", _("列出了可选事项，请写明事项的名称，如“角色”。")
    if scheme.valid_from and scheme.valid_to and scheme.valid_to < scheme.valid_from:
        yield "valid_to", _("结束日期早于开始日期。")


def _about_numbers(scheme: Scheme) -> Iterator[tuple[str, str]]:
    low, high = scheme.per_recipient_min, scheme.per_recipient_max
    if high is not None and low > high:
        yield "per_recipient_max", _("每个受助方至少 %(low)s 个，却至多 %(high)s 个。") % {"low": low, "high": high}
    few, most = scheme.per_helper_min, scheme.per_helper_max
    if most is not None and few > most:
        yield "per_helper_max", _("每个帮扶方至少帮 %(low)s 个，却至多 %(high)s 个。") % {"low": few, "high": most}
    if most == 0 or high == 0:
        field = "per_helper_max" if most == 0 else "per_recipient_max"
        yield field, _("上限为 0，谁也结不成对子；不设上限请留空。")
    if scheme.full_coverage and not low:
        yield "full_coverage", _("要求全覆盖，却允许受助方一个帮扶方也没有：请把“每个受助方至少”设为 1 以上。")
    if scheme.subjects and high is not None and high < len(scheme.subjects):
        yield (
            "per_recipient_max",
            _("每个受助方至多 %(high)s 个，少于 %(n)s 个可选事项。")
            % {
                "high": high,
                "n": len(scheme.subjects),
            },
        )


def _about_condition(scheme: Scheme, name: str, value: Any) -> Iterator[tuple[str, str]]:
    condition = CONDITIONS.get(name)
    if condition is None:
        yield "eligible", _("没有名为“%(name)s”的资格条件。") % {"name": name}
        return
    kind = scheme.helper_kind if condition.side == "helper" else scheme.recipient_kind
    field = field_of(condition)
    if condition.side != "pair" and not condition.fits(kind):
        yield field, _("条件“%(what)s”不适用于%(kind)s。") % {"what": condition.title, "kind": kind_words(kind)}
    elif problem := _wrong_value(condition, value):
        yield field, _("条件“%(what)s”：%(why)s") % {"what": condition.title, "why": problem}


def _wrong_value(condition: Condition, value: Any) -> str:
    """Say what is wrong with a condition's value; empty when nothing is."""
    if condition.value == "codes":
        known = {row.code for row in all_codes(condition.code_list)}
        wrong = [str(code) for code in value if code not in known] if isinstance(value, list) else [str(value)]
        return _("没有代码“%s”。") % "、".join(wrong) if wrong or not value else ""
    if condition.value == "code_from":
        return "" if value in RANKS else _("没有代码“%s”。") % value
    if condition.value in ("levels", "level"):
        given = value if isinstance(value, list) else [value]
        return "" if given and set(given) <= set(AreaLevel.values) else _("层级应为省、市、县、乡镇或村。")
    if condition.value == "number":
        right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 130
        return "" if right else _("应为 0 到 130 之间的整数。")
    if condition.value == "flag":
        return "" if isinstance(value, bool) else _("应为“是”或“否”。")
    if condition.value == "texts":
        right = isinstance(value, list) and value and all(isinstance(text, str) and text.strip() for text in value)
        return "" if right else _("请写出名称中的字。")
    return "" if Scheme.objects.filter(name=value).exists() else _("没有代号为“%s”的方案。") % value


def _about_pairs(scheme: Scheme) -> Iterator[tuple[str, str]]:
    given = scheme.eligible or {}
    young, old = given.get("recipient_age_from"), given.get("recipient_age_to")
    if isinstance(young, int) and isinstance(old, int) and young > old:
        yield "recipient_age_to", _("年满 %(low)s 岁又不超过 %(high)s 岁，没有这样的人。") % {"low": young, "high": old}
    same = given.get("same_area")
    if given.get("other_county") and isinstance(same, int) and same >= COUNTY:
        yield "other_county", _("双方须在同一县（区）或更小的范围，又须在不同县（区），自相矛盾。")
    levels = given.get("recipient_level")
    if isinstance(same, int) and isinstance(levels, list) and levels and max(levels) < same:
        yield "same_area", _("受助方的层级高于“双方须在同一”的范围，没有哪一对符合。")
    if given.get("own_unit") and (scheme.helper_kind, scheme.recipient_kind) != ("person", "organisation"):
        yield "own_unit", _("“帮扶方须在受助单位工作”只适用于个人帮单位。")
    if given.get("inside") and _comes_back(scheme, given["inside"]):
        yield "inside", _("方案“%(name)s”（直接或间接）在本方案之内，不能互相套在一起。") % {"name": given["inside"]}


def _comes_back(scheme: Scheme, outer: Any) -> bool:
    """Tell whether the schemes that this one lies inside of lead back to it."""
    above = {s.name: (s.eligible or {}).get("inside") for s in Scheme.objects.only("name", "eligible")}
    seen: set[str] = set()
    while outer and outer not in seen:
        if outer == scheme.name:
            return True
        seen.add(outer)
        outer = above.get(outer)
    return False


def _about_weights(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for name, value in (scheme.weights or {}).items():
        if name not in PREFERENCES:
            yield "weights", _("没有名为“%(name)s”的偏好。") % {"name": name}
        elif not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= HEAVIEST:
            words = {"what": PREFERENCES[name].title, "most": HEAVIEST}
            yield f"weight_{name}", _("偏好“%(what)s”的分值应为 0 到 %(most)s 之间的整数。") % words


def _about_classes(scheme: Scheme) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for rule in scheme.capacity_classes or []:
        if not isinstance(rule, dict) or set(rule) != {"class", "code", "most"} or rule["class"] not in CLASS_LISTS:
            yield "capacity_classes", _("分类上限的每一行要写明类别、代码和上限。")
            continue
        key, most = (rule["class"], rule["code"]), rule["most"]
        words = class_words(rule["class"], rule["code"])
        if not isinstance(most, int) or not 0 <= most <= MOST:
            yield "capacity_classes", _("“%(who)s”的上限应为不小于 0 的整数。") % {"who": words}
        elif most < scheme.per_helper_min:
            yield (
                "capacity_classes",
                _("“%(who)s”至多 %(most)s 个，少于每个帮扶方至少 %(least)s 个。")
                % {
                    "who": words,
                    "most": most,
                    "least": scheme.per_helper_min,
                },
            )
        if key in seen:
            yield "capacity_classes", _("“%(who)s”写了两次上限。") % {"who": words}
        seen.add(key)


def field_of(condition: Condition) -> str:
    """Return the form field of a condition."""
    return condition.name


def kind_words(kind: str) -> str:
    """Return what parties of a kind are called."""
    return _("单位或个人") if kind == Scheme.ANY else str(PartyKind(kind).label) if kind in PartyKind.values else kind


def class_words(name: str, code: str) -> str:
    """Return a class of helpers in words: the label of its code."""
    return str(labels(CLASS_LISTS[name]).get(code, code))


def value_words(condition: Condition, value: Any) -> str:
    """Return the value of a condition in words."""
    if condition.value == "codes":
        words: Mapping[str, str] = labels(condition.code_list)
        return "、".join(str(words.get(code, code)) for code in value)
    if condition.value == "code_from":
        return str(labels(condition.code_list).get(value, value))
    if condition.value in ("levels", "level"):
        levels = value if isinstance(value, list) else [value]
        return "、".join(str(AreaLevel(level).label) for level in levels)
    if condition.value == "texts":
        return "、".join(value)
    if condition.value == "scheme":
        outer = Scheme.objects.filter(name=value).first()
        return outer.words if outer else str(value)
    return "" if condition.value == "flag" else str(value)
