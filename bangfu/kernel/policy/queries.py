"""Reading policy: the value in force at a place on a day."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.policy.keys import policy_keys
from bangfu.kernel.policy.models import PolicyDocument, PolicyValue
from bangfu.kernel.remembered import Remembered


class PolicyMissing(Refused):
    """Nobody has set this parameter for the place and day; the message says which and where."""

    def __init__(self, key: str, area_code: str, on: date) -> None:
        self.key, self.area_code, self.on = key, area_code, on
        place = area_code or _("全部地区")
        super().__init__(
            _("尚未设置政策参数“%(title)s”（%(key)s）：请在“政策参数”中为 %(place)s 设置 %(on)s 起有效的值。")
            % {"title": policy_keys[key].title, "key": key, "place": place, "on": on.isoformat()}
        )


@dataclass(frozen=True)
class InForce:
    """A value with where it comes from, for pages that say why."""

    value: Any
    area_code: str
    valid_from: date
    valid_to: date | None
    document: str
    status: str
    note: str

    def holds(self, on: date) -> bool:
        """Whether the day lies in its period."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


ByPlace = dict[str, list[InForce]]
SOURCE = ("document__title", "document__document_no", "document__status")
COLUMNS = ("key", "area_code", "valid_from", "valid_to", "value", "note", *SOURCE)


def _read() -> dict[str, ByPlace]:
    """Return key → place → its values, the latest first; thousands of counties may have set their own."""
    found: dict[str, ByPlace] = defaultdict(lambda: defaultdict(list))
    rows = PolicyValue.objects.order_by("-valid_from", "pk").values_list(*COLUMNS)
    named: dict[tuple[str, str], str] = {}
    for name, area_code, valid_from, valid_to, text, note, title, number, status in rows:
        if key := policy_keys.get(name):
            source = (title or "", number or "")
            if source not in named:
                named[source] = str(PolicyDocument(title=source[0], document_no=source[1])) if title else ""
            value = InForce(key.parse(text), area_code, valid_from, valid_to, named[source], status or "", note)
            found[name][area_code].append(value)
    return found


_values = Remembered(_read)


def _holding(key: str, on: date) -> ByPlace:
    """Return place → its values that hold on a day."""
    places = _values.get().get(key, {})
    return {place: [v for v in values if v.holds(on)] for place, values in places.items()}


def forget_policies() -> None:
    """Read the values anew; called by everything that writes them."""
    _values.forget()


def policy_in_force(key: str, area_code: str = "", on: date | None = None) -> InForce:
    """Return the value of the most specific place in force on the day (default today), with its source.

    Raises KeyError for a parameter nobody declared, PolicyMissing where none is set.
    """
    day = on or timezone.localdate()
    found = _found(key, area_code, day)
    if found is None:
        raise PolicyMissing(key, area_code, day)
    return found


def _found(key: str, area_code: str, on: date) -> InForce | None:
    policy_keys[key]
    places = _values.get().get(key, {})
    for length in range(len(area_code), -1, -1):
        for candidate in places.get(area_code[:length], ()):
            if candidate.holds(on):
                return candidate
    return None


def policy(key: str, area_code: str = "", on: date | None = None) -> Any:
    """Return the value in force at a place on a day (default today). Raises as ``policy_in_force`` does."""
    return policy_in_force(key, area_code, on).value


def policy_or_none(key: str, area_code: str = "", on: date | None = None) -> Any | None:
    """Return the value in force, or None where none is set; for limits that warn rather than decide."""
    found = _found(key, area_code, on or timezone.localdate())
    return None if found is None else found.value


def policy_lookup(key: str, on: date | None = None) -> Callable[[str], Any]:
    """Return ``value_at(area_code)`` for set-wise work: one read, however many places are asked for."""
    policy_keys[key]
    day = on or timezone.localdate()
    values = {place: held[0].value for place, held in _holding(key, day).items() if held}

    def value_at(area_code: str) -> Any:
        if area_code not in values:
            above = next((p for n in range(len(area_code) - 1, -1, -1) if (p := area_code[:n]) in values), None)
            if above is None:
                raise PolicyMissing(key, area_code, day)
            values[area_code] = values[above]
        return values[area_code]

    return value_at


def policy_by_place(key: str, area_code: str = "", on: date | None = None) -> tuple[tuple[str, Any], ...]:
    """Return the values in force within an area as ``(prefix, value)``, the most specific first; perhaps none.

    The last one is that of the whole area (prefix ``""``), where it has one: with it alone, all places agree.
    """
    policy_keys[key]
    day = on or timezone.localdate()
    found: list[tuple[str, Any]] = []
    places = _holding(key, day)
    every = [value for place in sorted(places, key=len, reverse=True) for value in places[place]]
    for candidate in every:
        if area_code.startswith(candidate.area_code):
            return (*found, ("", candidate.value))
        if candidate.area_code.startswith(area_code):
            found.append((candidate.area_code, candidate.value))
    return tuple(found)
