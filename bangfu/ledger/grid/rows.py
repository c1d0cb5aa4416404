"""The rows of a grid: what was typed, what it means, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bangfu.ledger.drafts import Draft
from bangfu.ledger.judging import Caution, Fault

MOST = 500  # rows sent at once; more belong into a workbook
REASON = "reason"  # the cell in which a clerk says why a row is right all the same


@dataclass
class GridRow:
    """One row: its number on the page (from 1), its cells as typed, and what came of them."""

    number: int
    cells: Mapping[str, str]
    draft: Draft | None = None
    faults: list[Fault] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)
    meaning: str = ""  # what an amount written with words (3万) was taken for

    @property
    def reason(self) -> str:
        """Why it is to be recorded whatever the cautions say."""
        return self.cells.get(REASON, "").strip()

    @property
    def ready(self) -> bool:
        """Whether it may be recorded as it is."""
        return not self.faults and (not self.cautions or bool(self.reason))

    def told(self) -> list[dict[str, str]]:
        """Return its faults and cautions, and how its amount was understood: ``{field, message, level}``."""
        cautions = [] if self.faults else self.cautions
        told = [(f.field, f.message, "error") for f in self.faults]
        told += [(c.field, c.message, "warning") for c in cautions]
        told += [("amount", self.meaning, "info")] if self.meaning else []
        return [{"field": name, "message": message, "level": level} for name, message, level in told]


def filled(rows: Sequence[Mapping[str, str]]) -> list[GridRow]:
    """Return the rows in which anything was typed, numbered as they stand on the page."""
    found = []
    for number, cells in enumerate(rows, start=1):
        kept = {name: text.strip() for name, text in cells.items() if text.strip()}
        if kept.keys() - {REASON}:
            found.append(GridRow(number, kept))
    return found
