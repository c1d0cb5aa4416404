"""Who does what in the demonstration: village points, stations, offices and units, as in a real county."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import post_entries
from bangfu.ledger.drafts import Draft


@dataclass(frozen=True, kw_only=True)
class Staff:
    """A county's recorders. None of them is who confirms for the county.

    ``stations`` are those of townships by area code; ``points`` are who goes to the villages, by the code of one
    village or of a township with several; ``units`` are users by the party they act for.
    """

    office: User
    stations: Mapping[str, User] = field(default_factory=dict)
    points: Mapping[str, User] = field(default_factory=dict)
    units: Mapping[int, User] = field(default_factory=dict)

    def station(self, area_code: str) -> User:
        """Return who works at the station of a place's township, else at the office."""
        return _nearest(self.stations, area_code) or self.office

    def point(self, area_code: str) -> User:
        """Return who keeps the information point of a village or comes there for the township, else its station."""
        return _nearest(self.points, area_code) or self.station(area_code)

    def recorder(self, draft: Draft) -> User:
        """Return who records an entry: a unit what it gave itself, otherwise whoever is nearest to who received it."""
        return self.units.get(draft.giver_id or 0) or self.point(draft.area_code)

    def post(self, drafts: Iterable[Draft]) -> int:
        """Have each entry recorded by whose it is; return how many. Must run inside a transaction."""
        theirs: dict[User, list[Draft]] = defaultdict(list)
        for draft in drafts:
            theirs[self.recorder(draft)].append(draft)
        return sum(len(post_entries(user, rows)) for user, rows in theirs.items())


def _nearest(users: Mapping[str, User], area_code: str) -> User | None:
    """Return who answers for the smallest place around a code."""
    around = [place for place in users if area_code.startswith(place)]
    return users[max(around, key=len)] if around else None
