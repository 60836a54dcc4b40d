"""The doors: reporting for everybody, decisions for who they are about, the desk for the team."""

from __future__ import annotations

import re
from typing import Any

import pytest

from community import audit, db
from community.moderation import actions, queries
from community.moderation.models import OBJECTION_KIND
from tests.moderation import example_content as notes
from tests.moderation.conftest import case_of, reread

WHY = "Er stond een nummer in van iemand anders."


def page(answer: Any) -> str:
    text: str = answer.get_data(as_text=True)
    return text


def report_fields(note: notes.Note, **more: str) -> dict[str, str]:
    return {"kind": note.kind, "id": note.public_id, "reason": "house_rule", "text": "", **more}


def test_L14_a_visitor_reports_without_a_cookie_and_follows_the_receipt(browser, note, mila):
    path = f"/melden?kind={note.kind}&id={note.public_id}"
    shown = browser.get(path)
    assert shown.status_code == 200 and "Notitie op muur 1" in page(shown) and note.body not in page(shown)
    sent = browser.post("/melden", report_fields(note, text="kijk even"))
    assert sent.status_code == 303 and "Set-Cookie" not in sent.headers
    receipt = page(browser.get(sent.location))
    assert "Ontvangen" in receipt and "kijk even" not in receipt and note.body not in receipt
    assert sent.location.rsplit("/", 1)[1] in receipt
    actions.decide(mila, note, "keep")
    assert "Het blijft staan" in page(browser.get(sent.location))
    assert browser.get("/melding/aaaa-bbbb").status_code == 404


def test_a_wrong_report_comes_back_with_what_was_typed(browser, note):
    answer = browser.post("/melden", report_fields(note, reason="zomaar", text="dit typte ik", contact="b" * 201))
    assert answer.status_code == 422
    assert "dit typte ik" in page(answer) and 'aria-invalid="true"' in page(answer)
    assert queries.counts()["open"] == 0


@pytest.mark.parametrize("wrong", [{"kind": "bestaat.niet"}, {"id": "bestaat-niet"}, {"kind": ""}])
def test_what_is_not_there_cannot_be_reported(browser, note, wrong):
    fields = report_fields(note) | wrong
    assert browser.get("/melden", query_string=fields).status_code == 404
    assert browser.post("/melden", fields).status_code == 404


def test_a_report_needs_its_token(browser, note):
    assert browser.post("/melden", report_fields(note), token=False).status_code == 400
    assert browser.post("/melden", report_fields(note)).status_code == 303


def test_a_person_reports_only_so_often_and_visitors_are_not_counted_by_address(browser, browser_of, level, noor, sam):
    made = [notes.write(noor) for _time in range(31)]
    sams = browser_of(sam)
    answers = [sams.post("/melden", report_fields(note)).status_code for note in made]
    assert answers == [303] * 30 + [429]
    assert [browser.post("/melden", report_fields(note)).status_code for note in made] == [303] * 31


def test_the_queue_links_to_every_open_item(browser_of, level, noor, mila):
    level("amber")
    cases = [case_of(notes.write(noor)) for _time in range(3)]
    shown = page(browser_of(mila).get("/team"))
    assert all(f'href="/team/melding/{case.public_id}"' in shown for case in cases)


@pytest.mark.parametrize("path", ["", "/dienst", "/logboek", "/melding/abc"])
def test_the_desk_does_not_exist_for_others(browser, browser_of, noor, jansen, path):
    assert browser.get(f"/team{path}").location.startswith("/inloggen?next=")
    for stranger in (noor, jansen):
        assert browser_of(stranger).get(f"/team{path}").status_code == 404


