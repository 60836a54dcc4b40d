"""The forum's pages and forms, as a browser without script sees them: what the contract says, line by line."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from community import clock, db
from community.doors import limits
from forums.models import Follow, Post, Topic
from tests.forums.conftest import change, decide, make_board

GOOD = {"title": "Zondagavond is lang", "body": "Wat doen jullie dan?"}


def newest(table: Any) -> Any:
    return db.session().scalars(sa.select(table).order_by(table.id.desc()).limit(1)).one()


def test_contract_everybody_reads_boards_and_topics_without_a_cookie(browser: Any, topic: Any, answer: Any) -> None:
    answer(topic, "De was doen.")
    for path, words in (("/forum", "Zondagavond"), ("/forum/wind-tegen", "1 reactie"), (topic.url(), "De was doen.")):
        answered = browser.get(path)
        assert answered.status_code == 200 and words in answered.text
        assert "Set-Cookie" not in answered.headers and "max-age=60" in answered.headers["Cache-Control"]
        assert answered.text.count("<h1") == 1 and " - Moi</title>" in answered.text


def test_contract_a_member_begins_a_topic(browser_of: Any, noor: Any, board: Any) -> None:
    answered = browser_of(noor).post("/forum/wind-tegen/nieuw", {**GOOD, "content_note": "Gaat over slapen"})
    topic = newest(Topic)
    assert answered.status_code == 303 and answered.location == topic.url()
    assert re.fullmatch(r"/forum/onderwerp/[0-9a-f]+-zondagavond-is-lang", answered.location)
    assert topic.content_note == "Gaat over slapen"


def test_contract_any_value_of_a_ticked_box_folds_the_text(
    browser_of: Any, noor: Any, board: Any, browser: Any
) -> None:
    browser_of(noor).post(
        "/forum/wind-tegen/nieuw", {**GOOD, "body": "Vandaag brood gebakken en koffie gedronken.", "content_note": "on"}
    )
    page = browser.get(newest(Topic).url()).text
    assert "<details" in page and "Gaat over iets heftigs. Toon de tekst" in page


@pytest.mark.parametrize(
    ("field", "value"), [("title", "ab"), ("title", "t" * 121), ("body", "  "), ("body", "b" * 5001)]
)
def test_contract_a_topic_out_of_bounds_comes_back_as_typed(
    browser_of: Any, noor: Any, board: Any, field: str, value: str
) -> None:
    typed = {**GOOD, field: value}
    answered = browser_of(noor).post("/forum/wind-tegen/nieuw", typed)
    assert answered.status_code == 422
    page = unescape(answered.text)
    assert all(each.strip() in page for each in typed.values())
    assert re.search(
        rf'id="{field}" name="{field}"[^>]*aria-describedby="[^"]*{field}-fout"[^>]*aria-invalid="true"', page
    )
    assert db.session().scalars(sa.select(Topic)).all() == []


@pytest.mark.parametrize(("title", "body"), [("abc", "x"), ("t" * 120, "b" * 5000)])
def test_contract_a_topic_at_the_bounds_is_taken(browser_of: Any, noor: Any, board: Any, title: str, body: str) -> None:
    assert browser_of(noor).post("/forum/wind-tegen/nieuw", {"title": title, "body": body}).status_code == 303


def test_contract_a_member_replies_by_id_without_slug(browser_of: Any, sam: Any, topic: Any) -> None:
    answered = browser_of(sam).post(f"/forum/onderwerp/{topic.public_id}/reacties", {"body": "De was."})
    post = newest(Post)
    assert answered.status_code == 303 and answered.location == post.url()
    page = browser_of(sam).get(answered.location)
    assert page.status_code == 200 and f'id="reactie-{post.public_id}"' in page.text


@pytest.mark.parametrize("body", ["", "  \n ", "b" * 5001])
def test_contract_a_reply_out_of_bounds_comes_back_with_the_topic(
    browser_of: Any, sam: Any, topic: Any, body: str
) -> None:
    answered = browser_of(sam).post(f"/forum/onderwerp/{topic.public_id}/reacties", {"body": body})
    assert answered.status_code == 422 and "Wat doen jullie?" in answered.text
    assert body.strip() in answered.text and 'aria-invalid="true"' in answered.text
    assert newest(Topic).reply_count == 0


def test_contract_following_is_on_and_off(browser_of: Any, sam: Any, topic: Any) -> None:
    sams = browser_of(sam)
    for on, follows in (("1", 1), ("1", 1), ("0", 0), ("on", 1), ("", 0)):
        answered = sams.post(f"/forum/onderwerp/{topic.public_id}/volg", {"on": on})
        assert answered.status_code == 303 and answered.location == topic.url()
        assert len(db.session().scalars(sa.select(Follow)).all()) == follows


def test_contract_who_may_not_write_is_sent_on(browser: Any, browser_of: Any, cast: Any, topic: Any) -> None:
    new, reply = "/forum/wind-tegen/nieuw", f"/forum/onderwerp/{topic.public_id}/reacties"
    guests = browser_of(cast.guest())
    assert browser.get(new).location == f"/inloggen?next={new}"
    assert guests.get(new).location == f"/account/nieuw?next={new}"
    for somebody in (browser, guests, browser_of(cast.kees)):
        assert somebody.post(new, GOOD).status_code == 403
        assert somebody.post(reply, {"body": "Moi."}).status_code == 403
        assert somebody.post(f"/forum/onderwerp/{topic.public_id}/volg", {"on": "1"}).status_code == 403
    assert newest(Topic).id == topic.id and topic.reply_count == 0


def test_a_muted_member_gets_the_text_back(browser_of: Any, sam: Any, topic: Any) -> None:
    change(sam, muted_until=clock.now() + timedelta(days=1))
    sams = browser_of(sam)
    answered = sams.post(f"/forum/onderwerp/{topic.public_id}/reacties", {"body": "Toch iets."})
    assert answered.status_code == 403 and "Toch iets." in answered.text and "Mijn Moi" in answered.text
    assert "Je kunt nu niet schrijven" in sams.get(topic.url()).text
    assert sams.post("/forum/wind-tegen/nieuw", GOOD).status_code == 403


def test_contract_too_fast_is_429_with_what_was_typed(
    browser_of: Any, sam: Any, topic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.RULES, "post", "1/minute")
    sams, reply = browser_of(sam), f"/forum/onderwerp/{topic.public_id}/reacties"
    assert sams.post(reply, {"body": "Een."}).status_code == 303
    answered = sams.post(reply, {"body": "Twee is niet weg."})
    assert answered.status_code == 429 and "Twee is niet weg." in answered.text
    assert int(answered.headers["Retry-After"]) > 0


def test_contract_the_token_is_needed(browser_of: Any, sam: Any, topic: Any) -> None:
    answered = browser_of(sam).post(f"/forum/onderwerp/{topic.public_id}/reacties", {"body": "Moi."}, token=False)
    assert answered.status_code == 400 and topic.reply_count == 0


def test_contract_onderwerp_is_no_board(browser: Any, app: Any) -> None:
    make_board("een-bord")
    for path in ("/forum/onderwerp", "/forum/bestaat-niet", "/forum/onderwerp/nieuw", "/forum/onderwerp/0000-x"):
        assert browser.get(path).status_code == 404


def test_an_old_or_missing_slug_leads_to_the_present_address(browser: Any, topic: Any) -> None:
    for name in (topic.public_id, f"{topic.public_id}-iets-anders"):
        answered = browser.get(f"/forum/onderwerp/{name}?bij=x&taal=en")
        assert answered.status_code == 301 and answered.location == f"{topic.url()}?bij=x&taal=en"


def test_a_held_topic_is_there_for_its_author_and_moderators_only(
    browser: Any, browser_of: Any, cast: Any, begin: Any
) -> None:
    change(cast.noor, posts_seen=0)
    held = begin("Nog geheim", "Dit wacht.")
    assert browser_of(cast.noor).get(held.url()).status_code == 200
    assert "Wacht op het team" in browser_of(cast.noor).get("/forum/wind-tegen").text
    assert browser_of(cast.mila).get(held.url()).status_code == 200
    for somebody in (browser, browser_of(cast.guest()), browser_of(cast.sam), browser_of(cast.jansen)):
        assert somebody.get(held.url()).status_code == 404
        assert "Nog geheim" not in somebody.get("/forum").text + somebody.get("/forum/wind-tegen").text
    assert browser_of(cast.sam).post(f"/forum/onderwerp/{held.public_id}/reacties", {"body": "x"}).status_code == 404
    assert browser_of(cast.noor).post(f"/forum/onderwerp/{held.public_id}/reacties", {"body": "x"}).status_code == 403


def test_a_hidden_text_leaves_a_trace_and_no_words(
    browser: Any, browser_of: Any, cast: Any, topic: Any, answer: Any
) -> None:
    post = answer(topic, "Iets dat niet mag.")
    decide(post, "hidden", cast.mila)
    decide(topic, "hidden", cast.mila)
    for somebody in (browser, browser_of(cast.sam)):
        page = somebody.get(topic.url()).text
        assert page.count("Dit bericht is verborgen door het team.") == 2
        assert "Iets dat niet mag" not in page and "Wat doen jullie" not in page and "Zondagavond" not in page
    assert "hoe je bezwaar maakt" in browser_of(cast.noor).get(topic.url()).text
    assert "Iets dat niet mag" in browser_of(cast.mila).get(topic.url()).text
    assert "Zondagavond" not in browser.get("/forum/wind-tegen").text


def test_a_topic_taken_back_is_gone_unless_others_replied(
    browser: Any, browser_of: Any, noor: Any, begin: Any, answer: Any
) -> None:
    noors, alone, answered = browser_of(noor), begin("Alleen"), begin("Met antwoord")
    answer(answered, "Ik hoor je.")
    assert noors.post(f"/forum/weghalen/forums.topic/{alone.public_id}").location == "/forum/wind-tegen"
    assert noors.post(f"/forum/weghalen/forums.topic/{answered.public_id}").location == answered.url()
    gone = browser.get(alone.url())
    assert gone.status_code == 404 and "door de schrijver weggehaald" in gone.text
    page = browser.get(answered.url()).text
    assert "Dit bericht is weggehaald door de schrijver." in page and "Ik hoor je." in page
    assert "Met antwoord" not in page and "Wat doen jullie" not in page


def test_one_edits_and_takes_back_only_ones_own(browser_of: Any, noor: Any, sam: Any, topic: Any) -> None:
    edit = f"/forum/wijzig/forums.topic/{topic.public_id}"
    assert "Wat doen jullie?" in browser_of(noor).get(edit).text
    assert browser_of(noor).post(edit, {"body": ""}).status_code == 422
    assert browser_of(noor).post(edit, {"body": "En nu zo."}).location == topic.url()
    assert "aangepast" in browser_of(sam).get(topic.url()).text
    for path in (edit, f"/forum/weghalen/forums.topic/{topic.public_id}"):
        assert browser_of(sam).post(path, {"body": "Van mij."}).status_code == 404
    assert browser_of(sam).get(edit).status_code == 404
    assert newest(Topic).body == "En nu zo."


def test_a_late_edit_gets_the_text_back(browser_of: Any, noor: Any, topic: Any) -> None:
    clock.start_at(clock.now() + timedelta(minutes=40))
    edit = f"/forum/wijzig/forums.topic/{topic.public_id}"
    assert browser_of(noor).post(edit, {"body": "Te laat."}).status_code == 403
    page = browser_of(noor).get(edit).text
    assert "Wijzigen kan niet meer" in page and "Haal mijn tekst weg" in page


def test_guests_react_and_visitors_cannot(browser: Any, browser_of: Any, cast: Any, topic: Any, answer: Any) -> None:
    post, guests = answer(topic), browser_of(cast.guest())
    pressed = {"reaction": f"sterkte {post.public_id}"}
    assert guests.post("/forum/reageer", pressed).location == post.url()
    assert 'aria-pressed="true"><span>Sterkte · 1' in guests.get(topic.url()).text
    assert guests.post("/forum/reageer", {"reaction": "knap", "id": topic.public_id}).status_code == 303
    assert "Sterkte · 1" in browser.get(topic.url()).text and 'name="reaction"' not in browser.get(topic.url()).text
    assert browser.post("/forum/reageer", pressed).status_code == 403
    assert guests.post("/forum/reageer", {"reaction": f"leuk {post.public_id}"}).status_code == 422
    for nothing in ("knap niets", "knap", ""):
        assert guests.post("/forum/reageer", {"reaction": nothing}).status_code == 404


def test_quoting_fills_the_form_with_shown_words_only(
    browser_of: Any, sam: Any, noor: Any, topic: Any, answer: Any, mila: Any
) -> None:
    post = answer(topic, "> ouder citaat\n\nMijn regel.\nNog een.", author=noor)
    page = unescape(browser_of(sam).get(f"{topic.url()}?citeer={post.public_id}").text)
    assert f"> {noor.name} schreef:\n> Mijn regel.\n> Nog een.\n\n</textarea>" in page and "> > ouder" not in page
    decide(post, "hidden", mila)
    assert "schreef:" not in browser_of(sam).get(f"{topic.url()}?citeer={post.public_id}").text


def test_one_may_look_first_and_nothing_is_stored(browser_of: Any, sam: Any, topic: Any) -> None:
    sams = browser_of(sam)
    typed = {"body": "Bel *mij* op 06 12345678", "bekijk": "1"}
    answered = sams.post(f"/forum/onderwerp/{topic.public_id}/reacties", typed)
    assert answered.status_code == 200 and "<em>mij</em> op ▒▒▒" in answered.text and typed["body"] in answered.text
    answered = sams.post("/forum/wind-tegen/nieuw", {**GOOD, **typed})
    assert answered.status_code == 200 and "Er is nog niets geplaatst" in answered.text
    assert topic.reply_count == 0 and newest(Topic).id == topic.id


def test_a_board_is_read_in_three_orders_and_by_key(browser: Any, begin: Any, answer: Any) -> None:
    begun = clock.now() - timedelta(hours=60)
    for n in range(25):
        clock.start_at(begun + timedelta(hours=n))
        begin(f"Onderwerp nummer {n:02}", "Vandaag brood gebakken en koffie gedronken.")
    clock.start_at(begun + timedelta(hours=40))
    first = db.session().scalars(sa.select(Topic).where(Topic.heading == "Onderwerp nummer 00")).one()
    answer(first)
    clock.start_at(None)

    def shown(path: str) -> tuple[list[str], str]:
        page = browser.get(path).text
        older = re.search(r'href="([^"]+)" rel="next"', page)
        return re.findall(r"Onderwerp nummer (\d\d)", page), unescape(older[1]) if older else ""

    numbers = [f"{n:02}" for n in range(25)]
    for order, expected in (
        ("laatste", ["00", *reversed(numbers[1:])]),
        ("nieuwste", list(reversed(numbers))),
        ("zonder-antwoord", numbers[1:]),
    ):
        page, older = shown(f"/forum/wind-tegen?volgorde={order}")
        rest, end = shown(older)
        assert page + rest == expected and len(page) == 20 and end == ""
    for wrong in ("?volgorde=x", "?na=x", "?na=99999999999999999999-x", "?na=-5-x"):
        assert browser.get(f"/forum/wind-tegen{wrong}").status_code == 422


def test_replies_go_on_by_key_and_a_link_finds_its_page(browser: Any, topic: Any, answer: Any, mila: Any) -> None:
    posts = [answer(topic, f"Dit is nummer {n:02}.", author=mila) for n in range(45)]

    def shown(path: str) -> tuple[list[str], dict[str, str]]:
        page = browser.get(path).text
        links = {rel: unescape(href) for href, rel in re.findall(r'href="([^"]+)" rel="(prev|next)"', page)}
        return re.findall(r"Dit is nummer (\d\d)", page), links

    first, links = shown(topic.url())
    assert (first[0], first[-1], list(links)) == ("00", "19", ["next"])
    second, links = shown(links["next"])
    assert (second[0], second[-1]) == ("20", "39")
    assert shown(links["prev"])[0] == first
    third, links = shown(links["next"])
    assert (third, list(links)) == ([f"{n}" for n in range(40, 45)], ["prev"])
    assert shown(links["prev"])[0] == second
    assert shown(posts[30].url())[0] == second and shown(posts[20].url())[0] == second
    assert shown(posts[19].url())[0] == first
    assert shown(f"{topic.url()}?bij=laatste")[0] == third
    assert shown(f"{topic.url()}?bij=niets")[0] == first == shown(f"{topic.url()}?na=niets")[0]


def test_an_empty_board_says_what_it_is(browser: Any, board: Any) -> None:
    page = browser.get("/forum/wind-tegen").text
    assert "Nog niemand hier" in page and "Een halve zin is genoeg." in page and "Schrijf iets" in page
    assert "Alles heeft een antwoord" in browser.get("/forum/wind-tegen?volgorde=zonder-antwoord").text


def test_the_team_sees_who_waits_for_an_answer(
    browser: Any, browser_of: Any, cast: Any, topic: Any, answer: Any
) -> None:
    clock.start_at(clock.now() + timedelta(hours=25))
    assert "Wacht op een antwoord" in browser.get("/forum/wind-tegen").text
    page = browser_of(cast.mila).get("/team/onbeantwoord")
    assert page.status_code == 200 and "Zondagavond" in page.text and "Langer dan een dag: 1." in page.text
    assert browser_of(cast.sam).get("/team/onbeantwoord").status_code == 404
    assert browser.get("/team/onbeantwoord").location.startswith("/inloggen?next=")
    answer(topic)
    assert "Zondagavond" not in browser_of(cast.mila).get("/team/onbeantwoord").text


def test_a_follower_sees_what_is_new_until_they_look(browser_of: Any, noor: Any, topic: Any, answer: Any) -> None:
    noors = browser_of(noor)
    noors.post(f"/forum/onderwerp/{topic.public_id}/volg", {"on": "1"})
    answer(topic)
    answer(topic)
    assert "2 nieuwe reacties" in noors.get("/mijn").text
    noors.get(f"{topic.url()}?bij=laatste")
    page = noors.get("/mijn").text
    assert "Zondagavond" in page and "nieuwe reacties" not in page


def test_the_english_page_keeps_its_language(browser: Any, topic: Any) -> None:
    page = browser.get("/forum/wind-tegen?taal=en").text
    assert f'href="{topic.url()}?taal=en"' in page and 'lang="en"' in page
