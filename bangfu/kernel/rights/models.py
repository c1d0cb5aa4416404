"""Users and what was granted to them."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField


class UserManager(BaseUserManager["User"]):
    """Finds users by their log-in name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """Somebody who logs in, or the operator at the command line. Rights come from grants only.

    ``area_code`` is the place that keeps the account; it gives no right by itself.
    """

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    area_code = AreaCodeField(blank=True, default="")
    is_active = models.BooleanField(_("启用"), default=True)
    is_operator = models.BooleanField(_("系统操作员"), default=False)
    must_change_password = models.BooleanField(_("须改密码"), default=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username


class Grant(models.Model):
    """One role, over one area prefix, for a time, and who gave it.

    The empty prefix is everywhere. ``workstream`` narrows the grant to one working group.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants", verbose_name=_("用户"))
    role = models.CharField(_("角色"), max_length=40)
    area_code = AreaCodeField(blank=True, default="")
    workstream = models.CharField(_("工作组"), max_length=40, blank=True, default="")
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("授权人")
    )
    reason = models.CharField(_("事由"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("授权")
        indexes = [models.Index(fields=["user", "role"], name="grant_user_role")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="grant_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.area_code}"
