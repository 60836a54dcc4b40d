"""The chat's pages: without script, for visitors, people and hosts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from chat.models import Message, Room
from community import clock, db
from tests.browser import Browser
from tests.chat.conftest import Sieve, make_room
from tests.chat.test_events import fill, mute


def posted() -> list[Message]:
    return list(db.session().scalars(sa.select(Message).order_by(Message.id)))


def test_a_visitor_sees_title_hours_and_the_way_in_but_no_word_of_what_is_said(
    browser: Browser, noor: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    say(inside(noor), "hier binnen gezegd")
    page = browser.get("/chat/keuken")
    text = page.get_data(as_text=True)
    assert page.status_code == 200 and "hier binnen gezegd" not in text
    assert "<h1>Keuken</h1>" in text and "/meedoen?next=/chat/keuken" in text
    assert "Set-Cookie" not in page.headers
    assert browser.get("/chat/keuken/berichten").status_code == 403
    assert browser.post("/chat/keuken/berichten", {"body": "moi"}).status_code == 403
    assert browser.get("/chat/bestaat-niet").status_code == 404


def test_the_list_shows_open_rooms_first_and_is_honest_about_the_others(browser: Browser, kitchen: Room) -> None:
    make_room("nacht", openings=[{"weekday": 0, "opens": "23:00", "closes": "02:00"}])
    make_room("wachtlijst")
    text = browser.get("/chat").get_data(as_text=True)
    assert text.index("Keuken") < text.index("Nu dicht") < text.index("Nacht")
    assert "gaat open zodra er iemand van het team is" in text and "Dicht, opent" in text


def test_a_page_offers_what_was_said_earlier_when_it_does_not_show_all(
    noor: Any, browser_of: Any, kitchen: Room
) -> None:
    offer = 'id="eerder" class="center" hidden data-needs-script>'
    fill(kitchen, 50)
    db.session().commit()
    assert offer not in browser_of(noor).get("/chat/keuken").get_data(as_text=True)
    fill(kitchen, 1)
    db.session().commit()
    assert offer in browser_of(noor).get("/chat/keuken").get_data(as_text=True)


def test_a_form_posts_and_leads_back_to_the_message(noor: Any, sam: Any, browser_of: Any, inside: Any,
                                                    kitchen: Room) -> None:  # fmt: skip
    his, hers = inside(sam), browser_of(noor)
    answer = hers.post("/chat/keuken/berichten", {"body": "zonder script", "client_id": "f1"})
    message = his.news("message:posted")[0]
    assert answer.status_code == 303 and answer.location.endswith(f"/chat/keuken#bericht-{message['id']}")
    again = hers.post("/chat/keuken/berichten", {"body": "zonder script", "client_id": "f1"})
    assert again.location == answer.location and his.news("message:posted") == []
    page = hers.get("/chat/keuken").get_data(as_text=True)
    assert "<p>zonder script</p>" in page and ">jij</b>" in page
    assert hers.post("/chat/keuken/berichten", {"body": "zonder nummer"}).status_code == 303


def test_a_form_that_does_not_fit_comes_back_with_what_was_typed(noor: Any, browser_of: Any, kitchen: Room) -> None:
    hers = browser_of(noor)
    empty = hers.post("/chat/keuken/berichten", {"body": "  "})
    assert empty.status_code == 422 and 'aria-invalid="true"' in empty.get_data(as_text=True)
    long = hers.post("/chat/keuken/berichten", {"body": "a" * 1001})
    assert long.status_code == 422 and "a" * 1001 in long.get_data(as_text=True)
    for number in range(5):
        assert hers.post("/chat/keuken/berichten", {"body": f"nummer {number}"}).status_code == 303
    fast = hers.post("/chat/keuken/berichten", {"body": "nog eentje"})
    assert fast.status_code == 429 and fast.headers["Retry-After"] in ("1", "2")
    assert "nog eentje</textarea>" in fast.get_data(as_text=True)
    mute(noor)
    assert hers.post("/chat/keuken/berichten", {"body": "gedempt"}).status_code == 403


def test_the_socket_and_the_form_share_one_pace(noor: Any, browser_of: Any, inside: Any, say: Any,
                                                kitchen: Room) -> None:  # fmt: skip
    socket = inside(noor)
    for number in range(5):
        assert say(socket, str(number))["ok"]
    assert browser_of(noor).post("/chat/keuken/berichten", {"body": "langs de andere deur"}).status_code == 429


def test_the_json_gives_what_entering_gives(noor: Any, sam: Any, browser_of: Any, inside: Any, say: Any,
                                            kitchen: Room) -> None:  # fmt: skip
    socket = inside(noor)
    for number in range(3):
        say(socket, f"bericht {number}")
    data = browser_of(sam).get("/chat/keuken/berichten?after=1").get_json()
    assert [each["seq"] for each in data["messages"]] == [2, 3]
    assert set(data) == {"messages", "changed", "last_seq", "from_seq", "more"}
    assert (data["last_seq"], data["from_seq"], data["more"], data["changed"]) == (3, 2, False, [])
    for wrong in ("-1", "x", "1.5", "²"):
        refused = browser_of(sam).get("/chat/keuken/berichten", query_string={"after": wrong})
        assert refused.status_code == 422 and refused.get_json()["error"]["code"] == "invalid"
    assert browser_of(sam).get("/chat/keuken/berichten?after=" + "9" * 25).get_json()["messages"] == []
    assert browser_of(sam).get("/chat/bestaat-niet/berichten").get_json()["error"]["code"] == "not_found"


def test_a_reaction_by_form_toggles(noor: Any, sam: Any, browser_of: Any, inside: Any, say: Any, kitchen: Room) -> None:
    message = say(inside(noor), "ik heb gebeld")["message"]
    his = browser_of(sam)
    wish = {"id": message["id"], "reaction": "knap"}
    answer = his.post("/chat/keuken/reacties", wish)
    assert answer.status_code == 303 and answer.location.endswith(message["id"])
    assert "Knap · 1" in his.get("/chat/keuken").get_data(as_text=True)
    his.post("/chat/keuken/reacties", wish)
    assert "Knap · 1" not in his.get("/chat/keuken").get_data(as_text=True)
    assert his.post("/chat/keuken/reacties", {"id": message["id"], "reaction": "duim"}).status_code == 422
    assert his.post("/chat/keuken/reacties", {"id": "onbekend", "reaction": "knap"}).status_code == 404


def test_a_reply_by_page_quotes_and_keeps_what_it_answers(noor: Any, sam: Any, browser_of: Any, inside: Any, say: Any,
                                                          kitchen: Room) -> None:  # fmt: skip
    first = say(inside(noor), "wie is er nog op")["message"]
    his = browser_of(sam)
    page = his.get(f"/chat/keuken?antwoord={first['id']}").get_data(as_text=True)
    assert f'name="reply_to" value="{first["id"]}"' in page and "dappere kievit: wie is er nog op" in page
    his.post("/chat/keuken/berichten", {"body": "ik", "reply_to": first["id"]})
    assert "dappere kievit: wie is er nog op" in his.get("/chat/keuken").get_data(as_text=True)


def test_L11_a_held_message_shows_its_writer_the_card_and_others_nothing(
    noor: Any, sam: Any, browser_of: Any, sieve: Sieve, kitchen: Room
) -> None:
    sieve.says("crisis")
    hers = browser_of(noor)
    answer = hers.post("/chat/keuken/berichten", {"body": "het is te zwaar"})
    assert answer.status_code == 303
    page = hers.get(answer.location).get_data(as_text=True)
    assert "het is te zwaar" in page and "Alleen jij ziet dit nog." in page
    assert "Goed dat je dit zegt." in page and 'href="tel:113"' in page
    assert "het is te zwaar" not in browser_of(sam).get("/chat/keuken").get_data(as_text=True)


def test_L11_a_host_decides_by_form(noor: Any, sam: Any, mila: Any, browser_of: Any, sieve: Sieve,
                                    kitchen: Room) -> None:  # fmt: skip
    sieve.says("red")
    browser_of(noor).post("/chat/keuken/berichten", {"body": "wacht op iemand", "client_id": "w"})
    host = browser_of(mila)
    page = host.get("/chat/keuken").get_data(as_text=True)
    public_id = re.search(r'id="bericht-([\w-]+)"', page).group(1)  # type: ignore[union-attr]
    assert "wacht op iemand" in page and "Plaats niet" in page
    wish = {"id": public_id, "decision": "show"}
    assert browser_of(sam).post("/chat/keuken/besluiten", wish).status_code == 403
    assert host.post("/chat/keuken/besluiten", wish).status_code == 303
    assert "wacht op iemand" in browser_of(sam).get("/chat/keuken").get_data(as_text=True)


def test_L12_a_closed_room_says_so_and_gives_nothing_to_read(noor: Any, mila: Any, browser_of: Any,
                                                             waiting: Room) -> None:  # fmt: skip
    page = browser_of(noor).get("/chat/wachtlijst")
    text = page.get_data(as_text=True)
    assert page.status_code == 200 and "Wachtlijst is dicht" in text and 'name="body"' not in text
    refused = browser_of(noor).get("/chat/wachtlijst/berichten")
    assert refused.status_code == 403 and refused.get_json()["error"]["code"] == "room_closed"
    post = browser_of(noor).post("/chat/wachtlijst/berichten", {"body": "is hier iemand"})
    assert post.status_code == 403 and posted() == []
    assert 'role="log"' in browser_of(mila).get("/chat/wachtlijst").get_data(as_text=True)


def test_a_page_beside_a_full_table_cannot_speak(noor: Any, sam: Any, browser_of: Any, inside: Any, app: Flask) -> None:
    make_room("tafel", is_always_open=True, state="open", max_speakers=1)
    inside(noor, "tafel")
    assert browser_of(sam).post("/chat/tafel/berichten", {"body": "mag ik"}).status_code == 403
    assert browser_of(noor).post("/chat/tafel/berichten", {"body": "ik zit hier"}).status_code == 303


def test_L6_a_page_reads_no_further_back_than_an_hour(noor: Any, sam: Any, browser_of: Any, inside: Any, say: Any,
                                                      kitchen: Room) -> None:  # fmt: skip
    say(inside(noor), "lang geleden gezegd")
    clock.start_at(clock.now() + timedelta(minutes=61))
    assert "lang geleden gezegd" not in browser_of(sam).get("/chat/keuken").get_data(as_text=True)
    assert "lang geleden gezegd" in browser_of(noor).get("/chat/keuken").get_data(as_text=True)


def test_L8_contact_details_are_masked_for_everybody_and_the_writer_is_told_why(
    noor: Any, sam: Any, browser_of: Any, inside: Any, kitchen: Room
) -> None:
    his, hers = inside(sam), browser_of(noor)
    hers.post("/chat/keuken/berichten", {"body": "bel me op 06-12345678"})
    message = his.news("message:posted")[0]
    assert message["state"] == "masked" and "12345678" not in str(message)
    page = hers.get("/chat/keuken").get_data(as_text=True)
    assert "12345678" not in page and "We hebben een telefoonnummer weggehaald" in page
    assert "een telefoonnummer weggehaald" not in browser_of(sam).get("/chat/keuken").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/chat", "/chat/keuken"])
def test_pages_have_one_h1_landmarks_and_no_inline_script(path: str, noor: Any, browser_of: Any, kitchen: Room) -> None:
    text = browser_of(noor).get(path).get_data(as_text=True)
    assert text.count("<h1") == 1 and "<footer" in text and "<main" in text and "- Moi</title>" in text
    assert not re.search(r"<script(?![^>]*src=)", text) and " style=" not in text


def test_showing_a_room_costs_the_same_with_one_message_or_fifty(
    noor: Any, browser_of: Any, kitchen: Room, statements: list[str]
) -> None:
    hers = browser_of(noor)
    fill(kitchen, 1)
    hers.get("/chat/keuken")
    statements.clear()
    hers.get("/chat/keuken")
    few = len(statements)
    fill(kitchen, 49)
    statements.clear()
    hers.get("/chat/keuken")
    assert len(statements) <= few <= 16
