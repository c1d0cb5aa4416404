"""What a scheme can demand of all its pairs together (``Scheme.side_rules``): rules that no pair keeps or breaks alone.

A rule is a row of data, ``{"rule": "unit_per_area", "level": 12, "most": 2}``: the name of a kind declared here, and
the values that the kind takes. ``ruling`` makes the assigner's rules of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP, VILLAGE
from bangfu.kernel.codelists.queries import labels
from bangfu.pairing.conditions import CONDITIONS, Condition, Text
from bangfu.pairing.models import Scheme
from bangfu.parties.models.areas import AreaLevel

GROUP = 15  # digits of a village group's code
LEVELS = (GROUP, VILLAGE, TOWNSHIP, COUNTY)
MOST = 1_000
VALUES = ("level", "class", "least", "most")


@dataclass(frozen=True, kw_only=True)
class SideRule:
    """A kind of side rule. ``takes``: which of ``VALUES`` it needs or (``least``, ``most``) may have.

    ``side``: of whom ``class`` is one; ``helpers`` and ``recipients``: the kinds of party it makes sense for.
    """

    name: str
    title: Text
    takes: tuple[str, ...] = ()
    side: str = ""
    helpers: tuple[str, ...] = ("person", "organisation", "household", "any", "area")
    recipients: tuple[str, ...] = ("household", "person", "organisation", "area")


_PEOPLE, _HOMES = ("person", "any"), ("household",)
_DECLARED = (
    SideRule(name="unit_per_area", title=gettext_lazy("同一单位在同一地区的帮扶人数"), takes=("level", "least", "most"),
             helpers=_PEOPLE),
    SideRule(name="units_in_area", title=gettext_lazy("同一地区由几个单位帮"), takes=("level", "most"),
             helpers=("person", "organisation", "any")),
    SideRule(name="areas_per_helper", title=gettext_lazy("同一帮扶方的受助方分在几个地区"), takes=("level", "most")),
    SideRule(name="class_per_helper", title=gettext_lazy("同一帮扶方帮几个这一类的受助方"),
             takes=("class", "least", "most"), side="recipient"),
    SideRule(name="class_per_area", title=gettext_lazy("同一地区有几个这一类的帮扶方"),
             takes=("level", "class", "least", "most"), side="helper"),
    SideRule(name="split_together", title=gettext_lazy("分户后的几户由同一帮扶方帮"), recipients=_HOMES),
    SideRule(name="split_apart", title=gettext_lazy("分户后的几户不由同一帮扶方帮"), recipients=_HOMES),
    SideRule(name="relatives_apart", title=gettext_lazy("同户的帮扶人回避：不在同一地区帮扶"), takes=("level",),
             helpers=_PEOPLE),
)  # fmt: skip
SIDE_RULES: Mapping[str, SideRule] = {kind.name: kind for kind in _DECLARED}


def sentence(scheme: Scheme, rule: Mapping[str, Any]) -> str:
    """Return what a rule of a scheme says; also the name by which the assigner speaks of it."""
    words = {
        "helper": scheme.helper_words,
        "recipient": scheme.recipient_words,
        "area": level_words(rule.get("level")),
        "class": class_words(rule.get("class", "")),
        "bounds": bounds_words(rule),
    }
    return SENTENCES[rule["rule"]]() % words


SENTENCES = {
    "unit_per_area": lambda: _("同一单位在一个%(area)s有%(bounds)s%(helper)s"),
    "units_in_area": lambda: _("一个%(area)s由%(bounds)s单位帮扶"),
    "areas_per_helper": lambda: _("每个%(helper)s的%(recipient)s在%(bounds)s%(area)s之内"),
    "class_per_helper": lambda: _("每个%(helper)s帮%(bounds)s“%(class)s”的%(recipient)s"),
    "class_per_area": lambda: _("一个%(area)s有%(bounds)s“%(class)s”的%(helper)s"),
    "split_together": lambda: _("从一户分出的几户由同一%(helper)s帮扶"),
    "split_apart": lambda: _("从一户分出的几户不由同一%(helper)s帮扶"),
    "relatives_apart": lambda: _("同户的%(helper)s不在同一个%(area)s帮扶"),
}


def bounds_words(rule: Mapping[str, Any]) -> str:
    """Return the bounds of a rule in words."""
    least, most = rule.get("least"), rule.get("most")
    if least and most == least:
        return _("正好 %(n)s 个") % {"n": most}
    if least and most is not None:
        return _("%(low)s 至 %(high)s 个") % {"low": least, "high": most}
    return _("至多 %(n)s 个") % {"n": most} if most is not None else _("至少 %(n)s 个") % {"n": least}


def level_words(level: Any) -> str:
    """Return what an area of a level is called; empty for none."""
    return str(AreaLevel(level).label) if level in LEVELS else ""


def class_words(name: str) -> str:
    """Return a class in words: ``recipient_attribute:minimum_living`` is its code's label, a flag its title."""
    condition, code = class_of(name)
    if condition is None:
        return name
    return str(labels(condition.code_list).get(code, code)) if code else str(condition.title)