def test_a_case_is_decided_on_its_page(browser_of, held_note, mila, noor):
    desk, path = browser_of(mila), f"/team/melding/{case_of(held_note).public_id}"
    shown = page(desk.get(path))
    assert "Ik zie het niet meer zitten." in shown and 'value="suspend"' in shown
    answer = desk.post(path, {"decision": "mute", "reason": "safety", "note": "gebeld", "text": WHY, "days": "2"})
    assert answer.status_code == 303 and answer.location == path
    shown = page(desk.get(path))
    assert WHY in shown and "gebeld" in shown and "Draai terug" in shown
    db.session().refresh(noor)
    assert noor.is_muted and reread(held_note).state == "hidden"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"decision": "ban"}, "decision"),
        ({"reason": "zomaar"}, "reason"),
        ({"days": "x"}, "days"),
        ({"days": "0"}, "days"),
    ],
)
def test_a_wrong_decision_keeps_what_was_typed(browser_of, held_note, mila, wrong, field):
    desk, path = browser_of(mila), f"/team/melding/{case_of(held_note).public_id}"
    typed = {"decision": "mute", "reason": "insult", "note": "mijn notitie", "text": WHY} | wrong
    answer = desk.post(path, typed)
    assert answer.status_code == 422
    assert "mijn notitie" in page(answer) and f'id="{field}-fout"' in page(answer)
    assert case_of(held_note).is_open


def test_what_somebody_else_decided_is_a_conflict(browser_of, held_note, mila, bas):
    path = f"/team/melding/{case_of(held_note).public_id}"
    wish = {"decision": "hide", "reason": "safety", "note": "", "text": WHY}
    assert browser_of(mila).post(path, wish).status_code == 303
    second = browser_of(bas).post(path, {**wish, "decision": "keep"})
    assert second.status_code == 409 and "Iemand anders heeft dit al besloten" in page(second)
    assert browser_of(mila).post(path, wish).status_code == 303
    assert browser_of(mila).post(path, {**wish, "decision": "restore"}).status_code == 303
    assert reread(held_note).state == "visible"


def test_one_says_that_one_reads_and_gives_it_away(browser_of, held_note, mila, bas):
    desk, path = browser_of(mila), f"/team/melding/{case_of(held_note).public_id}"
    desk.get(path)
    assert "Mila leest" in page(browser_of(bas).get(path))
    assert browser_of(bas).post(f"{path}/lees", {"on": "1"}).status_code == 409
    assert desk.post(f"{path}/lees", {"on": "0"}).location == "/team"
    assert browser_of(bas).post(f"{path}/lees", {"on": "1"}).status_code == 303


def test_a_shift_begins_and_ends_on_its_page(browser_of, rooms, mila):
    desk = browser_of(mila)
    assert "De keukentafel" in page(desk.get("/team/dienst"))
    assert desk.post("/team/dienst", {"room": "keukentafel", "on": "1"}).location == "/team/dienst"
    assert "Stop je dienst" in page(desk.get("/team/dienst"))
    desk.post("/team/dienst", {"room": "keukentafel", "on": "0"})
    assert [on for _who, _room, on in rooms] == [True, False]
    assert desk.post("/team/dienst", {"room": "zolder", "on": "1"}).status_code == 404


def test_L15_the_log_is_read_only_and_paged_by_key(browser_of, mila, app, monkeypatch):
    for number in range(101):
        _note_act(mila, number)
    first = page(browser_of(mila).get("/team/logboek"))
    assert "thing:100" in first and "thing:0<" not in first
    older = re.search(r'href="(/team/logboek\?voor=\d+)"', first)
    assert older and "thing:0<" in page(browser_of(mila).get(older[1]))
    touching = [rule for rule in app.url_map.iter_rules() if "logboek" in rule.rule and "POST" in (rule.methods or ())]
    assert touching == []


@db.action
def _note_act(moderator: Any, number: int) -> None:
    audit.record(moderator, "thing.done", f"thing:{number}")


