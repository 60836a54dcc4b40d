"""Our OpenAPI 3.1 document, made from the shapes and the parameters; it refers to nothing outside itself."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sociale_kaart.hsds.parameters import DEFAULT_PER_PAGE, FORMATS, MAX_AGE, MAX_METRES, MAX_PAGE, MAX_PER_PAGE
from sociale_kaart.hsds.shapes import SHAPES, Field

Record = dict[str, Any]
UUID = {"type": "string", "format": "uuid"}

KINDS: dict[str, Record] = {
    "text": {"type": "string"},
    "uuid": UUID,
    "web": {"type": "string", "format": "uri"},
    "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
    "number": {"type": "number"},
    "date": {"type": "string", "description": "ISO 8601"},
    "moment": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "description": "ISO 8601"},
}
TRUTH = {"type": "boolean"}
PARAMETERS: dict[str, tuple[Record, str]] = {
    "search": ({"type": "string"}, "Words to look for; typing errors are forgiven."),
    "page": ({"type": "integer", "minimum": 1, "maximum": MAX_PAGE}, "Page number, from 1."),
    "per_page": (
        {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE},
        f"Rows in a page; {DEFAULT_PER_PAGE} by default.",
    ),
    "format": ({"type": "string", "enum": list(FORMATS)}, "ndjson streams all rows, one a line, without pages."),
    "minimal": (TRUTH, "Only id and last_modified."),
    "full": (TRUTH, "Everything, nested."),
    "full_service": (TRUTH, "With full services inside."),
    "taxonomy_term_id": (UUID, "With this term."),
    "taxonomy_id": (UUID, "With any term of this taxonomy."),
    "organization_id": (UUID, "Of this organization."),
    "parent_id": (UUID, "Below this term."),
    "top_only": (TRUTH, "Terms without a parent only."),
    "modified_after": ({"type": "string", "format": "date-time"}, "Changed at or after this moment."),
    "minimum_age": ({"type": "number", "minimum": 0, "maximum": MAX_AGE}, "Open to somebody of at least this age."),
    "maximum_age": ({"type": "number", "minimum": 0, "maximum": MAX_AGE}, "Open to somebody of at most this age."),
    "postcode": ({"type": "string", "pattern": "^[1-9][0-9]{3}$"}, "Four digits; alone: in that postcode."),
    "proximity": ({"type": "number", "minimum": 0, "maximum": MAX_METRES}, "Metres from the middle of postcode."),
}
_PAGED = ("search", "page", "per_page", "format")
_TERMS = ("taxonomy_term_id", "taxonomy_id")
_WHERE = ("minimum_age", "maximum_age", "postcode", "proximity")
LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "services": (
        "service",
        (*_PAGED, *_TERMS, "organization_id", "modified_after", "minimal", "full", *_WHERE),
    ),
    "organizations": ("organization", (*_PAGED, *_TERMS, "full", "full_service")),
    "service_at_locations": (
        "service_at_location",
        (*_PAGED, *_TERMS, "organization_id", "modified_after", "full", *_WHERE),
    ),
    "taxonomies": ("taxonomy", _PAGED),
    "taxonomy_terms": ("taxonomy_term", (*_PAGED, "taxonomy_id", "top_only", "parent_id")),
}
"""Path -> the object it lists, and what one may ask."""
EXTRA: dict[str, dict[str, Record]] = {
    "organization": {"services": {"type": "array", "items": {"$ref": "#/components/schemas/named_service"}}},
    "service_at_location": {"service": {"$ref": "#/components/schemas/service"}},
}
"""What we nest beyond the specification's schemas, as its own examples do."""
ROOT = {
    "type": "object",
    "properties": {
        "version": {"type": "string"},
        "profile": {"type": "string", "format": "uri"},
        "openapi_url": {"type": "string", "format": "uri"},
        "description": {"type": "string"},
        "publisher": {"type": "object"},
    },
    "required": ["version", "profile", "openapi_url"],
}
PAGE: dict[str, Record] = {
    "total_items": {"type": "integer"},
    "total_pages": {"type": "integer"},
    "page_number": {"type": "integer"},
    "size": {"type": "integer"},
    "first_page": TRUTH,
    "last_page": TRUTH,
    "empty": TRUTH,
}


