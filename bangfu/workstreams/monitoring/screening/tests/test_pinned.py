"""What a run says about thresholds and rules that were changed while it was on."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.rights.models import User
from bangfu.workstreams.monitoring.screening.actions import stop_rule
from bangfu.workstreams.monitoring.screening.models import Rule
from bangfu.workstreams.monitoring.screening.pinned import rules_changed_since, thresholds_of
from bangfu.workstreams.monitoring.screening.running import plan_run
from bangfu.workstreams.monitoring.screening.tests.conftest import COUNTY, ON, MakeHome, only


def test_a_run_tells_its_thresholds_and_what_was_changed_since(actor: User, county: User, home: MakeHome) -> None:
    home()
    only("inpatient_lifted", "disaster")
    run = plan_run(actor, area_code=COUNTY, on=ON)
    [threshold] = thresholds_of(run)
    assert (threshold.changed, threshold.then) == (False, [["", "5000"]])
    set_policy(
        county, "monitoring.inpatient_lifted", "6000", area_code=COUNTY, valid_from=date(2020, 1, 1), supersede=True
    )
    [threshold] = thresholds_of(run)
    assert (threshold.changed, threshold.now) == (True, [["", "6000"]])
    assert rules_changed_since(run) == []
    client = Client()
    client.force_login(county)
    assert "现为 6000" in client.get(reverse("screening-run", args=[run.pk])).text


def test_a_run_names_rules_that_were_stopped_since(actor: User, home: MakeHome) -> None:
    home()
    only("disaster")
    run = plan_run(actor, area_code=COUNTY)
    stop_rule(actor, Rule.objects.get(code="disaster"), reason="重复")
    assert rules_changed_since(run) == ["受灾农户"]
