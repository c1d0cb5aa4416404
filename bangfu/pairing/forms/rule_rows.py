"""Rows of the form of a scheme in which side rules are chosen: what, of which class, in which area, how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.codelists.queries import labels
from bangfu.pairing.conditions import CONDITIONS
from bangfu.pairing.side_rules import LEVELS, MOST, SIDE_RULES, level_words

ROWS = 4
PARTS = ("rule", "rule_class", "rule_level", "rule_least", "rule_most")
SAYS = {"rule_class": "class", "rule_level": "level", "rule_least": "least", "rule_most": "most"}


def groups() -> list[dict[str, Any]]:
    """Return the rows as groups of fields, each folded unless it says something."""
    note = _("如一个组由同一单位帮、每人至多帮几个重残户；有这样的规则，计算会久一些。")
    return [
        {
            "title": _("放在一起还要做到（%(n)s）") % {"n": row},
            "names": [f"{part}_{row}" for part in PARTS],
            "fold": True,
            "note": note if row == 1 else "",
        }
        for row in range(1, ROWS + 1)
    ]


def fields() -> dict[str, forms.Field]:
    """Return the controls of all rows."""
    found: dict[str, forms.Field] = {}
    for row in range(1, ROWS + 1):
        found[f"rule_{row}"] = forms.ChoiceField(label=gettext_lazy("附加规则"), choices=_rules, required=False)
        found[f"rule_class_{row}"] = forms.ChoiceField(
            label=gettext_lazy("哪一类"),
            choices=_classes,
            required=False,
            help_text=gettext_lazy("按类计数的规则才填。"),
        )
        found[f"rule_level_{row}"] = forms.TypedChoiceField(
            label=gettext_lazy("在哪一级地区"), choices=_levels, coerce=int, empty_value=None, required=False
        )
        for part, word in (("rule_least", gettext_lazy("至少")), ("rule_most", gettext_lazy("至多"))):
            found[f"{part}_{row}"] = forms.IntegerField(label=word, min_value=0, max_value=MOST, required=False)
    return found


def _rules() -> list[tuple[str, str | Promise]]:
    return [("", _("不设")), *((kind.name, kind.title) for kind in SIDE_RULES.values())]


def _levels() -> list[tuple[Any, str]]:
    return [("", _("不填")), *((level, level_words(level)) for level in LEVELS)]


def _classes() -> list[Any]:
    found: list[Any] = [("", _("不填"))]
    for side, who in (("recipient", _("受助方")), ("helper", _("帮扶方"))):
        for condition in CONDITIONS.values():
            if condition.side != side:
                continue
            if condition.value == "codes":
                words = labels(condition.code_list)
                offered = [(f"{condition.name}:{code}", str(word)) for code, word in words.items()]
                found.append((_("%(side)s：%(what)s") % {"side": who, "what": condition.title}, offered))
            elif condition.value == "flag":
                found.append((condition.name, _("%(side)s：%(what)s") % {"side": who, "what": condition.title}))
    return found


def initial_of(rules: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return side rules as the rows show them."""
    values: dict[str, Any] = {}
    for row, rule in enumerate(rules[:ROWS], start=1):
        values[f"rule_{row}"] = rule["rule"]
        values |= {f"{part}_{row}": rule.get(name) for part, name in SAYS.items()}
    return values


def rules_in(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Take the rows out of a form's values and return the side rules that they say; values a kind does not take go."""
    found = []
    for row in range(1, ROWS + 1):
        given = {part: values.pop(f"{part}_{row}", None) for part in PARTS}
        kind = SIDE_RULES.get(given["rule"] or "")
        if kind is not None:
            said = {name: given[part] for part, name in SAYS.items() if name in kind.takes}
            found.append({"rule": kind.name} | {k: v for k, v in said.items() if v not in (None, "")})
    return found
