"""Words that would tell too much about somebody in a public text, kept by the offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicWords(models.Model):
    """Words that public wording must not hold, or that its reviewer looks at first; for a period, both days included.

    ``words`` are written with 、 between them. In a word ``#`` stands for a number (3, 三, 第三) and ``@`` for a
    family name, which are the words of kind *surname*. ``allowed`` are longer words that may hold one of them:
    大病 is stopped, 大病保险 is not.
    """

    class Tells(models.TextChoices):
        HEALTH = "health", _("健康和残疾情况")
        PLACE = "place", _("具体住址")
        MINOR = "minor", _("能认出孩子的年龄、学校、班级")
        PERSON = "person", _("称呼或姓名")
        SURNAME = "surname", _("姓氏（供称呼使用）")

    class Effect(models.TextChoices):
        BLOCK = "block", _("不能公开")
        ASK = "ask", _("提示审核人")

    tells = models.CharField(_("会透露"), max_length=10, choices=Tells.choices)
    effect = models.CharField(_("处理"), max_length=6, choices=Effect.choices, default=Effect.BLOCK)
    words = models.CharField(_("词语"), max_length=800)
    allowed = models.CharField(_("例外"), max_length=800, blank=True, default="")
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True)
    seed = models.CharField(max_length=40, blank=True, default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("公开用语")
        ordering = ["tells", "effect", "id"]

    def __str__(self) -> str:
        return f"{self.get_tells_display()}：{self.words[:20]}"
