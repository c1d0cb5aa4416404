"""Entries from a facts file: each published number divided into invented contributions that add up to it exactly."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from bangfu.config.demo.staff import Staff
from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import register_campaign
from bangfu.ledger.drafts import Draft

FACTS = Path(__file__).parent / "facts"
FEN = 100
PEOPLE = ("persons", "person_times", "households")
Parties = Mapping[str, Sequence[int]]


def read_facts(name: str) -> dict[str, Any]:
    """Return a facts file."""
    return tomllib.loads((FACTS / f"{name}.toml").read_text(encoding="utf-8"))


def divided(total: int, parts: int, random: Random) -> list[int]:
    """Divide a whole number into parts of uneven size that add up to it; none is zero. Raises ValueError if it must."""
    if total < parts:
        raise ValueError(f"cannot divide {total} into {parts} parts")
    weights = [random.uniform(0.4, 1.6) for _n in range(parts)]
    spare = total - parts
    shares = [1 + int(spare * w / sum(weights)) for w in weights]
    shares[-1] += total - sum(shares)
    return shares


def register_campaigns(actor: User, facts: Mapping[str, Any], area_code: str) -> dict[str, int]:
    """Register the campaigns of a facts file and return their ids by name."""
    return {
        row["name"]: register_campaign(
            actor,
            name=row["name"],
            theme=row.get("theme", ""),
            area_code=area_code,
            starts_on=row["from"],
            ends_on=row.get("to"),
        ).pk
        for row in facts.get("campaigns", [])
    }


def drafts_of(
    fact: Mapping[str, Any],
    *,
    name: str,
    area_code: str,
    parties: Parties,
    campaigns: Mapping[str, int],
    places: Mapping[int, str],
    seed: int,
) -> list[Draft]:
    """Return the drafts of one fact: numbers divided, parties in turn, days spread over the period.

    ``places`` gives area codes by party: what a party receives is recorded where it is. ``seed`` of the fact makes two
    facts divide alike, as what was matched does with what was posted.
    """
    random = Random(fact.get("seed", seed))  # noqa: S311 - the same entries at every build, nothing secret
    givers, receivers = (parties[fact[side]] if side in fact else () for side in ("givers", "receivers"))
    parts = _parts(fact, receivers)
    amounts = [Decimal(n) / FEN for n in _shares(fact, "amount", parts, random, FEN)]
    quantities = [Decimal(n) for n in _shares(fact, "quantity", parts, random)]
    people = {what: _shares(fact, what, parts, random) for what in PEOPLE if what in fact}
    found = []
    for i in range(parts):
        receiver = receivers[i % len(receivers)] if receivers else None
        found.append(
            Draft(
                kind=fact["kind"],
                happened_on=_day(fact, i, parts),
                area_code=fact.get("area") or places.get(receiver or 0, area_code),
                source=f"demo:{name}:{i}",
                giver_id=givers[i % len(givers)] if givers else None,
                receiver_id=receiver,
                giver_area_code=fact.get("giver_area", ""),
                campaign_id=campaigns[fact["campaign"]] if "campaign" in fact else None,
                amount=amounts[i] if amounts else None,
                quantity=quantities[i] if quantities else None,
                unit=fact.get("unit", ""),
                bound=fact.get("bound", "exact"),
                details=_details(fact, i),
                note=fact.get("note", ""),
                **{what: shares[i] for what, shares in people.items()},
            )
        )
    return found


def _details(fact: Mapping[str, Any], i: int) -> dict[str, Any]:
    """Return the details of a part: those of the fact, and its own of ``each_details``, where the text names each.

    Of a list the parts get one each in turn.
    """
    own = fact.get("each_details", ())
    shared = {
        name: value[i % len(value)] if isinstance(value, list) else value
        for name, value in fact.get("details", {}).items()
    }
    return {**shared, **(own[i] if i < len(own) else {})}


def _parts(fact: Mapping[str, Any], receivers: Sequence[int]) -> int:
    return len(receivers) if fact.get("parts") == "receivers" else fact.get("parts", 1)


def _shares(fact: Mapping[str, Any], what: str, parts: int, random: Random, scale: int = 1) -> list[int]:
    """Return each part's share; ``even = true`` divides without a remainder, as a rate for each part does.

    A list of numbers is given to the parts in turn.
    """
    if what not in fact:
        return []
    if isinstance(fact[what], list):
        return [int(Decimal(str(fact[what][i % len(fact[what])])) * scale) for i in range(parts)]
    total = int(Decimal(str(fact[what])) * scale)
    if fact.get("even"):
        if total % parts:
            raise ValueError(f"{fact['kind']}: {total} is not {parts} equal parts")
        return [total // parts] * parts
    return divided(total, parts, random)


def _day(fact: Mapping[str, Any], i: int, parts: int) -> date:
    span = (fact["to"] - fact["from"]).days
    return fact["from"] + timedelta(days=span * i // max(parts - 1, 1))


def post_facts(
    staff: Staff, name: str, facts: Mapping[str, Any], area_code: str, parties: Parties, places: Mapping[int, str]
) -> int:
    """Post all entries of a facts file, each by who would record it; return how many. Must run inside a transaction."""
    campaigns = register_campaigns(staff.office, facts, area_code)
    drafts: Iterable[Draft] = (
        draft
        for number, fact in enumerate(facts.get("entries", []))
        for draft in drafts_of(
            fact,
            name=f"{name}:{number}",
            area_code=area_code,
            parties=parties,
            campaigns=campaigns,
            places=places,
            seed=number + 1,
        )
    )
    return staff.post(drafts)
