"""What is typed about accounts and grants."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.forms import ActorForm, AreaField, UserField
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import roles

DAY = {"type": "date"}


class UserForm(ActorForm):
    """An account. Log-in name and first password are given once, when it is opened."""

    username = forms.CharField(label=_("登录名"), max_length=60)
    name = forms.CharField(label=_("姓名"), max_length=60)
    password = forms.CharField(
        label=_("初始密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 位；本人第一次登录时须修改。"),
    )
    area_code = AreaField(label=_("所属地区"), required=False)
    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES)
    is_active = forms.BooleanField(label=_("启用"), required=False)
    reason = forms.CharField(label=_("原因"), max_length=400, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("is_active", "reason") if self.obj is None else ("username", "password"):
            del self.fields[name]


class GrantForm(ActorForm):
    """A role for somebody, over a place, for a time."""

    user = UserField(label=_("用户"))
    role = forms.ChoiceField(label=_("角色"), choices=lambda: [(role.name, role.title) for role in roles])
    area_code = AreaField(label=_("地区"), required=False)
    workstream = forms.CharField(label=_("工作组"), max_length=40, required=False)
    valid_from = forms.DateField(label=_("起"), required=False, widget=forms.DateInput(DAY), help_text=_("不填为今天"))
    valid_to = forms.DateField(label=_("止"), required=False, widget=forms.DateInput(DAY), help_text=_("不填为长期"))
    reason = forms.CharField(label=_("事由"), max_length=200, required=False)

    def clean_user(self) -> User:
        return User.objects.get(pk=self.cleaned_data["user"])


class EndGrantForm(ActorForm):
    """Why a grant ends, and after which day."""

    last_day = forms.DateField(
        label=_("最后一天"), required=False, widget=forms.DateInput(DAY), help_text=_("不填为立即收回")
    )
    reason = forms.CharField(label=_("原因"), max_length=400)
