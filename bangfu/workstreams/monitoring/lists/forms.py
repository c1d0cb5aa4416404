"""Forms about department lists."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField, PartyField
from bangfu.workstreams.monitoring.lists.fields import KINDS
from bangfu.workstreams.monitoring.lists.models import ListType

KIND_WORDS = {str(title): kind for kind, title in KINDS.items()} | {kind: kind for kind in KINDS}


class FieldLines(forms.CharField):
    """Fields, one a line: name, title, kind, and perhaps 必填 and the choices, separated by ``|``."""

    widget = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_line, value)) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "").split() != str(data or "").split()

    def clean(self, value: Any) -> list[dict[str, Any]]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        return [_field(number, line) for number, line in enumerate(lines, 1)]


def _line(field: dict[str, Any]) -> str:
    parts = [field["name"], field["title"], field["kind"]]
    if field.get("required"):
        parts.append("必填")
    if field.get("words"):
        parts.append("/".join(field["words"]))
    return " | ".join(parts)


def _field(number: int, line: str) -> dict[str, Any]:
    parts = [part.strip() for part in re.split(r"[|｜]", line)]
    if len(parts) < 3 or parts[2] not in KIND_WORDS:
        words = "、".join(KINDS)
        raise forms.ValidationError(
            _now("第 %(number)s 行：写成“代号 | 名称 | 类型 | 必填 | 选项/选项”，类型为 %(kinds)s。")
            % {"number": number, "kinds": words}
        )
    field: dict[str, Any] = {"name": parts[0], "title": parts[1], "kind": KIND_WORDS[parts[2]]}
    for part in parts[3:]:
        if part in ("必填", "required"):
            field["required"] = True
        elif part:
            field["words"] = [word.strip() for word in part.split("/") if word.strip()]
    return field


class ListTypeForm(ActorForm):
    """A list of the county's own."""

    title = forms.CharField(label=_("名称"), max_length=40)
    code = forms.CharField(label=_("代号"), max_length=30, help_text=_("小写字母、数字和下划线。"))
    department = forms.CharField(label=_("提供部门"), max_length=60)
    area_code = AreaField(label=_("地区"))
    fields = FieldLines(label=_("项目"), help_text=_("每行一项：代号 | 名称 | 类型 | 必填 | 选项/选项。"))
    day = forms.CharField(label=_("日期项目"), max_length=40, required=False, help_text=_("哪个项目是发生日期。"))
    frequency = forms.ChoiceField(label=_("频率"), choices=ListType.Frequency.choices)
    purpose = forms.CharField(label=_("使用目的"), max_length=200)
    sensitive = forms.BooleanField(label=_("含敏感信息"), required=False, initial=True)
    counterpart = forms.CharField(
        label=_("名册中的对应条件"),
        required=False,
        help_text=_("名册里哪些人应当在这份名单上，如：享受低保。填了就能双向比对；逐笔发生的名单不填。"),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )


class UploadForm(ActorForm):
    """A month's file."""

    file = forms.FileField(label=_("文件"))
    month = forms.DateField(
        label=_("所属月份"), input_formats=["%Y-%m", "%Y-%m-%d"], widget=forms.DateInput(attrs={"type": "month"})
    )
    area_code = AreaField(label=_("地区"))
    headings = forms.CharField(
        label=_("列对应"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("表头写法不同时填写，每行一项：名称=表头，如“个人自付=自费金额”；填过一次以后会记住。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].initial = timezone.localdate().replace(day=1).strftime("%Y-%m")


class SenderForm(ActorForm):
    """Who sends a list in a place."""

    list_type = forms.ModelChoiceField(label=_("名单"), queryset=ListType.objects.filter(retired_on=None))
    organisation = PartyField(label=_("提供单位"), kinds=("organisation",))
    area_code = AreaField(label=_("地区"))


class ReasonForm(ActorForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)
