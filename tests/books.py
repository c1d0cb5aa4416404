"""A small county and its book, for the tests of every working group: the fixture ``book``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from bangfu.figures.computing import Question, compute, find
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import post_entries
from bangfu.ledger.drafts import Draft
from bangfu.ledger.kinds import entry_kinds
from bangfu.parties.actions import register_area, register_organisation
from bangfu.parties.models import Area, Organisation

COUNTY, VILLAGE, OTHER_VILLAGE = "420302", "420302100201", "420302100202"
DAY = date(2020, 6, 19)


@dataclass
class Book:
    """Posts entries between an office and a village, and reads figures of the county's year."""

    actor: User
    office: Organisation
    village: Area
    other_village: Area
    posted: list[int] = field(default_factory=list)

    def post(self, kind: str, **given: Any) -> int:
        """Post one entry of a kind on a day of 2020; required details that are not given take their first choice."""
        declared = entry_kinds[kind]
        details = {
            d.name: d.choices[0][0] if d.choices else ("true" if d.kind == "boolean" else "x")
            for d in declared.details
            if d.required
        }
        details |= given.pop("details", {})
        amount = given.pop("amount", None)
        parties = {
            "giver_id": self.office.pk if declared.giver else None,
            "receiver_id": self._receiver(declared.receiver),
        }
        draft = Draft(
            kind=kind,
            happened_on=given.pop("on", DAY),
            area_code=given.pop("area_code", VILLAGE),
            amount=None if amount is None else Decimal(amount),
            details=details,
            **{**parties, **given},
        )
        with transaction.atomic():
            [entry] = post_entries(self.actor, [draft])
        return entry.pk

    def _receiver(self, kinds: Sequence[str]) -> int | None:
        if not kinds:
            return None
        return self.village.pk if "area" in kinds else self.other().pk

    def other(self, name: str = "另一家单位") -> Organisation:
        """Return another organisation."""
        return register_organisation(self.actor, area_code=COUNTY, name=name, kind="private_enterprise")

    def value(self, figure: str, **question: Any) -> Any:
        """Compute a figure for the county and the year 2020."""
        asked = {"area_code": COUNTY, "from_": date(2020, 1, 1), "to": date(2020, 12, 31), **question}
        return compute(find(figure), Question(**asked)).value


@pytest.fixture
def book(db: None) -> Book:
    """The county's book, empty."""
    actor = operator()
    for code, name in (("42", "湖北省"), ("4203", "十堰市"), (COUNTY, "茅箭区"), ("420302100", "大川镇")):
        register_area(actor, code=code, name=name)
    village = register_area(actor, code=VILLAGE, name="卡子村")
    other = register_area(actor, code=OTHER_VILLAGE, name="青石沟村")
    office = register_organisation(actor, area_code=COUNTY, name="区扶贫办", kind="authority", rank="county")
    return Book(actor, office, village, other)
