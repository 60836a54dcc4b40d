"""The doors: whence, who, forgery, how often; and how a refusal answers."""

from __future__ import annotations

import logging
import socket
import time
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from community import clock, db, logs
from community.doors import csrf, limits
from community.doors.answers import same_for_all
from community.doors.limits import Limits
from community.errors import TooMany

JOIN = {"month": "5", "year": "2004", "nickname": "", "rules": "1", "consent_community": "1"}
FOREIGN = [
    {"Origin": "https://elders.nl"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "null"},
    {"Origin": "null"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_contract_a_post_from_elsewhere_is_403(browser: Any, headers: dict[str, str]):
    assert browser.post("/meedoen", JOIN, headers=headers).status_code == 403
    assert browser.post("/meedoen", JOIN).status_code == 303


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "http://127.0.0.1:8000"}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}]
)
def test_contract_a_post_from_our_own_pages_passes(browser: Any, headers: dict[str, str]):
    assert browser.post("/meedoen", JOIN, headers=headers).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "IiI.aSdF.nope"])
def test_contract_a_missing_or_wrong_token_is_400(browser: Any, token: str):
    answer = browser.post("/meedoen", {**JOIN, "csrf_token": token})
    assert answer.status_code == 400 and "Set-Cookie" not in answer.headers
    assert "<h1" in answer.get_data(as_text=True)


def test_contract_the_header_serves_as_well_as_the_field(browser: Any):
    answer = browser.post("/meedoen", JOIN, token=False, headers={"X-CSRFToken": browser.token()})
    assert answer.status_code == 303


def test_contract_a_visitors_token_lives_12_hours(browser: Any):
    with time_machine.travel(clock.now(), tick=False) as moment:
        token = browser.token()
        moment.shift(timedelta(hours=11, minutes=59))
        assert browser.post("/meedoen", {**JOIN, "csrf_token": token}).status_code == 303
        moment.shift(timedelta(minutes=2))
        other = type(browser)(browser.app)
        assert other.post("/meedoen", {**JOIN, "csrf_token": token}).status_code == 400


def test_a_token_of_another_sign_in_is_refused(browser: Any, browser_of: Any, noor: Any, sam: Any):
    hers, his = browser_of(noor), browser_of(sam)
    token = hers._made_token()
    assert his.post("/uitloggen", {"csrf_token": token}).status_code == 400
    assert hers.post("/uitloggen", {"csrf_token": token}).status_code == 303


def test_a_visitors_token_is_no_use_with_a_session(browser: Any, browser_of: Any, noor: Any):
    visitors = browser.token()
    assert browser_of(noor).post("/uitloggen", {"csrf_token": visitors}).status_code == 400


def test_contract_the_person_is_asked_before_the_token(browser: Any):
    assert browser.post("/uitloggen", token=False).status_code == 403


def test_contract_who_is_turned_away_how(browser: Any, browser_of: Any, cast: Any, noor: Any):
    guest = cast.guest()
    assert browser.get("/mijn").headers["Location"].startswith("/meedoen?next=/mijn")
    assert browser.get("/team").headers["Location"].startswith("/inloggen?next=/team")
    assert browser_of(guest).get("/team").status_code == 404
    assert browser_of(noor).get("/team").status_code == 404
    assert browser_of(noor).get("/beheer").status_code == 404
    assert browser.post("/uitloggen").status_code == 403
    assert browser.get("/mijn", headers={"Accept": "application/json"}).status_code == 403


def test_contract_a_large_body_is_413(browser: Any):
    answer = browser.post("/meedoen", {**JOIN, "nickname": "x" * 400_000})
    assert answer.status_code == 413 and "<h1" in answer.get_data(as_text=True)


def test_contract_a_wrong_method_is_405_with_a_page(browser: Any):
    answer = browser.post("/huisregels")
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
    assert "<h1" in answer.get_data(as_text=True)


