"""Storing files and attaching them."""

import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.core.files.base import File
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.evidence.files import TooLarge, discard, folder, keep, path_of, received
from bangfu.kernel.evidence.inspection import ending_of, inspect
from bangfu.kernel.evidence.kinds import FILE_TYPES, evidence_purposes
from bangfu.kernel.evidence.models import Evidence, EvidenceLink
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on

MEGABYTE = 1024 * 1024
NAME_LENGTH = 160


def store(actor: User, file: File, purpose: str = "other", *, area_code: str = "") -> Evidence:
    """Check an upload and keep it; the same content is kept once and gives the same row.

    It needs a log-in but no permission: a stored file is seen by nobody until an action attaches it.
    ``area_code`` chooses whose limits count. Raises Refused in words for whoever uploads, KeyError for a purpose
    nobody declared.
    """
    if not actor.is_authenticated or not actor.is_active:
        raise Denied(_("请先登录。"))
    name = clean_name(file.name or "")
    accepted = evidence_purposes[purpose].accepts
    ending = ending_of(name, set(policy("kernel.evidence.endings", area_code)))
    kind = FILE_TYPES[ending].kind
    if kind not in accepted:
        endings = "、".join(e for e, t in FILE_TYPES.items() if t.kind in accepted)
        raise Refused(
            _("“%(purpose)s”处只能上传 %(endings)s。")
            % {"purpose": evidence_purposes[purpose].title, "endings": endings}
        )
    limit = policy(f"kernel.evidence.{kind}_megabytes", area_code)
    pixels = policy("kernel.evidence.photo_megapixels", area_code) * 1_000_000
    try:
        with received(_chunks(file), limit * MEGABYTE) as draft:
            return _keep(actor, draft, name, ending, pixels)
    except TooLarge as error:
        raise Refused(_("“%(name)s”超过 %(limit)s MB，请压缩后再上传。") % {"name": name, "limit": limit}) from error


def _chunks(file: File) -> Iterable[bytes]:
    file.seek(0)
    return file.chunks()


def _keep(actor: User, draft: Path, name: str, ending: str, max_pixels: int) -> Evidence:
    found = inspect(draft, name, ending, max_pixels)
    if found.photo:
        draft.write_bytes(found.photo.content)
    size = draft.stat().st_size
    digest = keep(draft)
    evidence, _created = Evidence.objects.get_or_create(
        digest=digest,
        defaults={
            "name": name,
            "media_type": found.media_type,
            "size": size,
            "width": found.photo.width if found.photo else None,
            "height": found.photo.height if found.photo else None,
            "uploaded_by": actor,
        },
    )
    if not path_of(digest).exists():
        keep(draft)  # an orphan of the same content was being removed meanwhile
    return evidence


def clean_name(name: str) -> str:
    """Return a file name without folders and invisible characters, short enough to keep, its ending intact."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(c for c in base if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, ending = base.rpartition(".")
    if not dot:
        return base[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"


def attach(actor: User, obj: Model, file: File, purpose: str = "other", *, note: str = "") -> EvidenceLink:
    """Store a file and attach it to an object. Called inside an action that has checked the right to change it."""
    evidence = store(actor, file, purpose, area_code=getattr(obj, "area_code", "") or "")
    return link_evidence(actor, evidence, obj, purpose, note=note)


def link_evidence(actor: User, evidence: Evidence, obj: Model, purpose: str, *, note: str = "") -> EvidenceLink:
    """Attach a stored file to an object, once for a purpose. Called inside an action, as ``attach`` is."""
    evidence_purposes[purpose]
    link, created = EvidenceLink.objects.get_or_create(
        evidence=evidence,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        purpose=purpose,
        removed_at=None,
        defaults={"area_code": getattr(obj, "area_code", "") or "", "note": note, "linked_by": actor},
    )
    if created:
        record_change(actor, "link_evidence", obj, after={"evidence": evidence.name, "purpose": purpose}, reason=note)
    return link


def remove_evidence(actor: User, link: EvidenceLink, permission: str, obj: Model, *, reason: str) -> EvidenceLink:
    """Take a file off an object, with a reason; who holds ``permission`` over the object may. The row stays."""
    require_on(actor, permission, obj)
    if not reason.strip():
        raise Refused(_("请填写移除的原因。"), field="reason")
    with transaction.atomic():
        if EvidenceLink.objects.filter(pk=link.pk, removed_at=None).update(removed_at=timezone.now()):
            record_change(actor, "remove_evidence", obj, before={"evidence": link.evidence.name}, reason=reason)
    link.refresh_from_db()
    return link


def remove_orphans(older_than: timedelta = timedelta(days=2)) -> int:
    """Delete files that nothing was ever attached to, and drafts left by a crash; return how many.

    Files whose links were removed stay: they are part of the history.
    """
    before = timezone.now() - older_than
    removed = 0
    for evidence in Evidence.objects.filter(at__lt=before, links=None).iterator():
        digest = evidence.digest
        try:
            evidence.delete()
        except ProtectedError:
            continue  # an import, or a table of an upper layer, refers to it
        discard(digest, Evidence.objects.filter(digest=digest).exists)
        removed += 1
    for draft in folder().glob("draft-*"):
        if draft.stat().st_mtime < before.timestamp():
            draft.unlink(missing_ok=True)
            removed += 1
    return removed
