"""The queue of background work and what became of it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import AreaCodeField
from bangfu.kernel.jobs.kinds import job_kinds


class JobState(models.TextChoices):
    """Where a job is."""

    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未成功")
    CANCELLED = "cancelled", _("已取消")


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """One piece of background work.

    ``cursor`` is where the work stands, written with each chunk; ``worker`` is the token of the process that
    holds the job, so that one which lost it cannot write any more; ``attempts`` counts takes since the last
    progress. Of one ``key`` there is at most one job that is waiting, running or done.
    """

    kind = models.CharField(_("任务"), max_length=60)
    args = models.JSONField(_("参数"), default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(_("去重标识"), max_length=120, blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.BigIntegerField(_("已处理"), default=0)
    total = models.BigIntegerField(_("总数"), null=True, blank=True)
    message = models.CharField(_("进展"), max_length=400, blank=True, default="")
    cursor = models.JSONField(_("断点"), null=True, blank=True, encoder=DjangoJSONEncoder)
    result = models.JSONField(_("结果"), null=True, blank=True, encoder=DjangoJSONEncoder)
    error = models.TextField(_("错误详情"), blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    worker = models.CharField(_("执行者"), max_length=40, blank=True, default="")
    heartbeat_at = models.DateTimeField(_("心跳"), null=True, blank=True)
    cancel_requested = models.BooleanField(_("要求取消"), default=False)
    actor = models.ForeignKey(
        "kernel.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("发起人")
    )
    area_code = AreaCodeField(blank=True, default="")
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("后台任务")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "id"], name="job_waiting", condition=models.Q(state__in=UNFINISHED)),
            models.Index(fields=["actor", "-id"], name="job_of_actor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="job_once_a_key",
                condition=~models.Q(key="") & models.Q(state__in=[*UNFINISHED, JobState.DONE]),
            )
        ]

    def __str__(self) -> str:
        kind = job_kinds.get(self.kind)
        return f"{kind.title if kind else self.kind} #{self.pk}"
