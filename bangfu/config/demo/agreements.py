"""The agreements of a facts file: a few with duties, made by hand; and one for each pairing of a scheme, by workbook.

``[[agreements]]`` names groups of parties. With ``each`` (a list of groups) there is one agreement with the
first party of each; with ``pairs`` one for each helper with the recipient whose turn it is, as pairings are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bangfu.config.demo.places import Place
from bangfu.config.demo.registers import import_rows
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions.agreements import draft_agreement, sign_agreement
from bangfu.pairing.actions.duties import add_duty
from bangfu.parties.models import Organisation

TERM = ("valid_from", "valid_to")


def build_agreements(actor: User, facts: Mapping[str, Any], place: Place) -> int:
    """Make the agreements of a facts file and return how many."""
    made = 0
    for entry in facts.get("agreements", ()):
        made += _by_workbook(actor, entry, place) if entry.get("pairs") else _by_hand(actor, entry, place)
    return made


def _by_hand(actor: User, entry: Mapping[str, Any], place: Place) -> int:
    recipients = [_one(place, named) for named in entry["each"]]
    helpers = place.groups[entry["helpers"]]
    for number, recipient in enumerate(recipients):
        agreement = draft_agreement(
            actor,
            kind=entry["kind"],
            title=entry["title"],
            helper=helpers[number % len(helpers)],
            recipient=recipient,
            amount=Decimal(entry["amount"]) if "amount" in entry else None,
            note=entry.get("note", ""),
            **{name: entry[name] for name in TERM if name in entry},
        )
        for duty in entry.get("duties", ()):
            if entry["each"][number] in duty.get("only", entry["each"]):
                _duty(actor, agreement, duty)
        sign_agreement(actor, agreement, signed_on=entry["signed_on"])
    return len(recipients)


def _one(place: Place, named: str) -> int:
    """Return the first party of a group, or the one at ``group:number``."""
    group, _colon, number = named.partition(":")
    return place.groups[group][int(number or 0)]


def _duty(actor: User, agreement: Any, duty: Mapping[str, Any]) -> None:
    numbers = {name: Decimal(duty[name]) for name in ("amount", "quantity") if name in duty}
    given = {name: duty[name] for name in ("year", "text", "measured_by", "side", "unit") if name in duty}
    add_duty(actor, agreement, **given, **numbers)


def _by_workbook(actor: User, entry: Mapping[str, Any], place: Place) -> int:
    helpers, recipients = place.groups[entry["helpers"]], place.groups[entry["recipients"]]
    names = dict(Organisation.objects.filter(pk__in=helpers).values_list("pk", "name"))
    turns = range(max(len(helpers), len(recipients)))
    rows = [
        {
            "kind": entry["kind"],
            "title": entry["title"],
            "helper": names[helpers[turn % len(helpers)]],
            "recipient": place.codes[recipients[turn % len(recipients)]],
            "signed_on": entry["signed_on"],
            **{name: entry[name] for name in TERM if name in entry},
        }
        for turn in turns
    ]
    import_rows(actor, "agreements", rows)
    return len(rows)
