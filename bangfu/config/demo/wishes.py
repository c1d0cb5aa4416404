"""宝坻区's 931 wishes of autumn 2020 as wishes: asked by households, met by 150 firms, counted from their deliveries.

The text gives the numbers, the cap and the campaign; the households and what each of them wished are invented. Each
wish is worth the cap, which gives the printed sum exactly. The facts file says how many, when and by whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from bangfu.config.demo.people import People
from bangfu.config.demo.places import Place
from bangfu.config.demo.registers import import_rows
from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.rights.models import User
from bangfu.ledger.queries.campaigns import campaigns_named
from bangfu.parties.models import Household
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.entering import enter_needs
from bangfu.workstreams.exchange.actions.met import Met, record_met
from bangfu.workstreams.exchange.models import Need, Wave

WISHES = (
    ("过冬棉被和床上用品", "family", "living"), ("烤火炉", "family", "living"),
    ("书包和学习用品", "child", "schooling"), ("棉衣棉鞋", "elder", "living"),
    ("米面油", "elder", "living"), ("电饭锅和电水壶", "family", "living"),
    ("课外书一套", "child", "schooling"), ("小书桌", "child", "schooling"),
    ("收音机", "elder", "living"), ("铁锹镰刀等农具", "adult", "industry"),
    ("鸡苗五十只", "adult", "industry"), ("衣柜", "family", "living"),
)  # fmt: skip
OPENED_BEFORE = timedelta(days=20)


def build_wishes(
    actor: User, offices: Mapping[str, User], facts: Mapping[str, Any], place: Place, people: People
) -> int:
    """Register the households; each county enters and publishes their wishes in a round, and records that each was met.

    ``offices`` are the counties' officers by area code.
    """
    told = facts["wishes"]
    opened = told["from"] - OPENED_BEFORE
    homes = _homes(actor, place.area_codes(told["receivers"]), told["households"], people, opened)
    (campaign,) = campaigns_named(actor, [told["campaign"]])[told["campaign"]]
    givers, days = place.groups[told["givers"]], (told["to"] - told["from"]).days
    for county, numbered in groupby(enumerate(homes), key=lambda pair: pair[1].area_code[:COUNTY]):
        office, theirs = offices[county], list(numbered)
        wave = _wave(office, told, county, opened)
        made = enter_needs(office, [_need(number, home, wave, told["each"], opened) for number, home in theirs])
        actions.publish_needs(office, [need.pk for need in made], on=opened)
        met = [
            Met(
                need=need.pk,
                donor=givers[number % len(givers)],
                on=told["from"] + timedelta(days=days * number // (len(homes) - 1)),
            )
            for (number, _home), need in zip(theirs, made, strict=True)
        ]
        record_met(office, met, campaign=campaign)
        actions.close_wave(office, wave)
    return len(homes)


def _homes(actor: User, villages: list[str], count: int, people: People, on: date) -> list[Household]:
    numbers = [f"{villages[n % len(villages)]}{n // len(villages) + 9001:04d}" for n in range(count)]
    rows = []
    for number in numbers:
        head = people.one(78, 35, on)
        rows.append(
            {
                "household_number": number,
                "village_code": number[:12],
                "standing": "registered",
                "standing_from": on,
                "member_count": 1,
                "name": head.name,
                "relation": "head",
                "sex": head.sex,
                "id_number": head.id_number,
                "birth_date": head.birth_date,
            }
        )
    import_rows(actor, "persons", rows)
    return list(Household.objects.filter(number__in=numbers).order_by("number"))


def _wave(actor: User, told: Mapping[str, Any], code: str, opened: date) -> Wave:
    return actions.open_wave(
        actor, name=f"2020 年“{told['campaign']}”微心愿", area_code=code, opens_on=opened, closes_on=told["to"]
    )


def _need(number: int, home: Household, wave: Wave, each: int, on: date) -> Need:
    title, band, category = WISHES[number % len(WISHES)]
    return Need(
        asker_id=home.pk,
        asker_kind="household",
        area_code=home.area_code,
        kind="article",
        category=category,
        band=band,
        title=title,
        unit="item",
        quantity=Decimal(1),
        value=Decimal(each),
        wave=wave,
        slot=1,
        entered_on=on,
    )
