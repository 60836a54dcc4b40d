"""How well the sieve does on many sentences. The held-back ones were never used to make lists or points.

Figures as in risk/GUIDE.md: a crisis must be flagged as crisis or red, and few others may be.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from community.safety import sieve
from tests.safety.everyday_stream import everyday_sentences
from tests.safety.fit_points import HERE, read_tsv
from tests.safety.placeholders import without_placeholders


@dataclass(frozen=True)
class Score:
    crisis_found: float
    recall: float
    precision: float


def score(rows: Iterable[dict[str, str]], lang: str, variant: int) -> Score:
    crisis, urgent, flagged = [], [], []
    for row in rows:
        if row["lang"] != lang:
            continue
        is_urgent = row["label"] in ("crisis", "red")
        is_flagged = sieve.label(without_placeholders(row["text"], variant)).level in ("crisis", "red")
        if row["label"] == "crisis":
            crisis.append(is_flagged)
        if is_urgent:
            urgent.append(is_flagged)
        if is_flagged:
            flagged.append(is_urgent)
    return Score(*(sum(each) / len(each) for each in (crisis, urgent, flagged)))


@pytest.mark.parametrize("variant", [0, 1, 2])
@pytest.mark.parametrize(("lang", "crisis_found", "recall"), [("nl", 0.95, 0.85), ("en", 0.90, 0.80)])
def test_L11_the_examples_of_the_guide_are_recognised(lang, crisis_found, recall, variant):
    measured = score(read_tsv("examples.tsv"), lang, variant)
    assert measured.crisis_found >= crisis_found
    assert measured.recall >= recall
    assert measured.precision >= 0.9


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_L11_the_development_sentences_stay_recognised(lang):
    measured = score(read_tsv("development.tsv"), lang, 0)
    assert measured.crisis_found >= 0.93
    assert measured.recall >= 0.92
    assert measured.precision >= 0.90


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_L11_sentences_nobody_learned_from_do_not_get_worse(lang):
    """A floor under what is measured today, not the aim: the aims (0.95 and 0.85) stand in docs/benchmarks.md."""
    measured = score(read_tsv("held_back.tsv"), lang, 0)
    assert measured.crisis_found >= 0.70
    assert measured.recall >= 0.68
    assert measured.precision >= 0.65


def test_L11_the_everyday_stream_alarms_nobody_more_than_once_in_a_hundred():
    stream = list(everyday_sentences(2_000, seed=2026))
    alarms = [text for text in stream if sieve.label(text).level in ("crisis", "red")]
    assert len(alarms) <= 0.01 * len(stream), alarms[:20]


@pytest.mark.parametrize(("name", "share"), [("everyday.txt", 0.01), ("everyday_held_back.txt", 0.02)])
def test_L11_everyday_sentences_written_by_hand_alarm_hardly_anybody(name, share):
    lines = (HERE / "risk" / name).read_text(encoding="utf-8").splitlines()
    alarms = [text for text in lines if sieve.label(text).level in ("crisis", "red")]
    assert len(lines) >= 140
    assert len(alarms) <= share * len(lines), alarms
