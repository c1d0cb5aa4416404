"""Releasing a report: its content frozen, kept under its digest, and signed by the installation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bangfu.kernel.history.actions import record_change
from bangfu.kernel.rights.models import User
from bangfu.kernel.signing import present_key
from bangfu.reports.document import Document
from bangfu.reports.frozen_rows import keep_rows
from bangfu.reports.models import SealedReport
from bangfu.reports.sealing import content_of, digest_of
from bangfu.reports.signatures import sign_report


def release(actor: User, document: Document, moment: datetime, own: dict[str, Any] | None = None) -> SealedReport:
    """Freeze and sign a document as it reads now; ``own`` is what a filled template adds to its content."""
    frozen = content_of(document, sealed_by=actor.name, sealed_at=moment, rows=keep_rows)
    content = frozen | (own or {}) | {"key": present_key()}
    sealed = SealedReport.objects.create(
        digest=digest_of(content),
        report=document.report,
        title=document.title,
        area_code=document.area_code,
        period=document.period,
        content=content,
        sealed_by=actor,
        sealed_at=moment,
    )
    signature = sign_report(sealed)
    told = {"digest": sealed.digest, "period": sealed.period, "key": signature.key}
    record_change(actor, "seal_report", sealed, after=told)
    return sealed
