"""Two processes with PostgreSQL and Redis act as one site, also while Redis is away."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import urlencode

import pytest

from tests.faults.conftest import EarOf, Pair
from tests.faults.processes import Process, wait_for

pytestmark = pytest.mark.faults


def test_a_message_said_at_one_process_is_heard_at_the_other_with_the_same_number(pair: Pair, ear_of: EarOf):
    speaker, listener = ear_of(pair.first, pair.new_guest()), ear_of(pair.second, pair.new_guest())
    speaker.enter()
    listener.enter()
    said = speaker.say("moi allemaal")
    heard = listener.hears(said, within_seconds=3)
    assert (heard["seq"], heard["body"]) == (said["seq"], "moi allemaal")
    assert "client_id" in speaker.hears(said, within_seconds=3)
    assert "client_id" not in heard  # goes to its sender only


def test_numbers_have_no_holes_when_two_processes_speak_at_once(pair: Pair, ear_of: EarOf):
    at_first = [ear_of(pair.first, pair.new_guest()) for _ in range(2)]
    at_second = [ear_of(pair.second, pair.new_guest()) for _ in range(2)]
    before = [ear.enter()["last_seq"] for ear in (*at_first, *at_second)][-1]
    said = [ear.say(f"ronde {turn}, stem {ear.client.sid}") for turn in range(3) for ear in (*at_first, *at_second)]
    expected = list(range(before + 1, before + 1 + len(said)))
    assert sorted(message["seq"] for message in said) == expected
    for ear in (*at_first, *at_second):
        wait_for("everything is heard", lambda ear=ear: len(ear.heard) >= len(said), 3)
        assert [message["seq"] for message in ear.heard] == expected


def test_signing_out_at_one_process_hangs_up_at_the_other(pair: Pair, ear_of: EarOf):
    leaver, stayer = pair.new_guest(), pair.new_guest()
    going, staying = ear_of(pair.second, leaver), ear_of(pair.second, stayer)
    answer = _sign_out(pair.first, leaver)
    assert answer == 303
    assert going.cut.wait(2), "still connected after 2 s (contract 3)"
    assert not staying.cut.is_set()


def _sign_out(process: Process, cookie: str) -> int:
    page = process.ask("/chat", cookie).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token, "no form to sign out on this page"
    body = urlencode({"csrf_token": unescape(token.group(1))}).encode()
    return process.ask("/uitloggen", cookie, body).status


def test_without_redis_messages_are_kept_and_told_after_its_return(pair: Pair, ear_of: EarOf):
    speaker, neighbour = ear_of(pair.first, pair.new_guest()), ear_of(pair.first, pair.new_guest())
    far = ear_of(pair.second, pair.new_guest())
    for ear in (speaker, neighbour, far):
        ear.enter()
    pair.redis.kill()
    try:
        wait_for("both processes say that Redis is gone", lambda: _redis_of(pair) == ["gone", "gone"], 5)
        said = [speaker.say(f"redis is weg, bericht {number}") for number in range(3)]
        for message in said:  # acknowledged, and heard at the same process meanwhile
            neighbour.hears(message, within_seconds=2)
        assert far.heard == []
    finally:
        pair.redis.start()
    for message in said:
        far.hears(message, within_seconds=10)
    after = speaker.say("redis is terug")
    far.hears(after, within_seconds=3)
    numbers = [message["seq"] for message in far.heard]
    assert numbers == list(range(numbers[0], numbers[0] + 4))  # each once, in order, no hole
    assert _redis_of(pair) == ["ok", "ok"]


def _redis_of(pair: Pair) -> list[str]:
    answers = [process.ask("/health/ready") for process in (pair.first, pair.second)]
    assert [answer.status for answer in answers] == [200, 200]
    return [json.loads(answer.text)["redis"] for answer in answers]
