"""Entry kinds: what can be recorded, declared by workstreams and never programmed here.

From a kind follow its form, import template, list, API schema, figures' vocabulary and tests.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from bangfu.kernel.manifest import registry_of

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Detail:
    """A typed detail of a kind. ``kind``: text, choice, integer, money, quantity, date or boolean.

    Money and quantities are kept as decimal text, dates as ISO text: JSON has no exact numbers. ``after`` tells that
    the day may not lie before the one on which the entry happened (a posting ends after it began).
    """

    name: str
    title: Text
    kind: str = "text"
    choices: tuple[tuple[str, Text], ...] = ()
    required: bool = False
    synonyms: tuple[str, ...] = ()
    after: bool = False
    help: Text = ""

    def label(self, value: object) -> str:
        """Return a stored value as people read it."""
        if self.kind == "choice":
            return next((str(title) for code, title in self.choices if code == value), str(value or ""))
        return "" if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """What one of those entitled is due: the policy parameter, what is counted, and for which details it holds.

    ``count`` is *persons*, *person_times*, *households* or *quantity*; ``times`` names an integer detail that says
    for how many periods (months, terms) was paid.
    """

    policy: str
    count: str = "persons"
    where: tuple[tuple[str, str], ...] = ()
    times: str = ""

    def applies(self, details: Mapping[str, Any]) -> bool:
        """Tell whether the rate holds for an entry with these details."""
        return all(details.get(name) == value for name, value in self.where)


@dataclass(frozen=True, kw_only=True)
class EntryKind:
    """A kind of contribution.

    ``unit`` is what it is counted in: ``CNY`` or the name of a unit of quantity. ``giver`` and ``receiver`` say
    which kinds of party may stand there (empty: nobody). ``amount`` and ``quantity`` are *required*, *optional*
    or *none*. ``confirmed_by`` is the side that confirms: *giver*, *receiver* or nobody. ``evidence`` names what
    is wanted as proof. ``people`` tells whether persons reached are asked for; ``needs`` names those headcounts
    (``persons``, ``person_times``, ``households``) without which the entry says nothing.

    ``follows`` names kinds that are an earlier stage of the same thing (signed before paid in, ordered before
    bought): both are recorded, neither counts as the other, and equal numbers of both are no double.
    ``without_amount`` names what to record instead where nobody put a value on the goods. ``rates`` are what those
    entitled are due. ``sessions`` names the integer detail that says how often those present could be counted: there
    are at most so many person-times to a person.
    """

    name: str
    title: Text
    workstream: str
    unit: str = "CNY"
    giver: tuple[str, ...] = ("organisation",)
    receiver: tuple[str, ...] = ("organisation", "household", "area", "person")
    giver_title: Text = ""
    receiver_title: Text = ""
    amount: str = "required"
    quantity: str = "optional"
    units: tuple[tuple[str, Text], ...] = ()
    details: tuple[Detail, ...] = ()
    evidence: tuple[Text, ...] = ()
    confirmed_by: str = ""
    people: bool = False
    needs: tuple[str, ...] = ()
    large_amount: str = ""  # policy key: above it the amount is asked about once more (元 typed for 万元)
    follows: tuple[str, ...] = ()
    without_amount: Text = ""
    rates: tuple[Rate, ...] = ()
    sessions: str = ""
    help: Text = ""

    def detail(self, name: str) -> Detail | None:
        """Return the declared detail of that name, or None."""
        return next((d for d in self.details if d.name == name), None)


entry_kinds = registry_of(EntryKind)


def kinds_of(workstream: str) -> Sequence[EntryKind]:
    """Return a workstream's kinds in the order of declaration."""
    return [k for k in entry_kinds if k.workstream == workstream]


class UnitWords(Mapping[str, tuple[Text, str]]):
    """Unit of quantity → its word, over all declared kinds, for columns that show units."""

    def __getitem__(self, name: str) -> tuple[Text, str]:
        return self._words()[name], ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._words())

    def __len__(self) -> int:
        return len(self._words())

    @staticmethod
    def _words() -> dict[str, Text]:
        return {code: title for kind in entry_kinds for code, title in kind.units}
