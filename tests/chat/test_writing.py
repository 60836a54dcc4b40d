"""Changing one's own words, and taking them back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from chat import payloads, rules, writing
from chat.models import Message, Room
from community import clock, content, db
from community.errors import NotAllowed, NotFound
from community.moderation import actions as moderation
from community.moderation import queries as cases
from tests.chat.conftest import make_room


def later(**time: float) -> None:
    clock.start_at(clock.now() + timedelta(**time))


def stored(public_id: str) -> Message:
    db.session().expire_all()
    return content.find("chat.message", public_id)  # type: ignore[no-any-return]


def earlier_texts(public_id: str) -> list[str]:
    return [version.body for version in content.versions(stored(public_id))]


def test_one_changes_ones_own_words_and_everybody_sees_that(
    noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    said = say(hers, "moi alemaal")["message"]
    his.news()
    answer = hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "  moi allemaal "})
    assert answer["ok"] and "card" not in answer
    assert (answer["message"]["body"], answer["message"]["edited"], answer["message"]["seq"]) == (
        "moi allemaal",
        True,
        1,
    )
    changed = his.news("message:changed")
    assert changed == [{key: value for key, value in answer["message"].items() if key != "client_id"}]
    assert earlier_texts(said["id"]) == ["moi alemaal"]
    assert said["edited"] is False and payloads.message(stored(said["id"]))["edited"] is True


def test_the_same_words_again_change_nothing(noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room) -> None:
    hers, his = inside(noor), inside(sam)
    said = say(hers, "moi")["message"]
    his.news()
    assert not hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "moi"})["message"]["edited"]
    assert his.news("message:changed") == [] and earlier_texts(said["id"]) == []


def test_changing_ends_after_five_minutes_and_taking_back_does_not(
    noor: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers = inside(noor)
    said = say(hers, "moi")["message"]
    later(minutes=4, seconds=58)
    assert hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "nog net"})["ok"]
    later(seconds=3)
    refused = hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "te laat"})
    assert refused["error"]["code"] == "not_allowed" and stored(said["id"]).body == "nog net"
    assert hers.ask("message:withdraw", {"room": "keuken", "id": said["id"]})["ok"]


def test_nobody_changes_or_takes_back_somebody_elses_words(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    said = say(inside(noor), "van mij")["message"]
    for other in (sam, mila):
        socket = inside(other)
        for event in ("message:edit", "message:withdraw"):
            answer = socket.ask(event, {"room": "keuken", "id": said["id"], "body": "van jou"})
            assert answer["error"]["code"] == "not_found"
    assert stored(said["id"]).body == "van mij"


def test_who_may_not_write_may_not_change(noor: Any, inside: Any, say: Any, kitchen: Room) -> None:
    hers = inside(noor)
    said = say(hers, "moi")["message"]
    wish = {"room": "keuken", "id": said["id"], "body": "iets anders"}
    mute(noor)
    assert hers.ask("message:edit", wish)["error"]["code"] == "muted"
    close(kitchen)
    unmute(noor)
    assert hers.ask("message:edit", wish)["error"]["code"] == "room_closed"
    assert hers.ask("message:withdraw", {"room": "keuken", "id": said["id"]})["ok"]  # one's own words go at any time


def test_changing_is_no_way_around_slow_mode(noor: Any, inside: Any, say: Any) -> None:
    make_room("tafel", is_always_open=True, state="open", slow_mode_seconds=30)
    hers = inside(noor, "tafel")
    said = say(hers, "moi", room="tafel")["message"]
    wish = {"room": "tafel", "id": said["id"], "body": "en nog iets"}
    assert hers.ask("message:edit", wish)["error"]["code"] == "too_fast"
    later(seconds=31)
    assert hers.ask("message:edit", wish)["ok"]
    later(seconds=5)
    refused = hers.ask("message:edit", wish | {"body": "en nog meer"})["error"]
    assert refused["code"] == "too_fast" and 24 <= refused["retry_after"] <= 25
    later(seconds=26)
    assert hers.ask("message:edit", wish | {"body": "en nog meer"})["ok"]


def test_changing_is_no_way_around_the_queue(noor: Any, sam: Any, inside: Any, say: Any) -> None:
    make_room("tafel", is_always_open=True, state="open", max_speakers=1)
    hers = inside(noor, "tafel")
    said = say(hers, "moi", room="tafel")["message"]
    wish = {"room": "tafel", "id": said["id"]}
    hers.ask("room:leave", {"room": "tafel"})
    his = inside(sam, "tafel")
    again = inside(noor, "tafel")  # she waits now
    assert again.ask("message:edit", wish | {"body": "zonder stoel"})["error"]["code"] == "not_allowed"
    his.ask("room:leave", {"room": "tafel"})
    assert again.ask("message:edit", wish | {"body": "met stoel"})["ok"]


def test_the_last_hour_of_who_said_much_goes_in_parts(
    noor: Any, inside: Any, say: Any, kitchen: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = inside(noor)
    said = [say(hers, f"moi {number}")["message"] for number in range(5)]
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    monkeypatch.setattr(writing, "_withdraw_all", counted := Counted(writing._withdraw_all))
    assert writing.withdraw_last_hour(noor, kitchen) == 5
    assert counted.numbers == [2, 2, 1]
    assert {stored(each["id"]).state for each in said} == {"removed"}


class Counted:
    """Notes how many each action was given."""

    def __init__(self, action: Any):
        self.action, self.numbers = action, list[int]()

    def __call__(self, author: Any, ids: list[int]) -> int:
        self.numbers.append(len(ids))
        return int(self.action(author, ids))


@db.action
def mute(person: Any) -> None:
    db.session().refresh(person)
    person.muted_until = clock.now() + timedelta(days=1)


@db.action
def unmute(person: Any) -> None:
    db.session().refresh(person)
    person.muted_until = None


@db.action
def close(room: Room) -> None:
    db.session().refresh(room)
    room.state, room.is_always_open = "closed", False


def test_changing_counts_as_speaking(noor: Any, inside: Any, say: Any, kitchen: Room) -> None:
    hers = inside(noor)
    said = [say(hers, f"moi {number}")["message"] for number in range(5)]
    answer = hers.ask("message:edit", {"room": "keuken", "id": said[0]["id"], "body": "anders"})
    assert answer["error"]["code"] == "too_fast" and answer["error"]["retry_after"] >= 1


def test_L8_changed_words_pass_the_mask_again(noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room) -> None:
    hers, his = inside(noor), inside(sam)
    said = say(hers, "moi")["message"]
    his.news()
    hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "app me op 0612345678"})
    [changed] = his.news("message:changed")
    assert changed["state"] == "masked" and "0612345678" not in str(changed)


def test_L11_words_changed_into_something_that_must_wait_are_held_where_they_stand(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, sieve: Any, kitchen: Room
) -> None:
    hers, his, host = inside(noor), inside(sam), inside(mila)
    said = say(hers, "moi allemaal")["message"]
    for socket in (hers, his, host):
        socket.news()
    sieve.says("crisis", "means")
    answer = hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "iets zwaars"})
    assert answer["card"]["kind"] == "crisis" and answer["message"]["state"] == "held" and answer["message"]["seq"] == 1
    [seen_by_her] = hers.news("message:changed")
    assert (seen_by_her["body"], seen_by_her["state"], seen_by_her["client_id"]) == (
        "iets zwaars",
        "held",
        said["client_id"],
    )
    [seen_by_him] = his.news("message:changed")
    assert (seen_by_him["body"], seen_by_him["state"], seen_by_him["seq"]) == ("", "hidden", 1)
    assert "zwaars" not in str(seen_by_him) and "moi allemaal" not in str(seen_by_him)
    told = host.news("message:changed")[-1]
    assert (told["body"], told["earlier"]) == ("iets zwaars", "moi allemaal")
    assert "earlier" not in seen_by_her
    case = cases.open_case_of("chat.message", said["id"])
    assert case is not None and case.level == "crisis"


def test_what_waits_in_its_place_is_read_back_by_its_writer_and_hosts_only(
    noor: Any, sam: Any, mila: Any, cast: Any, inside: Any, say: Any, sieve: Any, socket_of: Any, browser_of: Any,
    kitchen: Room,
) -> None:  # fmt: skip
    hers = inside(noor)
    said = say(hers, "moi allemaal")["message"]
    sieve.says("red", "insult")
    hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "iets zwaars"})
    entered = {person: socket_of(person).ask("room:enter", {"room": "keuken"}) for person in (noor, sam, mila)}
    bodies = {person: answer["messages"][0]["body"] for person, answer in entered.items()}
    assert bodies == {noor: "iets zwaars", sam: "", mila: "iets zwaars"}
    caught_up = socket_of(sam).ask("room:enter", {"room": "keuken", "after": 1})
    assert [each["body"] for each in caught_up["changed"]] == [""]
    assert "zwaars" not in browser_of(sam).get("/chat/keuken/berichten?after=0").get_data(as_text=True)
    assert "zwaars" not in browser_of(sam).get("/chat/keuken").get_data(as_text=True)
    assert "zwaars" in browser_of(noor).get("/chat/keuken").get_data(as_text=True)
    for_host = browser_of(mila).get("/chat/keuken").get_data(as_text=True)
    assert "zwaars" in for_host and "<q>moi allemaal</q>" in for_host
    assert entered[mila]["messages"][0]["earlier"] == "moi allemaal" and "earlier" not in entered[noor]["messages"][0]
    page = browser_of(sam).get(f"/chat/keuken?antwoord={said['id']}").get_data(as_text=True)
    assert "zwaars" not in page and "moi allemaal" not in page
    assert inside(sam).ask("message:react", {"room": "keuken", "id": said["id"], "reaction": "knap"})["ok"] is False


def test_a_host_shows_what_waits_in_its_place_again_and_it_keeps_its_seq(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, sieve: Any, kitchen: Room
) -> None:
    hers, his, host = inside(noor), inside(sam), inside(mila)
    said = say(hers, "moi allemaal")["message"]
    sieve.says("red", "insult")
    hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "toch gewoon"})
    his.news()
    assert host.ask("message:decide", {"room": "keuken", "id": said["id"], "decision": "show"})["ok"]
    news = his.news()
    assert [(each["body"], each["state"], each["seq"]) for each in news if "body" in each] == [
        ("toch gewoon", "visible", 1)
    ]
    sieve.says("green")
    assert say(hers, "verder")["message"]["seq"] == 2


def test_a_room_in_which_all_is_read_first_also_reads_what_is_changed(
    noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    said = say(hers, "moi")["message"]
    his.news()
    hold_all(kitchen)
    answer = hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "iets anders"})
    assert answer["message"]["state"] == "held" and answer["card"]["kind"] == "wait"
    assert [each["body"] for each in his.news("message:changed")] == [""]


@db.action
def hold_all(room: Room) -> None:
    db.session().refresh(room)
    room.hold_all = True


@pytest.mark.parametrize("level", ["green", "red"])
def test_what_was_held_stays_held_whatever_it_becomes(
    noor: Any, sam: Any, inside: Any, say: Any, sieve: Any, kitchen: Room, level: str
) -> None:
    hers, his = inside(noor), inside(sam)
    sieve.says("red", "insult")
    held = say(hers, "iets zwaars")["message"]
    sieve.says(level)
    answer = hers.ask("message:edit", {"room": "keuken", "id": held["id"], "body": "moi"})
    assert (answer["message"]["state"], answer["message"]["seq"]) == ("held", None)
    assert his.news("message:changed") == his.news("message:posted") == []
    assert cases.open_case_of("chat.message", held["id"]) is not None


def test_what_is_hidden_or_gone_is_never_changed_into_view(
    noor: Any, mila: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers, host = inside(noor), inside(mila)
    hidden, gone = say(hers, "weg ermee")["message"], say(hers, "toch niet")["message"]
    host.ask("message:decide", {"room": "keuken", "id": hidden["id"], "decision": "hide"})
    hers.ask("message:withdraw", {"room": "keuken", "id": gone["id"]})
    for message in (hidden, gone):
        wish = {"room": "keuken", "id": message["id"], "body": "daar ben ik weer"}
        assert hers.ask("message:edit", wish)["error"]["code"] == "not_allowed"
        revise(stored(message["id"]), noor)  # nor by any other road
        assert not stored(message["id"]).is_shown
    assert hers.ask("message:withdraw", {"room": "keuken", "id": hidden["id"]})["error"]["code"] == "not_allowed"


def test_what_another_process_decided_a_moment_ago_counts(noor: Any, inside: Any, say: Any, kitchen: Room) -> None:
    said = stored(say(inside(noor), "moi")["message"]["id"])
    assert said.is_shown
    with db.engine().begin() as elsewhere:
        elsewhere.execute(sa.update(Message).where(Message.id == said.id).values(state="hidden"))
    with pytest.raises(NotAllowed):
        writing.edit(noor, kitchen, said.public_id, "daar ben ik weer")
    with pytest.raises(NotAllowed):
        writing.withdraw(noor, kitchen, said.public_id)
    assert writing.withdraw_last_hour(noor, kitchen) == 0 and stored(said.public_id).state == "hidden"


@db.action
def revise(item: Any, author: Any) -> None:
    content.revise(item, author, "daar ben ik weer")


def test_what_is_taken_back_keeps_its_seq_without_words(
    noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    said = say(hers, "toch liever niet")["message"]
    his.news()
    for _again in range(2):
        answer = hers.ask("message:withdraw", {"room": "keuken", "id": said["id"]})
        assert answer["ok"] and answer["message"]["seq"] == 1
    [changed] = his.news("message:changed")
    assert (changed["seq"], changed["body"], changed["state"]) == (1, "", "hidden")
    assert "liever" not in str(changed)
    row = stored(said["id"])
    assert (row.state, row.body, row.html) == ("removed", "", "")
    assert earlier_texts(said["id"]) == ["toch liever niet"]
    assert say(hers, "verder")["message"]["seq"] == 2


def test_a_report_keeps_its_snapshot_when_the_words_are_taken_back(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, browser_of: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    said = say(hers, "een dreigement")["message"]
    his.ask("message:report", {"room": "keuken", "id": said["id"], "reason": "illegal"})
    hers.ask("message:withdraw", {"room": "keuken", "id": said["id"]})
    case = cases.open_case_of("chat.message", said["id"])
    assert case is not None and case.reports[0].snapshot["text"] == "een dreigement"
    page = browser_of(mila).get(f"/team/melding/{case.public_id}").get_data(as_text=True)
    assert "een dreigement" in page


def test_L14_what_was_taken_back_can_still_be_reported_by_who_read_it(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, browser_of: Any, kitchen: Room
) -> None:
    """Saying something ugly and taking it back at once is no way around a report; nothing of it is shown again."""
    hers, his = inside(noor), inside(sam)
    said = say(hers, "een dreigement")["message"]
    own = hers.ask("message:withdraw", {"room": "keuken", "id": said["id"]})["message"]
    address = f"/melden?kind=chat.message&id={said['id']}"
    assert address.replace("&", "&amp;") in his.news("message:changed")[-1]["html"] and "/melden" not in own["html"]
    page = browser_of(sam).get(address)
    assert page.status_code == 200 and "dreigement" not in page.get_data(as_text=True)
    assert his.ask("message:report", {"room": "keuken", "id": said["id"], "reason": "illegal"})["ok"]
    case = cases.open_case_of("chat.message", said["id"])
    assert case is not None and case.reports[0].snapshot["text"] == "een dreigement"
    assert "een dreigement" in browser_of(mila).get(f"/team/melding/{case.public_id}").get_data(as_text=True)


def test_L14_what_waits_in_its_place_is_reported_as_it_was_read(
    noor: Any, sam: Any, inside: Any, say: Any, sieve: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    said, held = say(hers, "zo las hij het")["message"], None
    sieve.says("red", "insult")
    hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "zo las niemand het"})
    held = say(hers, "dit las niemand")["message"]
    assert content.reportable(sam, "chat.message", said["id"]).text == "zo las hij het"
    assert his.ask("message:report", {"room": "keuken", "id": held["id"], "reason": "illegal"})["ok"] is False
    with pytest.raises(NotFound):
        content.reportable(sam, "chat.message", held["id"])


def test_the_last_hour_goes_in_one_act(noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room) -> None:
    make_room("tuin", is_always_open=True, state="open", max_speakers=0)
    hers, his = inside(noor), inside(sam)
    old = say(hers, "van net iets langer geleden")["message"]
    later(minutes=61)
    recent = [say(hers, f"van dit uur {number}")["message"] for number in range(3)]
    elsewhere = say(inside(noor, "tuin"), "elders", room="tuin")["message"]
    of_him = say(his, "van een ander")["message"]
    his.news()
    assert hers.ask("message:withdraw", {"room": "keuken", "last_hour": True}) == {"ok": True, "withdrawn": 3}
    assert [each["id"] for each in his.news("message:changed")] == [each["id"] for each in recent]
    assert all(stored(each["id"]).body for each in (old, elsewhere, of_him))
    assert hers.ask("message:withdraw", {"room": "keuken", "last_hour": True}) == {"ok": True, "withdrawn": 0}


def test_what_waits_can_be_taken_back_too(
    noor: Any, mila: Any, inside: Any, say: Any, sieve: Any, kitchen: Room
) -> None:
    hers, host = inside(noor), inside(mila)
    sieve.says("crisis", "means")
    held = say(hers, "iets zwaars")["message"]
    assert hers.ask("message:withdraw", {"room": "keuken", "id": held["id"]})["ok"]
    assert host.news("message:changed")[-1]["body"] == ""
    assert host.ask("message:decide", {"room": "keuken", "id": held["id"], "decision": "show"})["ok"] is False
    case = cases.open_case_of("chat.message", held["id"])
    assert case is not None and earlier_texts(held["id"]) == ["iets zwaars"]  # somebody still looks after the writer
    moderation.decide(mila, case, "keep", note="gesproken")
    assert stored(held["id"]).state == "removed"


@pytest.mark.parametrize(
    ("event", "wish"),
    [
        ("message:edit", {"room": "keuken"}),
        ("message:edit", {"room": "keuken", "id": "x", "body": 5}),
        ("message:edit", {"room": "keuken", "id": "x", "body": "  "}),
        ("message:edit", {"room": "keuken", "id": None, "body": "moi"}),
        ("message:withdraw", {"room": "keuken"}),
        ("message:withdraw", {"room": "keuken", "id": ["x"]}),
        ("message:withdraw", {"room": "keuken", "last_hour": "ja"}),
        ("message:withdraw", {"room": "keuken", "last_hour": 1}),
    ],
)
def test_wrong_wishes_are_invalid(noor: Any, inside: Any, kitchen: Room, event: str, wish: Any) -> None:
    assert inside(noor).ask(event, wish)["error"]["code"] == "invalid"


def test_too_long_is_too_long_and_who_is_not_there_is_not_joined(
    noor: Any, inside: Any, socket_of: Any, say: Any, kitchen: Room
) -> None:
    hers = inside(noor)
    said = say(hers, "moi")["message"]
    wish = {"room": "keuken", "id": said["id"], "body": "x" * 1001}
    assert hers.ask("message:edit", wish)["error"]["code"] == "too_long"
    assert socket_of(noor).ask("message:edit", wish | {"body": "moi"})["error"]["code"] == "not_joined"


def test_the_page_changes_and_takes_back_without_script(
    noor: Any, sam: Any, inside: Any, say: Any, browser_of: Any, kitchen: Room
) -> None:
    said = say(inside(noor), "moi alemaal")["message"]
    hers, address = browser_of(noor), f"/chat/keuken/berichten/{said['id']}"
    assert f'href="{address}"' in hers.get("/chat/keuken").get_data(as_text=True)
    assert "moi alemaal</textarea>" in hers.get(address).get_data(as_text=True)
    assert browser_of(sam).get(address).status_code == browser_of(sam).post(address, {"body": "ha"}).status_code == 404
    wrong = hers.post(address, {"body": "x" * 1001})
    assert wrong.status_code == 422 and "x" * 1001 in wrong.get_data(as_text=True)
    done = hers.post(address, {"body": "moi allemaal"})
    assert (done.status_code, done.headers["Location"]) == (303, f"/chat/keuken#bericht-{said['id']}")
    assert stored(said["id"]).body == "moi allemaal"
    later(minutes=6)
    assert "<textarea" not in hers.get(address).get_data(as_text=True)
    late = hers.post(address, {"body": "te laat"})
    assert late.status_code == 403 and stored(said["id"]).body == "moi allemaal"
    assert hers.post(f"{address}/weg").status_code == 303 and stored(said["id"]).state == "removed"
    assert "moi allemaal" not in hers.get(address).get_data(as_text=True)


def test_L14_the_page_of_what_the_team_hid_leads_to_the_reason_and_the_objection(
    noor: Any, mila: Any, inside: Any, say: Any, browser_of: Any, kitchen: Room
) -> None:
    said = say(inside(noor), "moi")["message"]
    inside(mila).ask("message:decide", {"room": "keuken", "id": said["id"], "decision": "hide", "reason": "rustig"})
    page = browser_of(noor).get(f"/chat/keuken/berichten/{said['id']}").get_data(as_text=True)
    assert "bezwaar maken" in page and 'href="/mijn">Naar Mijn Moi' in page and "Haal dit bericht weg" not in page


def test_L20_a_page_says_in_its_own_language_that_words_are_gone(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, sieve: Any, browser_of: Any, kitchen: Room
) -> None:
    hers, host = inside(noor), inside(mila)
    hidden, removed, waits = (say(hers, body)["message"] for body in ("een", "twee", "drie"))
    host.ask("message:decide", {"room": "keuken", "id": hidden["id"], "decision": "hide"})
    hers.ask("message:withdraw", {"room": "keuken", "id": removed["id"]})
    sieve.says("red", "means")
    hers.ask("message:edit", {"room": "keuken", "id": waits["id"], "body": "iets zwaars"})
    his = browser_of(sam).get("/chat/keuken?taal=en").get_data(as_text=True)
    conversation = his.partition('role="log"')[2].partition("</ol>")[0]
    assert "The team has hidden this message." in conversation and 'href="/huisregels?taal=en"' in conversation
    assert "The writer has taken this message away." in conversation and "Report it anyway" in conversation
    assert "not here for the moment" in conversation and "Dit bericht" not in conversation
    told = {each["id"]: each for each in inside(sam).ask("room:enter", {"room": "keuken"})["messages"]}
    heard = hers.news("message:changed")[-1]
    assert (heard["state"], heard["body"], heard["trace"]) == ("held", "iets zwaars", None)  # hers is not gone for her
    traces = [told[each["id"]]["trace"] for each in (hidden, removed, waits)]
    assert traces == ["hidden", "removed", "waits"]
    assert told[hidden["id"]]["html"] == payloads.HIDDEN  # the contract's, for who speaks to us by program


def test_the_page_takes_the_last_hour_back_after_asking(
    noor: Any, inside: Any, say: Any, browser_of: Any, kitchen: Room
) -> None:
    said = [say(inside(noor), f"moi {number}")["message"] for number in range(2)]
    hers = browser_of(noor)
    asked = hers.get("/chat/keuken/laatste-uur").get_data(as_text=True)
    assert "2 keer" in asked and all(stored(each["id"]).is_shown for each in said)
    assert hers.post("/chat/keuken/laatste-uur").status_code == 303
    assert not any(stored(each["id"]).is_shown for each in said)
    assert "Er is niets om weg te halen" in hers.get("/chat/keuken/laatste-uur").get_data(as_text=True)


def test_changing_something_into_a_crisis_by_form_shows_the_card(
    noor: Any, inside: Any, say: Any, sieve: Any, browser_of: Any, kitchen: Room
) -> None:
    said = say(inside(noor), "moi")["message"]
    sieve.says("crisis", "means")
    hers = browser_of(noor)
    hers.post(f"/chat/keuken/berichten/{said['id']}", {"body": "iets zwaars"})
    page = hers.get("/chat/keuken").get_data(as_text=True)
    assert "Goed dat je dit zegt." in page and f'href="/chat/keuken/berichten/{said["id"]}"' in page


def test_hosts_read_the_earlier_text_where_they_decide(
    noor: Any, mila: Any, inside: Any, say: Any, sieve: Any, browser_of: Any, kitchen: Room
) -> None:
    said = say(inside(noor), "wat er eerst stond")["message"]
    sieve.says("red", "insult")
    inside(noor).ask("message:edit", {"room": "keuken", "id": said["id"], "body": "wat er nu staat"})
    case = cases.open_case_of("chat.message", said["id"])
    assert case is not None
    page = browser_of(mila).get(f"/team/melding/{case.public_id}").get_data(as_text=True)
    assert "wat er eerst stond" in page and "wat er nu staat" in page


def test_reading_a_room_takes_no_statement_for_each_changed_message(
    noor: Any, mila: Any, browser_of: Any, statements: list[str], kitchen: Room
) -> None:
    def count(person: Any) -> int:
        statements.clear()
        assert browser_of(person).get("/chat/keuken").status_code == 200
        return len(statements)

    few = [speak(noor, kitchen) for _each in range(2)] and [count(person) for person in (noor, mila)]
    many = [speak(noor, kitchen) for _each in range(20)] and [count(person) for person in (noor, mila)]
    assert few == many


@db.action
def speak(person: Any, room: Room) -> None:
    """Something that was shown and waits again."""
    number = (db.session().scalar(sa.select(sa.func.max(Message.seq))) or 0) + 1
    message = Message(room_id=room.id, room=room, client_id=f"n{number}", seq=number, shown_at=clock.now())
    content.submit(message, person, "moi")
    message.state = "held" if number % 2 else "visible"
    room.last_seq = number


def test_only_the_writer_is_asked_for(noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room) -> None:
    said = stored(say(inside(noor), "moi")["message"]["id"])
    assert rules.may_edit(noor, said) and rules.may_withdraw(noor, said)
    assert not rules.may_edit(sam, said) and not rules.may_withdraw(sam, said)
    with pytest.raises(NotFound):
        writing.edit(sam, kitchen, said.public_id, "ha")
    with pytest.raises(NotFound):
        writing.withdraw(sam, kitchen, said.public_id)
    later(minutes=5)
    with pytest.raises(NotAllowed):
        writing.edit(noor, kitchen, said.public_id, "te laat")


def test_L11_nobody_shows_words_that_were_changed_after_they_were_read(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, sieve: Any, browser_of: Any, kitchen: Room
) -> None:
    hers, his, host = inside(noor), inside(sam), inside(mila)
    sieve.says("red", "insult")
    held = say(hers, "iets zwaars")["message"]
    case = cases.open_case_of("chat.message", held["id"])
    assert case is not None
    read = host.news("message:held")[-1]["mark"]
    desk, address = browser_of(mila), f"/team/melding/{case.public_id}"
    assert f'name="mark" value="{read}"' in desk.get(address).get_data(as_text=True)
    assert f'name="mark" value="{read}"' in desk.get("/chat/keuken").get_data(as_text=True)
    hers.ask("message:edit", {"room": "keuken", "id": held["id"], "body": "iets veel ergers"})
    wish = {"room": "keuken", "id": held["id"], "decision": "show"}
    refused = host.ask("message:decide", wish | {"mark": read})
    assert "intussen veranderd" in refused["error"]["message"]
    by_form = desk.post("/chat/keuken/besluiten", {"id": held["id"], "decision": "show", "mark": read})
    at_the_desk = desk.post(address, {"decision": "keep", "reason": "other", "mark": read})
    for page in (by_form, at_the_desk):
        text = page.get_data(as_text=True)
        assert page.status_code == 409 and "Lees hem nog eens" in text and "iets veel ergers" in text
    assert his.news("message:posted") == [] and stored(held["id"]).state == "held"
    read_again = host.news("message:changed")[-1]["mark"]
    assert f'name="mark" value="{read_again}"' in at_the_desk.get_data(as_text=True) and read_again != read
    assert host.ask("message:decide", wish | {"mark": read_again})["ok"]
    assert his.news("message:posted")[0]["body"] == "iets veel ergers"


def test_who_follows_the_contract_decides_without_a_mark(
    noor: Any, mila: Any, inside: Any, say: Any, sieve: Any, kitchen: Room
) -> None:
    hers, host = inside(noor), inside(mila)
    sieve.says("red", "insult")
    held = say(hers, "iets zwaars")["message"]
    wish = {"room": "keuken", "id": held["id"], "decision": "show"}
    assert host.ask("message:decide", wish | {"mark": 5})["error"]["code"] == "invalid"
    shown = host.ask("message:decide", wish)
    assert shown["ok"] and "mark" not in shown["message"]


def test_L11_a_cry_for_help_is_not_blanked_by_changing_it(
    noor: Any, mila: Any, inside: Any, say: Any, sieve: Any, socket_of: Any, browser_of: Any, kitchen: Room
) -> None:
    hers, host = inside(noor), inside(mila)
    sieve.says("crisis", "means")
    held = say(hers, "iets heel zwaars")["message"]
    sieve.says("green")
    answer = hers.ask("message:edit", {"room": "keuken", "id": held["id"], "body": "grapje"})
    assert answer["card"]["kind"] == "crisis" and "earlier" not in answer["message"]
    hers.ask("message:edit", {"room": "keuken", "id": held["id"], "body": "laat maar"})
    row, case = stored(held["id"]), cases.open_case_of("chat.message", held["id"])
    assert (row.level, row.reasons) == ("crisis", ["means"]) and case is not None and case.level == "crisis"
    told = host.news("message:changed")[-1]
    assert (told["body"], told["earlier"]) == ("laat maar", "iets heel zwaars / grapje")
    again = socket_of(mila)
    again.ask("room:enter", {"room": "keuken"})
    assert again.news("message:held")[0]["earlier"] == "iets heel zwaars / grapje"
    assert "iets heel zwaars / grapje" in browser_of(mila).get("/chat/keuken").get_data(as_text=True)
    assert "Goed dat je dit zegt." in browser_of(noor).get("/chat/keuken").get_data(as_text=True)


@pytest.mark.parametrize("was_shown", [False, True])
def test_a_cry_for_help_that_is_taken_back_stays_with_the_hosts_until_somebody_decided(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, sieve: Any, socket_of: Any, browser_of: Any, kitchen: Room,
    was_shown: bool,
) -> None:  # fmt: skip
    hers, his, host = inside(noor), inside(sam), inside(mila)
    before = "moi / " if was_shown else ""
    if was_shown:
        said = say(hers, "moi")["message"]
    sieve.says("crisis", "means")
    if was_shown:
        hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "iets heel zwaars"})
    else:
        said = say(hers, "iets heel zwaars")["message"]
    hers.ask("message:withdraw", {"room": "keuken", "id": said["id"]})
    told = host.news("message:changed")[-1]
    assert (told["body"], told["state"], told["earlier"]) == ("", "hidden", f"{before}iets heel zwaars")
    assert "zwaars" not in str(his.news()) and "zwaars" not in str(hers.news("message:changed")[-1])
    case = cases.open_case_of("chat.message", said["id"])
    assert case is not None

    def seen_by(person: Any) -> str:
        socket = socket_of(person)
        answer = socket.ask("room:enter", {"room": "keuken"})
        return str(answer) + str(socket.news()) + browser_of(person).get("/chat/keuken").get_data(as_text=True)

    assert seen_by(mila).count(f"{before}iets heel zwaars") == 2
    assert "iets heel zwaars" in browser_of(mila).get("/team").get_data(as_text=True)
    assert "zwaars" not in seen_by(sam) and "zwaars" not in seen_by(noor)
    moderation.decide(mila, case, "keep", note="gesproken")
    assert "zwaars" not in seen_by(mila)


def test_L14_a_report_keeps_everything_that_others_read(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, sieve: Any, browser_of: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    said = say(hers, "een dreigement")["message"]
    hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": "toch aardig"})
    assert his.ask("message:report", {"room": "keuken", "id": said["id"], "reason": "illegal"})["ok"]
    case = cases.open_case_of("chat.message", said["id"])
    assert case is not None
    snapshot = case.reports[0].snapshot
    assert snapshot["text"] == "toch aardig" and [each["text"] for each in snapshot["earlier"]] == ["een dreigement"]
    page = browser_of(mila).get(f"/team/melding/{case.public_id}").get_data(as_text=True)
    assert "Eerder konden anderen dit lezen" in page and "<li>een dreigement</li>" in page


def test_L14_a_report_says_what_was_read_and_not_what_only_waited(
    noor: Any, sam: Any, inside: Any, say: Any, sieve: Any, kitchen: Room
) -> None:
    hers = inside(noor)
    said = say(hers, "een dreigement")["message"]
    for body in ("toch aardig", "nog aardiger"):
        hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": body})
    sieve.says("red", "insult")
    for body in ("zag niemand", "zag ook niemand"):
        hers.ask("message:edit", {"room": "keuken", "id": said["id"], "body": body})
    hers.ask("message:withdraw", {"room": "keuken", "id": said["id"]})
    about = content.reportable(sam, "chat.message", said["id"])
    assert about.text == "nog aardiger" and [text for text, _ in about.earlier] == ["een dreigement", "toch aardig"]
    assert len(earlier_texts(said["id"])) == 5  # the team reads all of it
