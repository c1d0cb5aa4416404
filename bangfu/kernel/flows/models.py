"""The log of every step that every object took through its flow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField


class FlowStep(models.Model):
    """One stay of one object in one state.

    The database refuses to delete a step, and to change any column but ``left_at``, once, from null. The step
    with ``left_at`` null is the current one; an object has one such step in each flow it is in.
    """

    flow = models.CharField(_("流程"), max_length=60)
    object_type = models.CharField(_("对象类型"), max_length=60)
    object_id = models.BigIntegerField(_("对象编号"))
    area_code = AreaCodeField(blank=True, default="")
    state = models.CharField(_("状态"), max_length=40)
    entered_at = models.DateTimeField(_("进入时间"))
    due_on = models.DateField(_("办结期限"), null=True, blank=True)
    left_at = models.DateTimeField(_("离开时间"), null=True, blank=True)
    actor = models.ForeignKey(
        "kernel.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人")
    )
    transition = models.CharField(_("办理动作"), max_length=40, blank=True, default="")
    reason = models.CharField(_("说明"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("流程记录")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="flow_steps_of_object"),
            models.Index(
                fields=["flow", "state", "area_code"], name="flow_open_steps", condition=models.Q(left_at=None)
            ),
            models.Index(
                fields=["due_on", "area_code"],
                name="flow_due_steps",
                condition=models.Q(left_at=None, due_on__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["flow", "object_type", "object_id"],
                name="flow_one_current_step",
                condition=models.Q(left_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.flow} {self.object_type}:{self.object_id} {self.state}"
