"""Forms that follow from entry kinds."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.forms import ActorForm, AreaField, PartyField
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks import Type
from bangfu.ledger.cells import CellField, meaning, names_in, people_listed
from bangfu.ledger.drafts import Draft
from bangfu.ledger.grid.finding import parties_found
from bangfu.ledger.kinds import Detail, EntryKind
from bangfu.ledger.models import Bound, Campaign
from bangfu.ledger.queries.campaigns import campaigns_at
from bangfu.parties.forms.reasoned import DayField
from bangfu.parties.queries import places_of

PEOPLE = ("persons", "person_times", "households")


class CampaignForm(ActorForm):
    """A campaign or event."""

    name = forms.CharField(label=gettext_lazy("活动名称"), max_length=120)
    theme = forms.CharField(label=gettext_lazy("主题"), max_length=200, required=False)
    area_code = AreaField(label=gettext_lazy("地区"))
    starts_on = DayField(label=gettext_lazy("起"))
    ends_on = DayField(label=gettext_lazy("止"), required=False)
    parent = forms.ModelChoiceField(
        label=gettext_lazy("属于哪个活动"),
        queryset=Campaign.objects.none(),
        required=False,
        help_text=gettext_lazy("消费扶贫月里的一场展销会，属于消费扶贫月；它的记录也计入上一级活动的合计。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = campaigns_at(self.actor)
        if self.obj is not None:
            offered = offered.exclude(pk=self.obj.pk)
        self.fields["parent"].queryset = offered


class NoteForm(forms.Form):
    """Confirming may say something."""

    note = forms.CharField(label=gettext_lazy("说明"), max_length=400, required=False)


class DisputeForm(forms.Form):
    """Disputing must say what is wrong."""

    note = forms.CharField(label=gettext_lazy("异议内容"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """Reversing must say why."""

    reason = forms.CharField(label=gettext_lazy("冲销原因"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class EntryForm(ActorForm):
    """The fields common to all kinds; ``form_for(kind)`` adds what a kind asks for."""

    kind: EntryKind
    happened_on = CellField(Type.DATE, label=gettext_lazy("发生日期"), initial=timezone.localdate)
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)
    warned = False  # the page then offers to record all the same

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in _fields_of(self.kind, self.actor).items():
            self.fields[name] = field
            if isinstance(field, PartyField | AreaField):
                field.actor = self.actor

    def clean_people(self) -> tuple[int, ...]:
        """The people of the list: found by name, number or identity number among those the clerk may see."""
        names = names_in(self.cleaned_data.get("people") or "")
        listed = people_listed(names, parties_found(self.actor, names)) if names else None
        if listed is not None and listed.problems:
            raise ValidationError(list(listed.problems))
        return listed.ids if listed is not None else ()

    @property
    def meaning(self) -> str:
        """What an amount written with words (3万) was taken for; empty for plain numbers."""
        return meaning(self.data.get("amount", ""), self.cleaned_data.get("amount"))

    def draft(self) -> Draft:
        """Return what was filled in as a draft; its place is the receiver's where none was chosen."""
        given = self.cleaned_data
        receiver_id = given.get("receiver")
        place = given.get("area_code") or places_of([receiver_id]).get(receiver_id or 0, "")
        return Draft(
            kind=self.kind.name,
            happened_on=given["happened_on"],
            area_code=place,
            source=given.get("source") or "",
            giver_id=given.get("giver"),
            receiver_id=receiver_id,
            campaign_id=int(given["campaign"]) if given.get("campaign") else None,
            amount=given.get("amount"),
            quantity=given.get("quantity"),
            unit=given.get("unit") or "",
            bound=given.get("bound") or Bound.EXACT,
            **{name: given.get(name) for name in PEOPLE},
            person_ids=given.get("people") or (),
            details={
                d.name: given.get(f"detail_{d.name}")
                for d in self.kind.details
                if given.get(f"detail_{d.name}") not in (None, "")
            },
            note=given.get("note") or "",
        )


def form_for(kind: EntryKind) -> type[EntryForm]:
    """Return the form class of a kind."""
    return type(f"{kind.name.title().replace('.', '')}Form", (EntryForm,), {"kind": kind})


def _fields_of(kind: EntryKind, actor: User) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if kind.giver:
        fields["giver"] = PartyField(label=kind.giver_title or _("提供方"), kinds=kind.giver)
    if kind.receiver:
        fields["receiver"] = PartyField(label=kind.receiver_title or _("受助方"), kinds=kind.receiver)
    fields["area_code"] = AreaField(
        label=_("受益地区"), required=not kind.receiver, help_text=_("不填则取受助方所在地。") if kind.receiver else ""
    )
    if kind.amount != "none":
        fields["amount"] = CellField(
            Type.MONEY,
            label=_("金额（元）"),
            required=kind.amount == "required",
            help_text=_("单位是元；写“3万”按 30,000 元记，外币不收。"),
        )
    if kind.quantity != "none":
        required = kind.quantity == "required"
        fields["quantity"] = CellField(Type.QUANTITY, label=_("数量"), required=required)
        if len(kind.units) > 1:
            fields["unit"] = forms.ChoiceField(label=_("单位"), choices=[("", "—"), *kind.units], required=required)
    fields |= {f"detail_{detail.name}": _detail_field(detail) for detail in kind.details}
    if kind.people or kind.needs:
        titles = (_("惠及人数"), _("惠及人次"), _("惠及户数"))
        fields |= {
            name: forms.IntegerField(label=title, required=name in kind.needs, min_value=0)
            for name, title in zip(PEOPLE, titles, strict=True)
        }
        fields["people"] = forms.CharField(
            label=_("名单"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("有名单的填名单：姓名、人编号或身份证号，用顿号或换行隔开。人数自动算，同一人不重复计算。"),
        )
    fields["campaign"] = forms.ChoiceField(label=_("所属活动"), required=False, choices=lambda: _campaigns(actor))
    fields["bound"] = forms.ChoiceField(label=_("精确度"), required=False, choices=Bound.choices, initial=Bound.EXACT)
    fields["note"] = forms.CharField(label=_("说明"), required=False, max_length=400)
    return fields


def _campaigns(actor: User) -> list[tuple[str, str]]:
    return [("", "—"), *((str(pk), name) for pk, name in campaigns_at(actor).values_list("pk", "name")[:200])]


def _detail_field(detail: Detail) -> forms.Field:
    common = {"label": detail.title, "required": detail.required, "help_text": detail.help}
    match detail.kind:
        case "choice":
            return forms.ChoiceField(choices=[("", "—"), *detail.choices], **common)
        case "integer":
            return forms.IntegerField(**common)
        case "money" | "quantity":
            return CellField(Type.MONEY if detail.kind == "money" else Type.QUANTITY, **common)
        case "date":
            return DayField(**common)
        case "boolean":
            return forms.NullBooleanField(**common)
        case _:
            return forms.CharField(max_length=200, **common)
