"""Entries from a facts file: each published amount divided into invented contributions that add up to the fen."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from django.db import transaction

from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import post_entries, register_campaign
from bangfu.ledger.drafts import Draft
from bangfu.ledger.models import Campaign

FACTS = Path(__file__).parent / "facts"
FEN = 100


def read_facts(name: str) -> dict[str, Any]:
    """Return a facts file."""
    return tomllib.loads((FACTS / f"{name}.toml").read_text(encoding="utf-8"))


def divided(total: int, parts: int, random: Random) -> list[int]:
    """Divide a whole number into parts of uneven size that add up to it; none is zero where that is possible."""
    weights = [random.uniform(0.4, 1.6) for _n in range(parts)]
    shares = [max(int(total * w / sum(weights)), 1) for w in weights]
    shares[-1] += total - sum(shares)
    if shares[-1] < 1:
        raise ValueError(f"cannot divide {total} into {parts} parts")
    return shares


def register_campaigns(actor: User, facts: Mapping[str, Any], area_code: str) -> dict[str, Campaign]:
    """Register the campaigns of a facts file and return them by name."""
    return {
        row["name"]: register_campaign(
            actor,
            name=row["name"],
            theme=row.get("theme", ""),
            area_code=area_code,
            starts_on=row["from"],
            ends_on=row.get("to"),
        )
        for row in facts.get("campaigns", [])
    }


def drafts_of(
    fact: Mapping[str, Any],
    *,
    name: str,
    area_code: str,
    parties: Mapping[str, Sequence[int]],
    campaigns: Mapping[str, Campaign],
    seed: int,
) -> list[Draft]:
    """Return the drafts of one fact: amounts divided, parties in turn, days spread over the period."""
    random = Random(seed)  # noqa: S311 - the same entries at every build, nothing secret
    parts = fact.get("parts", 1)
    amounts = divided(int(Decimal(fact["amount"]) * FEN), parts, random) if "amount" in fact else [0] * parts
    quantities = divided(int(fact["quantity"]), parts, random) if "quantity" in fact else [0] * parts
    givers, receivers = _side(fact, "givers", parties), _side(fact, "receivers", parties)
    campaign = campaigns[fact["campaign"]].pk if "campaign" in fact else None
    return [
        Draft(
            kind=fact["kind"],
            happened_on=_day(fact, i, parts),
            area_code=fact.get("area", area_code),
            source=f"demo:{name}:{i}",
            giver_id=givers[i % len(givers)] if givers else None,
            receiver_id=receivers[i % len(receivers)] if receivers else None,
            campaign_id=campaign,
            amount=Decimal(amounts[i]) / FEN if "amount" in fact else None,
            quantity=Decimal(quantities[i]) if "quantity" in fact else None,
            unit=fact.get("unit", ""),
            bound=fact.get("bound", "exact"),
            details=dict(fact.get("details", {})),
            note=fact.get("note", ""),
            **{k: fact[k] for k in ("persons", "person_times", "households") if k in fact},
        )
        for i in range(parts)
    ]


def _side(fact: Mapping[str, Any], side: str, parties: Mapping[str, Sequence[int]]) -> Sequence[int]:
    return parties[fact[side]] if side in fact else ()


def _day(fact: Mapping[str, Any], i: int, parts: int) -> date:
    span = (fact["to"] - fact["from"]).days
    return fact["from"] + timedelta(days=span * i // max(parts - 1, 1))


def post_facts(
    actor: User, name: str, area_code: str, parties: Mapping[str, Sequence[int]], confirmers: Mapping[int, User]
) -> int:
    """Post all entries of a facts file; return how many. Entries of a fact marked confirmed are confirmed."""
    facts = read_facts(name)
    campaigns = register_campaigns(actor, facts, area_code)
    posted = 0
    for number, fact in enumerate(facts.get("entries", [])):
        drafts = drafts_of(
            fact,
            name=f"{name}:{number}",
            area_code=area_code,
            parties=parties,
            campaigns=campaigns,
            seed=number + 1,
        )
        with transaction.atomic():
            posted += len(post_entries(actor, drafts))
    return posted
