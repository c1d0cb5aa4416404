"""洞口县's board as it could stand today: invented households, their needs, offers, and some gifts on the way.

The report of 2020 only counts needs by the month; those totals stay facts. What is invented here carries today's dates,
so that no figure of the report's period changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from bangfu.config.demo.people import People
from bangfu.config.demo.places import Place
from bangfu.config.demo.registers import import_rows
from bangfu.kernel.rights.actions import create_user, grant_role
from bangfu.kernel.rights.models import User
from bangfu.office.demo import PASSWORD
from bangfu.parties.actions import let_act_for
from bangfu.parties.models import Organisation
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.matching import propose_matching
from bangfu.workstreams.exchange.models import Need

COUNTY, SEED = "430525", 20190101
VILLAGES, HOMES_EACH, DAYS = 24, 8, 27
CLAIMED, DELIVERED, CONFIRMED = 60, 45, 36
SINCE = date(2018, 1, 1)


@dataclass(frozen=True)
class Wish:
    """Something households ask for: how often, in whose name, what it is worth in yuan."""

    titles: tuple[str, ...]
    count: int
    kind: str = "article"
    unit: str = "item"
    value: int | None = None
    band: str = "family"
    category: str = "living"
    wish: bool = False


WISHES = (
    Wish(("轮椅", "代步轮椅", "手推轮椅一辆"), 34, value=480, band="elder", category="medical", wish=True),
    Wish(("助听器", "老人助听器"), 18, value=460, band="elder", category="medical", wish=True),
    Wish(("棉被两床", "过冬被子", "厚棉被"), 52, value=260, wish=True),
    Wish(("书包和文具", "学习用品", "新书包"), 46, value=180, band="child", category="schooling", wish=True),
    Wish(("课外书一套", "故事书"), 22, value=150, band="child", category="schooling", wish=True),
    Wish(("学习桌一张", "小书桌"), 20, value=350, band="child", category="schooling", wish=True),
    Wish(("烤火炉", "取暖器", "电暖器一台"), 30, value=300, wish=True),
    Wish(("大米和食用油", "米和油"), 26, value=200, band="elder", wish=True),
    Wish(("上门理发", "老人理发"), 24, kind="service", unit="service", band="elder"),
    Wish(("上门义诊", "量血压做检查"), 28, kind="service", unit="service", band="elder", category="medical"),
    Wish(("周末作业辅导", "英语辅导"), 18, kind="service", unit="service", band="child", category="schooling"),
    Wish(("学电工", "电工培训"), 10, kind="skill", unit="person", band="adult", category="training"),
    Wish(("学养蜂技术", "养蜂培训"), 10, kind="skill", unit="person", band="adult", category="training"),
    Wish(("附近工厂的岗位", "就近务工岗位"), 12, kind="job", unit="person", band="adult", category="employment"),
    Wish(("高中学费", "大学生活费"), 16, kind="money", unit="CNY", value=3000, band="adult", category="schooling"),
)
# Offers: title, kind, unit, quantity, conditions. The first donors set none: on a board that only lists they take what
# has waited longest, and those with conditions find nothing left that fits.
OFFERS: tuple[tuple[str, str, str, int, dict[str, Any]], ...] = (
    ("轮椅", "article", "item", 12, {}),
    ("棉被", "article", "item", 18, {}),
    ("书包文具", "article", "item", 16, {}),
    ("心愿资金", "money", "CNY", 12000, {}),
    ("老人用轮椅", "article", "item", 14, {"places": 6}),
    ("冬季棉被", "article", "item", 16, {"places": 5}),
    ("学习用品", "article", "item", 14, {"bands": ["child"]}),
    ("图书", "article", "item", 12, {"bands": ["child"]}),
    ("书桌", "article", "item", 10, {"bands": ["child"], "places": 8}),
    ("取暖器", "article", "item", 15, {}),
    ("米面油", "article", "item", 12, {"bands": ["elder"]}),
    ("义诊", "service", "service", 20, {"renews": "month"}),
    ("上门理发服务", "service", "service", 15, {"places": 10}),
    ("课业辅导", "service", "service", 10, {"bands": ["child"]}),
    ("电工培训名额", "skill", "person", 6, {}),
    ("养蜂技术培训", "skill", "person", 8, {}),
    ("工厂岗位", "job", "person", 6, {}),
    ("助学金", "money", "CNY", 24000, {"each_max": 3000, "categories": ["schooling"]}),
    ("微心愿认领资金", "money", "CNY", 9000, {"value_max": 300}),
    ("儿童心愿资金", "money", "CNY", 6000, {"bands": ["child"]}),
)


def build_needs(users: dict[str, User], place: Place, people: People) -> dict[str, int]:
    """Register households, enter and publish their needs, register offers, bring some gifts home, match the rest."""
    random = Random(SEED)  # noqa: S311 - the same board at every build, nothing secret
    villages = place.area_codes("station_villages")[:VILLAGES]
    actor, reviewer = users["dongkou"], users["dongkou-station"]
    homes = _homes(actor, villages, people)
    today = timezone.localdate()
    opened = today - timedelta(days=DAYS)
    wave = actions.open_wave(
        actor,
        name=f"{today.year} 年冬季微心愿",
        area_code=COUNTY,
        opens_on=opened,
        closes_on=today + timedelta(days=60),
    )
    rows = list(_rows(random, homes, wave.name))
    random.shuffle(rows)
    import_rows(actor, "needs", rows)
    _publish(reviewer, random)
    _offers(actor, random, place, villages, today)
    _gifts(users, place, random)
    made = propose_matching(actor, area_code=COUNTY)
    return {"needs": len(rows), "met": made.summary["best"]["met"], "first_come": made.summary["first_come"]["met"]}


def _homes(actor: User, villages: list[str], people: People) -> list[str]:
    today, rows = timezone.localdate(), []
    for village in villages:
        for number in range(1, HOMES_EACH + 1):
            head = people.one(78, 35, today)
            rows.append(
                {
                    "household_number": f"{village}{number:04d}",
                    "village_code": village,
                    "standing": "lifted",
                    "standing_from": today - timedelta(days=DAYS + 1),
                    "member_count": 1,
                    "name": head.name,
                    "relation": "head",
                    "sex": head.sex,
                    "id_number": head.id_number,
                    "birth_date": head.birth_date,
                }
            )
    import_rows(actor, "persons", rows)
    return [row["household_number"] for row in rows]


def _rows(random: Random, homes: list[str], wave: str) -> Iterator[dict[str, Any]]:
    """Yield rows of the workbook: one wish a household, other needs as they come."""
    wishing = iter(random.sample(homes, len(homes)))
    for wish in WISHES:
        for _n in range(wish.count):
            home = next(wishing, None) if wish.wish else random.choice(homes)
            wished = wish.wish and home is not None
            yield {
                "asker": home or random.choice(homes),
                "kind": wish.kind,
                "title": random.choice(wish.titles),
                "unit": wish.unit,
                "quantity": (wish.value or 1) * 1000 if wish.kind == "money" else 1000,
                "value": None if wish.value is None else wish.value * 100,
                "urgency": str(random.choices((0, 1, 2), (6, 3, 1))[0]),
                "wave": wave if wished else None,
                "category": wish.category,
                "band": wish.band,
            }


def _publish(actor: User, random: Random) -> None:
    today = timezone.localdate()
    by_day: dict[date, list[int]] = {}
    for pk in Need.objects.filter(area_code__startswith=COUNTY, state="reviewing").values_list("pk", flat=True):
        by_day.setdefault(today - timedelta(days=random.randint(0, DAYS)), []).append(pk)
    for day in sorted(by_day):
        actions.publish_needs(actor, by_day[day], on=day)


def _offers(actor: User, random: Random, place: Place, villages: list[str], today: date) -> None:
    donors = place.groups["enterprises"] + place.groups["private_hospitals"] + place.groups["school_aid"]
    begins = today - timedelta(days=len(OFFERS))
    for number, (title, kind, unit, quantity, conditions) in enumerate(OFFERS):
        given = dict(conditions)
        if "places" in given:
            given["places"] = random.sample(villages, given["places"])
        for name in ("each_max", "value_max"):
            if name in given:
                given[name] = Decimal(given[name])
        actions.make_offer(
            actor,
            donor=donors[number * 7 % len(donors)],
            area_code=COUNTY,
            kind=kind,
            title=title,
            quantity=Decimal(quantity),
            unit=unit,
            valid_from=begins + timedelta(days=number),
            **given,
        )


def board_users(actor: User, place: Place) -> dict[str, User]:
    village = place.area_codes("station_villages")[0]
    donor = Organisation.objects.get(pk=place.groups["enterprises"][1])
    found = {}
    for username, name, role, code, party in (
        ("dongkou", "洞口县社会扶贫办", "county", COUNTY, None),
        ("dongkou-station", "洞口县社会扶贫办（核对）", "county", COUNTY, None),
        ("dongkou-village", "村信息点", "village", village, None),
        ("donor", "爱心企业经办人", "unit", COUNTY, donor),
    ):
        user = create_user(actor, username=username, name=name, password=PASSWORD, area_code=code)
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        grant_role(actor, user=user, role=role, area_code=code, valid_from=SINCE, reason="示范")
        if party is not None:
            let_act_for(actor, user, party=party)
        found[username] = User.objects.get(pk=user.pk)
    return found


def _gifts(users: dict[str, User], place: Place, random: Random) -> None:
    """Let firms claim, deliver and have confirmed some of what has waited longest."""
    county, donors = users["dongkou"], place.groups["enterprises"]
    needs = list(Need.objects.filter(area_code__startswith=COUNTY, state="published").order_by("published_on", "pk"))
    for number, need in enumerate(needs[:CLAIMED]):
        own = number % 12 == 0
        who, donor = (users["donor"], None) if own else (county, donors[20 + number % 100])
        claim = actions.claim_need(who, need, donor=donor, message=random.choice(("", "", "一点心意", "祝早日好起来")))
        if number < DELIVERED:
            claim = actions.deliver(who, claim)
        if number < CONFIRMED:
            actions.confirm_receipt(users["dongkou-station"], claim)
