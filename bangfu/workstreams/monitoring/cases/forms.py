"""What is typed about cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, CodeField, CodesField, PartyField
from bangfu.workstreams.monitoring.cases.models import CaseComparison
from bangfu.workstreams.monitoring.cases.rules import adults, members_of
from bangfu.workstreams.monitoring.channels import Channel

TEXT = {"rows": 3}


def day(label: Any, **more: Any) -> forms.DateField:
    """A day; empty means today."""
    more.setdefault("help_text", _("留空为今天。"))
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}), **more)


def _long(label: Any, *, most: int = 600, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs=TEXT), **more)


def _money(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=12, decimal_places=2, required=False, **more)


class OpenForm(ActorForm):
    """A household, how it came to light, and when."""

    household = PartyField(label=_("农户"), kinds=("household",), help_text=_("户主姓名开头。"))
    channel = forms.ChoiceField(label=_("发现渠道"), choices=Channel.choices, initial=Channel.CADRE)
    risks = CodesField("risk", widget=forms.CheckboxSelectMultiple, label=_("风险类型"))
    raised_on = day(_("发现日期"), help_text=_("时限从这一天起算；留空为今天。"))


class ReopenForm(ActorForm):
    """Which risks are back, and since when."""

    risks = CodesField("risk", widget=forms.CheckboxSelectMultiple, label=_("风险类型"))
    raised_on = day(_("发现日期"), help_text=_("时限从这一天起算；留空为今天。"))


class ReasonForm(ActorForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class FirstForm(ReasonForm):
    """Why help goes first, and since when."""

    on = day(_("开始日期"))


class VisitForm(ActorForm):
    """The collection form of a visit."""

    visited_on = day(_("入户日期"))
    visitors = forms.CharField(label=_("核查人"), max_length=120, help_text=_("两人以上，用顿号分开。"))
    income = _money(_("人均纯收入（元/年）"), help_text=_("前 12 个月。"))
    burden = _money(_("自付刚性支出（元）"), help_text=_("前 12 个月自己负担的医疗、教育、灾损等。"))
    severe = forms.BooleanField(label=_("基本生活出现严重困难"), required=False)
    settled = forms.BooleanField(label=_("大额刚性支出已解决"), required=False)
    risks = CodesField("risk", widget=forms.CheckboxSelectMultiple, label=_("风险类型"), required=False)
    problems = CodesField(
        "check_item", widget=forms.CheckboxSelectMultiple, label=_("“两不愁三保障”和饮水还有问题的"), required=False
    )
    kind = CodeField("monitored_kind", label=_("建议类别"), required=False)
    findings = _long(_("核查情况"), help_text=_("只有办事机构能看到。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case: Any = self.obj
        if case is None:
            return
        if case.state == "visiting":  # what the clue said is proposed, and nothing when the household is about to leave
            self.fields["risks"].initial, self.fields["kind"].initial = case.risks, case.kind
        else:
            del self.fields["kind"]
            self.fields["risks"].help_text = _("现在仍存在或新出现的才选。")


class ConsentForm(ActorForm):
    """The signed authorisation."""

    signed_on = day(_("签字日期"))
    scan = forms.FileField(label=_("《承诺授权查询书》扫描件"))
    persons = forms.TypedMultipleChoiceField(
        label=_("签字人"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    missing = forms.CharField(
        label=_("未签字说明"), max_length=200, required=False, help_text=_("有成年成员没有签字的，写明是谁、为什么。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case: Any = self.obj
        people = adults(members_of(case.household), timezone.localdate()) if case is not None else []
        self.fields["persons"].choices = [(p.pk, p.name) for p in people]
        self.fields["persons"].initial = [p.pk for p in people]


class ComparisonForm(ActorForm):
    """What departments answered."""

    departments = CodesField("comparison", widget=forms.CheckboxSelectMultiple, label=_("比对内容"))
    person = forms.TypedChoiceField(label=_("人员"), coerce=int, empty_value=None, required=False)
    result = forms.ChoiceField(label=_("结果"), choices=CaseComparison.Result.choices)
    note = forms.CharField(label=_("说明"), max_length=200, required=False, help_text=_("有情况的必填。"))
    answered_on = day(_("反馈日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = members_of(self.obj.household) if self.obj is not None else []  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("全部签字人")), *((p.pk, p.name) for p in members)]


class DayForm(ActorForm):
    """On which day."""

    on = day(_("日期"))


class MeetingForm(ActorForm):
    """The village meeting."""

    held_on = day(_("评议日期"))
    chair = forms.CharField(label=_("主持人"), max_length=60)
    attendants = forms.IntegerField(
        label=_("到会人数"), min_value=1, max_value=2000, help_text=_("村民代表、第一书记、工作队和村“两委”。")
    )
    agreeing = forms.IntegerField(label=_("同意票"), min_value=0, max_value=2000)
    against = forms.IntegerField(label=_("不同意票"), min_value=0, max_value=2000, initial=0)
    minutes = _long(_("评议记录"))
    scan = forms.FileField(label=_("会议记录扫描件"), required=False)


class PublishForm(ActorForm):
    """When the sheet was hung, and the words below it."""

    posted_on = day(_("张榜日期"))
    note = forms.CharField(
        label=_("公示说明"),
        max_length=200,
        required=False,
        help_text=_("会公开。不写证件号、电话、账号和健康状况；内容张榜前自动检查。"),
    )
    photo = forms.FileField(label=_("公示照片"), required=False)


class EndForm(ActorForm):
    """What came of the publication."""

    on = day(_("结束日期"))
    objection = _long(_("异议内容"), most=400, required=False, help_text=_("没有异议不填。"))
    settled = _long(_("异议核实情况"), most=400, required=False)
    upheld = forms.BooleanField(label=_("异议成立，重新评议"), required=False)


class OpinionForm(ActorForm):
    """An opinion."""

    opinion = forms.CharField(label=_("审核意见"), max_length=200, initial=_("同意"))
    on = day(_("日期"))


class DecideForm(ActorForm):
    """The county's decision."""

    kind = CodeField("monitored_kind", label=_("监测对象类别"))
    document = forms.CharField(label=_("审定文件"), max_length=120, required=False, help_text=_("文号或会议名称。"))
    on = day(_("审定日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = getattr(self.obj, "kind", "")


class ClearForm(ActorForm):
    """How the risk went, and by which document."""

    how = forms.ChoiceField(label=_("消除方式"), choices=[("help", _("帮扶消除")), ("natural", _("风险自然消失"))])
    document = forms.CharField(label=_("审定文件"), max_length=120, required=False)
    on = day(_("审定日期"))