def test_a_suspended_person_may_read_but_not_write_and_may_always_leave(browser_of: Any, kees: Any):
    asks = browser_of(kees)
    assert asks.get("/forum").status_code == 200 and asks.get("/mijn").status_code == 200
    assert asks.post("/chat/kletskamer/berichten", {"body": "moi"}).status_code == 403
    assert asks.post("/uitloggen").status_code == 303


def test_contract_300_people_behind_one_address_get_through(app: Flask):
    with app.test_request_context("/meedoen", method="POST"):
        assert [limits.count("join") for _ in range(300)] == [None] * 300  # a refusal would be raised


def test_contract_300_visitors_behind_one_address_can_each_report(app: Flask):
    with app.test_request_context("/melden", method="POST"):
        for _ in range(300):
            limits.count("report")
        with pytest.raises(TooMany):
            for _ in range(301):
                limits.count("report")


def test_a_shared_store_that_hangs_holds_nobody_up_for_long():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        counted = Limits(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", refuses=True)
        began = time.monotonic()
        assert counted.hit("1/minute", "post", "p1") is None
        assert time.monotonic() - began < 3


def test_one_address_too_often_is_429_with_a_time(app: Flask):
    with app.test_request_context("/meedoen", method="POST"):
        with pytest.raises(TooMany) as refused:
            for _ in range(601):
                limits.count("join")
        assert refused.value.retry_after_seconds and refused.value.retry_after_seconds > 0


def test_contract_limits_off_counts_and_never_refuses():
    counted = Limits("", refuses=False)
    assert [counted.hit("1/minute", "post", "p1") for _ in range(5)] == [None] * 5
    assert Limits("", refuses=True).hit("1/minute", "post", "p1") is None


def test_L1_an_address_stands_nowhere_and_cannot_be_turned_back_tomorrow():
    counted = Limits("", refuses=True)
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False) as moment:
        today = counted.address_key("192.0.2.7")
        assert today == counted.address_key("192.0.2.7") != counted.address_key("192.0.2.8")
        assert "192" not in today
        moment.shift(timedelta(days=1))
        assert counted.address_key("192.0.2.7") != today


def test_limits_are_counted_here_while_the_shared_store_is_gone():
    counted = Limits("redis://127.0.0.1:1/0", refuses=True)
    assert counted.hit("2/minute", "post", "p1") is None
    assert counted.hit("2/minute", "post", "p1") is None
    assert counted.hit("2/minute", "post", "p1")


def test_own_origin_is_that_of_the_settings_whatever_port_listens(app: Flask):
    assert csrf.is_own_origin(app.config["MOI_SITE_URL"])
    assert not csrf.is_own_origin("http://127.0.0.1:1")
    assert callable(same_for_all)


def test_L1_what_is_logged_of_a_fault_quotes_nobody(browser: Any, capsys: Any, monkeypatch: Any):
    written = "-".join(("geheim", "bericht"))

    def fail(*_: Any) -> None:
        try:
            db.session().execute(sa.text("SELECT :words FROM nowhere"), {"words": written})
        except sa.exc.SQLAlchemyError as wrong:
            raise ValueError(written) from wrong

    monkeypatch.setattr("community.home.cards.nearby", fail)
    handler = logs.handler()
    logging.getLogger().addHandler(handler)
    try:
        assert browser.get("/").status_code == 500
    finally:
        logging.getLogger().removeHandler(handler)
    logged = capsys.readouterr().err
    assert "ValueError" in logged and "sqlalchemy.exc" in logged and "test_doors.py" in logged
    assert written not in logged


def test_L1_logs_hold_no_person(browser: Any, caplog: Any, monkeypatch: Any):
    monkeypatch.setattr("community.home.cards.nearby", lambda *_: 1 / 0)
    browser.get(
        "/?q=geheime-zoekterm",
        headers={"User-Agent": "Geheime Browser", "X-Forwarded-For": "203.0.113.9"},
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
    )
    logged = caplog.text
    assert "fault" in logged
    assert not [word for word in ("geheime-zoekterm", "Geheime Browser", "203.0.113.9") if word in logged]
