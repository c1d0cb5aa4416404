"""Reading files under the rights of what they are attached to."""

from typing import BinaryIO

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.evidence import files
from bangfu.kernel.evidence.models import Evidence, EvidenceLink
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import resource_of
from bangfu.kernel.rights.scope import may
from bangfu.kernel.rows.visibility import rows_visible_to

VIEW = "kernel.evidence.view"


def evidence_of(obj: Model) -> QuerySet[EvidenceLink]:
    """Return the files attached to an object now, oldest first. Whoever may see the object may see them."""
    links = EvidenceLink.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk, removed_at=None)
    return links.select_related("evidence", "linked_by")


def may_open(user: User, link: EvidenceLink) -> bool:
    """Tell whether the user may see the object the file is attached to; removed files stay for the auditor."""
    if link.removed_at is not None:
        return may(user, "kernel.change.view", link.area_code)
    resource = resource_of(link.object_type)
    if resource is None:
        return may(user, VIEW, link.area_code)
    try:
        return rows_visible_to(user, resource).filter(pk=link.object_id).exists()
    except Denied:
        return False


def evidence_visible_to(user: User, link_id: int) -> EvidenceLink:
    """Return a link the user may open; raise Denied otherwise, also when there is none of that number."""
    link = EvidenceLink.objects.select_related("evidence").filter(pk=link_id).first()
    if link is None or not may_open(user, link):
        raise Denied(_("没有这个文件，或它不在您的管辖范围内。"))
    return link


def open_evidence(user: User, link: EvidenceLink) -> BinaryIO:
    """Open a file for reading, under the rights of the object it is attached to; raise Denied otherwise."""
    if not may_open(user, link):
        raise Denied(_("没有这个文件，或它不在您的管辖范围内。"))
    return open_stored(link.evidence)


def open_stored(evidence: Evidence) -> BinaryIO:
    """Open a stored file; for code that has checked the rights. Raises Refused when it is gone from the disk."""
    try:
        return files.open_stored(evidence.digest)
    except FileNotFoundError as error:
        raise Refused(_("文件“%s”不在存储目录中，请联系系统管理员从备份恢复。") % evidence.name) from error
