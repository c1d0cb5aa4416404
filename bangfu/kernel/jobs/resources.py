"""The queue as people see it."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.jobs.actions import cancel, enqueue, retry
from bangfu.kernel.jobs.kinds import job_kinds
from bangfu.kernel.jobs.models import UNFINISHED, Job, JobState
from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.titles import TitlesOf

ENDED_BADLY = (JobState.FAILED, JobState.CANCELLED)


def _sample(actor: User, area_code: str) -> Job:
    return enqueue(actor, "kernel.evidence.orphans", area_code=area_code)


def _title(job: Job) -> str:
    kind = job_kinds.get(job.kind)
    return f"{kind.title if kind else job.kind} {job.pk}"


JOBS = Resource(
    name="kernel.job",
    title_of=_title,
    title=_("后台任务"),
    model=Job,
    menu="system",
    menu_order=50,
    icon="progress",
    order=("-id",),
    columns=(
        Column(name="kind", title=_("任务"), kind="state", states=TitlesOf(job_kinds)),
        Column(name="state", title=_("状态"), kind="choice"),
        Column(name="message", title=_("进展")),
        Column(name="done", title=_("已处理"), kind="number"),
        Column(name="total", title=_("总数"), kind="number"),
        Column(name="actor", title=_("发起人"), path="actor_id", kind="user"),
        Column(name="area_code", title=_("地区"), kind="area", in_list=False),
        Column(name="created_at", title=_("提交时间"), kind="datetime"),
        Column(name="started_at", title=_("开始时间"), kind="datetime", in_list=False),
        Column(name="finished_at", title=_("结束时间"), kind="datetime", in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="kind", title=_("任务"), choices=lambda _user: [(k.name, k.title) for k in job_kinds]),
    ),
    acts=(
        Act(
            name="cancel",
            title=_("取消"),
            run=cancel,
            permission="kernel.job.change",
            when=lambda job: job.state in UNFINISHED,
            confirm=_("确定取消这个任务吗？"),
        ),
        Act(
            name="retry",
            title=_("重试"),
            run=retry,
            permission="kernel.job.change",
            when=lambda job: job.state in ENDED_BADLY,
        ),
    ),
    version="",
    empty=_("没有后台任务。"),
    sample=_sample,
)

DECLARED = (JOBS,)
