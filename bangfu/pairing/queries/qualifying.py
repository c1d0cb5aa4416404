"""How many would qualify under a scheme's rules as they stand, saved or not: the check before saving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bangfu.kernel.areas_of import COUNTY
from bangfu.pairing.conditions import filter_of
from bangfu.pairing.models import Enrolment, Scheme
from bangfu.pairing.queries.sides import OPEN_KINDS, below, existing, in_force, recipients_for


@dataclass(frozen=True)
class Qualifying:
    """Who meets a scheme's conditions in a place: on the registers, and of these who stands ready under it."""

    helpers: int
    ready: int
    recipients: int
    wanted: int
    offered: int | None

    @property
    def short(self) -> int:
        """How many places of recipients stay empty even if every ready helper takes all it may."""
        return max(self.wanted - self.offered, 0) if self.offered is not None else 0


def qualifying(scheme: Scheme, area_code: str, on: date | None = None) -> Qualifying:
    """Count who qualifies in a place; a fixed number of statements. Conditions on pairs are not counted here."""
    recipients = recipients_for(scheme, area_code, on).count()
    ready = _ready(scheme, area_code, on)
    most = scheme.per_helper_max
    return Qualifying(
        helpers=_on_registers(scheme, area_code, on),
        ready=ready,
        recipients=recipients,
        wanted=recipients * scheme.per_recipient_min,
        offered=None if most is None else ready * most,
    )


def _on_registers(scheme: Scheme, area_code: str, on: date | None) -> int:
    kinds = OPEN_KINDS if scheme.helper_kind == Scheme.ANY else (scheme.helper_kind,)
    total = 0
    for kind in kinds:
        rows = existing(kind, on).filter(below(area_code, "code" if kind == "area" else "area_code"))
        total += rows.filter(filter_of("helper", kind, scheme.eligible or {}, on=on)).count()
    return total


def _ready(scheme: Scheme, area_code: str, on: date | None) -> int:
    if scheme.pk is None:
        return 0
    rows = Enrolment.objects.filter(in_force(on), scheme_id=scheme.pk, valid_to=None)
    return rows.filter(below(area_code[:COUNTY], "county_code")).count()
