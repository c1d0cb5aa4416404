"""A scheme told in sentences, for people who decide and do not read rules."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bangfu.pairing.conditions import CONDITIONS
from bangfu.pairing.models import Scheme
from bangfu.pairing.preferences import PREFERENCES
from bangfu.pairing.scheme_rules import class_words, kind_words, value_words
from bangfu.pairing.side_rules import sentence


def sentences(scheme: Scheme) -> list[str]:
    """Return what a scheme says, a sentence for each part of it."""
    found = [_who(scheme), _how_many(scheme), *_demands(scheme), *_classes(scheme), *_side_rules(scheme)]
    found += [_coverage(scheme), _exit(scheme), _preferences(scheme), _subject(scheme), _dates(scheme)]
    return [said for said in found if said]


def changes_since(scheme: Scheme, version: int) -> list[str]:
    """Return what a scheme says now that it did not at a version, and what it says no more."""
    row = scheme.versions.filter(version=version).first()
    if row is None:
        return []
    before = sentences(Scheme(name=scheme.name, **row.rules))
    now = sentences(scheme)
    found = [_("现在：%s") % said.rstrip("。.") for said in now if said not in before]
    return found + [_("原来：%s") % said.rstrip("。.") for said in before if said not in now]


def _who(scheme: Scheme) -> str:
    return _("%(helper)s（%(helper_kind)s）帮扶%(recipient)s（%(recipient_kind)s）。") % {
        "helper": scheme.helper_words,
        "helper_kind": kind_words(scheme.helper_kind),
        "recipient": scheme.recipient_words,
        "recipient_kind": kind_words(scheme.recipient_kind),
    }


def _how_many(scheme: Scheme) -> str:
    return _("每个%(recipient)s要有%(helpers)s%(helper)s；每个%(helper)s帮%(recipients)s%(recipient)s。") % {
        "recipient": scheme.recipient_words,
        "helper": scheme.helper_words,
        "helpers": range_words(scheme.per_recipient_min, scheme.per_recipient_max),
        "recipients": range_words(scheme.per_helper_min, scheme.per_helper_max),
    }


def range_words(low: int, high: int | None) -> str:
    """Return bounds in words: exactly, at least, at most, any number."""
    if high is None:
        return _("至少 %(n)s 个") % {"n": low} if low else _("不限个数的")
    if low == high:
        return _("正好 %(n)s 个") % {"n": low}
    return _("%(low)s 至 %(high)s 个") % {"low": low, "high": high} if low else _("至多 %(n)s 个") % {"n": high}


def _demands(scheme: Scheme) -> list[str]:
    found = []
    sides = (("helper", scheme.helper_words), ("recipient", scheme.recipient_words), ("pair", _("双方")))
    for side, who in sides:
        said = []
        for name, value in (scheme.eligible or {}).items():
            condition = CONDITIONS[name]
            if condition.side == side and value not in (None, False, [], ""):
                words = value_words(condition, value)
                said.append(f"{condition.title}{_('：') if words else ''}{words}")
        if said:
            found.append(_("%(who)s须符合：%(what)s。") % {"who": who, "what": _("；").join(said)})
    return found


def _classes(scheme: Scheme) -> list[str]:
    rules = [
        _("%(who)s至多 %(n)s 个") % {"who": class_words(rule["class"], rule["code"]), "n": rule["most"]}
        for rule in scheme.capacity_classes or []
    ]
    return [_("分类上限：%s。") % _("；").join(rules)] if rules else []


def _side_rules(scheme: Scheme) -> list[str]:
    rules = [sentence(scheme, rule) for rule in scheme.side_rules or []]
    return [_("放在一起还要做到：%s。") % _("；").join(rules)] if rules else []


def _coverage(scheme: Scheme) -> str:
    who = {"who": scheme.recipient_words}
    if scheme.full_coverage:
        return _("符合条件的%(who)s必须全部结对（100%%）。") % who
    return _("不要求%(who)s全部结对。") % who


def _exit(scheme: Scheme) -> str:
    who = {"who": scheme.recipient_words}
    if scheme.keeps_on_exit:
        return _("%(who)s不再符合条件时（如脱贫、出列），结对保持不变：摘帽不摘帮扶。") % who
    return _("%(who)s不再符合条件时，结对随之解除。") % who


def _preferences(scheme: Scheme) -> str:
    if not scheme.automatic:
        return _("系统不提出建议：%s。") % scheme.by_hand_reason
    used = [f"{PREFERENCES[name].title} {weight}" for name, weight in (scheme.weights or {}).items() if weight]
    return _("提出建议时优先考虑（分值越大越看重）：%s。") % "、".join(used) if used else ""


def _subject(scheme: Scheme) -> str:
    if scheme.subjects:
        words = {"what": scheme.subject_title, "list": "、".join(scheme.subjects)}
        return _("每对写明%(what)s：%(list)s，各一。") % words
    return _("每对写明%s。") % scheme.subject_title if scheme.subject_title else ""


def _dates(scheme: Scheme) -> str:
    if scheme.valid_to:
        return _("方案到 %s 为止。") % scheme.valid_to
    return _("方案从 %s 起实行。") % scheme.valid_from if scheme.valid_from else ""