def test_L14_a_decision_is_read_in_plain_words_and_objected_to(browser_of, note, noor, sam, mila, bas):
    actions.decide(mila, note, "mute", "contact", text=WHY, days=3)
    decision = queries.decisions_about(noor)[0]
    noors, path = browser_of(noor), f"/mijn/besluiten/{decision.public_id}"
    assert path in page(noors.get("/mijn/besluiten")) and path in page(noors.get("/mijn/nieuws"))
    shown = page(noors.get(path))
    for part in (WHY, "Huisregel 3", "niet schrijven", "ervaringsdeskundige", "/nu-hulp", "Vraag een tweede blik"):
        assert part in shown
    assert "Mila" not in shown
    assert browser_of(sam).get(path).status_code == 404
    assert browser_of(sam).post(f"{path}/bezwaar", {"text": "x"}).status_code == 404
    assert noors.post(f"{path}/bezwaar", {"text": "a" * 2001}).status_code == 422
    assert noors.post(f"{path}/bezwaar", {"text": "Het was van mij."}).location == path
    assert noors.post(f"{path}/bezwaar", {"text": "Nog eens."}).status_code == 409

    case = queries.open_case_of(OBJECTION_KIND, decision.public_id)
    assert case is not None
    desk = f"/team/melding/{case.public_id}"
    assert browser_of(mila).post(desk, {"decision": "restore", "text": ""}).status_code == 403
    assert "Het was van mij." in page(browser_of(bas).get(desk))
    assert browser_of(bas).post(desk, {"decision": "keep", "text": ""}).status_code == 422
    assert browser_of(bas).post(desk, {"decision": "restore", "text": ""}).status_code == 303
    assert "Bas heeft opnieuw gekeken" in page(noors.get(path))
    assert reread(note).state == "visible"


def test_L14_a_suspended_person_reads_why_and_objects(browser_of, note, noor, mila):
    actions.decide(mila, note, "suspend", "insult", text=WHY)
    db.session().refresh(noor)
    assert noor.is_suspended
    noors = browser_of(noor)
    decision = queries.decisions_about(noor)[0]
    path = f"/mijn/besluiten/{decision.public_id}"
    assert noors.get(path).status_code == 200
    assert noors.post(f"{path}/bezwaar", {"text": ""}).status_code == 303
    db.session().expire_all()
    assert decision.read_at is not None and decision.objection is not None


def test_who_is_suspended_hears_it_and_is_hung_up_on(note, noor, mila, socket_of):
    socket = socket_of(noor)
    actions.decide(mila, note, "suspend", "insult", text=WHY)
    [told] = socket.news("decision")
    assert WHY in told["text"] and told["url"].startswith("/mijn/besluiten/")
    assert not socket.is_open


def test_who_is_warned_hears_it_and_stays(note, noor, mila, socket_of):
    socket = socket_of(noor)
    actions.decide(mila, note, "warn", "insult", text=WHY)
    assert len(socket.news("decision")) == 1 and socket.is_open


def test_own_reports_stand_on_a_page_of_their_own(browser_of, note, sam, noor):
    browser_of(sam).post("/melden", report_fields(note))
    assert "Notitie op muur 1" in page(browser_of(sam).get("/mijn/meldingen"))
    assert "Notitie op muur 1" not in page(browser_of(noor).get("/mijn/meldingen"))


def test_every_page_has_one_heading_and_its_title(browser, browser_of, held_note, note, noor, mila, rooms):
    browser_of(noor).post("/melden", report_fields(note))
    actions.decide(mila, note, "hide", "contact", text=WHY)
    decision = queries.decisions_about(noor)[0]
    mine = ("/mijn/besluiten", f"/mijn/besluiten/{decision.public_id}", "/mijn/meldingen", "/mijn/nieuws")
    desk = ("/team", "/team?lijst=afgehandeld", "/team?lijst=bezwaren", "/team/dienst", "/team/logboek")
    cases = tuple(f"/team/melding/{case.public_id}" for case in (case_of(held_note), *queries.closed_cases(mila)))
    seen = [browser.get("/transparantie")]
    seen += [browser_of(noor).get(path) for path in mine] + [browser_of(mila).get(path) for path in desk + cases]
    for answer in seen:
        text = page(answer)
        assert answer.status_code == 200 and text.count("<h1") == 1 and "- Moi</title>" in text
        assert " style=" not in text and "<style" not in text
