"""Building the demonstration counties, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.agreements import build_agreements
from bangfu.config.demo.cases import build_cases
from bangfu.config.demo.checks import build_checks
from bangfu.config.demo.county import groups_of
from bangfu.config.demo.departments import build_department_lists
from bangfu.config.demo.entries import post_facts, read_facts
from bangfu.config.demo.giving import build_giving
from bangfu.config.demo.helpers import pair_everybody
from bangfu.config.demo.incomes import build_incomes
from bangfu.config.demo.needs import board_users, build_needs
from bangfu.config.demo.outlines import MIDDLES, build_outlines
from bangfu.config.demo.pairs import build_pairs
from bangfu.config.demo.people import People
from bangfu.config.demo.places import Place, build_place
from bangfu.config.demo.public_site import build_public_site, publish_numbers
from bangfu.config.demo.registers import build_areas, build_households, build_organisations
from bangfu.config.demo.staff import Staff
from bangfu.config.demo.stated import build_market, build_targets, post_listed
from bangfu.config.demo.teams import build_teams
from bangfu.config.demo.texts import build_texts, seal_texts
from bangfu.config.demo.users import RECIPIENTS, build_users, let_users_act, offices_of, staff_of
from bangfu.config.demo.village_pairs import build_village_pairs
from bangfu.config.demo.wishes import build_wishes
from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import confirm_entry
from bangfu.ledger.queries import waiting_for
from bangfu.pairing.models import Duty
from bangfu.parties.models import Area

Say = Callable[[str], None]
SEED = 20201017
LEFT_WAITING, MOST_CONFIRMED = 12, 250
OTHERS = ("dongkou", "baodi", "hexi")
BOARD = "dongkou"


def is_built() -> bool:
    """Tell whether the demonstration is already there."""
    return Area.objects.filter(code=plan.COUNTY).exists()


def build(actor: User, say: Say) -> dict[str, Any]:
    """Build everything by calling actions, all or nothing; return what was built. A second call changes nothing."""
    if is_built():
        return {"built": False}
    with transaction.atomic():
        return _build(actor, say)


def _build(actor: User, say: Say) -> dict[str, Any]:
    people = People(seed=7)
    places = plan.villages()
    say("茅箭区：6 个乡镇、35 个村……")
    build_areas(actor, places)
    users = build_users(actor)
    clerk = users["clerk"]
    units = build_organisations(actor)
    say("2,402 户 7,129 人：导入 2014 年名册，再导入脱贫名单……")
    build_households(clerk, plan.homes(places, people), people)
    say("1,648 名帮扶干部：登记并由分配器结对……")
    pair_everybody(actor, clerk, places, units, people)
    say("35 支驻村工作队……")
    build_teams(actor, places, people)
    build_village_pairs(actor, places)
    let_users_act(actor, users, units)
    staff = staff_of(users)
    say("记账：销售、采购、帮销、认购……")
    facts = read_facts("maojian")
    board: dict[str, int] = {}
    entries = _record(actor, staff, "maojian", facts, groups_of(clerk, places, units))
    confirmed = _confirm(users["county"])
    for name in OTHERS:
        facts = read_facts(name)
        say(f"{facts['name']}：单位、结对、记账……")
        place = build_place(actor, facts)
        if name == BOARD:
            users |= board_users(actor, place)
        office = users[name]
        build_pairs(actor, facts, place, people)
        entries += _record(actor, Staff(office=office), name, facts, place)
        build_agreements(office, facts, place)
        if "wishes" in facts:
            say(f"{facts['name']}：{facts['wishes']['households']} 个微心愿……")
            build_wishes(actor, offices_of(users), facts, place, people)
        if name == BOARD:
            say(f"{facts['name']}：需求、心愿、爱心供给，批量匹配……")
            board = build_needs(users, place, people)
            say(f"{facts['name']}：爱心基金、众筹、银行流水……")
            board |= build_giving(users["dongkou"], place)
    for name in RECIPIENTS:
        confirmed += _confirm_promised(users[name])
    for code in MIDDLES:
        build_outlines(actor, code)
    say("部门名单：导入、比对，按示例规则筛查……")
    build_department_lists(clerk, insurance=users["insurance"])
    say("公开网站：公告、来信……")
    build_public_site(actor, offices_of(users))
    build_checks(staff)
    build_incomes(users["village"])
    say("监测对象：从入户核查到风险消除，各环节都有……")
    build_cases(actor, staff, users, units["units"][0])
    publish_numbers(users["county"])
    say("五份文稿：按账本重新写成报告，各封存一份……")
    build_texts(offices_of(users))
    seal_texts(offices_of(users))
    return {"built": True, "entries": entries, "confirmed": confirmed, "board": board}


def _record(actor: User, staff: Staff, name: str, facts: dict[str, Any], place: Place) -> int:
    """Record what a facts file says, in its tables and in the book; return the number of entries."""
    build_market(staff.office, facts, place)
    build_targets(actor, staff.office, facts)
    posted = post_facts(staff, name, facts, place.code, place.groups, place.codes)
    return posted + post_listed(staff, name, facts, place)


def _confirm_promised(county: User) -> int:
    """A receiving county confirms what its agreements promise it; the rest still waits for its word."""
    promised = Duty.objects.exclude(entry_kind="").values_list("entry_kind", flat=True).distinct()
    rows = list(
        waiting_for(county).filter(entry__kind__in=list(promised)).values_list("pk", flat=True)[:MOST_CONFIRMED]
    )
    for pk in rows:
        confirm_entry(county, pk)
    return len(rows)


def _confirm(county: User) -> int:
    """The county confirms for parties without a log-in; some are left so that people find something to do."""
    waiting = [row.pk for row in waiting_for(county)]
    for pk in waiting[LEFT_WAITING:]:
        confirm_entry(county, pk)
    return max(len(waiting) - LEFT_WAITING, 0)
