"""Reading along in a room: every message once and in order, nothing that moves who reads, nothing that shouts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.rooms import SOMEBODY_IS_THERE, enter, field, make_rooms, message_with, say
from tests.journeys.site import Site
from tests.journeys.windows import Windows
from tests.journeys.wire import COMPLAINTS, Payload, Wire, conversation, message

pytestmark = pytest.mark.journey

OFF_BY_PX = 1
"""Browsers scroll to whole device pixels."""
TOP_OF = "element => element.getBoundingClientRect().top"
LISTEN = """() => {
  window.heard = [];
  new MutationObserver(() => heard.push(document.querySelector('#stem').textContent))
    .observe(document.querySelector('#stem'), { childList: true, characterData: true, subtree: true });
}"""
WINDOWS_MS = [4000, 8000, 16000, 30000, 30000]
"""In which a page comes back after an interruption (static/src/room/line.js)."""
CHANCE = 0.75
COUNT_WAITS = f"""
Math.random = () => {CHANCE};
window.waits = [];
const plan = window.setTimeout;
window.setTimeout = (run, ms, ...more) => {{
  if ({[ms * CHANCE for ms in WINDOWS_MS]}.includes(ms)) {{ waits.push(ms); ms = 0; }}
  return plan(run, ms, ...more);
}};
"""
"""No chance but a fixed one, the waits written down, and not waited for."""


@pytest.fixture(scope="module")
def rooms(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    return make_rooms(site, tmp_path_factory.mktemp("rooms"), 22, "leeskamer")


@pytest.fixture
def room(rooms: Iterator[str]) -> str:
    return next(rooms)


@pytest.fixture
def talk(room: str) -> Iterator[Payload]:
    return conversation(room)


@pytest.fixture
def reader(windows: Windows, room: str, talk: Iterator[Payload]) -> tuple[Page, Wire]:
    """Somebody in a room in which twenty things were said."""
    page = windows.open("guest", width=390)
    page.clock.install()  # goes on as ever, until a journey lets it jump
    wire = Wire(page)
    enter(page, room)
    hear(page, wire, *islice(talk, 20))
    return page, wire


def hear(page: Page, wire: Wire, *messages: Payload) -> None:
    drawn = page.locator("#gesprek li.msg")
    before = drawn.count()
    for each in messages:
        wire.tell("message:posted", each)
    expect(drawn).to_have_count(before + len(messages))


def is_at_end(page: Page) -> bool:
    return bool(page.locator("#gesprek").evaluate("box => box.scrollHeight - box.scrollTop - box.clientHeight <= 1"))


def scroll_to(page: Page, seq: int) -> None:
    """Put a message at the top of the log, as who reads back does; its first line is half gone."""
    page.locator(f"[data-seq='{seq}']").evaluate("item => { item.scrollIntoView(); gesprek.scrollTop += 9; }")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def stays(page: Page, seq: int, happens: Callable[[], None]) -> None:
    line = page.locator(f"[data-seq='{seq}']")
    before = line.evaluate(TOP_OF)
    happens()
    assert abs(line.evaluate(TOP_OF) - before) <= OFF_BY_PX


def test_at_the_end_the_end_follows_and_higher_up_nothing_moves(
    reader: tuple[Page, Wire], talk: Iterator[Payload], windows: Windows
):
    page, wire = reader
    assert is_at_end(page)
    scroll_to(page, 5)
    stays(page, 5, lambda: hear(page, wire, *islice(talk, 3)))
    button = page.get_by_role("button", name="3 nieuwe berichten")
    button.click()
    expect(page.locator("[data-seq='21']")).to_be_in_viewport()  # where the reading stopped, not past it
    expect(page.locator("#gesprek")).to_be_focused()  # the button is gone, the focus is not
    expect(button).to_be_hidden()
    page.locator("#gesprek").press("End")
    windows.wait_until(lambda: is_at_end(page))
    hear(page, wire, *islice(talk, 5))
    assert is_at_end(page)
    expect(page.get_by_role("button", name="nieuw bericht")).to_be_hidden()


def test_reading_on_to_the_end_needs_no_button(reader: tuple[Page, Wire], talk: Iterator[Payload]):
    page, wire = reader
    scroll_to(page, 5)
    hear(page, wire, *islice(talk, 1))
    expect(page.get_by_role("button", name="1 nieuw bericht")).to_be_visible()
    page.locator("#gesprek").evaluate("box => { box.scrollTop = box.scrollHeight }")
    expect(page.locator("#nieuw")).to_be_hidden()


def test_what_changes_above_shifts_nothing(reader: tuple[Page, Wire], room: str):
    page, wire = reader
    scroll_to(page, 12)

    def change() -> None:
        wire.tell("message:changed", message(room, 3, "Kort.", edited=True))
        wire.tell("message:changed", message(room, 4, "Heel veel langer. " * 40, edited=True))
        wire.tell("message:changed", message(room, 5, "", state="hidden"))
        wire.tell("message:changed", message(room, 6, "", reactions={"sterkte": 2, "knap": 1, "dank_je": 4}))
        expect(page.locator("#bericht-verzonnen6").get_by_text("Dank je · 4")).to_be_attached()

    stays(page, 12, change)
    expect(page.locator("#nieuw")).to_be_hidden()


def test_a_late_message_takes_its_place_above_without_moving_who_reads(reader: tuple[Page, Wire], room: str):
    page, wire = reader
    scroll_to(page, 15)
    late = message(room, 7, "Ik kwam laat.", id="laat")
    stays(page, 15, lambda: hear(page, wire, late))
    assert page.locator("#bericht-laat + li").get_attribute("id") == "bericht-verzonnen7"


def test_the_focus_stays_where_it_is(reader: tuple[Page, Wire], room: str, talk: Iterator[Payload]):
    page, wire = reader
    answer = page.locator("#bericht-verzonnen18").get_by_role("link", name="Reageer")
    answer.focus()
    wire.tell("message:changed", message(room, 18, "Andere woorden.", edited=True))
    expect(message_with(page, "Andere woorden.")).to_be_visible()
    expect(answer).to_be_focused()
    wire.tell("message:changed", message(room, 18, "", html="<p>Weg.</p>", state="hidden"))
    expect(page.locator("#bericht-verzonnen18")).to_contain_text("Weg.")
    expect(page.locator("#gesprek")).to_be_focused()
    field(page).fill("Ik ben bezig")
    hear(page, wire, *islice(talk, 2))
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("Ik ben bezig")


def test_what_is_quoted_goes_with_what_was_hidden(reader: tuple[Page, Wire], room: str, talk: Iterator[Payload]):
    page, wire = reader
    hear(page, wire, next(talk) | {"reply_to": "verzonnen18", "id": "antwoord-op-18"})
    quote = page.locator("#bericht-antwoord-op-18 .msg__quote")
    expect(quote).to_contain_text("Dit is bericht 18")
    wire.tell("message:changed", message(room, 18, "", html="<p>Weg.</p>", state="hidden"))
    expect(quote).to_have_text("Een bericht dat er niet meer staat")


def test_what_was_said_earlier_comes_on_request_without_moving_who_reads(windows: Windows, room: str):
    page = windows.open("guest", width=390)
    wire = Wire(page)
    said = list(islice(conversation(room), 90))
    asked: list[str] = []
    seat = {"name": "x", "may_speak": True, "place_in_queue": None}
    crowd = {"state": "open", "hosts": [], "speakers": 1, "waiting": 0, "readers": 0, "waits": 0}
    wire.answers["room:enter"] = lambda wish: {
        "ok": True, "messages": said[50:], "changed": [], "last_seq": 90, "from_seq": 51, "more": False,
        "room": crowd, "you": seat,
    }  # fmt: skip

    def answer(route: Route) -> None:
        after = int(route.request.url.partition("after=")[2])
        asked.append(route.request.url)
        begin = max(after, 5)  # who reads came in when five things had been said for more than an hour
        route.fulfill(
            json={"messages": said[begin:], "changed": [], "last_seq": 90, "from_seq": begin + 1, "more": True}
        )

    page.route("**/berichten?after=*", answer)
    enter(page, room)
    drawn, earlier = page.locator("#gesprek li.msg"), page.get_by_role("button", name="Eerder gezegde berichten")
    expect(drawn).to_have_count(40)
    expect(earlier).to_be_hidden()
    page.evaluate("eerder.hidden = false")  # as the page has it when more was said than it shows
    for number, has_more in ((70, True), (85, False)):
        page.locator("#gesprek").evaluate("box => { box.scrollTop = 0 }")
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seq = 91 - drawn.count()

        def look_back(number: int = number) -> None:
            earlier.click()
            expect(drawn).to_have_count(number)

        stays(page, seq, look_back)
        expect(earlier).to_have_count(1 if has_more else 0)
    assert len(asked) == 2
    expect(page.locator("#gesprek")).to_be_focused()
    expect(page.locator("#stem")).to_have_text("15 eerdere berichten staan er nu bij.")
    order = drawn.evaluate_all("all => all.map(each => Number(each.dataset.seq))")
    assert order == list(range(6, 91))
    expect(page.locator("#nieuw")).to_be_hidden()


def test_L20_what_is_gone_is_told_in_the_language_of_the_page(windows: Windows, room: str):
    page = windows.open("guest")
    wire = Wire(page)
    page.goto(f"/chat/{room}?taal=en")
    expect(page.locator("#stand")).to_contain_text("1 person")
    hear(page, wire, *islice(conversation(room), 3))
    dutch = "<p>Dit bericht is weg. <a href='/melden?kind=chat.message&amp;id=verzonnen2'>Meld het toch</a></p>"
    for seq, trace in ((1, "hidden"), (2, "removed"), (3, "waits")):
        wire.tell("message:changed", message(room, seq, "", html=dutch, state="hidden", trace=trace))
        expect(page.locator(f"#bericht-verzonnen{seq}")).not_to_contain_text("Dit bericht")
    expect(page.locator("#bericht-verzonnen1")).to_contain_text("The team has hidden this message. House rules")
    report = page.get_by_role("link", name="Report it anyway").nth(1)
    expect(report).to_have_attribute("href", "/melden?kind=chat.message&id=verzonnen2&taal=en")


def test_what_was_read_out_goes_with_what_was_taken_back(reader: tuple[Page, Wire], room: str, talk: Iterator[Payload]):
    page, wire = reader
    said = page.locator("#stem")
    page.clock.fast_forward(6_000)
    hear(page, wire, next(talk))
    page.clock.fast_forward(6_000)
    expect(said).to_contain_text("Dit is bericht")
    spoken = message(room, 21, "Nu anders.", edited=True)
    wire.tell("message:changed", message(room, 20, "Nu anders.", edited=True))
    expect(message_with(page, "Nu anders.")).to_be_visible()
    expect(said).to_contain_text("Dit is bericht 21")
    wire.tell("message:changed", spoken)
    expect(said).to_be_empty()


def test_the_list_of_rooms_says_how_many_are_here_as_the_head_does(windows: Windows, room: str):
    page = enter(windows.open("guest"), room)
    expect(page.locator("#kamers [aria-current=page] span")).to_have_text("1 mens, open")
    enter(windows.open("guest"), room)
    expect(page.locator("#kamers [aria-current=page] span")).to_have_text("2 mensen, open")


def test_a_hole_is_fetched_and_what_comes_twice_stands_once(windows: Windows, room: str):
    noor, sam = windows.open("guest"), windows.open("guest")
    wire = Wire(sam)
    enter(noor, room)
    enter(sam, room)
    say(noor, "Een.")
    expect(message_with(sam, "Een.")).to_have_count(1)
    wire.loses = lambda event, payload: event == "message:posted" and payload["body"] == "Twee."
    say(noor, "Twee.")
    expect(message_with(noor, "Twee.")).to_contain_text("Verstuurd")
    say(noor, "Drie.")
    expect(sam.locator("li.msg .msg__words")).to_have_text(["Een.", "Twee.", "Drie."])
    assert wire.wishes("room:enter")[-1]["after"] == 1
    wire.tell("message:posted", message(room, 3, "Drie.", id=sam.locator("li.msg").last.get_attribute("id")[8:]))
    say(noor, "Vier.")
    expect(sam.locator("li.msg .msg__words")).to_have_text(["Een.", "Twee.", "Drie.", "Vier."])


def test_what_was_missed_comes_in_parts_and_is_told_in_words(
    reader: tuple[Page, Wire], room: str, talk: Iterator[Payload], windows: Windows
):
    windows.expect(*COMPLAINTS)
    page, wire = reader
    missed = list(islice(talk, 5))
    there = {"slug": room, "title": "x", "state": "open", "hosts": [], "speakers": 1, "waiting": 0, "readers": 0}
    you = {"name": "wulp", "avatar": {"bird": "wulp", "tint": 1}, "may_speak": True, "place_in_queue": None}

    def answer(wish: Payload) -> Payload:
        messages = [each for each in missed if each["seq"] > wish["after"]][:2]
        changed = [message(room, 20, "Anders dan ik eerst zei.", edited=True)] if wish["after"] == 20 else []
        return {
            "ok": True, "room": there | {"slow_mode_seconds": 0}, "you": you, "messages": messages,
            "changed": changed, "last_seq": 25, "from_seq": wish["after"] + 1, "more": messages[-1]["seq"] < 25,
        }  # fmt: skip

    wire.answers["room:enter"] = answer
    wire.cut()
    expect(page.locator("#toestand")).to_have_text("Je bent weer verbonden. Er zijn 5 nieuwe berichten.")
    assert [wish["after"] for wish in wire.wishes("room:enter")][1:] == [20, 22, 24]
    expect(page.locator("li.msg")).to_have_count(25)
    expect(message_with(page, "Anders dan ik eerst zei.")).to_contain_text("aangepast")


def test_a_burst_is_one_announcement_own_words_none_and_who_wants_silence_has_it(
    reader: tuple[Page, Wire], talk: Iterator[Payload]
):
    page, wire = reader
    page.clock.fast_forward(10_000)
    page.evaluate(LISTEN)
    page.clock.fast_forward(10_000)
    hear(page, wire, *islice(talk, 4))
    page.clock.fast_forward(1_000)
    hear(page, wire, *islice(talk, 3))
    page.clock.fast_forward(2_000)
    assert page.evaluate("heard") == ["4 nieuwe berichten, laatste van dappere kievit."]
    page.clock.fast_forward(3_500)
    assert page.evaluate("heard")[1:] == ["3 nieuwe berichten, laatste van dappere kievit."]
    hear(page, wire, next(talk))
    page.clock.fast_forward(6_000)
    assert page.evaluate("heard")[-1].startswith("dappere kievit: Dit is bericht 28")
    number = len(page.evaluate("heard"))
    say(page, "Mijn eigen woorden.")
    expect(message_with(page, "Mijn eigen woorden.")).to_contain_text("Verstuurd")
    page.clock.fast_forward(6_000)
    assert len(page.evaluate("heard")) == number
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")


def test_announcements_can_be_switched_off_and_stay_off_on_this_device(windows: Windows, room: str):
    page = windows.open("guest")
    wire = Wire(page)
    enter(page, room)
    silence = page.get_by_role("button", name="Nieuwe berichten niet voorlezen")
    silence.click()
    page.clock.install()
    page.reload()
    expect(page.locator("#stand")).to_contain_text(SOMEBODY_IS_THERE)
    expect(silence).to_have_attribute("aria-pressed", "true")
    page.evaluate(LISTEN)
    hear(page, wire, *islice(conversation(room), 2))
    page.clock.fast_forward(10_000)
    assert page.evaluate("heard") == []
    silence.click()
    hear(page, wire, *islice(conversation(room, 3), 2))
    page.clock.fast_forward(10_000)
    assert page.evaluate("heard") == ["2 nieuwe berichten, laatste van dappere kievit."]


@pytest.mark.parametrize("how", ["cut", "hang_up"])
def test_after_an_interruption_pages_come_back_at_any_moment_in_a_window_that_doubles(
    how: str, windows: Windows, room: str
):
    windows.expect(*COMPLAINTS)
    page = windows.open("guest")
    page.add_init_script(COUNT_WAITS)
    wire = Wire(page)
    enter(page, room)
    wire.is_down = True
    getattr(wire, how)()
    windows.wait_until(lambda: page.evaluate("waits.length") >= len(WINDOWS_MS))
    assert page.evaluate("waits")[: len(WINDOWS_MS)] == [window * CHANCE for window in WINDOWS_MS]


def test_what_waited_says_when_it_was_decided_while_one_was_away(windows: Windows, room: str):
    windows.expect(*COMPLAINTS)
    page = windows.open("guest")
    wire = Wire(page)
    enter(page, room)
    wire.tell("message:held", message(room, None, "Dit wacht.", state="held", client_id="mijn"))
    expect(message_with(page, "Dit wacht.")).to_contain_text("Alleen jij ziet dit nog.")
    wire.cut()
    expect(message_with(page, "Dit wacht.")).to_contain_text("Hierover is iets besloten terwijl je weg was.")


def test_who_comes_for_one_message_sees_that_one(windows: Windows, room: str):
    noor = windows.open("guest", width=360)
    enter(noor, room)
    for number in range(5):
        say(noor, f"Zin {number}, " + "met veel woorden " * 12)
        expect(message_with(noor, f"Zin {number}")).to_contain_text("Verstuurd")
    second = noor.locator("li.msg").nth(1).get_attribute("id")
    page = windows.open("guest", width=360)
    page.goto(f"/chat/{room}#{second}")
    expect(page.locator("#stand")).to_contain_text(SOMEBODY_IS_THERE)
    expect(page.locator(f"#{second} .msg__text")).to_be_in_viewport(ratio=1)
