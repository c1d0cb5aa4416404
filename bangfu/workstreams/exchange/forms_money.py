"""What is typed about funds, appeals, gifts of money and payouts."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField, PartyField
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.workstreams.exchange.forms import day_field
from bangfu.workstreams.exchange.models import Appeal, BudgetLine, Purse
from bangfu.workstreams.exchange.payments import ways_offered
from bangfu.workstreams.exchange.permissions import DONATION_RECORD, LINE_MATCH, PAYOUT_VIEW
from bangfu.workstreams.exchange.queries.money import purse_choices

MOST_LINES, MOST_PURSES = 30, 300
LINE = re.compile(r"^(?P<title>.+?)[\s,，:：]+(?P<amount>[\d.,]+)\s*元?$")


def money_field(label: str, **more: Any) -> forms.DecimalField:
    """Return a field for CNY above zero."""
    return forms.DecimalField(label=label, min_value=Decimal("0.01"), decimal_places=2, max_digits=14, **more)


class PlanField(forms.CharField):
    """A plan as it is typed, one line each: words, then CNY. The cleaned value is a list of (words, Decimal)."""

    def clean(self, value: Any) -> list[tuple[str, Decimal]]:
        found: list[tuple[str, Decimal]] = []
        for row in super().clean(value).splitlines():
            if not row.strip():
                continue
            match = LINE.match(row.strip())
            if match is None:
                raise forms.ValidationError(_("“%(row)s”：请写成“用途 金额”，一行一项。"), params={"row": row[:40]})
            try:
                amount = Decimal(match["amount"].replace(",", "")).quantize(Decimal("0.01"))
            except InvalidOperation as error:
                raise forms.ValidationError(_("“%(row)s”不是金额。"), params={"row": row[:40]}) from error
            found.append((match["title"].strip()[:60], amount))
        if len({title for title, _amount in found}) < len(found):
            raise forms.ValidationError(_("同一用途请合并成一项。"))
        if not 0 < len(found) <= MOST_LINES or any(amount <= 0 for _title, amount in found):
            raise forms.ValidationError(_("计划要有 1 至 30 项，金额大于零。"))
        return found


class FundForm(ActorForm):
    """A fund."""

    name = forms.CharField(label=_("名称"), max_length=60)
    area_code = AreaField(label=_("地区"))
    keeper = PartyField(
        label=_("管理单位"), kinds=("organisation",), help_text=_("开立账户、对捐款负责的单位，如县慈善会。")
    )
    purpose = forms.CharField(label=_("宗旨和使用范围"), max_length=400, widget=forms.Textarea)
    opened_on = day_field(label=_("设立日期"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            del self.fields["area_code"], self.fields["keeper"], self.fields["opened_on"]


class EarmarkForm(ActorForm):
    """A use counted apart."""

    earmark = forms.CharField(label=_("定向用途"), max_length=60, help_text=_("例如：助学、大病救助。"))


class AppealForm(ActorForm):
    """An appeal with its plan."""

    title = forms.CharField(label=_("众筹项目"), max_length=60, help_text=_("会公开：不写姓名、电话和门牌。"))
    beneficiary = PartyField(label=_("受益方"), help_text=_("户、学校或村。"))
    keeper = PartyField(label=_("款项管理单位"), kinds=("organisation",), help_text=_("捐款进入它的对公账户。"))
    target = money_field(_("目标金额（元）"))
    mode = forms.ChoiceField(label=_("筹款方式"), choices=Appeal.Mode.choices, initial=Appeal.Mode.KEEP)
    closes_on = day_field(label=_("截止日期"))
    text = forms.CharField(label=_("公开说明"), max_length=800, widget=forms.Textarea)
    plan = PlanField(
        label=_("使用计划"), widget=forms.Textarea, help_text=_("一行一项：用途 金额；各项之和等于目标金额。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            del self.fields["beneficiary"], self.fields["keeper"]

    @classmethod
    def initial_of(cls, obj: Appeal) -> dict[str, Any]:
        """Return the plan as it is typed."""
        return {"plan": "\n".join(f"{line.title} {line.amount}" for line in obj.purse.lines.all())}


class PhotoForm(ActorForm):
    """A picture for the public."""

    photo = forms.FileField(label=_("照片"), help_text=_("不要拍人脸、门牌和证件；另一位经办人查看后才公开。"))
    caption = forms.CharField(label=_("文字说明"), max_length=60)


class SeenForm(ActorForm):
    """Somebody looked."""

    no_faces = forms.BooleanField(label=_("我看过：没有能认出的人、门牌和证件"), required=False)


class ResultForm(ActorForm):
    """What came of an appeal."""

    result = forms.CharField(label=_("结果说明"), max_length=400, widget=forms.Textarea, help_text=_("会公开。"))


def purses_of(user: User, permission: str) -> Sequence[tuple[str, str]]:
    """Return the purses at the user's places as choices."""
    prefixes = {prefix[:6] for prefix in scope_of(user, permission).prefixes}
    return [(str(row.pk), str(row)) for row in purse_choices(prefixes)[:MOST_PURSES]]


