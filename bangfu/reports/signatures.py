"""The signature of a sealed report: what it says, whether it holds, and that a missing one is missed.

Signed is a statement: the digest with who released the report, when, and for which place and period. The content that
the digest is over names the key, so that a signature taken away is noticed; reports sealed before there were
signatures name none, and are told apart from those.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.signing import PublicKeys, Signature, holds, sign
from bangfu.reports.models import ReportSignature, SealedReport

KIND = "bangfu.sealed-report"
GOOD, BAD, MISSING, UNKNOWN, UNSIGNED = "good", "bad", "missing", "unknown", "unsigned"
"""Holds; does not hold; is not there although it was made; by a key that is not known here; was never made."""


def statement_of(digest: str, content: Mapping[str, Any], key: str) -> bytes:
    """Return what is signed of a sealed report: canonical JSON, keys sorted, no spaces, UTF-8."""
    document = content["document"]
    told = {
        "kind": KIND,
        "version": 1,
        "digest": digest,
        "report": document["report"],
        "title": document["title"],
        "area": document["area_code"],
        "area_name": document["area_name"],
        "period": document["period"],
        "from": document["from_"],
        "to": document["to"],
        "sealed_by": content["sealed_by"],
        "sealed_at": content["sealed_at"],
        "key": key,
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sign_report(sealed: SealedReport) -> ReportSignature:
    """Sign a report that has just been sealed with the key that its content names."""
    made = sign(statement_of(sealed.digest, sealed.content, sealed.content["key"]))
    if made.key != sealed.content["key"]:
        raise Refused(_("封存的同时换了签名密钥，没有封存。请再封存一次。"))
    return ReportSignature.objects.create(sealed=sealed, key=made.key, value=base64.b64encode(made.value).decode())


def signature_of(sealed: SealedReport) -> Signature | None:
    """Return the signature of a sealed report, if it has one."""
    try:
        row = sealed.signature
    except ReportSignature.DoesNotExist:
        return None
    return Signature(row.key, decoded(row.value))


def first_signed() -> int | None:
    """Return the number of the first report that was signed: what was sealed after it has a signature."""
    return ReportSignature.objects.order_by("sealed_id").values_list("sealed_id", flat=True).first()


def standing(sealed: SealedReport, keys: PublicKeys, first: int | None) -> str:
    """Return whether the signature of a sealed report holds; ``first`` is the number of the first that was signed."""
    signature = signature_of(sealed)
    if signature is None and not sealed.content.get("key"):
        return UNSIGNED if first is None or sealed.pk < first else MISSING
    return judged(sealed.digest, sealed.content, signature, keys)


def judged(digest: str, content: Mapping[str, Any], signature: Signature | None, keys: PublicKeys) -> str:
    """Return whether a signature of a sealed content holds."""
    if signature is None:
        return MISSING if content.get("key") else UNSIGNED
    if signature.key != content.get("key"):
        return BAD
    if signature.key not in keys:
        return UNKNOWN
    return GOOD if holds(statement_of(digest, content, signature.key), signature, keys[signature.key]) else BAD


def decoded(text: str) -> bytes:
    """Return what base64 stands for; nothing for what is none, which no signature is."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""
