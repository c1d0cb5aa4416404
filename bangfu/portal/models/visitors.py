"""People from outside: who asks for an account, who wants to be told, and how often somebody came."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.ciphers import CipherField, IndexField
from bangfu.kernel.fields import AreaCodeField
from bangfu.parties.models import Party


class Application(models.Model):
    """A firm, association or person who wants to give asks for an account; the county looks at it.

    ``password`` is hashed as for users. ``wanted`` is the page they came from, shown first after the log-in. Approved,
    it leads to a user who acts for the party; refused, password and telephone are emptied.
    """

    class Kind(models.TextChoices):
        FIRM = "firm", _("企业、商会、社会组织")
        PERSON = "person", _("爱心人士")

    class State(models.TextChoices):
        WAITING = "waiting", _("待审核")
        APPROVED = "approved", _("已通过")
        REFUSED = "refused", _("未通过")

    kind = models.CharField(_("身份"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("单位名称或姓名"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, default="")
    contact = models.CharField(_("联系人"), max_length=40, blank=True, default="")
    phone = CipherField(_("手机号"), kind="phone")
    phone_index = IndexField()
    area_code = AreaCodeField()
    username = models.CharField(_("登录名"), max_length=60)
    password = models.CharField(max_length=128, editable=False)
    wanted = models.CharField(_("想认领的"), max_length=200, blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    sent_on = models.DateField(_("申请日期"))
    settled_on = models.DateField(_("审核日期"), null=True, blank=True)
    reason = models.CharField(_("未通过原因"), max_length=200, blank=True, default="")
    party = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("对应主体")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("用户"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("爱心方注册")
        ordering = ["area_code", "id"]
        indexes = [models.Index(fields=["area_code", "id"], name="donor_application_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["username"], condition=models.Q(state="waiting"), name="donor_application_username_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """Somebody with an account wants to be told of new rows of a public list. ``last`` is the last one told of."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    listing = models.CharField(_("栏目"), max_length=60)
    query = models.CharField(_("条件"), max_length=300, blank=True, default="")
    last = models.BigIntegerField(default=0)
    made_on = models.DateField(_("订阅日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("订阅")
        constraints = [models.UniqueConstraint(fields=["user", "listing", "query"], name="subscription_once")]

    def __str__(self) -> str:
        return f"{self.listing}?{self.query}"


class VisitorDeed(models.Model):
    """One thing somebody without a log-in did, to bound how often; the address is kept as a keyed digest, for a day."""

    deed = models.CharField(_("动作"), max_length=10)
    address = models.CharField(_("来源摘要"), max_length=24)
    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("访客操作")
        indexes = [models.Index(fields=["deed", "address", "at"], name="visitor_deed_address")]

    def __str__(self) -> str:
        return f"{self.deed} {self.at:%Y-%m-%d %H:%M}"
