"""What somebody asked to have printed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from bangfu.kernel.rights.models import User


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One order of papers: which, for which place and households, by whom.

    ``standing`` narrows to households of one type (code list ``household_standing``); empty: all that are open.
    ``purpose`` not empty: numbers in full, and this is what for. ``base`` is the site's address, for the QR codes.
    ``from_`` to ``to`` is how long a notice is up, ``phone`` and ``unit`` whom to tell of objections.
    """

    paper: str
    area_code: str
    user: User
    on: date
    standing: str = ""
    purpose: str = ""
    base: str = ""
    from_: date | None = None
    to: date | None = None
    phone: str = ""
    unit: str = ""

    @property
    def full(self) -> bool:
        """Whether numbers stand in full."""
        return bool(self.purpose)

    def as_args(self) -> dict[str, Any]:
        """Return it as a job keeps it; the user is the job's own."""
        kept = {name: value for name, value in asdict(self).items() if name != "user"}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}


def wanted_of(user: User, args: dict[str, Any]) -> Wanted:
    """Return what ``as_args`` wrote."""
    days = {name: date.fromisoformat(args[name]) if args[name] else None for name in ("on", "from_", "to")}
    return Wanted(user=user, **args | days)
