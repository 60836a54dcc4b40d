"""Another name in one room: nobody can tell that the two are one person."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from chat import names, retention
from chat.models import Handover, Message, Room, RoomName
from community import clock, content, crypto, db
from community.errors import Invalid, NotAllowed, TooMany
from community.members import export, forgetting, naming
from community.members.models import Person
from community.moderation import actions as moderation
from community.moderation import queries as cases
from community.safety.nicknames import Nickname
from tests import people
from tests.chat.conftest import make_room


def a_name(person: Person, room: Room) -> Nickname:
    """A suggested name that shares no word with the person's own: what we look for cannot be there by chance."""
    own = set(person.name.split())
    return next(each for each in names.suggestions(person, room) if not own & set(each.name.split()))


def rows() -> list[RoomName]:
    db.session().expire_all()
    return list(db.session().scalars(sa.select(RoomName).order_by(RoomName.id)))


def test_one_goes_by_another_name_in_this_room_only(
    noor: Any, sam: Any, inside: Any, say: Any, socket_of: Any, kitchen: Room
) -> None:
    make_room("tuin", is_always_open=True, state="open", max_speakers=0)
    bird = a_name(noor, kitchen)
    hers, his = inside(noor), inside(sam)
    assert hers.ask("name:take", {"room": "keuken", "name": bird.name})["name"] == bird.name
    assert [each["name"] for each in hers.news("you:changed")] == [bird.name]
    assert his.news() == []
    picture = {"bird": bird.bird, "tint": bird.tint}
    assert say(hers, "moi")["message"]["author"] == {"name": bird.name, "avatar": picture, "badge": None}
    assert his.news("message:posted")[0]["author"]["name"] == bird.name
    assert say(inside(noor, "tuin"), "moi", room="tuin")["message"]["author"]["name"] == noor.name
    you = socket_of(noor).ask("room:enter", {"room": "keuken"})["you"]
    assert (you["name"], you["avatar"]) == (bird.name, picture)


def test_the_name_lasts_into_later_openings_and_is_given_back_for_what_comes_only(
    noor: Any, sam: Any, inside: Any, say: Any
) -> None:
    room = make_room("tafel", state="open", max_speakers=0)
    names.take(noor, room, (bird := a_name(noor, room)).name)
    hers = inside(noor, "tafel")
    first = say(hers, "een", room="tafel")["message"]
    reopen(room)
    again = inside(noor, "tafel")
    assert say(again, "twee", room="tafel")["message"]["author"]["name"] == bird.name
    assert again.ask("name:give_back", {"room": "tafel"})["name"] == noor.name
    assert say(again, "drie", room="tafel")["message"]["author"]["name"] == noor.name
    kept = content.find("chat.message", first["id"])
    assert (kept.author_name, kept.author_bird, kept.author_tint) == bird


@db.action
def reopen(room: Room) -> None:
    db.session().refresh(room)
    room.opening, room.opened_seq, room.opened_at = room.opening + 1, room.last_seq, clock.now()