class PledgeForm(ActorForm):
    """How much, by whom, and a kind word."""

    amount = money_field(_("金额（元）"))
    donor = PartyField(label=_("捐赠方"), required=False, help_text=_("代登记时填写；不在册的个人填下一栏。"))
    donor_name = forms.CharField(label=_("捐赠人"), max_length=60, required=False)
    anonymous = forms.BooleanField(label=_("不公开姓名"), required=False)
    message = forms.CharField(label=_("寄语"), max_length=200, required=False)
    way = forms.ChoiceField(label=_("付款方式"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(way.name, way.title) for way in ways_offered()]


class DonationForm(ActorForm):
    """A gift that already came."""

    purse = forms.ChoiceField(label=_("捐给"))
    amount = money_field(_("金额（元）"))
    donor = PartyField(label=_("捐赠方"), required=False, help_text=_("登记过的单位或个人。"))
    donor_name = forms.CharField(
        label=_("捐赠人"), max_length=60, required=False, help_text=_("没有登记过的人填姓名；不会公开全名。")
    )
    anonymous = forms.BooleanField(label=_("不公开姓名"), required=False)
    on = day_field(label=_("到账日期"), required=False)
    voucher = forms.CharField(label=_("凭证号"), max_length=60, required=False)
    message = forms.CharField(label=_("寄语"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purse"].choices = [("", _("请选择")), *purses_of(self.actor, DONATION_RECORD)]

    def clean_purse(self) -> int:
        """Return the purse's id."""
        return int(self.cleaned_data["purse"])


class ReceiveForm(ActorForm):
    """When it came, by which voucher."""

    on = day_field(label=_("到账日期"), required=False)
    voucher = forms.CharField(label=_("凭证号"), max_length=60, required=False)


class RefundForm(ActorForm):
    """How much went back, and why."""

    amount = money_field(_("退款金额（元）"), required=False, help_text=_("不填即全额退款。"))
    reason = forms.CharField(label=_("原因"), max_length=150)
    voucher = forms.CharField(label=_("退款凭证号"), max_length=60, required=False)


class RefundsForm(ActorForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=150)


class PayoutForm(ActorForm):
    """What for, to whom, how much."""

    purse = forms.ChoiceField(label=_("资金来源"))
    line = forms.ChoiceField(label=_("计划项"), required=False, help_text=_("众筹款必选。"))
    beneficiary = PartyField(label=_("受益方"))
    payee = forms.CharField(
        label=_("收款方"), max_length=60, required=False, help_text=_("不是受益方本人收款时填写，如学校、施工方。")
    )
    amount = money_field(_("金额（元）"))
    purpose = forms.CharField(label=_("用途"), max_length=100, help_text=_("会公开：不写姓名、病情和门牌。"))
    private_text = forms.CharField(label=_("内部说明"), max_length=400, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purses = purses_of(self.actor, PAYOUT_VIEW)
        lines = BudgetLine.objects.filter(purse__in=[int(pk) for pk, _name in purses]).select_related("purse__appeal")
        self.fields["purse"].choices = [("", _("请选择")), *purses]
        self.fields["line"].choices = [("", _("无")), *((str(row.pk), f"{row.purse}：{row.title}") for row in lines)]

    def clean_purse(self) -> int:
        """Return the purse's id."""
        return int(self.cleaned_data["purse"])

    def clean_line(self) -> int | None:
        """Return the line's id."""
        value = self.cleaned_data["line"]
        return int(value) if value else None


class PaidForm(ActorForm):
    """By which voucher, when."""

    voucher = forms.CharField(label=_("付款凭证号"), max_length=60)
    on = day_field(label=_("拨付日期"), required=False)


class LineForm(ActorForm):
    """Which purse a gift nobody pledged is for."""

    purse = forms.ChoiceField(label=_("捐给"))
    donor = PartyField(label=_("捐赠方"), required=False, help_text=_("不填即按对方户名登记。"))
    anonymous = forms.BooleanField(label=_("不公开姓名"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purse"].choices = [("", _("请选择")), *purses_of(self.actor, LINE_MATCH)]

    def clean_purse(self) -> int:
        """Return the purse's id."""
        return int(self.cleaned_data["purse"])


def purse_of(pk: int) -> Purse:
    """Return a purse with its fund and appeal."""
    return Purse.objects.select_related("fund", "appeal").get(pk=pk)
