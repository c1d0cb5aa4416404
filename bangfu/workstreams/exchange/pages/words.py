"""How matching speaks of its reasons."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASONS = {
    "no_offer": gettext_lazy("没有人提供这一类"),
    "unlike": gettext_lazy("有同类供给，但不是这样东西"),
    "place": gettext_lazy("供给限定了别的地区"),
    "conditions": gettext_lazy("不符合提供方的条件，或一次要得太多"),
    "used_up": gettext_lazy("供给已分完"),
}
REMEDIES = {
    "place": gettext_lazy("如果各项供给不限地区"),
    "conditions": gettext_lazy("如果提供方不限户类型、对象、用途和金额"),
    "unlike": gettext_lazy("如果同类供给可以替代"),
    "used_up": gettext_lazy("如果已分完的供给增加到够用"),
}
TERMS = {
    "base": gettext_lazy("匹配"),
    "urgency": gettext_lazy("紧急"),
    "wait": gettext_lazy("等待较久"),
    "first": gettext_lazy("上一轮未实现"),
    "likeness": gettext_lazy("内容相近"),
    "near": gettext_lazy("距离较近"),
}


def term_words(name: str, points: int) -> str:
    """Return one part of a score in words, with its points."""
    return _("%(what)s（%(points)s）") % {"what": TERMS.get(name, name), "points": f"{points:+,}"}
