"""L11 and L14 in a room: what waits, who sees it, who decides, and what everybody else hears."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from chat.models import Message, Room
from community import db
from community.moderation import actions as moderation
from community.moderation.models import Case, Report
from tests.chat.conftest import Sieve, make_room


@pytest.mark.parametrize("level", ["crisis", "red"])
def test_L11_crisis_and_red_are_held_with_a_card_for_the_writer_and_news_for_hosts(
    level: str, noor: Any, sam: Any, mila: Any, inside: Any, say: Any, sieve: Sieve, kitchen: Room
) -> None:
    hers, his, host = inside(noor), inside(sam), inside(mila)
    his.news(), hers.news()
    sieve.says(level, "test")
    answer = say(hers, "het is te zwaar", client_id="k")
    message = answer["message"]
    assert answer["ok"] and (message["state"], message["seq"], message["client_id"]) == ("held", None, "k")
    assert set(answer["card"]) == {"kind", "title", "text", "actions"} and answer["card"]["kind"] == "crisis"
    assert answer["card"]["actions"][0] == {"label": "Bel 113", "url": "tel:113"}
    assert "Mila leest het nu" in answer["card"]["text"]
    assert hers.news("message:held") == [message]
    held = host.news("message:held")
    assert [(each["body"], "client_id" in each) for each in held] == [("het is te zwaar", False)]
    assert his.news() == []
    assert say(hers, "het is te zwaar", client_id="k") == answer  # sent again: held once
    case = db.session().scalar(sa.select(Case))
    assert case is not None and case.level == level and case.item_id == message["id"]


def test_L11_amber_and_green_are_shown_at_once(noor: Any, sam: Any, inside: Any, say: Any, sieve: Sieve,
                                               kitchen: Room) -> None:  # fmt: skip
    hers, his = inside(noor), inside(sam)
    sieve.says("amber", "distress")
    assert say(hers, "het gaat niet zo")["message"]["state"] == "visible"
    assert his.news("message:posted")[0]["body"] == "het gaat niet zo"
    assert db.session().scalar(sa.select(Case.level)) == "amber"


def test_L11_without_hosts_the_card_promises_no_more_than_is_true(noor: Any, inside: Any, say: Any, sieve: Sieve,
                                                                  kitchen: Room) -> None:  # fmt: skip
    sieve.says("crisis")
    text = say(inside(noor), "het is te zwaar")["card"]["text"]
    assert "Er is nu niemand van het team bij" in text and "paar minuten" not in text


def test_a_released_message_gets_the_next_seq_and_comes_as_posted(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, sieve: Sieve, kitchen: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers, his, host = inside(noor), inside(sam), inside(mila)
    say(hers, "een")
    with monkeypatch.context() as patched:
        Sieve(patched).says("red")
        waits = say(hers, "wacht", client_id="w")["message"]
    say(hers, "twee")
    his.news(), hers.news()
    answer = host.ask("message:decide", {"room": "keuken", "id": waits["id"], "decision": "show"})
    assert answer["ok"] and (answer["message"]["seq"], answer["message"]["state"]) == (3, "visible")
    posted = his.news("message:posted")
    assert [(each["seq"], each["body"]) for each in posted] == [(3, "wacht")]
    assert hers.news("message:posted")[0]["client_id"] == "w"
    again = host.ask("message:decide", {"room": "keuken", "id": waits["id"], "decision": "show"})
    assert again["message"]["seq"] == 3 and his.news("message:posted") == []
    assert seqs() == [1, 2, 3]


def seqs() -> list[int]:
    return list(db.session().scalars(sa.select(Message.seq).where(Message.seq.is_not(None)).order_by(Message.seq)))


def test_a_refused_message_never_gets_a_seq_and_leaves_no_hole(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, kitchen: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers, his, host = inside(noor), inside(sam), inside(mila)
    with monkeypatch.context() as patched:
        Sieve(patched).says("red")
        waits = say(hers, "wacht")["message"]
    host.ask("message:decide", {"room": "keuken", "id": waits["id"], "decision": "hide", "reason": "method"})
    heard = hers.client.get_received("/chat")
    changed = [each["args"][0] for each in heard if each["name"] == "message:changed"]
    assert [(each["seq"], each["state"], each["body"]) for each in changed] == [(None, "hidden", "")]
    assert [each["name"] for each in heard].count("decision") == 1
    assert say(hers, "verder")["message"]["seq"] == 1
    assert [each["seq"] for each in his.news("message:posted")] == [1]


def test_a_hidden_message_keeps_its_seq_and_loses_its_words_for_everybody(
    noor: Any, sam: Any, mila: Any, inside: Any, socket_of: Any, say: Any, kitchen: Room
) -> None:
    hers, his, host = inside(noor), inside(sam), inside(mila)
    message = say(hers, "dit kan niet")["message"]
    his.ask("message:react", {"room": "keuken", "id": message["id"], "reaction": "knap"})
    his.news()
    wish = {"room": "keuken", "id": message["id"]}
    assert host.ask("message:decide", wish | {"decision": "hide", "reason": "insult"})["ok"]
    changed = his.news("message:changed")[-1]
    assert (changed["seq"], changed["state"], changed["body"], changed["reactions"]) == (1, "hidden", "", {})
    assert "dit kan niet" not in str(changed) and "verborgen door het team" in changed["html"]
    assert "dit kan niet" not in str(socket_of(sam).ask("room:enter", {"room": "keuken"}))
    assert host.ask("message:decide", wish | {"decision": "show"})["message"]["body"] == "dit kan niet"
    restored = his.news("message:changed")[-1]
    assert (restored["seq"], restored["state"], restored["body"]) == (1, "visible", "dit kan niet")


def test_only_hosts_decide_and_never_about_themselves(
    noor: Any, sam: Any, mila: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    his, host = inside(sam), inside(mila)
    message = say(inside(noor), "moi")["message"]
    wish = {"room": "keuken", "id": message["id"], "decision": "hide"}
    assert his.ask("message:decide", wish)["error"]["code"] == "not_allowed"
    own = say(host, "ik ben host")["message"]
    assert host.ask("message:decide", wish | {"id": own["id"]})["error"]["code"] == "not_allowed"
    assert host.ask("message:decide", wish)["ok"]


def test_held_messages_follow_entering_own_ones_for_members_and_all_for_hosts(
    noor: Any, sam: Any, mila: Any, inside: Any, socket_of: Any, say: Any, sieve: Sieve, kitchen: Room
) -> None:
    sieve.says("red")
    say(inside(noor), "van haar")
    say(inside(sam), "van hem")
    hers, host, third = socket_of(noor), socket_of(mila), socket_of(None)
    assert third.ask("room:enter", {"room": "keuken"})["ok"] is False
    hers.ask("room:enter", {"room": "keuken"}), host.ask("room:enter", {"room": "keuken"})
    assert [each["body"] for each in hers.news("message:held")] == ["van haar"]
    assert [each["body"] for each in host.news("message:held")] == ["van haar", "van hem"]


def test_somebody_elses_held_message_is_not_found(
    noor: Any, sam: Any, inside: Any, say: Any, sieve: Sieve, kitchen: Room
) -> None:
    sieve.says("red")
    held = say(inside(noor), "wacht")["message"]
    his = inside(sam)
    for event, wish in {"message:react": {"reaction": "knap"}, "message:report": {"reason": "worried"}}.items():
        assert his.ask(event, {"room": "keuken", "id": held["id"], **wish})["error"]["code"] == "not_found"
    assert say(his, "op wat", reply_to=held["id"])["error"]["code"] == "not_found"


def test_hold_all_lets_everything_wait_but_the_hosts_own_words(
    noor: Any, mila: Any, inside: Any, say: Any, app: Any
) -> None:
    make_room("stil", is_always_open=True, state="open", hold_all=True)
    answer = say(inside(noor, "stil"), "gewoon iets", room="stil")
    assert answer["message"]["state"] == "held" and answer["card"]["kind"] == "wait"
    assert say(inside(mila, "stil"), "welkom", room="stil")["message"]["state"] == "visible"


def test_L14_a_message_can_be_reported_from_the_room_and_keeps_its_neighbours(
    noor: Any, sam: Any, inside: Any, say: Any, kitchen: Room
) -> None:
    hers, his = inside(noor), inside(sam)
    say(hers, "ervoor")
    message = say(hers, "dit")["message"]
    say(hers, "erna")
    wish = {"room": "keuken", "id": message["id"], "reason": "house_rule", "text": "dit hoort hier niet"}
    assert his.ask("message:report", wish) == {"ok": True}
    snapshot = db.session().scalar(sa.select(Report.snapshot))
    assert snapshot is not None and snapshot["text"] == "dit"
    assert snapshot["neighbours"] == ["dappere kievit: ervoor", "dappere kievit: erna"]


def test_a_decision_taken_in_the_queue_reaches_the_room(
    noor: Any, sam: Any, vera: Any, inside: Any, say: Any, sieve: Sieve, kitchen: Room
) -> None:
    sieve.says("red")
    say(inside(noor), "wacht in de rij")
    his = inside(sam)
    case = db.session().scalar(sa.select(Case))
    moderation.decide(vera, case, "keep")
    assert [each["body"] for each in his.news("message:posted")] == ["wacht in de rij"]


def test_muting_somebody_frees_their_seat_and_suspending_hangs_up(
    noor: Any, sam: Any, vera: Any, inside: Any, say: Any, app: Any
) -> None:
    make_room("tafel", is_always_open=True, state="open", max_speakers=1)
    hers = inside(noor, "tafel")
    message = say(hers, "rotopmerking", room="tafel")["message"]
    his = inside(sam, "tafel")
    item = db.session().scalar(sa.select(Message).where(Message.public_id == message["id"]))
    moderation.decide(vera, item, "mute", "insult", text="Zo praten we hier niet.", days=1)
    assert his.news("you:changed")[-1]["may_speak"] is True
    assert hers.news("you:changed")[-1]["may_speak"] is False
    assert say(hers, "maar", room="tafel")["error"]["code"] == "muted"
    hers.news()
    other = say(his, "nog erger", room="tafel")["message"]
    item = db.session().scalar(sa.select(Message).where(Message.public_id == other["id"]))
    moderation.decide(vera, item, "suspend", "insult", text="Zo praten we hier niet.", days=14)
    assert not his.is_open
