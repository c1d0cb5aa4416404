"""What higher layers tell pairing: by what a duty of an agreement can be measured."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from bangfu.kernel.manifest import registry_of

Text = str | Promise
Named = Sequence[tuple[str, Text]]


@dataclass(frozen=True, kw_only=True)
class DutyMeasures:
    """One way to measure duties; ``name`` is the column of ``Duty`` that keeps the choice.

    ``offered()`` gives the choices with titles, ``units(choice)`` the units in which a quantity may be promised (the
    usual one first; none: only money), ``money(choice)`` whether an amount in CNY may be.
    """

    name: str
    offered: Callable[[], Named]
    units: Callable[[str], Named]
    money: Callable[[str], bool]


duty_measures = registry_of(DutyMeasures)


class MeasureTitles(Mapping[str, tuple[Text, str]]):
    """Choice → its title and no tone, for columns that show by what a duty is measured."""

    def __init__(self, name: str) -> None:
        self._name = name

    def _titles(self) -> dict[str, Text]:
        declared = duty_measures.get(self._name)
        return dict(declared.offered()) if declared else {}

    def __getitem__(self, choice: str) -> tuple[Text, str]:
        return self._titles()[choice], ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._titles())

    def __len__(self) -> int:
        return len(self._titles())
