"""Checking anybody's text: its own arithmetic, and its figures against the ledger of a place and period."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.reports.checker.check import CheckResult, check_text
from bangfu.reports.checker.compare import Comparison
from bangfu.reports.checker.readers.document import Document, TextRefused
from bangfu.reports.checker.readers.opening import read_document, read_path
from bangfu.reports.comparing import LedgerComparison
from bangfu.reports.elsewhere import Elsewhere, elsewhere, without_strangers
from bangfu.reports.remarks import remarked


@dataclass(frozen=True)
class Checked:
    """What was found: the text as read, the findings in it, and what the ledger says where a place was given.

    ``elsewhere`` is set for a text that is about another place than the ledger's.
    """

    document: Document
    result: CheckResult
    ledger: tuple[Comparison, ...] | None = None
    elsewhere: Elsewhere | None = None

    @property
    def notes(self) -> list[str]:
        """What is to be said of the whole: what was not read, and that the ledger is of another place."""
        about = [self.elsewhere.words] if self.elsewhere else []
        return [*map(remarked, self.document.notes), *about]

    def as_json(self) -> dict[str, Any]:
        """Return the findings as ``bangfu check --json`` prints them."""
        shape = self.result.as_json()
        if self.notes:
            shape["notes"] = self.notes
        if self.ledger is not None:
            shape["ledger"] = [comparison.as_json() for comparison in self.ledger]
        return shape


def checked_file(path: Path, *, area_code: str = "", period: str = "") -> Checked:
    """Check a file; raise Refused for one that cannot be read, an unknown place or period."""
    try:
        document = read_path(path)
    except TextRefused as refused:
        raise Refused(remarked(refused.message)) from refused
    except OSError as error:
        raise Refused(_("打不开文件 %(path)s：%(why)s") % {"path": path, "why": error.strerror}) from error
    return checked(document, area_code=area_code, period=period)


def uploaded(content: bytes, name: str) -> Document:
    """Read a document from its bytes; raise Refused, in the reader's words, for one that cannot be read."""
    try:
        return read_document(content, name)
    except TextRefused as refused:
        raise Refused(remarked(refused.message), field="file") from refused


def checked(document: Document, *, area_code: str = "", period: str = "") -> Checked:
    """Check a document that has been read; without a period the ledger is asked for all time up to today."""
    result = check_text(document.text)
    if not area_code:
        return Checked(document, result)
    found = LedgerComparison(area_code, period).compare(result)
    about = elsewhere(document.text, area_code)
    return Checked(document, result, tuple(without_strangers(found, about, result) if about else found), about)
