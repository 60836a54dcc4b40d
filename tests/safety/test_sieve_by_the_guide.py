"""The rules of thumb of risk/GUIDE.md, and the sieve as a message meets it (house law L11)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from community.safety import masking, sieve
from community.safety.frames import Frames
from tests.safety.everyday_stream import everyday_sentences
from tests.safety.placeholders import without_placeholders

EXAMPLES = Path(__file__).parent / "risk" / "examples.tsv"
URGENT = ("crisis", "red")
LEAST_CRISIS, LEAST_RECALL, LEAST_PRECISION = 0.95, 0.85, 0.80
MOST_ALARMS = 0.01


def examples() -> list[dict[str, str]]:
    with EXAMPLES.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("variant", [0, 1, 2])
def test_L11_of_all_examples_together_the_urgent_ones_are_held(variant):
    rows = [(row["label"], sieve.screen(without_placeholders(row["text"], variant)).level) for row in examples()]
    crisis = [level in URGENT for label, level in rows if label == "crisis"]
    urgent = [level in URGENT for label, level in rows if label in URGENT]
    held = [label in URGENT for label, level in rows if level in URGENT]
    assert len(rows) == 120 and "[" not in "".join(without_placeholders(row["text"], variant) for row in examples())
    assert sum(crisis) / len(crisis) >= LEAST_CRISIS
    assert sum(urgent) / len(urgent) >= LEAST_RECALL
    assert sum(held) / len(held) >= LEAST_PRECISION


def test_L11_the_neutral_words_chosen_hardly_matter():
    rows = [row for row in examples() if "[" in row["text"]]
    levels = [{sieve.screen(without_placeholders(row["text"], variant)).level for variant in range(3)} for row in rows]
    split = [
        row["text"] for row, found in zip(rows, levels, strict=True) if len({each in URGENT for each in found}) > 1
    ]
    assert len(rows) >= 10
    assert len(split) <= 0.1 * len(rows), split


@pytest.mark.parametrize("row", [row for row in examples() if "[" in row["text"]], ids=lambda row: row["id"])
def test_L11_brackets_themselves_say_nothing(row):
    plain = row["text"].replace("[", "").replace("]", "")
    assert sieve.screen(row["text"]) == sieve.screen(plain)


@pytest.mark.parametrize("seed", [101, 202])
def test_L11_a_stream_of_everyday_talk_hardly_alarms_anybody(seed):
    stream = list(everyday_sentences(1_500, seed=seed))
    alarms = [text for text in stream if sieve.screen(text).level in URGENT]
    assert len(alarms) <= MOST_ALARMS * len(stream), alarms


@pytest.mark.parametrize(
    "text",
    [
        "geen doodswens hoor, maar vrolijk word ik er ook niet van",
        "not suicidal, just completely worn out",
    ],
)
def test_L11_denial_does_not_lower_the_distress_beside_it(text):
    assert sieve.screen(text).level == "amber"


@pytest.mark.parametrize("part", ["frames", "masking"])
def test_L11_a_sieve_that_stumbles_anywhere_holds_the_text(monkeypatch, part):
    assert sieve.screen("lekker weer vandaag").level == "green"

    def stumble(*_):
        raise MemoryError("out of words")

    if part == "frames":
        monkeypatch.setattr(Frames, "find", stumble)
    else:
        monkeypatch.setattr(masking, "mask", stumble)
    assert sieve.screen("lekker weer vandaag") == sieve.Verdict("red", ("sieve-failed",))
    assert sieve.explain("sieve-failed").endswith("Kijk zelf.")


@pytest.mark.parametrize(
    "text",
    ["dood " * 2_000, "ik wil " * 1_430, "\u0301" * 10_000, "d" * 10_000, "ｄｏｏｄ" * 2_500, "\x00\n\u2028" * 3_333],
)
def test_L11_ten_thousand_hostile_characters_get_a_verdict_that_is_not_a_failure(text):
    assert "sieve-failed" not in sieve.screen(text).reasons
