"""What is typed about areas."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.areas_of import parent
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.forms import ActorForm, AreaField, CodeField
from bangfu.parties.forms.reasoned import DayField
from bangfu.parties.models import Area
from bangfu.parties.queries.areas import areas_visible_to, children_of

DOCUMENT = gettext_lazy("依据文件")


class AreaForm(ActorForm):
    """An area; its code is given once."""

    code = forms.CharField(label=gettext_lazy("区划代码"), max_length=15)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    urban_rural = CodeField("urban_rural", label=gettext_lazy("城乡分类"), required=False)
    longitude = forms.DecimalField(label=gettext_lazy("经度"), max_digits=9, decimal_places=6, required=False)
    latitude = forms.DecimalField(label=gettext_lazy("纬度"), max_digits=8, decimal_places=6, required=False)
    valid_from = DayField(label=gettext_lazy("启用日期"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            del self.fields["code"]


class DatedForm(ActorForm):
    """Something that happens to an area on a day, by a document."""

    on = DayField(label=gettext_lazy("日期"))
    document = forms.CharField(label=DOCUMENT, max_length=200, required=False)


class RenameAreaForm(DatedForm):
    """A new name."""

    field_order = ("name", "on", "document")
    name = forms.CharField(label=gettext_lazy("新名称"), max_length=60)


class RecodeAreaForm(DatedForm):
    """A new code."""

    field_order = ("code", "on", "document")
    code = forms.CharField(label=gettext_lazy("新区划代码"), max_length=15)


class MergeAreasForm(DatedForm):
    """The area that goes on."""

    field_order = ("successor", "on", "document")
    successor = AreaField(label=gettext_lazy("并入地区"))

    def clean_successor(self) -> Area:
        """Return the area itself."""
        area = areas_visible_to(self.actor).filter(code=self.cleaned_data["successor"]).first()
        if area is None:
            raise ValidationError(_("没有这个地区，或它不在您的管辖范围内。"))
        return area


class SplitAreaForm(DatedForm):
    """One new area, and the lower areas it takes."""

    field_order = ("code", "name", "areas", "on", "document")
    code = forms.CharField(label=gettext_lazy("新地区代码"), max_length=15)
    name = forms.CharField(label=gettext_lazy("新地区名称"), max_length=60)
    areas = forms.MultipleChoiceField(label=gettext_lazy("划入的下级地区"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.obj, Area):
            lower = children_of(Area.objects.all(), self.obj.code).order_by("code")
            cast(forms.MultipleChoiceField, self.fields["areas"]).choices = list(lower.values_list("code", "name"))

    def clean_code(self) -> str:
        """Check that the new area is the old one's neighbour."""
        code: str = self.cleaned_data["code"]
        if isinstance(self.obj, Area) and (len(code), parent(code)) != (self.obj.level, parent(self.obj.code)):
            raise ValidationError(_("新地区应与原地区同级，并属于同一上级。"))
        return code


class AreaClassForm(ActorForm):
    """A class that begins."""

    value = CodeField("area_class", label=gettext_lazy("类别"))
    valid_from = DayField(label=gettext_lazy("起"))
    document = forms.CharField(label=DOCUMENT, max_length=200, required=False)


class EndAreaClassForm(DatedForm):
    """A class that ends: one of those the area has."""

    field_order = ("value", "on", "document")
    value = forms.ChoiceField(label=gettext_lazy("类别"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["value"]).choices = _classes_of(self.obj)


def _classes_of(area: Any) -> Sequence[tuple[str, str]]:
    if not isinstance(area, Area):
        return []
    words = labels("area_class")
    return [(v, words.get(v, v)) for v in area.classes.filter(valid_to=None).values_list("value", flat=True)]
