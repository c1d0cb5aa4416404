"""Kinds of list, files and rows as people list them."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.kernel.rights.models import User
from bangfu.parties.registries import PlaceFollower
from bangfu.parties.resources.samples import sample_organisation, sample_place
from bangfu.workstreams.monitoring.lists import actions, receiving
from bangfu.workstreams.monitoring.lists.forms import ListTypeForm, ReasonForm, SenderForm
from bangfu.workstreams.monitoring.lists.models import ListImport, ListRow, ListSender, ListType
from bangfu.workstreams.monitoring.lists.sending import name_sender, remove_sender, sent_by
from bangfu.workstreams.monitoring.permissions import LIST_DECIDE, LIST_IMPORT, LIST_SENDER, LIST_TYPE_VIEW, LIST_VIEW

STATES = {"applied": (_("已入库"), "good"), "withdrawn": (_("已撤回"), "neutral")}
MATCHES = {"matched": (_("已匹配"), "good"), "near": (_("待核对"), "waiting"), "unmatched": (_("未匹配"), "neutral")}


def sample_type(actor: User, area_code: str) -> ListType:
    """A list of grain subsidies."""
    sample_place(actor, area_code)
    fields = [
        {"name": "paid_on", "title": "发放日期", "kind": "date", "required": True},
        {"name": "amount", "title": "补贴金额", "kind": "money"},
    ]
    return actions.declare_list(
        actor,
        area_code=area_code,
        fields=fields,
        code=f"sample_{ListType.objects.count()}",
        title="示例补贴",
        department="农业农村局",
        day="paid_on",
        purpose="示例",
        sensitive=False,
    )


def sample_import(actor: User, area_code: str) -> ListImport:
    """A file with one person nobody knows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text("姓名,证件号码,发放日期,补贴金额\n赵示例,42030019680102009X,2020-05-06,120\n", encoding="utf-8")
        return actions.import_list(
            actor, sample_type(actor, area_code), path, area_code=area_code, month=date(2020, 5, 1)
        )


def sample_row(actor: User, area_code: str) -> ListRow:
    """Its row."""
    return sample_import(actor, area_code).rows.get()


def sample_sender(actor: User, area_code: str) -> ListSender:
    """An office that sends a list."""
    kind = sample_type(actor, area_code)
    office = sample_organisation(actor, area_code)
    return name_sender(actor, list_type=kind, organisation=office.pk, area_code=area_code)


def _doubtful() -> QuerySet[ListRow]:
    return ListRow.objects.exclude(state=ListRow.State.MATCHED)


TYPES = Resource(
    name="monitoring.list_type",
    title=_("部门名单类型"),
    model=ListType,
    menu="monitoring",
    under="monitoring.list_import",
    menu_order=62,
    icon="file-spreadsheet",
    order=("department", "code"),
    scope_field="",  # which lists there are is no secret, and wider ones are used by every place
    view_permission=LIST_TYPE_VIEW,
    page=lambda kind: reverse("department-list", args=[kind.pk]),
    columns=(
        Column(name="title", title=_("名称")),
        Column(name="department", title=_("提供部门")),
        Column(name="code", title=_("代号"), in_list=False),
        Column(name="area_code", title=_("地区"), kind="area", in_list=False),
        Column(name="frequency", title=_("频率"), kind="choice"),
        Column(name="purpose", title=_("使用目的")),
        Column(name="sensitive", title=_("含敏感信息"), kind="boolean"),
        Column(name="example", title=_("示例"), kind="boolean"),
        Column(name="retired_on", title=_("停用日期"), kind="date", in_list=False),
    ),
    form=ListTypeForm,
    create=actions.declare_list,
    change=actions.change_list,
    sample=sample_type,
)

