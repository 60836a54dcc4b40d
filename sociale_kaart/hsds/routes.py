"""/hsds: the open data, read only. No key, no cookie; every page the same for everybody, with an ETag."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, request, stream_with_context

from community import shell
from community.doors import limited, public
from community.doors.answers import same_for_all
from sociale_kaart.hsds import forms, openapi, parameters, queries
from sociale_kaart.hsds.parameters import Wish

api = Blueprint("hsds", __name__, url_prefix="/hsds")
MAX_AGE_SECONDS = 60
VERSION = "3.1"
Record = dict[str, Any]


def init_app(app: Flask) -> None:
    app.register_blueprint(api)
    app.after_request(_open_to_all)


def _open_to_all(answer: Response) -> Response:
    """Any page may read the open data, its errors too; nothing else of Moi."""
    if request.path == "/hsds" or request.path.startswith("/hsds/"):
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@api.get("/")
@public
@limited("open_data")
def show_root() -> Response:
    site = current_app.config["MOI_SITE_URL"].rstrip("/")
    operator = shell.region().operator
    return _answer(
        {
            "version": VERSION,
            "profile": f"{site}/over",
            "openapi_url": f"{site}/hsds/openapi.json",
            "description": f"Sociale kaart: {shell.region().name}.",
            "publisher": {"name": operator.name or "Moi", "website": site},
        }
    )


@api.get("/openapi.json")
@public
@limited("open_data")
def show_openapi() -> Response:
    return _answer(openapi.document(current_app.config["MOI_SITE_URL"].rstrip("/")))


@api.get("/services")
@public
@limited("open_data")
def list_services() -> Response:
    wish = parameters.read(request.args)
    form = forms.service_minimal if wish.minimal else forms.service_full if wish.full else forms.service_row
    return _list(queries.services(wish), wish, lambda rows: map(form, rows))


@api.get("/services/<uuid>")
@public
@limited("open_data")
def show_service(uuid: str) -> Response:
    return _answer(forms.service_full(queries.service(uuid.lower())))


@api.get("/service_at_locations")
@public
@limited("open_data")
def list_at_locations() -> Response:
    wish = parameters.read(request.args)
    form = forms.at_location_full if wish.full else forms.at_location_row
    return _list(queries.at_locations(wish), wish, lambda rows: (form(*row) for row in rows))


@api.get("/service_at_locations/<uuid>")
@public
@limited("open_data")
def show_at_location(uuid: str) -> Response:
    return _answer(forms.at_location_full(*queries.at_location(uuid.lower())))


@api.get("/organizations")
@public
@limited("open_data")
def list_organisations() -> Response:
    wish = parameters.read(request.args)

    def formed(rows: Iterable[Any]) -> Iterable[Record]:
        if not (wish.full or wish.full_service):
            return map(forms.organisation_row, rows)
        organisations = list(rows)
        offered = queries.services_of(organisations)
        return (forms.organisation_full(each, offered[each.id], wish.full_service) for each in organisations)

    return _list(queries.organisations(wish), wish, formed)


@api.get("/organizations/<uuid>")
@public
@limited("open_data")
def show_organisation(uuid: str) -> Response:
    wish = parameters.read(request.args)
    organisation = queries.organisation(uuid.lower())
    offered = queries.services_of([organisation])[organisation.id]
    return _answer(forms.organisation_full(organisation, offered, wish.full_service))


@api.get("/taxonomies")
@public
@limited("open_data")
def list_taxonomies() -> Response:
    wish = parameters.read(request.args)
    return _list(queries.taxonomies(wish), wish, _records)


@api.get("/taxonomies/<uuid>")
@public
@limited("open_data")
def show_taxonomy(uuid: str) -> Response:
    return _answer(queries.taxonomy(uuid.lower()).record)


@api.get("/taxonomy_terms")
@public
@limited("open_data")
def list_taxonomy_terms() -> Response:
    wish = parameters.read(request.args)
    return _list(queries.taxonomy_terms(wish), wish, _records)


@api.get("/taxonomy_terms/<uuid>")
@public
@limited("open_data")
def show_taxonomy_term(uuid: str) -> Response:
    return _answer(queries.taxonomy_term(uuid.lower()).record)


def _records(rows: Iterable[Any]) -> Iterable[Record]:
    return (row.record for row in rows)


def _list(query: Any, wish: Wish, formed: Callable[[Iterable[Any]], Iterable[Record]]) -> Response:
    if wish.is_ndjson:
        return _stream(formed(queries.stream(query)))
    found = queries.page_of(query, wish)
    last = max(1, -(-found.total // wish.per_page))
    return _answer(
        {
            "total_items": found.total,
            "total_pages": last,
            "page_number": wish.page,
            "size": len(found.rows),
            "first_page": wish.page == 1,
            "last_page": wish.page >= last,
            "empty": not found.rows,
            "contents": list(formed(found.rows)),
        }
    )


def _stream(rows: Iterable[Record]) -> Response:
    """A line for each row, without pages; its tag is that of the whole data and of what was asked."""
    tag = hashlib.sha256(f"{request.full_path} {queries.version()}".encode()).hexdigest()[:32]
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        answer = Response(stream_with_context(lines), mimetype="application/x-ndjson")
    answer.set_etag(tag, weak=True)
    return same_for_all(answer, MAX_AGE_SECONDS)


def _answer(document: Record) -> Response:
    answer = Response(json.dumps(document, ensure_ascii=False), mimetype="application/json")
    answer.add_etag()
    answer.make_conditional(request)
    return same_for_all(answer, MAX_AGE_SECONDS)
