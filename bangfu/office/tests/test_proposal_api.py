"""Propose, adjust, restore, accept and undo through the API, as on the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from bangfu.office.tests.conftest import COUNTY
from bangfu.pairing.actions.schemes import change_scheme
from bangfu.pairing.models import Pairing, Proposal, Scheme

PATH = "/api/pairing/proposal"


class Api:
    """Somebody at the API."""

    def __init__(self, user: Any) -> None:
        self.client = Client()
        self.client.force_login(user)

    def post(self, path: str, **given: Any) -> Any:
        return self.client.post(path, json.dumps(given), content_type="application/json")


@pytest.fixture
def api(office) -> Api:
    return Api(office.county)


def propose(api: Api, scheme: Scheme, **more: Any) -> Any:
    return api.post(f"{PATH}/", scheme=scheme.name, area_code=COUNTY, **more)


def test_a_proposal_goes_its_way_through_the_api(office, api) -> None:
    made = propose(api, office.scheme, time_limit=5)
    assert made.status_code in (200, 201), made.content.decode()
    proposal = Proposal.objects.get()
    rows = api.client.get(f"/api/pairing/proposal_row/?proposal={proposal.pk}").json()
    row = proposal.rows.exclude(helper=None).first()
    assert {one["id"] for one in rows["rows"]} == set(proposal.rows.values_list("pk", flat=True))
    where = f"/api/pairing/proposal_row/{row.pk}/act"
    assert api.post(f"{where}/adjust/").status_code == 422
    assert api.post(f"{where}/adjust/", nobody=True).status_code == 200
    assert proposal.rows.get(pk=row.pk).by_hand
    assert api.post(f"{where}/restore/").status_code == 200
    assert Api(office.stranger).post(f"{PATH}/{proposal.pk}/act/accept/").status_code == 404
    accepted = api.post(f"{PATH}/{proposal.pk}/act/accept/")
    assert accepted.status_code == 200, accepted.content.decode()
    assert Pairing.objects.filter(proposal=proposal).exists()
    assert api.post(f"{PATH}/{proposal.pk}/act/accept/").status_code == 409
    assert api.post(f"{PATH}/{proposal.pk}/act/undo/").status_code == 422
    assert api.post(f"{PATH}/{proposal.pk}/act/undo/", reason="弄错了").status_code == 200
    assert not Pairing.objects.filter(proposal=proposal).exists()


def test_what_changed_in_the_scheme_comes_with_the_conflict(office, api) -> None:
    propose(api, office.scheme)
    change_scheme(office.county, office.scheme, per_helper_max=2)
    answer = api.post(f"{PATH}/{Proposal.objects.get().pk}/act/accept/")
    assert answer.status_code == 409
    assert "帮至多 2 个" in answer.json()["message"]


def test_contradictions_come_in_words(office, api) -> None:
    Scheme.objects.filter(pk=office.scheme.pk).update(per_helper_max=0)
    answer = propose(api, office.scheme)
    assert answer.status_code == 422
    assert "上限" in answer.json()["message"]
    assert propose(api, office.scheme, time_limit=601).status_code == 422
