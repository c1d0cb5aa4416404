"""A need and an offer as matching sees them. Quantities are whole thousandths, money whole fen."""

from __future__ import annotations

from dataclasses import dataclass, field

CNY = "CNY"


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedRow:
    """What is asked for: ``quantity`` still open, ``value`` of that in fen (None: unknown), how long it has waited."""

    id: int
    asker: int
    area_code: str
    kind: str
    unit: str
    text: str
    quantity: int
    value: int | None = None
    category: str = ""
    band: str = ""
    standing: str = ""
    urgency: int = 0
    weeks: int = 0
    first: int = 0
    wish: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferRow:
    """What is offered and on which conditions (empty: any). A budget is an offer of money: it may pay for wishes."""

    id: int
    donor: int
    area_code: str
    kind: str
    unit: str
    text: str
    left: int
    each_max: int | None = None
    value_max: int | None = None
    places: tuple[str, ...] = ()
    standings: frozenset[str] = field(default_factory=frozenset)
    bands: frozenset[str] = field(default_factory=frozenset)
    categories: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_budget(self) -> bool:
        """Whether it is money, which can also pay for a wish."""
        return self.unit == CNY