def class_of(name: str) -> tuple[Condition | None, str]:
    """Return the condition and the code of a class; None for one that is not known."""
    title, _colon, code = name.partition(":")
    condition = CONDITIONS.get(title)
    if condition is None or condition.value not in ("codes", "flag") or bool(code) != (condition.value == "codes"):
        return None, code
    return condition, code


def eligible_of(name: str) -> dict[str, Any]:
    """Return a class as the condition of a scheme that holds for nobody else."""
    condition, code = class_of(name)
    if condition is None:
        raise ValueError(f"no such class: {name}")
    return {condition.name: [code] if code else True}


def problems_of(scheme: Scheme) -> Iterator[str]:
    """Yield what is wrong with a scheme's side rules, each in words."""
    rules = scheme.side_rules or []
    seen: list[Any] = []
    for number, rule in enumerate(rules, start=1):
        kind = SIDE_RULES.get(rule.get("rule", "")) if isinstance(rule, dict) else None
        if kind is None or set(rule) - {"rule", *VALUES}:
            yield _("第 %(n)s 条附加规则不认识。") % {"n": number}
            continue
        yield from (
            _("第 %(n)s 条附加规则（%(what)s）：%(why)s") % {"n": number, "what": kind.title, "why": why}
            for why in _wrong(scheme, kind, rule)
        )
        if rule in seen:
            yield _("第 %(n)s 条附加规则写了两次。") % {"n": number}
        seen.append(rule)
    if {"split_together", "split_apart"} <= {rule.get("rule") for rule in seen}:
        yield _("分户后的几户既要由同一帮扶方帮，又不能由同一帮扶方帮，自相矛盾。")
    yield from _against_each_other(seen)


def _wrong(scheme: Scheme, kind: SideRule, rule: Mapping[str, Any]) -> Iterator[str]:
    if scheme.helper_kind not in kind.helpers or scheme.recipient_kind not in kind.recipients:
        yield _("不适用于这样的帮扶方和受助方。")
    if "level" in kind.takes and rule.get("level") not in LEVELS:
        yield _("请选择地区层级（组、村、乡镇或县）。")
    if "class" in kind.takes:
        yield from _wrong_class(scheme, kind, str(rule.get("class") or ""))
    least, most = rule.get("least"), rule.get("most")
    if not {"least", "most"} & set(kind.takes):
        return
    numbers = [n for n in (least, most) if n is not None]
    if not all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= MOST for n in numbers):
        yield _("个数应为 0 到 %(most)s 之间的整数。") % {"most": MOST}
    elif least and "least" not in kind.takes:
        yield _("这条规则只设至多几个。")
    elif most is None and not least:
        yield _("请填写至多或至少几个。")
    elif most is not None and least and least > most:
        yield _("至少 %(low)s 个，却至多 %(high)s 个。") % {"low": least, "high": most}
    elif most == 0 and kind.name != "class_per_helper":
        yield _("上限为 0，谁也结不成对子。")
    elif kind.name == "class_per_helper" and least and least > (scheme.per_helper_max or MOST):
        words = {"low": least, "high": scheme.per_helper_max}
        yield _("要求至少 %(low)s 个，而每个帮扶方至多帮 %(high)s 个。") % words


def _wrong_class(scheme: Scheme, kind: SideRule, name: str) -> Iterator[str]:
    condition, code = class_of(name)
    party = scheme.helper_kind if kind.side == "helper" else scheme.recipient_kind
    if not name:
        yield _("请选择是哪一类。")
    elif condition is None or condition.side != kind.side or (code and code not in labels(condition.code_list)):
        yield _("没有“%(class)s”这一类。") % {"class": name}
    elif not condition.fits(party):
        yield _("“%(class)s”不适用于这样的主体。") % {"class": class_words(name)}


def _against_each_other(rules: list[Mapping[str, Any]]) -> Iterator[str]:
    """A rule that demands more than another one of the same kind allows."""
    for number, rule in enumerate(rules):
        for other in rules[number + 1 :]:
            alike = all(rule.get(name) == other.get(name) for name in ("rule", "level", "class"))
            for low, high in ((rule, other), (other, rule)):
                least, most = low.get("least") or 0, high.get("most")
                if alike and rule != other and isinstance(most, int) and isinstance(least, int) and least > most:
                    words = {"what": SIDE_RULES[rule["rule"]].title, "low": least, "high": most}
                    yield _("两条“%(what)s”互相矛盾：至少 %(low)s 个，又至多 %(high)s 个。") % words
