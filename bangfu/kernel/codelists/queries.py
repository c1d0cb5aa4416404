"""Reading code lists: labels, choices, and the code of a word."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from bangfu.kernel.codelists.models import Code, CodeList
from bangfu.kernel.remembered import Remembered
from bangfu.kernel.traditional import in_script


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code with its words and period."""

    code: str
    label: str
    label_en: str
    std: str
    synonyms: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    note: str

    def holds(self, on: date) -> bool:
        """Whether the day lies in its period."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    @property
    def text(self) -> str:
        """The label in the active language."""
        return self.label_en if self.label_en and (get_language() or "").startswith("en") else in_script(self.label)


def _read() -> dict[str, tuple[CodeRow, ...]]:
    found: dict[str, list[CodeRow]] = defaultdict(list)
    for name in CodeList.objects.values_list("name", flat=True):
        found[name] = []
    for code in Code.objects.order_by("code_list_id", "order", "code", "valid_from"):
        found[code.code_list_id].append(
            CodeRow(
                code=code.code,
                label=code.label,
                label_en=code.label_en,
                std=code.std,
                synonyms=tuple(code.synonyms),
                valid_from=code.valid_from,
                valid_to=code.valid_to,
                note=code.note,
            )
        )
    return {name: tuple(rows) for name, rows in found.items()}


_lists = Remembered(_read)


def forget_codes() -> None:
    """Read the lists anew; called by everything that writes them."""
    _lists.forget()


def all_codes(list_name: str) -> tuple[CodeRow, ...]:
    """Return every code a list ever had, in its order; raise KeyError for a list that does not exist."""
    return _lists.get()[list_name]


def codes(list_name: str, on: date | None = None) -> tuple[CodeRow, ...]:
    """Return the codes valid on a day (default today), in the list's order."""
    day = on or timezone.localdate()
    return tuple(row for row in all_codes(list_name) if row.holds(day))


def choices(list_name: str, on: date | None = None) -> list[tuple[str, str]]:
    """Return ``(code, label)`` of the codes valid on a day, for forms and filters."""
    return [(row.code, row.text) for row in codes(list_name, on)]


def label(list_name: str, code: str, on: date | None = None) -> str:
    """Return the words for a stored code: of that day if it was valid then, else of its latest period.

    A code the list never had is returned as it is, so that a page shows what is stored.
    """
    day = on or timezone.localdate()
    latest = None
    for row in all_codes(list_name):
        if row.code == code:
            if row.holds(day):
                return row.text
            latest = row
    return latest.text if latest else code


def labels(list_name: str, on: date | None = None) -> dict[str, str]:
    """Return code → words for every code the list ever had, for whole columns."""
    day = on or timezone.localdate()
    found: dict[str, str] = {}
    for row in all_codes(list_name):
        if row.code not in found or row.holds(day):
            found[row.code] = row.text
    return found


def words(list_name: str, on: date | None = None) -> dict[str, str]:
    """Return every word that stands for a code valid on a day → the code: label, English label, synonyms, code.

    For imports, on whole columns. A label wins over another code's synonym.
    """
    rows = codes(list_name, on)
    found = {synonym: row.code for row in rows for synonym in row.synonyms}
    for row in rows:
        found |= {word: row.code for word in (row.code, row.label_en, row.label, in_script(row.label)) if word}
    return found
