"""The history checker itself: silent about a history that keeps the promise, and finds each way to break it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.history import History, Shown


def message(seq: int | None, body: str) -> dict[str, Any]:
    return {"seq": seq, "id": f"id of {body}", "body": body}


@pytest.fixture
def history() -> History:
    """Ada and Bo say two things each after number 10; both read all of it, Ada hears the last three."""
    history = History(after=10)
    said = [("ada 1", "ada"), ("bo 1", "bo"), ("ada 2", "ada"), ("bo 2", "bo")]
    for seq, (body, line) in enumerate(said, start=11):
        history.acknowledge(history.send(line, body), message(seq, body))
    everything = [message(seq, body) for seq, (body, _line) in enumerate(said, start=11)]
    for reader in ("ada", "bo"):
        history.read(reader, everything)
    for each in everything[1:]:
        history.hear("ada", each)
    return history


def test_a_history_that_keeps_the_promise_has_no_faults(history: History):
    assert history.faults() == []


def test_a_message_stored_without_acknowledgement_is_no_fault(history: History):
    history.send("bo", "bo 3")  # the line was cut before the answer
    for reading in history.readings.values():
        reading.append(Shown(15, "id of bo 3", "bo 3"))
    assert history.faults() == []


def test_a_message_sent_again_after_a_cut_is_no_fault(history: History):
    history.send("bo", "bo 3")
    history.send("bo", "bo 4")
    for seq, body in ((15, "bo 3"), (16, "bo 4")):
        history.acknowledge(history.send("bo again", body), message(seq, body))
        for reading in history.readings.values():
            reading.append(Shown(seq, f"id of {body}", body))
    assert history.faults() == []


def test_it_finds_a_lost_message(history: History):
    for reading in history.readings.values():
        reading.pop()
    assert any(fault.startswith("lost: ada") for fault in history.faults())
    assert any(fault.startswith("lost: bo") for fault in history.faults())


def test_it_finds_a_message_acknowledged_with_another_number_than_it_has(history: History):
    history.sent[-1].seq = 19
    assert any(fault.startswith("lost:") for fault in history.faults())


def test_it_finds_a_phantom(history: History):
    for reading in history.readings.values():
        reading.append(Shown(15, "id of nobody", "nobody said this"))
    assert [fault.split(":")[0] for fault in history.faults()] == ["phantom", "phantom"]


def test_it_finds_a_reading_out_of_order(history: History):
    reading = history.readings["bo"]
    reading[1], reading[2] = reading[2], reading[1]
    found = history.faults()
    assert any(fault.startswith("reordered: the reading of bo") for fault in found)
    assert any("do not read the same" in fault for fault in found)
    assert not any("the reading of ada" in fault for fault in found)


def test_it_finds_a_hole(history: History):
    history.readings["ada"] = [shown for shown in history.readings["ada"] if shown.seq != 12]
    assert "hole: the reading of ada goes from 11 to 13" in history.faults()


def test_it_finds_a_hole_at_the_beginning(history: History):
    del history.readings["ada"][0]
    assert "hole: the reading of ada goes from 10 to 12" in history.faults()


def test_it_finds_a_message_without_a_number(history: History):
    history.readings["ada"][3] = Shown(None, "id of bo 2", "bo 2")
    assert any(fault.startswith("missing seq: the reading of ada") for fault in history.faults())


def test_it_finds_a_message_shown_twice(history: History):
    for reading in history.readings.values():
        reading.append(Shown(15, "another id", "bo 2"))
    assert {fault.split(":")[0] for fault in history.faults()} == {"twice"}


@pytest.mark.parametrize(
    ("seqs", "fault"),
    [([12, 14], "hole: the news of ada goes from 12 to 14"),
     ([12, 13, 13], "reordered: the news of ada has 13 after 13"),
     ([13, 12, 14], "reordered: the news of ada has 12 after 13")],
    ids=["a hole", "twice", "out of order"],
)  # fmt: skip
def test_it_finds_what_is_wrong_with_the_news_on_one_connection(history: History, seqs: list[int], fault: str):
    by_seq = {shown.seq: shown for shown in history.readings["ada"]}
    history.news["ada"] = [by_seq[seq] for seq in seqs]
    assert fault in history.faults()


def test_it_finds_news_of_what_was_never_stored(history: History):
    history.hear("ada", message(15, "ada 2"))
    assert any("the readings have None" in fault for fault in history.faults())


def test_it_finds_two_messages_of_one_connection_that_changed_places(history: History):
    history.sent.clear()
    for body, seq in (("ada 1", 12), ("ada 2", 11)):
        history.acknowledge(history.send("ada", body), message(seq, body))
    assert any(fault.startswith("reordered: ada sent") for fault in history.faults())


def test_it_finds_a_message_that_overtook_an_acknowledged_one(history: History):
    history.acknowledge(history.send("cy", "cy 1"), message(16, "cy 1"))
    history.acknowledge(history.send("di", "di 1"), message(15, "di 1"))  # sent later, stands before
    assert any(fault.startswith("reordered: 'di 1' stands before 'cy 1'") for fault in history.faults())