def test_what_was_said_before_keeps_the_name_it_was_said_under_also_when_it_changes(
    noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    before = say(hers, "als mezelf")["message"]
    names.take(noor, kitchen, (bird := a_name(noor, kitchen)).name)
    after = say(hers, "als een ander")["message"]
    his.news()
    for message, name in ((before, noor.name), (after, bird.name)):
        hers.ask("message:edit", {"room": "keuken", "id": message["id"], "body": "anders gezegd"})
        assert his.news("message:changed")[-1]["author"]["name"] == name


def test_nothing_others_are_told_or_can_open_links_the_two_names(
    sam: Any, bas: Any, cast: Any, inside: Any, say: Any, browser: Any, browser_of: Any, socket_of: Any, sieve: Any,
    kitchen: Room,
) -> None:  # fmt: skip
    """She is known in the garden; in the kitchen she is somebody else. Whoever watches the kitchen, with every event
    that is sent and every page and answer there is, finds nothing of hers: not her name or picture, an id of hers, nor
    an id of what she wrote elsewhere. And in the garden nothing of who she is in the kitchen."""
    she = people.make_person("zwerver77", name="zwierige aalscholver", bird="lepelaar", tint=7, posts_seen=3)
    make_room("tuin", is_always_open=True, state="open", max_speakers=0)
    own_words = say(inside(she, "tuin"), "in de tuin", room="tuin", client_id="vast77")["message"]
    bird = a_name(she, kitchen)
    his, host, guests = inside(sam), inside(bas), inside(cast.guest())
    hers = inside(she)
    hers.ask("name:take", {"room": "keuken", "name": bird.name})
    first = say(hers, "in de keuken", client_id="vast77")["message"]
    his_words = say(his, "antwoord", reply_to=first["id"])["message"]
    say(hers, "app me op 0612345678", reply_to=his_words["id"])
    hers.ask("typing", {"room": "keuken"})
    hers.ask("message:react", {"room": "keuken", "id": his_words["id"], "reaction": "knap"})
    hers.ask("message:edit", {"room": "keuken", "id": first["id"], "body": "in de keuken dus"})
    sieve.says("red", "insult")
    held = say(hers, "iets zwaars")["message"]
    sieve.says("green")
    host.ask("message:decide", {"room": "keuken", "id": held["id"], "decision": "show"})
    his.ask("message:report", {"room": "keuken", "id": first["id"], "reason": "worried", "text": "gaat het?"})
    hers.ask("message:withdraw", {"room": "keuken", "id": held["id"]})
    hers.ask("room:leave", {"room": "keuken"})
    told = [socket.news() for socket in (his, host, guests)]
    answered = [socket_of(other).ask("room:enter", {"room": "keuken", "after": 0}) for other in (sam, bas)]
    receipt = moderation.report(sam, content.reportable(sam, "chat.message", first["id"]), "worried")
    case = cases.open_case_of("chat.message", first["id"])
    assert case is not None
    paths = [
        "/", "/chat", "/chat/keuken", "/chat/keuken/berichten", "/chat/keuken/berichten?after=0", "/chat/tuin",
        f"/chat/keuken?antwoord={first['id']}", f"/melden?kind=chat.message&id={first['id']}", f"/melding/{receipt}",
        "/mijn", "/mijn/meldingen", "/mijn/meenemen", "/forum", "/spreekuur", "/zoeken?q=aalscholver", "/team",
        f"/team/melding/{case.public_id}",
    ]  # fmt: skip
    pages = {(who, path): who.get(path).get_data(as_text=True) for who in (browser_of(sam), browser_of(bas), browser)
             for path in paths}  # fmt: skip
    kitchen_says = json.dumps([told, answered, export.gather(sam), export.gather(bas)])
    kitchen_says += "".join(text for (_who, path), text in pages.items() if path != "/chat/tuin")
    assert bird.name in kitchen_says and "in de keuken dus" in kitchen_says
    for trace in (she.name, she.public_id, "zwerver77", own_words["id"], "in de tuin", "vast77", f"person:{she.id}"):
        assert trace not in kitchen_says, trace
    assert '"lepelaar", "tint": 7' not in kitchen_says
    picture = re.compile(r'avatar--t7[^>]*>\s*<svg[^>]*><use href="[^"]*#lepelaar"')
    assert not picture.search(kitchen_says)
    entered = socket_of(sam).ask("room:enter", {"room": "tuin"})
    garden_says = json.dumps(entered) + "".join(text for (_who, path), text in pages.items() if path == "/chat/tuin")
    assert she.name in garden_says and picture.search(garden_says) and bird.name not in garden_says
    assert not set(ids_in(answered[0])) & set(ids_in(entered))


def ids_in(answer: dict[str, Any]) -> list[str]:
    return [message["id"] for message in answer["messages"]]


def test_the_snapshot_of_a_report_names_neighbours_as_they_were_seen(
    noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    names.take(noor, kitchen, (bird := a_name(noor, kitchen)).name)
    hers, his = inside(noor), inside(sam)
    say(hers, "ervoor")
    reported = say(his, "dit")["message"]
    about = content.reportable(noor, "chat.message", reported["id"])
    assert about.neighbours == (f"{bird.name}: ervoor",)


def test_hosts_and_the_team_go_by_their_own_name(mila: Any, jansen: Any, noor: Any, browser_of: Any) -> None:
    room = make_room("tafel", state="open", host_ids=[jansen.id, noor.id])
    for person in (mila, jansen, noor):
        with pytest.raises(NotAllowed):
            names.take(person, room, "stille lepelaar")
        answer = browser_of(person).post("/chat/tafel/naam", {"name": "stille lepelaar"})
        assert answer.status_code == 403
    assert rows() == []


def test_who_becomes_a_host_is_called_by_their_own_name_again(
    noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    names.take(noor, kitchen, a_name(noor, kitchen).name)
    make_host(kitchen, noor)
    assert say(inside(noor), "moi")["message"]["author"]["name"] == noor.name


@db.action
def make_host(room: Room, person: Person) -> None:
    db.session().refresh(room)
    room.host_ids = [person.id]


def test_a_name_is_free_in_the_room_and_one_we_suggest(noor: Any, sam: Any, cast: Any, kitchen: Room) -> None:
    bird = a_name(noor, kitchen)
    names.take(noor, kitchen, bird.name)
    guest = cast.guest("rustige lepelaar")
    lookalikes = (
        "rustige  lepelaar",
        "rustige\N{NO-BREAK SPACE}lepelaar",
        "rustige\tlepelaar",
        "stille rustige lepelaar",
    )
    longer = " ".join(["stille"] * 22 + ["grutto"])
    for wished in (
        bird.name,
        bird.name.upper(),
        guest.name,
        noor.name,
        "Sanne de Vries",
        "beheerder",
        "",
        "x" * 200,
        *lookalikes,
        longer,
        "lepelaar",
        "stille",
        "lepelaar stille",
    ):
        with pytest.raises(Invalid):
            names.take(sam, kitchen, wished)
    names.give_back(noor, kitchen)
    with pytest.raises(Invalid):  # her words still stand under it
        names.take(sam, kitchen, bird.name)
    other_room = make_room("tuin", state="open")
    if not names._is_like(sam, bird):
        assert names.take(sam, other_room, bird.name).name == bird.name


def test_a_name_that_reads_like_one_in_the_room_is_not_free(
    noor: Any, cast: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    """However it is written: by somebody who is there, and by somebody who spoke."""
    inside(cast.guest("Rústige  lepelaar"))
    gone = inside(cast.guest("nuchtere-lepelaar"))
    say(gone, "moi")
    gone.ask("room:leave", {"room": "keuken"})
    for wished in ("rustige lepelaar", "nuchtere lepelaar"):
        with pytest.raises(Invalid):
            names.take(noor, kitchen, wished)


def test_a_name_is_stored_as_we_write_it(noor: Any, kitchen: Room) -> None:
    assert names.take(noor, kitchen, " Stille \N{NO-BREAK SPACE}\tLEPELAAR ").name == "stille lepelaar"
    assert rows()[0].name == "stille lepelaar"


def test_no_word_of_ones_own_name_and_no_name_of_another_room_leads_back(noor: Any, kitchen: Room) -> None:
    garden = make_room("tuin", state="open")
    names.take(noor, garden, "stille lepelaar")
    for wished in ("dappere lepelaar", "stille lepelaar"):
        with pytest.raises(Invalid):
            names.take(noor, kitchen, wished)
    borrowed = people.make_person(None, kind="guest", name="kalme fuut", bird="wulp")
    for wished in ("zachte fuut", "kalme grutto", "zachte regenwulp"):
        with pytest.raises(Invalid):
            names.take(borrowed, kitchen, wished)
    names.give_back(noor, garden)
    assert not any("dappere" in each.name for each in names.suggestions(noor, kitchen, 24))
    with pytest.raises(Invalid):
        names.take(noor, kitchen, "stille lepelaar")


def test_a_name_somebody_just_spoke_under_is_not_free(
    noor: Any, cast: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    gone = cast.guest("nuchtere lepelaar")
    say(inside(gone), "moi")
    rename(gone, "rappe lepelaar")
    with pytest.raises(Invalid):
        names.take(noor, kitchen, "nuchtere lepelaar")


@db.action
def rename(person: Person, name: str) -> None:
    db.session().refresh(person)
    person.name = name


def test_another_bird_is_another_bird(noor: Any, kitchen: Room) -> None:
    assert all(each.bird != noor.bird for _try in range(5) for each in names.suggestions(noor, kitchen))
    for name in naming._adjectives():
        with pytest.raises(Invalid):
            names.take(noor, kitchen, f"{name} kievit")


def test_three_names_in_one_room_are_enough_and_earlier_ones_can_be_taken_again(noor: Any, kitchen: Room) -> None:
    taken = []
    for _number in range(names.MOST_NAMES):
        bird = next(each for each in names.suggestions(noor, kitchen) if each.name not in taken)
        taken.append(names.take(noor, kitchen, bird.name).name)
    fourth = a_name(noor, make_room("tuin")).name
    with pytest.raises(TooMany):
        names.take(noor, kitchen, fourth)
    assert names.take(noor, kitchen, taken[0]).name == taken[0]
    assert {each.name for each in names.suggestions(noor, kitchen)} == set(taken[1:])
    assert sum(row.given_back_at is None for row in rows()) == 1


def test_the_last_hour_goes_under_the_name_of_now_unless_asked_for_both(
    noor: Any, sam: Any, inside: Any, say: Any, browser_of: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    before = say(hers, "als mezelf")["message"]
    names.take(noor, kitchen, (bird := a_name(noor, kitchen)).name)
    say(hers, "als een ander")
    page = browser_of(noor).get("/chat/keuken/laatste-uur").get_data(as_text=True)
    assert bird.name in page and "all_names" in page
    his.news()
    assert hers.ask("message:withdraw", {"room": "keuken", "last_hour": True})["withdrawn"] == 1
    assert [each["author"]["name"] for each in his.news("message:changed")] == [bird.name]
    wish = {"room": "keuken", "last_hour": True, "all_names": True}
    assert hers.ask("message:withdraw", wish)["withdrawn"] == 1
    assert his.news("message:changed")[0]["id"] == before["id"]


def test_the_page_takes_a_name_and_gives_it_back_without_script(noor: Any, browser_of: Any, kitchen: Room) -> None:
    hers = browser_of(noor)
    assert 'href="/chat/keuken/naam"' in hers.get("/chat/keuken").get_data(as_text=True)
    assert "Welke vogel ben je hier?" in hers.get("/chat/keuken/naam").get_data(as_text=True)
    wrong = hers.post("/chat/keuken/naam", {"name": "Sanne de Vries"})
    assert wrong.status_code == 422 and 'aria-invalid="true"' in wrong.get_data(as_text=True)
    bird = a_name(noor, kitchen)
    assert hers.post("/chat/keuken/naam", {"name": bird.name}).headers["Location"] == "/chat/keuken"
    assert f'id="ik">{bird.name}<' in hers.get("/chat/keuken").get_data(as_text=True)
    hers.post("/chat/keuken/berichten", {"body": "moi"})
    assert db.session().scalar(sa.select(Message.author_name)) == bird.name
    assert hers.post("/chat/keuken/naam", {"own": "1"}).status_code == 303
    assert f'id="ik">{noor.name}<' in hers.get("/chat/keuken").get_data(as_text=True)


def test_a_name_can_be_taken_before_coming_in_also_while_it_is_closed(
    noor: Any, waiting: Room, browser_of: Any
) -> None:
    assert not waiting.is_open
    bird = a_name(noor, waiting)
    assert browser_of(noor).post("/chat/wachtlijst/naam", {"name": bird.name}).status_code == 303
    assert waiting_name(noor, waiting) == bird.name


def waiting_name(person: Person, room: Room) -> str:
    db.session().expire_all()
    return room.known_as(person).name


def test_L5_the_export_shows_ones_names_to_oneself_and_erasing_takes_them(
    noor: Any, sam: Any, browser_of: Any, kitchen: Room
) -> None:
    names.take(noor, kitchen, (bird := a_name(noor, kitchen)).name)
    assert [each["name"] for each in export.gather(noor)["room_names"]] == [bird.name]
    assert export.gather(sam)["room_names"] == []
    assert f"{bird.name} (Keuken)" in browser_of(noor).get("/mijn").get_data(as_text=True)
    assert bird.name not in browser_of(sam).get("/mijn").get_data(as_text=True)
    forgetting.erase(noor, "keep_posts")
    assert rows() == []


def test_L6_names_given_back_are_forgotten_when_no_words_stand_under_them_any_more(noor: Any, kitchen: Room) -> None:
    names.take(noor, kitchen, a_name(noor, kitchen).name)
    names.give_back(noor, kitchen)
    clock.start_at(clock.now() + timedelta(days=29))
    assert retention.run()["room names"] == 0
    clock.start_at(clock.now() + timedelta(days=2))
    assert retention.run()["room names"] == 1 and rows() == []


def test_L6_names_in_use_are_forgotten_when_nobody_came_in_or_spoke_under_them_for_30_days(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    names.take(noor, kitchen, a_name(noor, kitchen).name)
    names.take(sam, kitchen, a_name(sam, kitchen).name)
    hers = inside(noor)
    clock.start_at(clock.now() + timedelta(days=29))
    say(hers, "nog hier")
    clock.start_at(clock.now() + timedelta(days=2))
    assert retention.run()["room names"] == 1 and [row.person_id for row in rows()] == [noor.id]
    clock.start_at(clock.now() + timedelta(days=29))
    assert retention.run()["room names"] == 1 and rows() == []
    assert kitchen.known_as(noor).name == noor.name


def test_L6_earlier_words_go_with_the_words_however_late_they_were_taken_back(
    noor: Any, sam: Any, inside: Any, say: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_room("tafel", state="open", max_speakers=0)
    hers = inside(noor, "tafel")
    said = [say(hers, f"toch niet {number}", room="tafel")["message"] for number in range(4)]
    moderation.report(sam, content.reportable(sam, "chat.message", said[0]["id"]), "house_rule")
    clock.start_at(clock.now() + timedelta(days=20))
    for each in said:
        assert hers.ask("message:withdraw", {"room": "tafel", "id": each["id"]})["ok"]
    clock.start_at(clock.now() + timedelta(days=9))
    assert retention.run()["chat versions"] == 0
    clock.start_at(clock.now() + timedelta(days=2))
    monkeypatch.setattr(retention, "PER_ACTION", 2)
    monkeypatch.setattr(retention, "_old_ones", lambda _before, _after: [])
    assert retention.run()["chat versions"] == 3
    kept = content.versions_of([each["id"] for each in said])
    assert list(kept) == [said[0]["id"]]  # somebody still has to decide


def test_L5_one_takes_along_what_one_changed_and_took_back(noor: Any, sam: Any, inside: Any, say: Any) -> None:
    make_room("tafel", state="open", max_speakers=0)
    hers = inside(noor, "tafel")
    said = say(hers, "toch nait", room="tafel")["message"]
    hers.ask("message:edit", {"room": "tafel", "id": said["id"], "body": "toch niet"})
    hers.ask("message:withdraw", {"room": "tafel", "id": said["id"]})
    assert [each["text"] for each in export.gather(noor)["earlier_words"]] == ["toch nait", "toch niet"]
    assert export.gather(sam)["earlier_words"] == export.gather(sam)["handovers"] == []


def test_L5_hosts_take_along_what_they_left_for_others(noor: Any, mila: Any, kitchen: Room) -> None:
    leave_note(mila, kitchen, "Let op de stern.")
    assert [(each["room"], each["note"]) for each in export.gather(mila)["handovers"]] == [
        ("Keuken", "Let op de stern.")
    ]
    assert export.gather(noor)["handovers"] == []


@db.action
def leave_note(host: Any, room: Room, note: str) -> None:
    sealed = crypto.seal(note, "room.handover")
    db.add(Handover(room_id=room.id, opening=1, from_id=host.id, from_name=host.name, note_sealed=sealed))


def test_L6_what_was_taken_back_is_forgotten_after_30_days(noor: Any, inside: Any, say: Any) -> None:
    make_room("tafel", state="open", max_speakers=0)
    hers = inside(noor, "tafel")
    said = say(hers, "toch niet", room="tafel")["message"]
    hers.ask("message:withdraw", {"room": "tafel", "id": said["id"]})
    clock.start_at(clock.now() + timedelta(days=29))
    assert retention.run()["chat messages"] == 0
    assert [each.body for each in content.versions(content.find("chat.message", said["id"]))] == ["toch niet"]
    clock.start_at(clock.now() + timedelta(days=2))
    assert retention.run()["chat messages"] == 1
    row = content.find("chat.message", said["id"])
    assert row.author_id is None and content.versions(row) == []


def test_where_nobody_took_a_name_nothing_is_asked(
    noor: Any, inside: Any, say: Any, statements: list[str], kitchen: Room
) -> None:
    hers = inside(noor)
    statements.clear()
    say(hers, "moi")
    assert not any("room_names" in statement for statement in statements)


@pytest.mark.parametrize(
    ("event", "wish"),
    [("name:take", {"room": "keuken"}), ("name:take", {"room": "keuken", "name": 5}), ("name:suggest", {})],
)
def test_wrong_wishes_are_invalid(noor: Any, inside: Any, kitchen: Room, event: str, wish: Any) -> None:
    assert inside(noor).ask(event, wish)["error"]["code"] == "invalid"


def test_the_socket_suggests_what_may_be_taken(noor: Any, inside: Any, kitchen: Room) -> None:
    hers = inside(noor)
    suggested = hers.ask("name:suggest", {"room": "keuken"})["names"]
    assert len(suggested) == names.SUGGESTIONS
    first = suggested[0]
    assert hers.ask("name:take", {"room": "keuken", "name": first["name"]}) == {"ok": True, **first}
