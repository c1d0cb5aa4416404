"""Forms about checks."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField, CodesField, UserField
from bangfu.workstreams.monitoring.checks.items import CheckItem, items_of
from bangfu.workstreams.monitoring.checks.models import CheckSheet, CheckType

SENSITIVE = ("敏感", "sensitive")


class ItemLines(forms.CharField):
    """Items, one a line: code, title, pass rule, source, doubt, perhaps 敏感; separated by ``|``."""

    widget = forms.Textarea(attrs={"rows": 10, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_line, items_of(value))) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "").split() != str(data or "").split()

    def clean(self, value: Any) -> list[dict[str, Any]]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        return [_item(number, line).stored() for number, line in enumerate(lines, 1)]


def _line(item: CheckItem) -> str:
    parts = [item.code, item.title, item.standard, item.source, item.doubt]
    return " | ".join([*parts, "敏感"] if item.sensitive else parts)


def _item(number: int, line: str) -> CheckItem:
    parts = [part.strip() for part in re.split(r"[|｜]", line)]
    if len(parts) < 3 or len(parts) > 6:
        message = _now("第 %(number)s 行：写成“代号 | 名称 | 达标标准 | 出处 | 疑点条件 | 敏感”。")
        raise ValidationError(message % {"number": number})
    parts += [""] * (6 - len(parts))
    code, title, standard, source, doubt, mark = parts
    return CheckItem(code=code, title=title, standard=standard, source=source, doubt=doubt, sensitive=mark in SENSITIVE)


class CheckTypeForm(ActorForm):
    """A check of a place's own."""

    title = forms.CharField(label=_("名称"), max_length=60)
    code = forms.CharField(label=_("代号"), max_length=30, help_text=_("小写字母、数字和下划线。"))
    area_code = AreaField(label=_("地区"))
    items = ItemLines(label=_("项目"), help_text=_("每行一项：代号 | 名称 | 达标标准 | 出处 | 疑点条件 | 敏感。"))
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)
    valid_from = forms.DateField(
        label=_("起"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"})
    )
    valid_to = forms.DateField(label=_("止"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class RoundForm(ActorForm):
    """A round over the households of a place."""

    check_type = forms.ModelChoiceField(label=_("排查类型"), queryset=CheckType.objects.order_by("area_code", "code"))
    title = forms.CharField(label=_("名称"), max_length=80)
    area_code = AreaField(label=_("地区"))
    standings = CodesField(
        code_list="household_standing", label=_("户类型"), required=False, help_text=_("不选就是全部农户。")
    )
    due_on = forms.DateField(label=_("完成期限"), widget=forms.DateInput(attrs={"type": "date"}))


class ReasonForm(ActorForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class CloseForm(ActorForm):
    """Why a round ends early; nothing where every household was visited."""

    reason = forms.CharField(label=_("提前结束的原因"), max_length=200, required=False)


class OwnerForm(ActorForm):
    """Who mends it until when."""

    owner = UserField(label=_("责任人"))
    due_on = forms.DateField(
        label=_("整改期限"),
        required=False,
        help_text=_("不填就按整改时限计算。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class FixForm(ActorForm):
    """How it was mended."""

    remedy = forms.CharField(label=_("整改措施"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    fixed_on = forms.DateField(
        label=_("整改日期"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"})
    )


class RecheckForm(ActorForm):
    """What was seen when somebody looked again."""

    note = forms.CharField(label=_("复查情况"), max_length=200, required=False)


class ProblemForm(ActorForm):
    """A problem seen later."""

    item = forms.ChoiceField(label=_("项目"))
    finding = forms.CharField(label=_("情况"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.obj.check_round.items if isinstance(self.obj, CheckSheet) else []
        self.fields["item"].choices = [(i.code, i.title) for i in items_of(stored)]  # type: ignore[attr-defined]
