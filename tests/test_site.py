"""What every page promises: the frame, help and leaving, headers, caching, no cookie on a GET, nobody else asked."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from community import shell
from community.safety import crisis_lines

PUBLIC = (
    "/", "/nu-hulp", "/huisregels", "/privacy", "/toegankelijkheid", "/transparantie", "/over", "/chat", "/forum",
    "/sociale-kaart", "/plekken", "/spreekuur", "/spreekuur/terug", "/info", "/zoeken", "/meedoen", "/meedoen/te-jong",
    "/meedoen/ouder", "/account/nieuw", "/inloggen", "/gemeenten/GM0014",
)  # fmt: skip
LINES_OF_L9 = (
    "112", "113", "0800-0113", "0800-0450", "0800-0432", "0800-2000", "088 0767 000", "0800-0188", "088 330 1 330",
)  # fmt: skip


def digits(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


@pytest.mark.parametrize("path", PUBLIC)
def test_contract_every_page_carries_the_frame(browser: Any, path: str):
    answer = browser.get(path)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200, path
    for needle in ("<header", "<nav", "<main", "<footer", 'href="#inhoud"', 'lang="nl"'):
        assert needle in html, needle
    assert len(re.findall(r"<h1[\s>]", html)) == 1
    assert re.search(r"<title>[^<]+Moi</title>", html)
    assert re.search(r'<a[^>]+href="/nu-hulp"[^>]*>.*?Nu hulp', html, re.S)
    assert re.search(r'<a[^>]+href="/weg"[^>]*>.*?Snel weg', html, re.S)


@pytest.mark.parametrize("path", PUBLIC)
def test_L1_reading_leaves_nothing_behind_and_asks_nobody_else(browser: Any, path: str):
    answer = browser.get(path)
    html = answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers
    loaded = re.findall(r'<(?:script|img|iframe|source|use|video|audio|embed)[^>]+(?:src|href)="([^"]+)', html)
    loaded += re.findall(r'<link[^>]+href="([^"]+)', html)
    assert [url for url in loaded if urlsplit(url).netloc] == []
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)", html) and " style=" not in html and "<style" not in html
    assert answer.headers["Referrer-Policy"] == "no-referrer" and answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PUBLIC)
def test_contract_a_visitors_page_may_be_cached_for_a_minute_at_most(browser: Any, path: str):
    answer = browser.get(path)
    seconds = int(re.search(r"max-age=(\d+)", answer.headers["Cache-Control"]).group(1))
    assert "public" in answer.headers["Cache-Control"]
    if path != "/nu-hulp":
        assert seconds <= 60 and "Cookie" in answer.headers["Vary"]


def test_contract_a_page_with_a_session_is_never_stored(browser_of: Any, noor: Any):
    asks = browser_of(noor)
    for path in ("/", "/chat", "/forum", "/mijn", "/huisregels"):
        assert asks.get(path).headers["Cache-Control"] == "no-store", path
    assert "public" in asks.get("/nu-hulp").headers["Cache-Control"]


def test_L9_help_now_has_every_line_with_its_date_and_no_live_state(browser: Any):
    html = digits(browser.get("/nu-hulp").get_data(as_text=True))
    assert [line for line in LINES_OF_L9 if digits(line) not in html] == []
    assert "113.nl" in html and "tel:112" in html and "tel:113" in html
    undated = [line.slug for line in crisis_lines.all_lines() if line.checked_on is None]
    assert undated == ["huisartsenpost-drenthe"], "only a line without a number, until its source was asked"


def test_L9_help_now_asks_neither_database_nor_session(
    app: Flask, browser: Any, browser_of: Any, noor: Any, statements
):
    asks = browser_of(noor)
    statements.clear()
    mine = asks.get("/nu-hulp")
    away = asks.get("/weg")
    assert statements == []
    assert mine.data == browser.get("/nu-hulp").data and "Cookie" not in mine.headers.get("Vary", "")
    assert "Cookie" not in away.headers.get("Vary", "")


def test_L9_help_now_stays_light(browser: Any):
    assert len(browser.get("/nu-hulp").data) < 30_000


def test_L10_leaving_goes_to_an_ordinary_page_and_clears_what_the_browser_kept(browser: Any):
    answer = browser.get("/weg")
    assert answer.status_code == 303 and answer.headers["Location"] == shell.region().exit_url
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Referrer-Policy"] == "no-referrer" and "Set-Cookie" not in answer.headers


def test_L10_leaving_does_not_sign_out(browser_of: Any, noor: Any):
    asks = browser_of(noor)
    asks.get("/weg")
    assert asks.get("/mijn").status_code == 200


def test_contract_a_missing_page_is_a_calm_404(browser: Any):
    answer = browser.get("/bestaat-niet")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 404 and "Nu hulp" in html and "tel:113" in html and len(re.findall("<h1", html)) == 1


def test_contract_data_paths_refuse_in_json(browser: Any):
    for path in ("/hsds/bestaat-niet", "/sociale-kaart.geojson?leeftijd=oud"):
        answer = browser.get(path)
        assert answer.status_code in (404, 422) and set(answer.json["error"]) >= {"code", "message"}, path


def test_contract_health(browser: Any):
    assert browser.get("/health/live").status_code == 200
    ready = browser.get("/health/ready")
    assert ready.status_code == 200 and ready.json["database"] == "ok" and "redis" not in ready.json
    assert b"moi_requests_total" in browser.get("/metrics").data


def test_contract_metrics_only_from_this_machine_or_with_the_token(app: Flask, browser: Any, monkeypatch):
    elsewhere = {"environ_base": {"REMOTE_ADDR": "10.0.0.9"}}
    assert browser.get("/metrics").status_code == 200
    assert browser.get("/metrics", **elsewhere).status_code == 404
    monkeypatch.setitem(app.config, "MOI_METRICS_TOKEN", "een-lang-token")
    assert browser.get("/metrics").status_code == 404
    assert browser.get("/metrics", headers={"Authorization": "Bearer een-lang-token"}).status_code == 200


def test_contract_security_txt_and_service_worker(browser: Any):
    text = browser.get("/.well-known/security.txt").get_data(as_text=True)
    assert "Contact: " in text and "Expires: " in text
    worker = browser.get("/sw.js")
    assert worker.status_code == 200 and "javascript" in worker.content_type and b"/nu-hulp" in worker.data


def test_contract_a_dead_database_gives_503_with_the_crisis_lines(app: Flask, browser: Any, monkeypatch):
    import sqlalchemy as sa

    def gone(*_args: Any, **_kwargs: Any) -> Any:
        raise sa.exc.OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", gone)
    monkeypatch.setattr("sqlalchemy.orm.Session.scalar", gone)
    monkeypatch.setattr("sqlalchemy.orm.Session.scalars", gone)
    answer = browser.get("/forum")
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert "tel:113" in answer.get_data(as_text=True) and "Traceback" not in answer.get_data(as_text=True)
    assert browser.get("/nu-hulp").status_code == 200 and browser.get("/weg").status_code == 303


def test_contract_our_own_fault_is_a_page_with_a_reference_and_no_trace(app: Flask, browser: Any, monkeypatch):
    monkeypatch.setattr("community.home.cards.nearby", lambda *_: 1 / 0)
    answer = browser.get("/")
    assert answer.status_code == 500
    assert "Kenmerk" in answer.get_data(as_text=True) and "ZeroDivision" not in answer.get_data(as_text=True)


def test_L20_english_for_crisis_join_and_navigation(browser: Any):
    for path, needle in (("/nu-hulp?taal=en", "Help now"), ("/meedoen?taal=en", "Join"), ("/?taal=en", "Office hours")):
        html = browser.get(path).get_data(as_text=True)
        assert 'lang="en"' in html and needle in html, path
    assert 'href="/forum?taal=en"' in browser.get("/?taal=en").get_data(as_text=True)
