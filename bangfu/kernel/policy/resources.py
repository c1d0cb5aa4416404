"""Policy values and documents as people list and file them."""

from datetime import timedelta
from secrets import token_hex

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.actions import (
    add_policy_document,
    change_policy,
    change_policy_document,
    end_policy,
    set_policy,
)
from bangfu.kernel.policy.forms import EndPolicyForm, PolicyDocumentForm, PolicyForm
from bangfu.kernel.policy.keys import policy_keys
from bangfu.kernel.policy.models import PolicyDocument, PolicyValue
from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.kernel.rights.models import User
from bangfu.kernel.titles import TitlesOf
from bangfu.kernel.traditional import titles_in_script

SYSTEM = "system"
CHANGE = "kernel.policy.change"
BRIEF = 40  # characters


def _sample_value(actor: User, area_code: str) -> PolicyValue:
    return set_policy(actor, "kernel.evidence.photo_megabytes", "15", area_code=area_code, supersede=True)


def _sample_document(actor: User, _area_code: str) -> PolicyDocument:
    return add_policy_document(actor, title=f"示例文件 {token_hex(4)}", status="example")


def _rows() -> QuerySet[PolicyValue]:
    return PolicyValue.objects.annotate(brief=Left("value", BRIEF))  # a table would fill the page


def _still_open(row: PolicyValue) -> bool:
    return row.valid_to is None or row.valid_to > timezone.localdate() - timedelta(days=1)


def _document_words() -> dict[str, str]:
    """Titles of documents in the reader's script, by their own; names of places inside them stay."""
    return titles_in_script(PolicyDocument.objects.values_list("title", flat=True))


VALUES = Resource(
    name="kernel.policy",
    title=_("政策参数"),
    model=PolicyValue,
    menu=SYSTEM,
    menu_order=20,
    icon="adjustments",
    order=("key", "area_code", "-valid_from"),
    scope_field="",  # policy is public; who may change it where is checked by the actions
    columns=(
        Column(name="key", title=_("参数"), kind="state", states=TitlesOf(policy_keys)),
        Column(name="area_code", title=_("适用地区"), kind="area"),
        Column(name="brief", title=_("值"), in_detail=False, in_export=False),
        Column(name="value", title=_("值"), in_list=False),
        Column(name="valid_from", title=_("起"), kind="date"),
        Column(name="valid_to", title=_("止"), kind="date"),
        Column(name="document", title=_("依据文件"), path="document__title", kind="choice", words=_document_words),
        Column(name="document_no", title=_("文号"), path="document__document_no", in_list=False),
        Column(name="status", title=_("状态"), path="document__status", kind="choice"),
        Column(name="note", title=_("说明"), in_list=False),
        Column(name="set_by", title=_("设置人"), path="set_by_id", kind="user", in_list=False),
        Column(name="set_at", title=_("设置时间"), kind="datetime", in_list=False),
    ),
    filters=(
        Filter(name="key", title=_("参数"), choices=lambda _user: [(k.name, k.title) for k in policy_keys]),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
    ),
    rows=_rows,
    form=PolicyForm,
    create=set_policy,
    change=change_policy,
    acts=(
        Act(
            name="end",
            title=_("结束"),
            run=end_policy,
            permission=CHANGE,
            form=EndPolicyForm,
            when=_still_open,
            tone="danger",
        ),
    ),
    version="set_at",
    empty=_("还没有设置政策参数。"),
    sample=_sample_value,
)

DOCUMENTS = Resource(
    name="kernel.document",
    title=_("政策文件"),
    model=PolicyDocument,
    menu=SYSTEM,
    under="kernel.policy",
    menu_order=21,
    icon="file-text",
    order=("title", "document_no"),
    scope_field="",
    view_permission="kernel.policy.view",
    columns=(
        Column(name="title", title=_("文件名称"), sort=True),
        Column(name="document_no", title=_("文号")),
        Column(name="issuer", title=_("发文机关")),
        Column(name="issued_on", title=_("发文日期"), kind="date", sort=True),
        Column(name="status", title=_("状态"), kind="choice"),
        Column(name="url", title=_("网址"), in_list=False),
        Column(name="note", title=_("备注"), in_list=False),
    ),
    filters=(Filter(name="status", title=_("状态")),),
    search=(Search(path="title"), Search(path="document_no")),
    search_hint=_("文件名称或文号"),
    form=PolicyDocumentForm,
    create=add_policy_document,
    change=change_policy_document,
    version="",
    empty=_("还没有登记政策文件。"),
    sample=_sample_document,
)

DECLARED = (VALUES, DOCUMENTS)