@lru_cache(maxsize=4)
def document(site: str) -> Record:
    """The document for this site (its own origin)."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Moi: sociale kaart",
            "version": "1.0.0",
            "summary": "Open data over hulp en plekken, als HSDS 3.1.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": f"{site}/hsds"}],
        "paths": _paths(),
        "components": {"schemas": _schemas(), "parameters": _parameters()},
    }


def _paths() -> Record:
    found: Record = {"/": {"get": _operation("getRoot", "About this API.", ROOT, ())}}
    for path, (shape, names) in LISTS.items():
        title = path.replace("_", " ")
        found[f"/{path}"] = {"get": _operation(f"list_{path}", f"A page of {title}.", _page(shape), names)}
        one = _operation(f"get_{shape}", f"One of the {title}.", _ref(shape), _of_one(shape))
        one["parameters"].insert(0, {"name": "id", "in": "path", "required": True, "schema": UUID})
        one["responses"]["404"] = _error("No such id.")
        found[f"/{path}/{{id}}"] = {"get": one}
    return found


def _of_one(shape: str) -> tuple[str, ...]:
    return ("full_service",) if shape == "organization" else ()


def _operation(identity: str, summary: str, schema: Record, names: tuple[str, ...]) -> Record:
    content = {"application/json": {"schema": schema}}
    if "format" in names:
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    return {
        "operationId": identity,
        "summary": summary,
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names],
        "responses": {
            "200": {"description": summary, "content": content},
            "304": {"description": "Not changed since the ETag given."},
            "422": _error("A parameter that cannot be used."),
            "429": _error("Too often; Retry-After says when again."),
        },
    }


def _error(description: str) -> Record:
    return {"description": description, "content": {"application/json": {"schema": _ref("error")}}}


def _ref(name: str) -> Record:
    return {"$ref": f"#/components/schemas/{name}"}


def _page(shape: str) -> Record:
    """A page of a list; its rows hold what was asked for: the least is an id."""
    rows = {"type": "array", "items": _ref(f"{shape}_row")}
    return {"allOf": [_ref("page"), {"type": "object", "properties": {"contents": rows}, "required": ["contents"]}]}


def _schemas() -> Record:
    found: Record = {name: _object(name) for name in SHAPES}
    for name, _names in LISTS.values():
        found[f"{name}_row"] = {**_object(name), "required": ["id"]}
    found["page"] = {"type": "object", "properties": PAGE, "required": list(PAGE)}
    found["named_service"] = {"type": "object", "properties": {"id": UUID, "name": KINDS["text"]}, "required": ["id"]}
    said = {"type": "object", "properties": {"code": KINDS["text"], "message": KINDS["text"]}}
    said["required"] = ["code", "message"]
    found["error"] = {"type": "object", "properties": {"error": said}, "required": ["error"]}
    return found


def _object(name: str) -> Record:
    properties = {field: _schema(kind) for field, kind in SHAPES[name].items()} | EXTRA.get(name, {})
    return {
        "type": "object",
        "properties": properties,
        "required": [field for field, kind in SHAPES[name].items() if kind.is_required],
    }


def _schema(field: Field) -> Record:
    if field.kind == "one":
        return _ref(field.nests)
    if field.kind == "many":
        return {"type": "array", "items": _ref(field.nests)}
    return {"type": "string", "enum": list(field.words)} if field.kind == "words" else KINDS[field.kind]


def _parameters() -> Record:
    return {
        name: {"name": name, "in": "query", "required": False, "description": said, "schema": schema}
        for name, (schema, said) in PARAMETERS.items()
    }
