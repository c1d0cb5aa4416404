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
from bangfu.kernel.policy.models import PolicyValue
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


def _read() -> dict[str, list[InForce]]:
    found: dict[str, list[InForce]] = defaultdict(list)
    for row in PolicyValue.objects.select_related("document"):
        if key := policy_keys.get(row.key):
            document = row.document
            found[row.key].append(
                InForce(
                    value=key.parse(row.value),
                    area_code=row.area_code,
                    valid_from=row.valid_from,
                    valid_to=row.valid_to,
                    document=str(document) if document else "",
                    status=document.status if document else "",
                    note=row.note,
                )
            )
    for values in found.values():
        values.sort(key=lambda v: len(v.area_code), reverse=True)
    return found


_values = Remembered(_read)


def forget_policies() -> None:
    """Read the values anew; called by everything that writes them."""
    _values.forget()


def policy_in_force(key: str, area_code: str = "", on: date | None = None) -> InForce:
    """Return the value of the most specific place in force on the day (default today), with its source.

    Raises KeyError for a parameter nobody declared, PolicyMissing where none is set.
    """
    day = on or timezone.localdate()
    if (found := _found(key, area_code, day)) is None:
        raise PolicyMissing(key, area_code, day)
    return found


def _found(key: str, area_code: str, day: date) -> InForce | None:
    policy_keys[key]
    for candidate in _values.get().get(key, ()):
        if area_code.startswith(candidate.area_code) and candidate.holds(day):
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
    candidates = [v for v in _values.get().get(key, ()) if v.holds(day)]
    known: dict[str, Any] = {}

    def value_at(area_code: str) -> Any:
        if area_code not in known:
            found = next((v for v in candidates if area_code.startswith(v.area_code)), None)
            if found is None:
                raise PolicyMissing(key, area_code, day)
            known[area_code] = found.value
        return known[area_code]

    return value_at


def policy_by_place(key: str, area_code: str = "", on: date | None = None) -> tuple[tuple[str, Any], ...]:
    """Return the values in force within an area as ``(prefix, value)``, the most specific first; perhaps none.

    The last one is that of the whole area (prefix ``""``), where it has one: with it alone, all places agree.
    """
    policy_keys[key]
    day = on or timezone.localdate()
    found: list[tuple[str, Any]] = []
    for candidate in _values.get().get(key, ()):
        if not candidate.holds(day):
            continue
        if area_code.startswith(candidate.area_code):
            return (*found, ("", candidate.value))
        if candidate.area_code.startswith(area_code):
            found.append((candidate.area_code, candidate.value))
    return tuple(found)
