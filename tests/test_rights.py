"""Role x route x event: who may come through which door, tried in every cell. A door without a line here fails.

The tables stand in tests/rights.toml. A GET without a fitting person is sent to the page where one becomes that
person; a POST without a person is 403; the wrong role gets the 404 of a page that is not there.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from community import live
from community.doors.who import who_of
from community.members.models import ROLES

TABLE = tomllib.loads((Path(__file__).parent / "rights.toml").read_text(encoding="utf-8"))
ROUTES: dict[str, Any] = TABLE["routes"]
EVENTS: dict[str, Any] = TABLE["events"]
KINDS = ("visitor", "guest", "member", *ROLES)


def doors(app: Flask) -> dict[str, tuple[str, str, str]]:
    """'GET /chat/<slug>' -> (method, an address, endpoint), for every route."""
    found = {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            values = {
                name: "1" if "Integer" in type(conv).__name__ else "bestaat-niet"
                for name, conv in rule._converters.items()
            }
            with app.test_request_context():
                address = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
            found[f"{method} {rule.rule}"] = (method, address, rule.endpoint)
    return found


def lets_in(line: Any, kind: str) -> bool:
    """What the table says of one cell: "public", "people", "members", or a list of roles."""
    if line == "public":
        return True
    if line == "people":
        return kind != "visitor"
    if line == "members":
        return kind not in ("visitor", "guest")
    return kind in line


def person_of(cast: Any, kind: str) -> Any:
    if kind == "visitor":
        return None
    return {"guest": cast.guest, "member": lambda: cast.noor}.get(kind, lambda: cast.staff(kind))()


def test_every_route_and_event_has_a_line_and_every_line_a_door(whole_app: Flask):
    assert set(doors(whole_app)) == set(ROUTES)
    assert set(live.wished_events()) == set(EVENTS)


def test_the_table_says_what_the_doors_say(whole_app: Flask):
    for name, (_method, _address, endpoint) in doors(whole_app).items():
        who = who_of(whole_app.view_functions[endpoint])
        assert who is not None
        said = sorted(who.roles) if who.level == "roles" else who.level
        written = sorted(ROUTES[name]) if isinstance(ROUTES[name], list) else ROUTES[name]
        assert said == written, name


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_of_the_routes(app: Flask, cast: Any, browser: Any, browser_of: Any, kind: str):
    for name, (method, address, _endpoint) in doors(app).items():
        if name in SKIPPED:
            continue
        person = person_of(cast, kind)  # anew each time: some doors end the sign-in, or forget the guest
        asks = browser_of(person) if person else browser
        answer = asks.get(address) if method == "GET" else asks.post(address)
        _check(name, method, kind, answer)


SKIPPED = {"GET /static/<path:filename>"}


def _check(name: str, method: str, kind: str, answer: Any) -> None:
    line = ROUTES[name]
    where = answer.headers.get("Location", "")
    turned_away = answer.status_code == 303 and where.startswith(
        ("/meedoen?next=", "/inloggen?next=", "/account/nieuw?next=")
    )
    said = f"{kind} {name}: {answer.status_code} {where}"
    if lets_in(line, kind):
        assert answer.status_code != 500, said
        assert not (turned_away and method == "GET" and "wissen" not in name), said
    elif isinstance(line, list) and kind != "visitor":
        assert answer.status_code == 404, said
    elif method == "GET" and "json" not in name and not name.endswith("/berichten"):
        assert turned_away, said
        assert where.startswith(_sign_in_page(line, kind)), said
    else:
        assert answer.status_code == 403, said


def _sign_in_page(line: Any, kind: str) -> str:
    if line == "people":
        return "/meedoen"
    return "/account/nieuw" if kind == "guest" else "/inloggen"


@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_of_the_events(cast: Any, socket_of: Any, kind: str):
    person = person_of(cast, kind)
    for event, line in EVENTS.items():
        answer = socket_of(person).ask(event, {"room": "bestaat-niet"})
        code = "ok" if answer["ok"] else answer["error"]["code"]
        if kind == "visitor":
            assert code == "not_signed_in", event
        elif not lets_in(line, kind):
            assert code == "not_allowed", event
        else:
            assert code in ("ok", "invalid", "not_found", "not_joined", "not_allowed"), event
