"""Who has helpers and who has none, by village, for the schemes that must cover everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from bangfu.figures.answers import remembered
from bangfu.kernel.areas_of import COUNTY, VILLAGE
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries import coverage_by_area
from bangfu.pairing.queries.coverage import Covered
from bangfu.pairing.queries.sides import below


@dataclass(frozen=True)
class SchemeCoverage:
    """The coverage of one scheme below a place, by village (an area above the villages stands under its own code)."""

    scheme: Scheme
    by_village: dict[str, Covered] = field(default_factory=dict)

    def within(self, area_code: str = "") -> Covered:
        """Return the coverage of a part of the place."""
        rows = [c for code, c in self.by_village.items() if code.startswith(area_code)]
        return Covered(area_code, sum(c.recipients for c in rows), sum(c.paired for c in rows))


def schemes_to_cover(on: date | None = None) -> list[Scheme]:
    """Return the schemes in force that must reach everybody, in their order."""
    day = on or timezone.localdate()
    rows = Scheme.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day), full_coverage=True
    )
    return in_order(rows)


def in_order(schemes: Iterable[Scheme]) -> list[Scheme]:
    """Return schemes as people look at them: those that must reach everybody first, of these households first."""
    return sorted(schemes, key=lambda s: (not s.full_coverage, s.recipient_kind != "household", s.pk))


def coverage_of(scheme: Scheme, area_code: str, *, state: tuple[int, ...] | None = None) -> SchemeCoverage:
    """Return the coverage of a scheme below a place: one grouped query, computed once for each state of the books."""
    key = ("coverage", scheme.pk, scheme.version, area_code, timezone.localdate())
    rows = remembered(key, lambda: coverage_by_area(scheme, area_code, VILLAGE), state=state)
    return SchemeCoverage(scheme, {row.area_code: row for row in rows})


def in_use(covered: SchemeCoverage, area_code: str) -> bool:
    """Tell whether a scheme was taken up in a place: somebody is paired or stands ready. Households always count."""
    total = covered.within()
    if not total.recipients or total.paired or covered.scheme.recipient_kind == "household":
        return bool(total.recipients)
    return covered.scheme.enrolments.filter(below(area_code[:COUNTY], "county_code")).exists()


def coverages(
    area_code: str, schemes: Iterable[Scheme] | None = None, *, state: tuple[int, ...] | None = None
) -> list[SchemeCoverage]:
    """Return the coverage of several schemes; by default of those that must reach everybody and are in use."""
    if schemes is not None:
        return [coverage_of(scheme, area_code, state=state) for scheme in schemes]
    found = [coverage_of(scheme, area_code, state=state) for scheme in schemes_to_cover()]
    return [covered for covered in found if in_use(covered, area_code)]
