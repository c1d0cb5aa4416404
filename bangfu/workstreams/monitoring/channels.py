"""How a risk comes to light: the six channels of 防止返贫监测 (county notices; some name five of them)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Discovery channels (风险发现渠道), in the order of the national list."""

    HOUSEHOLD = "household", _("农户自主申报")
    CADRE = "cadre", _("基层干部排查")
    DEPARTMENT = "department", _("部门筛查预警")
    OVERSIGHT = "oversight", _("监督渠道反馈")
    PLATFORM = "platform", _("平台监测分析")
    LINKED = "linked", _("关联监测")
