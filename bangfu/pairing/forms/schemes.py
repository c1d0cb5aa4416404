"""The form of a scheme: rows to tick and numbers to fill in; what it says is shown beside it while it is filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.areas_of import COUNTY, TOWNSHIP, VILLAGE
from bangfu.kernel.codelists.queries import choices, labels
from bangfu.kernel.forms import ActorForm, AreaField, CodesField
from bangfu.pairing.conditions import CONDITIONS, RANKS, Condition
from bangfu.pairing.forms import rule_rows
from bangfu.pairing.models import Scheme
from bangfu.pairing.preferences import HEAVIEST, PREFERENCES
from bangfu.pairing.scheme_rules import CLASS_LISTS
from bangfu.parties.models.areas import AreaLevel
from bangfu.parties.models.party import PartyKind

CLASS_ROWS = 4
MARKS = str.maketrans({"，": "、", ",": "、", "；": "、", ";": "、"})
WEIGHT = "weight_"


class EverCodesField(CodesField):
    """Codes of all periods: a scheme may speak of standings that exist no longer, and saving it must not drop them."""

    def __init__(self, code_list: str, **kwargs: Any) -> None:
        super().__init__(code_list, **kwargs)
        self.choices = lambda: [(code, str(word)) for code, word in labels(code_list).items()]


def _field(condition: Condition) -> forms.Field:
    """Return the control of a condition; left empty, nothing is demanded."""
    given: dict[str, Any] = {"label": condition.title, "help_text": condition.hint, "required": False}
    ticks = forms.CheckboxSelectMultiple
    if condition.value == "codes":
        return EverCodesField(condition.code_list, widget=ticks, **given)
    if condition.value == "code_from":
        return forms.ChoiceField(choices=_ranks, **given)
    if condition.value == "levels":
        return forms.TypedMultipleChoiceField(choices=AreaLevel.choices, coerce=int, widget=ticks, **given)
    if condition.value == "level":
        offered = [("", gettext_lazy("不限")), (COUNTY, gettext_lazy("县（区）")), (TOWNSHIP, gettext_lazy("乡镇")),
                   (VILLAGE, gettext_lazy("村")), (2, gettext_lazy("省")), (4, gettext_lazy("市"))]  # fmt: skip
        return forms.TypedChoiceField(choices=offered, coerce=int, empty_value=None, **given)
    if condition.value == "number":
        return forms.IntegerField(min_value=0, max_value=130, **given)
    if condition.value == "flag":
        return forms.BooleanField(**given)
    if condition.value == "scheme":
        return forms.ChoiceField(choices=_schemes, **given)
    return forms.CharField(max_length=100, **given)


def _ranks() -> list[tuple[str, str]]:
    words = labels("person_rank")
    return [("", _("不限")), *((code, str(words.get(code, code))) for code in RANKS)]


def _schemes() -> list[tuple[str, str]]:
    rows = Scheme.objects.order_by("number", "title")
    return [("", _("不限")), *((s.name, f"{s.number} {s.words}".strip()) for s in rows)]


def _classes() -> list[tuple[str, str]]:
    titles = {"helper_rank": _("职级"), "helper_organisation": _("单位类型"), "helper_unit_rank": _("隶属层级")}
    found = [("", _("不设"))]
    for name, code_list in CLASS_LISTS.items():
        found += [(f"{name}:{code}", f"{titles[name]}：{label}") for code, label in choices(code_list)]
    return found


def _rule_fields() -> dict[str, forms.Field]:
    fields = {name: _field(condition) for name, condition in CONDITIONS.items()}
    for name, preference in PREFERENCES.items():
        fields[f"{WEIGHT}{name}"] = forms.IntegerField(
            label=preference.title, help_text=preference.hint, min_value=0, max_value=HEAVIEST, required=False,
            initial=preference.usual,
        )  # fmt: skip
    for row in range(1, CLASS_ROWS + 1):
        label = gettext_lazy("第 %(n)s 类帮扶方")
        fields[f"class_{row}"] = forms.ChoiceField(label=_lazy(label, row), choices=_classes, required=False)
        fields[f"most_{row}"] = forms.IntegerField(label=gettext_lazy("至多帮扶"), min_value=0, required=False)
    return fields | rule_rows.fields()


def _lazy(label: Any, row: int) -> Any:
    return label % {"n": row}


RuleFields: Any = type("RuleFields", (ActorForm,), {**_rule_fields(), "__module__": __name__})


class SchemeForm(RuleFields):  # type: ignore[misc]
    """A scheme's rules. ``groups`` sets the fields under headings; ``preview`` names the page telling their meaning."""

    preview = "scheme-preview"

    name = forms.SlugField(
        label=gettext_lazy("代号"),
        max_length=40,
        help_text=gettext_lazy("小写字母和连字符，如 our-doctors；建立后不再改。"),
    )
    title = forms.CharField(label=gettext_lazy("名称"), max_length=60, help_text=gettext_lazy("如“帮扶干部包联农户”。"))
    area_code = AreaField(
        label=gettext_lazy("用于哪个县（区）"),
        levels=(COUNTY,),
        required=False,
        help_text=gettext_lazy("不填即您管辖的县（区）。"),
    )
    helper_kind = forms.ChoiceField(
        label=gettext_lazy("帮扶方是"),
        choices=[*PartyKind.choices, (Scheme.ANY, gettext_lazy("单位或个人都可以"))],
        initial=PartyKind.PERSON,
    )
    helper_title = forms.CharField(
        label=gettext_lazy("帮扶方的称谓"), max_length=40, help_text=gettext_lazy("如“帮扶干部”“医生”。")
    )
    recipient_kind = forms.ChoiceField(
        label=gettext_lazy("受助方是"), choices=PartyKind.choices, initial=PartyKind.HOUSEHOLD
    )
    recipient_title = forms.CharField(
        label=gettext_lazy("受助方的称谓"), max_length=40, help_text=gettext_lazy("如“农户”“患者”“村”。")
    )
    per_recipient_min = forms.IntegerField(label=gettext_lazy("每个受助方至少有几个帮扶方"), min_value=0, initial=1)
    per_recipient_max = forms.IntegerField(
        label=gettext_lazy("至多有几个帮扶方"), min_value=0, required=False, help_text=gettext_lazy("不限请留空。")
    )
    per_helper_min = forms.IntegerField(label=gettext_lazy("每个帮扶方至少帮几个"), min_value=0, initial=0)
    per_helper_max = forms.IntegerField(
        label=gettext_lazy("至多帮几个"),
        min_value=0,
        required=False,
        help_text=gettext_lazy("不限请留空；正好 2 个就把至少、至多都写 2。"),
    )
    full_coverage = forms.BooleanField(label=gettext_lazy("符合条件的受助方必须全部结对（100%）"), required=False)
    keeps_on_exit = forms.BooleanField(
        label=gettext_lazy("受助方退出（脱贫、出列）后结对保持：摘帽不摘帮扶"), required=False, initial=True
    )
    automatic = forms.BooleanField(label=gettext_lazy("可由系统提出建议"), required=False, initial=True)
    by_hand_reason = forms.CharField(
        label=gettext_lazy("不由系统提出建议的原因"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("如“由爱心单位自愿认领”。"),
    )
    subject_title = forms.CharField(
        label=gettext_lazy("每对要写明什么"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("如“角色”“项目”“菜品”；不用写明请留空。"),
    )
    subjects = forms.CharField(
        label=gettext_lazy("可选的有哪些"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("用顿号分开；每个受助方每样一个。随意填写请留空。"),
    )
    source = forms.CharField(label=gettext_lazy("依据文件"), max_length=200, required=False)
    source_year = forms.IntegerField(label=gettext_lazy("年份"), min_value=1949, max_value=2100, required=False)
    meaning = forms.CharField(
        label=gettext_lazy("依据原意"), max_length=300, required=False, help_text=gettext_lazy("文件中是怎么说的。")
    )

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields under headings; what is seldom needed is folded unless it says something."""
        sides = {side: [n for n, c in CONDITIONS.items() if c.side == side] for side in ("helper", "recipient", "pair")}
        classes = [f"{what}_{row}" for row in range(1, CLASS_ROWS + 1) for what in ("class", "most")]
        hint = _("只填适用的；留空就是不要求。与帮扶方、受助方类别对不上的，保存时会指出。")
        return [
            {"title": _("谁帮谁"), "names": ["title", "name", "helper_kind", "helper_title", "recipient_kind",
                                           "recipient_title", "area_code"]},
            {"title": _("帮几个"), "names": ["per_recipient_min", "per_recipient_max", "per_helper_min",
                                           "per_helper_max", "full_coverage", "keeps_on_exit"]},
            {"title": _("哪些帮扶方可以"), "names": sides["helper"], "note": hint, "fold": True},
            {"title": _("哪些受助方应当有人帮"), "names": sides["recipient"], "note": hint, "fold": True},
            {"title": _("双方放在一起还要符合"), "names": sides["pair"], "fold": True},
            {"title": _("不同帮扶方的上限"), "names": classes, "fold": True,
             "note": _("从上到下，符合哪一类就按哪一类；都不符合的按“至多帮几个”。")},
            *rule_rows.groups(),
            {"title": _("优先考虑什么"), "names": [f"{WEIGHT}{name}" for name in PREFERENCES], "fold": True,
             "note": _("分值越大越看重，0 表示不考虑。")},
            {"title": _("怎样结对、依据"), "names": ["automatic", "by_hand_reason", "subject_title", "subjects",
                                                "source", "source_year", "meaning"], "fold": True},
        ]  # fmt: skip

    @classmethod
    def initial_of(cls, obj: Scheme) -> dict[str, Any]:
        """Return a scheme's rules as the form's rows show them."""
        values: dict[str, Any] = {"subjects": "、".join(obj.subjects or [])}
        for name, condition in CONDITIONS.items():
            value = (obj.eligible or {}).get(name)
            values[name] = "、".join(value or []) if condition.value == "texts" else value
        values |= {f"{WEIGHT}{name}": (obj.weights or {}).get(name, 0) for name in PREFERENCES}
        values[f"{WEIGHT}weakest"] = (obj.weights or {}).get("weakest")  # unsaid, the weakest come first
        for row, rule in enumerate((obj.capacity_classes or [])[:CLASS_ROWS], start=1):
            values[f"class_{row}"], values[f"most_{row}"] = f"{rule['class']}:{rule['code']}", rule["most"]
        return values | rule_rows.initial_of(obj.side_rules or [])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for row in range(1, CLASS_ROWS + 1):
            if bool(given.get(f"class_{row}")) != (given.get(f"most_{row}") is not None):
                self.add_error(f"most_{row}", _("类别和上限要一起填。"))
        return given


def rules_of(flat: dict[str, Any]) -> dict[str, Any]:
    """Return a scheme's columns from the form's rows; what is left empty is not demanded."""
    values = dict(flat)
    eligible = {}
    for name, condition in CONDITIONS.items():
        value = values.pop(name, None)
        if condition.value == "texts" and isinstance(value, str):
            value = _listed(value)
        if value not in (None, "", [], False):
            eligible[name] = value
    weights = {name: values.pop(f"{WEIGHT}{name}", None) for name in PREFERENCES}
    classes = []
    for row in range(1, CLASS_ROWS + 1):
        chosen, most = values.pop(f"class_{row}", ""), values.pop(f"most_{row}", None)
        if chosen and most is not None:
            name, _colon, code = chosen.partition(":")
            classes.append({"class": name, "code": code, "most": most})
    values["subjects"] = _listed(values.get("subjects") or "")
    kept = {name: weight for name, weight in weights.items() if weight or (name == "weakest" and weight == 0)}
    rules = rule_rows.rules_in(values)
    return values | {"eligible": eligible, "weights": kept, "capacity_classes": classes, "side_rules": rules}


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.translate(MARKS).split("、") if part.strip()]
