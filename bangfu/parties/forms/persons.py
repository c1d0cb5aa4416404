"""What is typed about persons and their membership."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.ciphers import canonical
from bangfu.kernel.forms import AreaField, CodeField, CodesField, MaskedField
from bangfu.kernel.rights.objects import may_on
from bangfu.parties.codes import HEAD
from bangfu.parties.doubts import Doubt
from bangfu.parties.forms.reasoned import (
    DayField,
    HouseholdField,
    MemberChoice,
    OrganisationField,
    ReasonedForm,
    TriState,
)
from bangfu.parties.models import Person
from bangfu.parties.rules.identity import disability_number_doubts, id_number_doubts, phone_doubts

SENSITIVE = "parties.sensitive.view"
SENSITIVE_FIELDS = ("health", "disability_number", "disability_level")


class RelationField(CodeField):
    """A relation to the head, other than being the head."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("relation", label=_("与户主关系"), **kwargs)

    def _offered(self) -> list[tuple[str, str]]:
        return [pair for pair in super()._offered() if pair[0] != HEAD]


class PersonForm(ReasonedForm):
    """What is known of a person; health and disability only for those who may see them."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    area_code = AreaField(label=_("所在地"))
    sex = CodeField("sex", label=_("性别"), required=False)
    birth_date = DayField(label=_("出生日期"), required=False)
    id_number = MaskedField(label=_("公民身份号码"), required=False)
    phone = MaskedField(label=_("联系电话"), required=False)
    ethnicity = CodeField("ethnicity", label=_("民族"), required=False)
    political = CodeField("political", label=_("政治面貌"), required=False)
    education = CodeField("education", label=_("文化程度"), required=False)
    schooling = CodeField("schooling", label=_("在校生状况"), required=False)
    health = CodesField("health", label=_("健康状况"), required=False)
    disability_number = MaskedField(label=_("残疾证号"), required=False)
    disability_level = CodeField("disability_level", label=_("残疾等级"), required=False)
    labour = CodeField("labour", label=_("劳动能力"), required=False)
    work_area = CodeField("work_area", label=_("务工区域"), required=False)
    work_months = forms.IntegerField(label=_("务工月数"), min_value=0, max_value=12, required=False)
    medical_insured = TriState(label=_("参加基本医疗保险"))
    pension_insured = TriState(label=_("参加养老保险"))
    minimum_living = TriState(label=_("享受低保"))
    works_for = OrganisationField(label=_("工作单位"), required=False)
    post = forms.CharField(label=_("职务"), max_length=60, required=False)
    rank = CodeField("person_rank", label=_("职级"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            del self.fields["area_code"]
            if not may_on(self.actor, SENSITIVE, self.obj):
                for name in SENSITIVE_FIELDS:
                    del self.fields[name]

    def doubts(self, cleaned: dict[str, Any]) -> Sequence[Doubt]:
        """Those of the numbers typed, alone and beside sex and date of birth."""
        id_number = canonical(cleaned.get("id_number") or "")
        return [
            *id_number_doubts(id_number, cleaned.get("sex") or "", cleaned.get("birth_date")),
            *disability_number_doubts(canonical(cleaned.get("disability_number") or ""), id_number),
            *phone_doubts(canonical(cleaned.get("phone") or "")),
        ]


class AddMemberForm(PersonForm):
    """A new member of the household at hand."""

    on = DayField(label=_("加入日期"))
    relation = RelationField()
    reason_in = CodeField("population_increase", label=_("增加原因"))
    registered = forms.BooleanField(label=_("户籍在本户"), required=False, initial=True)
    living = forms.BooleanField(label=_("共同生活"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = ("name", "relation", "on", "reason_in", "registered", "living")
        self.order_fields([*first, *(n for n in self.fields if n not in first)])


class LeavingForm(ReasonedForm):
    """Somebody leaves the household at hand; who becomes head if it was the head."""

    on = DayField(label=_("日期"))
    new_head = MemberChoice(label=_("新户主（原户主离开时必填）"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.obj, Person) and self.obj.household_id:
            staying = Person.objects.filter(household=self.obj.household_id).exclude(pk=self.obj.pk)
            cast(MemberChoice, self.fields["new_head"]).queryset = staying.order_by("pk")


class RemoveMemberForm(LeavingForm):
    """Why the member left."""

    reason_out = CodeField("population_decrease", label=_("减少原因"))


class MoveMemberForm(LeavingForm):
    """Where to, and what of the person moves."""

    to = HouseholdField(label=_("迁入农户"))
    relation = RelationField()
    reason_in = CodeField("population_increase", label=_("增加原因"), required=False)
    reason_out = CodeField("population_decrease", label=_("减少原因"), required=False)
    registered = forms.BooleanField(label=_("迁户籍"), required=False, initial=True)
    living = forms.BooleanField(label=_("共同生活"), required=False, initial=True)
