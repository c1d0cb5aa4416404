"""The API keeps to its own description, whatever is sent: every call is answered, never with a fault of ours."""

from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings

from bangfu.config.wsgi import application
from bangfu.kernel.resources import Resource, resources
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.tokens import issue_token
from tests.every_resource.conditions import in_the_api, where
from tests.every_resource.conftest import SAMPLED
from tests.every_resource.test_reading import api

EXAMPLES = 6


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_operation_answers_whatever_it_is_sent() -> None:
    _token, text = issue_token(operator(), name="schema", days=1)
    headers = {"Authorization": f"Bearer {text}", "Host": "testserver"}
    for resource in SAMPLED:
        resource.sample(operator(), "420302001201")  # type: ignore[misc]
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application, headers=headers)
    faults: dict[str, Any] = {}

    def call(operation: Any) -> None:
        @given(case=operation.as_strategy())
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
        )
        def run(case: Any) -> None:
            answer = case.call(headers=headers)
            if answer.status_code >= 500:
                faults[operation.label] = (case.path_parameters, case.query, case.body)

        run()

    for result in schema.get_all_operations():
        call(result.ok())
    assert faults == {}


@pytest.mark.django_db
def test_every_resource_is_described_once(client: Client) -> None:
    client.force_login(operator())
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {resource.name for resource in resources if api(resource) in paths} == {r.name for r in resources if r.api}


@where(in_the_api)
def test_an_address_that_no_row_has_is_absent(resource: Resource, sample: Any, client: Client) -> None:
    client.force_login(operator())
    for pk in ("abc", "-1", "0", "9" * 30, "1.5", "%00"):
        assert client.get(api(resource, f"{pk}/")).status_code == 404, pk
        if resource.change:
            answer = client.patch(api(resource, f"{pk}/"), {}, content_type="application/json")
            assert answer.status_code == 404, pk