IMPORTS = Resource(
    name="monitoring.list_import",
    title=_("部门名单导入"),
    model=ListImport,
    menu="monitoring",
    menu_order=60,
    icon="database-import",
    order=("area_code", "-id"),
    view_permission=LIST_VIEW,
    own=sent_by,
    columns=(
        Column(name="list_type", title=_("名单"), path="list_type__title"),
        Column(name="month", title=_("所属月份"), kind="date"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=STATES),
        Column(name="rows_read", title=_("行数"), kind="number"),
        Column(name="matched", title=_("已匹配"), kind="number"),
        Column(name="near", title=_("待人工核对"), kind="number"),
        Column(name="unmatched", title=_("未匹配"), kind="number"),
        Column(name="file_name", title=_("文件名"), in_list=False),
        Column(name="imported_by", title=_("导入人"), path="imported_by_id", kind="user", in_list=False),
        Column(name="imported_at", title=_("导入时间"), kind="datetime", in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="month", title=_("所属月份"), kind="date", more=True),
    ),
    acts=(
        Act(
            name="withdraw",
            title=_("整体撤回"),
            run=actions.withdraw_import,
            permission=LIST_IMPORT,
            form=ReasonForm,
            when=lambda received: received.state == "applied",
            confirm=_("这份名单的全部行将删除，已产生的线索保留。"),
            tone="danger",
        ),
    ),
    empty=_("还没有导入过部门名单。"),
    sample=sample_import,
)

ROWS = Resource(
    name="monitoring.list_row",
    title_of=lambda row: str(_("%(list)s 第 %(number)s 行") % {"list": row.list_import, "number": row.row_number}),
    title=_("名单核对"),
    model=ListRow,
    menu="monitoring",
    under="monitoring.list_import",
    menu_order=61,
    icon="user-question",
    order=("area_code", "id"),
    rows=_doubtful,
    view_permission=LIST_DECIDE,
    columns=(
        Column(name="name", title=_("姓名")),
        Column(name="id_number", title=_("证件号码"), kind="masked"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=MATCHES),
        Column(name="why", title=_("依据"), kind="choice"),
        Column(name="candidate", title=_("可能是"), path="candidate_id", kind="party"),
        Column(name="row_number", title=_("行号"), kind="number", in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="why", title=_("依据")),
        Filter(name="area_code", title=_("地区"), kind="area"),
    ),
    acts=(
        Act(
            name="accept",
            title=_("是同一人"),
            run=actions.accept_match,
            permission=LIST_DECIDE,
            when=lambda row: row.state == "near",
            tone="good",
        ),
        Act(
            name="reject",
            title=_("不是同一人"),
            run=actions.reject_match,
            permission=LIST_DECIDE,
            form=ReasonForm,
            when=lambda row: row.state == "near",
        ),
    ),
    version="",
    empty=_("没有需要核对的人。"),
    sample=sample_row,
)

SENDERS = Resource(
    name="monitoring.list_sender",
    title=_("名单提供单位"),
    model=ListSender,
    menu="monitoring",
    under="monitoring.list_import",
    menu_order=63,
    icon="building",
    order=("area_code", "id"),
    view_permission=LIST_SENDER,
    columns=(
        Column(name="list_type", title=_("名单"), path="list_type__title"),
        Column(name="organisation", title=_("提供单位"), path="organisation_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
    ),
    form=SenderForm,
    create=name_sender,
    acts=(
        Act(
            name="remove",
            title=_("取消"),
            run=remove_sender,
            permission=LIST_SENDER,
            form=ReasonForm,
            tone="danger",
        ),
    ),
    version="",
    empty=_("还没有指定。指定以后，这个单位的部门账号就能送这份名单、看自己送的名单和差异。"),
    sample=sample_sender,
)

DECLARED = (
    TYPES,
    SENDERS,
    JobKind(name=receiving.JOB, title=_("导入部门名单"), run=receiving.run_job, url=receiving.result_url),
    IMPORTS,
    ROWS,
    PlaceFollower(name="monitoring.list_row", rows=ListRow.objects.all, party="household_id"),
)
