"""Against the specification itself, where it lies beside the repository: it may not be copied into it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from community.demo import filling
from sociale_kaart import demo
from sociale_kaart.hsds.shapes import SHAPES
from tests.sociale_kaart import samples

HSDS = Path(__file__).resolve().parents[3] / "shared" / "hsds"
pytestmark = pytest.mark.skipif(not HSDS.is_dir(), reason=f"the HSDS schemas do not lie in {HSDS.name} beside us")
COUNSELLING = "ac148810-d857-441c-9679-408f346de14b"


def problems(shape: str, document: Any) -> list[str]:
    """What the specification's schema for this object says against a document, formats included."""
    files = (HSDS / "schema").glob("*.json")
    resources = [(path.name, Resource(json.loads(path.read_text()), DRAFT202012)) for path in files]
    schema = {"$ref": f"{shape}.json"}
    checker = Draft202012Validator(
        schema, registry=Registry().with_resources(resources), format_checker=FormatChecker()
    )
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(document)]


@pytest.fixture
def demo_map(app):
    for name in ("places", "services"):
        next(fill for _order, each, fill in filling._fills if each == name)()
    assert demo.FILE


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("services", "service"), ("organizations", "organization"), ("service_at_locations", "service_at_location"),
        ("taxonomies", "taxonomy"), ("taxonomy_terms", "taxonomy_term"),
    ],
)  # fmt: skip
def test_every_row_passes_the_schema(demo_map, browser, path, shape):
    for query in ("", "&full=true"):
        page = browser.get(f"/hsds/{path}?per_page=1000{query}").get_json()
        assert page["contents"], path
        found = [problem for row in page["contents"][:40] for problem in problems(shape, row)]
        assert found == []


def test_the_examples_of_the_specification_come_in_and_go_out(app, browser, tmp_path):
    run = app.test_cli_runner()
    full = HSDS / "examples/service_full.json"
    run.invoke(args=["map", "import", str(full)])
    run.invoke(args=["map", "export", str(tmp_path / "out.json")])
    (given,) = json.loads((tmp_path / "out.json").read_text())
    assert problems("service", given) == []
    assert without_personal(json.loads(full.read_text())) == without(given, "organization_id")
    served = browser.get(f"/hsds/services/{COUNSELLING}").get_json()
    assert served == given and "email@example.com" in json.dumps(served)


@pytest.mark.parametrize(
    "name",
    ["examples/service_full.json", "examples/service_list.json", "examples-csv", "examples-csv/datapackage.json"],
)
def test_each_form_of_the_specification_comes_in_once(app, name):
    run = app.test_cli_runner()
    assert run.invoke(args=["map", "import", str(HSDS / name)]).output == "1 new, 0 changed, 0 unchanged, 0 refused\n"
    assert run.invoke(args=["map", "import", str(HSDS / name)]).output == "0 new, 0 changed, 1 unchanged, 0 refused\n"


def without(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != name}


def without_personal(document: Any, owner: str = "") -> Any:
    """A document as we keep it: without the addresses of persons."""
    if isinstance(document, list):
        return [without_personal(each, owner) for each in document]
    if not isinstance(document, dict):
        return document
    dropped = {"assurer_email"} | ({"email"} if owner == "contacts" else set())
    kept = {key: without_personal(value, key) for key, value in document.items() if key not in dropped}
    return {key: value for key, value in kept.items() if value != []}


def test_we_know_every_field_of_the_specification_except_the_personal_ones():
    for shape, fields in SHAPES.items():
        described = json.loads((HSDS / "schema" / f"{shape}.json").read_text())
        missing = set(described["properties"]) - set(fields)
        assert missing == {"service": {"assurer_email"}, "contact": {"email"}}.get(shape, set())
        assert set(fields) <= set(described["properties"])
        assert {name for name, field in fields.items() if field.is_required} == set(described.get("required", []))


def test_samples_of_our_tests_are_what_the_specification_means():
    assert problems("service", samples.service_record("Voorbeeld")) == []
