"""Writing rules: read before they are saved, asked first where they hit everybody, versions that stay readable."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bangfu.kernel.conditions.reading import Faulty
from bangfu.kernel.errors import Conflict, Denied
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import set_household_status
from bangfu.workstreams.monitoring.screening.actions import HitsEverybody, revise_rule, stop_rule, write_rule
from bangfu.workstreams.monitoring.screening.models import Rule, RuleVersion
from bangfu.workstreams.monitoring.screening.previewing import preview
from bangfu.workstreams.monitoring.screening.rules import versions_in_force
from bangfu.workstreams.monitoring.screening.tests.conftest import (
    COUNTY,
    ON,
    STRANGE,
    Bill,
    MakeHome,
    employed,
)


def written(actor: User, expression: str, **more: Any) -> Rule:
    given = {"code": "own", "title": "本地规则", "area_code": COUNTY, "valid_from": date(2020, 1, 1), **more}
    return write_rule(actor, expression=expression, **given)


def test_a_text_that_means_nothing_is_not_saved(county: User, home: MakeHome) -> None:
    with pytest.raises(Faulty, match="医疗费用"):
        written(county, "医疗费.有(近3个月)")
    assert not Rule.objects.filter(code="own").exists()


def test_a_rule_that_hits_everybody_asks_first(county: User, home: MakeHome) -> None:
    home(), home(head="张三")
    with pytest.raises(HitsEverybody, match="100%"):
        written(county, "家庭人口 > 0")
    assert written(county, "家庭人口 > 0", sure=True).versions.get().share == 1.0


def test_what_reads_health_is_marked(county: User, home: MakeHome) -> None:
    home()
    assert written(county, "成员.任一(健康状况 包含 “患有大病”)").versions.get().sensitive
    assert not written(county, "家庭人口 > 9", code="other").versions.get().sensitive


def test_another_version_ends_the_one_before(county: User, home: MakeHome) -> None:
    home()
    rule = written(county, "家庭人口 > 9")
    revise_rule(county, rule, expression="家庭人口 > 8", valid_from=date(2020, 7, 1))
    assert [v.expression for v in versions_in_force(COUNTY, date(2020, 6, 30)) if v.rule_id == rule.pk] == [
        "家庭人口 > 9"
    ]
    assert [v.expression for v in versions_in_force(COUNTY, date(2020, 7, 1)) if v.rule_id == rule.pk] == [
        "家庭人口 > 8"
    ]
    with pytest.raises(Conflict):
        revise_rule(county, rule, expression="家庭人口 > 7", valid_from=date(2020, 7, 1))


def test_a_stopped_rule_is_not_asked(county: User, home: MakeHome) -> None:
    home()
    rule = written(county, "家庭人口 > 9")
    stop_rule(county, rule, reason="口径调整")
    assert rule.pk not in {v.rule_id for v in versions_in_force(COUNTY, date(2199, 1, 1))}


def test_a_county_does_not_change_the_rules_of_others(county: User, home: MakeHome) -> None:
    with pytest.raises(Denied):
        revise_rule(county, Rule.objects.get(code="disaster"), expression="家庭人口 > 9")
    with pytest.raises(Denied):
        written(employed("stranger", "county", STRANGE), "家庭人口 > 9")


def test_a_trial_shows_whom_and_what_it_would_have_said(actor: User, home: MakeHome, bill: Bill) -> None:
    seen, missed, fine = home(standing="ordinary"), home(head="张三", standing="ordinary"), home(head="李四")
    bill(seen, 4000, date(2020, 6, 3))
    seen.list_rows.get().list_import.__class__.objects.update(received_on=date(2020, 7, 5))
    for household in (seen, missed):
        set_household_status(actor, household, value="marginal", on=date(2020, 11, 10))
    draft = RuleVersion(rule=Rule(code="draft", area_code=COUNTY), expression="医疗费用.合计(个人自付, 今年) > 3000元")
    tried = preview(draft, COUNTY, ON, months=2)
    assert (tried.hits, tried.everybody) == (1, 3)
    [example] = tried.examples
    assert (example["household"], example["values"][0]["value"]) == (seen.pk, "4000.00")
    assert [(p.hits, p.confirmed, p.missed) for p in tried.past] == [(1, 1, 1), (1, 1, 1)]
    assert fine.pk not in {e["household"] for e in tried.examples}


def test_every_example_that_ships_can_be_read(actor: User) -> None:
    assert RuleVersion.objects.filter(rule__example=True).count() >= 16
    assert set(RuleVersion.objects.filter(sensitive=True).values_list("rule__code", flat=True)) >= {
        "inpatient_lifted",
        "serious_illness",
        "new_disability",
        "dropout",
    }
