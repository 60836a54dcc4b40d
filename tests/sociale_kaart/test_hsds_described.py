"""schemathesis asks every question our OpenAPI document allows, and some it forbids, and finds nothing."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.sociale_kaart import samples


def test_the_api_does_what_its_description_says(app):
    samples.make_service("Dienst", minimum_age=16, features=("zonder-verwijzing",))
    app.extensions["moi.limits"].refuses = False
    schema = schemathesis.openapi.from_wsgi("/hsds/openapi.json", app)
    asked = [_asking(operation.ok()) for operation in schema.get_all_operations()]
    for ask in asked:
        ask()
    assert len(asked) == 11


def _asking(operation):
    """Tries one operation in many ways; what a schema cannot say (proximity needs postcode) may be 422."""

    @settings(max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def ask(case):
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    return given(operation.as_strategy())(ask)
