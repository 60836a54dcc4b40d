"""An acknowledged message survives kill -9 of the server (contract 3)."""

from __future__ import annotations

import pytest

from tests.faults.conftest import EarOf
from tests.faults.processes import Process

pytestmark = pytest.mark.faults


def test_an_acknowledged_message_survives_kill_9(lone: Process, ear_of: EarOf):
    cookie = lone.settings.guests(1)[0]
    speaker = ear_of(lone, cookie)
    before = speaker.enter()["last_seq"]
    said = [speaker.say(f"dit blijft staan, nummer {number}") for number in range(3)]
    lone.kill()
    lone.start()
    missed = ear_of(lone, cookie).enter(after=before)
    assert [(each["seq"], each["body"]) for each in missed["messages"]] == [
        (message["seq"], message["body"]) for message in said
    ]
