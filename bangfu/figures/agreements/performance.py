"""What was delivered of what was promised: settled entries between the two sides, in the duty's year.

An entry is *settled* when the other side confirmed it, or nobody is asked to; one that waits or is in dispute is shown
apart. It lies *between* the sides when giver and receiver are parties of them, or belong to a place that is a party,
or when it was recorded under the agreement's pairing. Nobody is told a number that counts entries they may not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from django.db.models import Count, Q, QuerySet, Sum

from bangfu.figures.agreements.measures import ENTRY, PEOPLE
from bangfu.figures.computing import Number, Question, compute, rows_of
from bangfu.figures.declared import figures
from bangfu.figures.ledger_source import ENTRIES
from bangfu.figures.units import MONEY
from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.rights.models import User
from bangfu.ledger.models import Entry, EntryStanding
from bangfu.ledger.queries import entries_visible_to
from bangfu.pairing.models import Agreement, AgreementParty, Duty, Side
from bangfu.parties.models import Area

State = EntryStanding.State
SETTLED = Q(standing__state__in=(State.CONFIRMED, State.RECORDED))
PENDING = Q(standing__state__in=(State.WAITING, State.DISPUTED))
OTHER = {Side.HELPER.value: Side.RECIPIENT.value, Side.RECIPIENT.value: Side.HELPER.value}


@dataclass(frozen=True)
class Performed:
    """One duty beside what came of it. ``entries`` were settled, ``pending`` wait for a word of the other side."""

    duty: Duty
    amount: Decimal | None
    quantity: Number
    entries: int
    pending: int

    @property
    def amount_percent(self) -> Decimal | None:
        """Delivered money in percent of the promised; None where none was promised."""
        return percent(self.amount, self.duty.amount)

    @property
    def quantity_percent(self) -> Decimal | None:
        """Delivered quantity in percent of the promised; None where none was promised."""
        return percent(self.quantity, self.duty.quantity)

    @property
    def measured(self) -> bool:
        """Whether the duty says by what it is measured."""
        return bool(self.duty.entry_kind or self.duty.figure)


def percent(delivered: Number, promised: Decimal | None) -> Decimal | None:
    """Return what was delivered in percent of what was promised: 100 is the promise; None where none was made."""
    return Decimal(delivered or 0) * 100 / promised if promised else None


def performance(user: User, agreement: Agreement, duties: Iterable[Duty] | None = None) -> list[Performed]:
    """Return the duties of an agreement with what was delivered: one query for all duties measured by kinds."""
    rows = list(agreement.duties.order_by("year", "pk") if duties is None else duties)
    sides = _sides(agreement)
    by_kind = _by_kind(user, [duty for duty in rows if duty.entry_kind], agreement, sides)
    return [by_kind.get(duty.pk) or _by_figure(user, duty, agreement, sides) for duty in rows]


def entries_of(user: User, duty: Duty) -> QuerySet[Entry]:
    """Return the entries that count for a duty, settled or pending, as far as the user may see them."""
    sides = _sides(duty.agreement)
    seen = entries_visible_to(user).filter(SETTLED | PENDING)
    if duty.entry_kind:
        return seen.filter(_for_duty(duty, duty.agreement, sides))
    if duty.figure in figures:
        [(_source, rows)] = rows_of(figures[duty.figure], _question(duty, between(duty.agreement, duty.side, sides)))
        return seen.filter(pk__in=rows.order_by().values("pk"))
    return Entry.objects.none()


def between(agreement: Agreement, giver: str, sides: dict[str, Q]) -> Q:
    """Return the condition on entries from one side of an agreement to the other."""
    direct = sides[f"giver_{giver}"] & sides[f"receiver_{OTHER[giver]}"]
    return direct | Q(pairing=agreement.pairing_id) if agreement.pairing_id else direct


def _sides(agreement: Agreement) -> dict[str, Q]:
    """Return for both sides the condition that an entry was given by it, and that it was received by it."""
    parties: dict[str, list[int]] = {side: [] for side in Side.values}
    for party, side in AgreementParty.objects.filter(agreement=agreement).values_list("party_id", "side"):
        parties[side].append(party)
    codes = dict(Area.objects.filter(pk__in=chain.from_iterable(parties.values())).values_list("pk", "code"))
    found = {}
    for side, ids in parties.items():
        places = [codes[pk] for pk in ids if pk in codes]
        found[f"giver_{side}"] = Q(giver__in=ids) | _below("giver_area_code", places)
        found[f"receiver_{side}"] = Q(receiver__in=ids) | _below("area_code", places)
    return found


def _below(column: str, places: Sequence[str]) -> Q:
    condition = Q(pk__in=[])
    for code in places:
        low, high = prefix_range(code)
        condition |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
    return condition


def _for_duty(duty: Duty, agreement: Agreement, sides: dict[str, Q]) -> Q:
    in_year = Q(happened_on__gte=date(duty.year, 1, 1), happened_on__lte=date(duty.year, 12, 31))
    return Q(kind=duty.entry_kind) & in_year & between(agreement, duty.side, sides)


def _by_kind(user: User, duties: list[Duty], agreement: Agreement, sides: dict[str, Q]) -> dict[int, Performed]:
    if not duties:
        return {}
    wanted = Q(pk__in=[])
    asked = {}
    for duty in duties:
        counted = _for_duty(duty, agreement, sides)
        wanted |= counted
        unit = _unit_condition(duty)
        asked |= {
            f"amount_{duty.pk}": Sum("amount", filter=counted & SETTLED),
            f"quantity_{duty.pk}": _quantity(duty, counted & SETTLED & unit),
            f"entries_{duty.pk}": Count("pk", filter=counted & SETTLED),
            f"pending_{duty.pk}": Count("pk", filter=counted & PENDING),
        }
    found = entries_visible_to(user).filter(wanted).order_by().aggregate(**asked)
    return {
        duty.pk: Performed(
            duty,
            found[f"amount_{duty.pk}"],
            found[f"quantity_{duty.pk}"],
            found[f"entries_{duty.pk}"],
            found[f"pending_{duty.pk}"],
        )
        for duty in duties
    }


def _quantity(duty: Duty, condition: Q) -> Sum | Count:
    if duty.unit == ENTRY:
        return Count("pk", filter=condition)
    return Sum(PEOPLE[duty.unit][0] if duty.unit in PEOPLE else "quantity", filter=condition)


def _unit_condition(duty: Duty) -> Q:
    return Q() if not duty.unit or duty.unit in PEOPLE or duty.unit == ENTRY else Q(unit=duty.unit)


def _by_figure(user: User, duty: Duty, agreement: Agreement, sides: dict[str, Q]) -> Performed:
    if duty.figure not in figures:
        return Performed(duty, None, None, 0, 0)
    figure = figures[duty.figure]
    here = between(agreement, duty.side, sides) & Q(pk__in=entries_visible_to(user).order_by().values("pk"))
    settled = compute(figure, _question(duty, here & SETTLED))
    pending = compute(figure, _question(duty, here & PENDING))
    money = figure.unit == MONEY
    amount = Decimal(settled.value or 0) if money else None
    return Performed(duty, amount, None if money else settled.value, settled.entries, pending.entries)


def _question(duty: Duty, within: Q) -> Question:
    return Question(from_=date(duty.year, 1, 1), to=date(duty.year, 12, 31), within={ENTRIES.name: within})
