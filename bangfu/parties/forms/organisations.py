"""What is typed about organisations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.ciphers import canonical
from bangfu.kernel.forms import ActorForm, AreaField, CodeField, MaskedField
from bangfu.parties.doubts import Doubt
from bangfu.parties.forms.reasoned import DayField, OrganisationField, ReasonedForm
from bangfu.parties.rules.identity import credit_code_doubts, phone_doubts


class OrganisationForm(ReasonedForm):
    """An organisation; where it is seated is given once and then moved."""

    name = forms.CharField(label=_("单位名称"), max_length=120)
    area_code = AreaField(label=_("所在地"))
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    kind = CodeField("organisation_kind", label=_("单位类型"))
    rank = CodeField("organisation_rank", label=_("隶属层级"), required=False)
    is_budget_unit = forms.BooleanField(label=_("预算单位"), required=False)
    superior = OrganisationField(label=_("上级单位"), required=False)
    contact = forms.CharField(label=_("联系人"), max_length=40, required=False)
    phone = MaskedField(label=_("联系电话"), required=False)
    valid_from = DayField(label=_("成立日期"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            del self.fields["area_code"]

    def doubts(self, cleaned: dict[str, Any]) -> Sequence[Doubt]:
        """The credit code's and the telephone's."""
        return [
            *credit_code_doubts(canonical(cleaned.get("credit_code") or "")),
            *phone_doubts(canonical(cleaned.get("phone") or "")),
        ]


class MoveOrganisationForm(ReasonedForm):
    """A new seat."""

    area_code = AreaField(label=_("新所在地"))
    on = DayField(label=_("日期"))


class EndOrganisationForm(ReasonedForm):
    """The last day, and why."""

    on = DayField(label=_("撤销日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class SucceedOrganisationForm(ReasonedForm):
    """Which organisation takes the place of this one, and from when."""

    successor = OrganisationField(
        label=_("并入、改组为"), help_text=_("新单位先登记；人员、结对、驻村工作队、有效协议和账号一并转过去。")
    )
    on = DayField(label=_("从哪天起"))
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)


class AliasForm(ActorForm):
    """Another name."""

    name = forms.CharField(label=_("别名"), max_length=120)
