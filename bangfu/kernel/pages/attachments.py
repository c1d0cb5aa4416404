"""Files of a row: shown with it, added to it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangfu.kernel.errors import Refused
from bangfu.kernel.evidence.actions import attach
from bangfu.kernel.evidence.kinds import FILE_TYPES, evidence_purposes
from bangfu.kernel.evidence.models import EvidenceLink
from bangfu.kernel.pages.addresses import row_address
from bangfu.kernel.resources import Resource
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rows.visibility import row_visible_to


def shown_files(links: Iterable[EvidenceLink]) -> list[dict[str, Any]]:
    """Return files as the evidence macro shows them."""
    return [_shown(link, reverse("evidence", args=[link.pk])) for link in links]


def _shown(link: EvidenceLink, url: str) -> dict[str, Any]:
    purpose = evidence_purposes.get(link.purpose)
    return {
        "name": link.evidence.name,
        "url": url,
        "thumbnail_url": url if link.evidence.is_photo else "",
        "kind": purpose.title if purpose else link.purpose,
        "size": link.evidence.size,
        "note": link.note,
    }


def purposes_of(resource: Resource) -> list[dict[str, Any]]:
    """Return what files may be added for, and which endings each takes."""
    return [
        {
            "name": name,
            "title": evidence_purposes[name].title,
            "accept": ",".join(f".{e}" for e, t in FILE_TYPES.items() if t.kind in evidence_purposes[name].accepts),
        }
        for name in resource.evidence
    ]


@require_POST
def add_files(request: HttpRequest, resource: Resource, pk: Any) -> HttpResponse:
    """Add the uploaded files to a row: all of them, or none and the reason."""
    obj = row_visible_to(request.user, resource, pk)
    require_on(request.user, resource.file_permission, obj)
    purpose, files = request.POST.get("purpose", ""), request.FILES.getlist("file")
    if purpose not in resource.evidence:
        raise Refused(_("请选择文件的用途。"), field="purpose")
    if not files:
        raise Refused(_("请选择要上传的文件。"), field="file")
    with transaction.atomic():
        for file in files:
            attach(request.user, obj, file, purpose, note=request.POST.get("note", "").strip())
    messages.success(request, _("已添加 %(count)s 个文件。") % {"count": len(files)})
    return redirect(row_address(resource, pk))
