"""What is typed about needs, offers and claims."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.forms import ActorForm, AreaField, CodeField, CodesField, PartyField
from bangfu.kernel.publishing.places import within
from bangfu.kernel.rights.models import User
from bangfu.parties.models import Area
from bangfu.workstreams.exchange.models import Complaint, Kind, Match, Need, Offer, PublicWords, Unit, Wave
from bangfu.workstreams.exchange.similarity.words import split_words

RATINGS = [(5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意"))]


def _number(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=Decimal("0.001"), decimal_places=3, max_digits=12, **more)


def _money(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, decimal_places=2, max_digits=14, required=False, **more)


def day_field(label: str, **more: Any) -> forms.DateField:
    """Return a field for a day, with the calendar of the browser."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def open_waves(user: User) -> Sequence[tuple[str, str]]:
    """Return the rounds in which somebody may wish today, as choices."""
    today = timezone.localdate()
    rows = Wave.objects.filter(state=Wave.State.OPEN, opens_on__lte=today, closes_on__gte=today)
    places = {grant.area_code for grant in user.grants.all()}
    return [
        (str(row.pk), row.name)
        for row in rows
        if user.is_operator or any(p.startswith(row.area_code) or row.area_code.startswith(p) for p in places)
    ]


class NeedForm(ActorForm):
    """A need: public wording and private wording apart."""

    asker = PartyField(label=_("求助方"), help_text=_("户主、学校或村的名称开头。"))
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    title = forms.CharField(
        label=_("需要什么"), max_length=60, help_text=_("会公开：写东西或事情，不写姓名、电话和门牌。")
    )
    quantity = _number(_("数量"), initial=1)
    unit = forms.ChoiceField(label=_("单位"), choices=[("", _("按类别")), *Unit.choices], required=False)
    value = _money(_("估价（元）"))
    urgency = forms.TypedChoiceField(
        label=_("紧急程度"), choices=Need.Urgency.choices, coerce=int, empty_value=0, required=False
    )
    needed_by = day_field(label=_("期望日期"), required=False)
    wave = forms.ChoiceField(label=_("心愿轮次"), required=False)
    category = CodeField("need_category", label=_("用途"), required=False)
    band = forms.ChoiceField(label=_("受助对象"), choices=Need.Band.choices, initial="family")
    group = forms.BooleanField(label=_("可由多方共同认领"), required=False)
    text = forms.CharField(label=_("公开说明"), max_length=400, required=False, widget=forms.Textarea)
    private_text = forms.CharField(
        label=_("内部说明"), max_length=600, required=False, widget=forms.Textarea, help_text=_("只有办事机构能看到。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wave"].choices = [("", _("不是微心愿")), *open_waves(self.actor)]
        if self.obj is not None:  # who asks, and in which round, stays
            del self.fields["asker"], self.fields["wave"]

    def clean_wave(self) -> int | None:
        """Return the round's id."""
        value = self.cleaned_data["wave"]
        return int(value) if value and str(value).isdigit() else None

    def clean(self) -> dict[str, Any]:
        """Leave out a unit that was not chosen where the need has one."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.obj is not None:
            data["unit"] = data.get("unit") or self.obj.unit  # type: ignore[attr-defined]
        return data


class NoteForm(ActorForm):
    """A remark, if any."""

    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class MetForm(ActorForm):
    """Who met needs elsewhere, and when they arrived."""

    donor = PartyField(label=_("爱心方"), help_text=_("单位或个人名称开头。"))
    on = day_field(label=_("送达日期"))
    value = _money(_("每个的价值（元）"), help_text=_("不填的按估价。"))
    seen = forms.BooleanField(label=_("不是同一笔"), required=False)


class ReasonForm(ActorForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class WaveForm(ActorForm):
    """A round; its cap and number of wishes come from policy."""

    name = forms.CharField(label=_("名称"), max_length=60)
    area_code = AreaField(label=_("地区"))
    opens_on = day_field(label=_("开始日期"))
    closes_on = day_field(label=_("截止日期"))


class CarryForm(ActorForm):
    """Into which round."""

    into = forms.ChoiceField(label=_("转入"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [
            (str(row.pk), row.name) for row in Wave.objects.filter(state=Wave.State.OPEN).order_by("-id")[:50]
        ]

    def clean_into(self) -> int:
        """Return the round's id."""
        return int(self.cleaned_data["into"])


class OfferForm(ActorForm):
    """An offer with its conditions."""

    donor = PartyField(label=_("提供方"), required=False, help_text=_("为本单位登记可以不填。"))
    area_code = AreaField(label=_("面向地区"), required=False, help_text=_("不填即提供方所在地。"))
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    title = forms.CharField(label=_("提供什么"), max_length=60)
    quantity = _number(_("数量"))
    unit = forms.ChoiceField(label=_("单位"), choices=[("", _("按类别")), *Unit.choices], required=False)
    renews = forms.ChoiceField(label=_("周期"), choices=Offer.Renewal.choices, required=False)
    valid_from = day_field(label=_("起"), initial=timezone.localdate)
    valid_to = day_field(label=_("止"), required=False)
    each_max = _number(_("每个需求最多"), required=False)
    value_max = _money(_("单个需求估价上限（元）"))
    standings = CodesField("household_standing", label=_("限定户类型"), required=False)
    bands = forms.MultipleChoiceField(label=_("限定受助对象"), choices=Need.Band.choices, required=False)
    categories = CodesField("need_category", label=_("限定用途"), required=False)
    places = forms.CharField(
        label=_("限定地区"),
        required=False,
        help_text=_("乡镇或村的名称或区划代码，用逗号分开；不填即面向地区内都可以。"),
    )
    text = forms.CharField(label=_("说明"), max_length=400, required=False, widget=forms.Textarea)

    def clean_places(self) -> list[str]:
        """Return the codes; names are looked for in the county the offer is meant for, else in the actor's counties."""
        given = split_words(self.cleaned_data["places"].strip("[]").replace("'", ""))
        names = [word for word in given if not word.isdigit()]
        place = self.cleaned_data.get("area_code") or ""
        counties = [place[:COUNTY]] if place else [grant.area_code[:COUNTY] for grant in self.actor.grants.all()]
        rows = Area.objects.filter(within(counties, "code"), name__in=names, valid_to=None)
        found = list(rows.values_list("name", "code")) if names else []
        codes: dict[str, list[str]] = {name: [code for word, code in found if word == name] for name in names}
        if unclear := [name for name, places in codes.items() if len(places) != 1]:
            raise forms.ValidationError(
                _("“%(names)s”没有找到或不止一个，请填区划代码。") % {"names": "、".join(unclear)}
            )
        return [word if word.isdigit() else codes[word][0] for word in given]

    def clean(self) -> dict[str, Any]:
        """Leave out a unit that was not chosen where the offer has one."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.obj is not None:
            data["unit"] = data.get("unit") or self.obj.unit  # type: ignore[attr-defined]
        return data

    @classmethod
    def initial_of(cls, obj: Offer) -> dict[str, Any]:
        """Return places as they are typed."""
        return {"places": ", ".join(obj.places)}


class ClaimForm(ActorForm):
    """How much of a need, by whom, and a kind word."""

    quantity = _number(_("认领数量"), required=False)
    donor = PartyField(label=_("认领方"), required=False, help_text=_("代没有账号的爱心方登记时填写。"))
    anonymous = forms.BooleanField(label=_("不公开姓名"), required=False)
    message = forms.CharField(label=_("寄语"), max_length=200, required=False)


class ClaimOfForm(ClaimForm):
    """The same, with the need's number: for the API and the list."""

    need = forms.IntegerField(label=_("需求编号"), min_value=1)


class DayForm(ActorForm):
    """A day; today where none is given."""

    on = day_field(label=_("日期"), required=False)


class PublishForm(DayForm):
    """The day of publishing, where it was published before; and that the hints about the wording were read."""

    seen = forms.BooleanField(label=_("已看过提示，确认可以公开"), required=False)


class DeliverForm(DayForm):
    """What was delivered. A photograph is never asked for."""

    value = _money(_("价值（元）"), help_text=_("不填按需求估价计。"))
    person_times = forms.IntegerField(label=_("服务人次"), min_value=1, required=False)
    proof = forms.CharField(
        label=_("送达说明"), max_length=200, required=False, help_text=_("快递单号、转账凭证号等。")
    )
    photo = forms.FileField(label=_("照片（可不传）"), required=False)


class ContactForm(ActorForm):
    """Whom the donor may call."""

    contact_name = forms.CharField(label=_("联系人"), max_length=60)
    contact = forms.CharField(label=_("联系电话"), max_length=20)


class PaperForm(ActorForm):
    """The signed paper, scanned or photographed."""

    paper = forms.FileField(label=_("签收单"))


class RateForm(ActorForm):
    """How it went."""

    rating = forms.TypedChoiceField(label=_("评价"), choices=RATINGS, coerce=int)
    thanks = forms.CharField(label=_("想说的话"), max_length=200, required=False)


class ComplaintForm(ActorForm):
    """What is wrong."""

    about = forms.ChoiceField(label=_("事由"), choices=Complaint.About.choices)
    text = forms.CharField(label=_("情况"), max_length=400, widget=forms.Textarea)


class SynonymsForm(ActorForm):
    """Words that mean the same."""

    words = forms.CharField(label=_("同义词"), max_length=300, help_text=_("用顿号分开，例如：轮椅、代步车。"))


class SeenForm(ActorForm):
    """That the hints about the wording were read."""

    seen = forms.BooleanField(label=_("已看过提示，确认可以公开"))


class PublicWordsForm(ActorForm):
    """Words that public wording must not hold, or that its reviewer looks at."""

    tells = forms.ChoiceField(label=_("会透露"), choices=PublicWords.Tells.choices)
    effect = forms.ChoiceField(label=_("处理"), choices=PublicWords.Effect.choices)
    words = forms.CharField(
        label=_("词语"),
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("用顿号分开；# 代表数字，@ 代表姓氏，例如：第#组、@奶奶。"),
    )
    allowed = forms.CharField(
        label=_("例外"),
        max_length=800,
        required=False,
        help_text=_("含有以上词语、但可以公开的说法，例如：大病保险。"),
    )
    valid_from = day_field(label=_("起"), required=False)
    valid_to = day_field(label=_("止"), required=False)


class CodeForm(ActorForm):
    """The code the asker gave."""

    code = forms.CharField(label=_("确认码"), max_length=12)


class MatchForm(ActorForm):
    """Another offer for a need of a batch, or none."""

    offer = forms.ChoiceField(label=_("爱心供给"), required=False)

    def __init__(self, *args: Any, match: Match, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        need = match.need
        fitting = Q(kind=need.kind, unit=need.unit)
        if need.wave_id:
            fitting |= Q(unit=Unit.CNY)
        rows = Offer.objects.filter(fitting, state=Offer.State.OPEN, used__lt=F("quantity"))
        rows = rows.filter(area_code__startswith=match.matching.area_code[:6]).order_by("title", "pk")[:200]
        self.fields["offer"].choices = [("", _("不安排")), *((str(row.pk), row.title) for row in rows)]
        self.fields["offer"].initial = str(match.offer_id or "")

    def clean_offer(self) -> int | None:
        """Return the offer's id."""
        value = self.cleaned_data["offer"]
        return int(value) if value else None
