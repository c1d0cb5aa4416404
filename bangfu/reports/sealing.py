"""What a seal freezes, and how it is checked later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bangfu.figures.computing import compute
from bangfu.figures.declared import figures
from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.evidence.files import is_stored
from bangfu.kernel.signing import public_keys
from bangfu.ledger.models import Chain, Entry
from bangfu.reports.document import Document, Seal, Used, as_json, from_json
from bangfu.reports.figure_book import described
from bangfu.reports.frozen_rows import changed_lists, changes_of, counted, question_of, rows_digest
from bangfu.reports.models import SealedReport, Withdrawal
from bangfu.reports.periods import day_words
from bangfu.reports.signatures import BAD, MISSING, UNKNOWN, UNSIGNED, first_signed, standing

SHAPE = 1


@dataclass(frozen=True)
class Difference:
    """A sealed figure that reads otherwise today. ``now`` is None for a figure that no longer exists or has no value.

    ``rows_changed`` tells whether the rows behind it are others than then, ``added`` and ``gone`` how many are new and
    how many count no more (None where no list was kept), ``redefined`` whether it is counted otherwise than then.
    """

    figure: Used
    now: Decimal | None
    entries: int
    rows_changed: bool
    redefined: bool
    added: int | None = None
    gone: int | None = None

    @property
    def difference(self) -> Decimal | None:
        """Today's value minus the sealed one."""
        return None if self.now is None or self.figure.value is None else self.now - self.figure.value


def content_of(
    document: Document, *, sealed_by: str, sealed_at: datetime, rows: Callable[[Used], str] = rows_digest
) -> dict[str, Any]:
    """Return what is frozen of a document; ``rows`` gives the digest of the rows behind a figure, and may keep them."""
    figures_with_rows = tuple(replace(used, rows=rows(used)) for used in document.figures)
    chains = Chain.objects.filter(code__startswith=document.area_code[:COUNTY]).order_by("code")
    return {
        "shape": SHAPE,
        "document": as_json(replace(document, figures=figures_with_rows)),
        "chains": list(chains.values("code", "length", "hash")),
        "sealed_by": sealed_by,
        "sealed_at": sealed_at.isoformat(),
    }


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the content's canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(sealed: SealedReport) -> bool:
    """Tell whether a sealed report is what was sealed: its digest, its Word file, the columns beside the content."""
    content = sealed.content
    document, word = content["document"], content.get("word")
    if word and not is_stored(word):
        return False
    return digest_of(content) == sealed.digest and (sealed.report, sealed.title, sealed.area_code, sealed.period) == (
        document["report"], document["title"], document["area_code"], document["period"],
    )  # fmt: skip


def rewritten_chains(sealed: SealedReport) -> list[str]:
    """Return the counties whose ledger no longer holds the link that was its last when the report was sealed.

    A ledger that has only grown since holds it where it was.
    """
    return [
        chain["code"]
        for chain in sealed.content["chains"]
        if chain["length"]
        and not Entry.objects.filter(chain=chain["code"], sequence=chain["length"], hash=chain["hash"]).exists()
    ]


SIGNED_BADLY = {BAD: "signature", MISSING: "unsigned", UNKNOWN: "key"}


def verify_sealed() -> tuple[int, list[dict[str, Any]], int]:
    """Return how many sealed reports there are, what is wrong, and how many are older than signatures.

    Wrong is: altered, signed by nobody or another, by a key that is not known here, ledger or lists of rows rewritten.
    """
    broken: list[dict[str, Any]] = []
    count, unsigned, keys, first = 0, 0, public_keys(), first_signed()
    for sealed in SealedReport.objects.select_related("signature").order_by("pk").iterator(chunk_size=20):
        count += 1
        signed = standing(sealed, keys, first)
        unsigned += signed == UNSIGNED
        told = {"report": sealed.digest, "title": sealed.title}
        if not is_intact(sealed):
            broken.append(told | {"problem": "altered"})
        if signed in SIGNED_BADLY:
            broken.append(told | {"problem": SIGNED_BADLY[signed]})
        broken += [told | {"problem": "rewritten", "chain": code} for code in rewritten_chains(sealed)]
        lists = dict.fromkeys(used["rows"] for used in sealed.content["document"]["figures"])
        broken += [told | {"problem": "rows", "rows": digest} for digest in changed_lists(lists)]
    return count, broken, unsigned


def document_of(sealed: SealedReport) -> Document:
    """Return the frozen document."""
    return from_json(sealed.content["document"])


def seal_of(sealed: SealedReport, base: str = "") -> Seal:
    """Return the seal that outputs print; ``base`` is the address of the site."""
    address = f"{base.rstrip('/')}/r/{sealed.digest}/" if base else ""
    sealed_by, sealed_at = sealed.content["sealed_by"], datetime.fromisoformat(sealed.content["sealed_at"])
    return Seal(sealed.digest, sealed_by, sealed_at, address, _withdrawn(sealed), sealed.content.get("key", ""))


def _withdrawn(sealed: SealedReport) -> str:
    """The sentence under a report that was withdrawn, in the language of reports; empty for others."""
    row = Withdrawal.objects.filter(sealed=sealed).select_related("withdrawn_by").first()
    if row is None:
        return ""
    day = day_words(timezone.localdate(row.withdrawn_at))
    return f"本报告已由{row.withdrawn_by.name}于{day}撤回，不再作为正式发布的报告。原因：{row.reason}"


def differences(sealed: SealedReport) -> list[Difference]:
    """Compute every sealed figure again and return those that differ in value, rows or definition."""
    return [found for used in document_of(sealed).figures if (found := _difference(used)) is not None]


def _difference(used: Used) -> Difference | None:
    figure = figures.get(used.code)
    if figure is None:
        return Difference(used, None, 0, rows_changed=True, redefined=True)
    answer = compute(figure, question_of(used))
    now = None if answer.value is None else Decimal(answer.value)
    changed = rows_digest(used) != used.rows
    redefined = described(figure.expression) != used.expression
    if now == used.value and not changed and not redefined:
        return None
    told = changes_of(used) if changed else None
    lists = (counted(told.added), counted(told.gone)) if told else (None, None)
    return Difference(used, now, answer.entries, changed, redefined, *lists)
