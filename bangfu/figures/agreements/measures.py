"""By what a duty of an agreement can be measured: a kind of entry, or a figure that counts entries only."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure, figures
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.scoping import sources_of
from bangfu.figures.units import MONEY, PERCENT, unit_word
from bangfu.ledger.kinds import EntryKind, entry_kinds
from bangfu.pairing.registries import DutyMeasures, Named

PEOPLE: dict[str, tuple[str, str]] = {  # unit → the column of an entry that counts it, and its word
    "person": ("persons", _("人")),
    "person_time": ("person_times", _("人次")),
    "household": ("households", _("户")),
}
ENTRY = "entry"


def countable(figure: Figure) -> bool:
    """Tell whether a figure counts nothing but entries, so that it can be asked of two parties alone."""
    return figure.unit != PERCENT and [source.name for source in sources_of(figure)] == [ENTRIES.name]


def _kinds() -> Named:
    return [(kind.name, kind.title) for kind in entry_kinds]


def _figures() -> Named:
    return [(figure.name, figure.title) for figure in figures if countable(figure)]


def _units_of_kind(name: str) -> Named:
    """The kind's own units first, then people where the kind asks for them, then the number of entries."""
    kind = entry_kinds[name]
    people = [(unit, word) for unit, (_column, word) in PEOPLE.items() if _reaches_people(kind)]
    return [*kind.units, *people, (ENTRY, _("笔"))]


def _reaches_people(kind: EntryKind) -> bool:
    return kind.people or bool(kind.needs)


def _units_of_figure(name: str) -> Named:
    unit = figures[name].unit
    return [] if unit == MONEY else [(unit, unit_word(unit))]


MEASURES = (
    DutyMeasures(
        name="entry_kind",
        offered=_kinds,
        units=_units_of_kind,
        money=lambda name: entry_kinds[name].amount != "none",
    ),
    DutyMeasures(
        name="figure", offered=_figures, units=_units_of_figure, money=lambda name: figures[name].unit == MONEY
    ),
)
