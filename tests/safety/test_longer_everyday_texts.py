"""Everyday texts of more than one sentence: the forum's example texts are calm and must not wait for anybody (L11).

Signs that are weighed must be weighed per sentence, or every longer text gathers enough of them.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from community.safety import sieve

FORUM = Path(__file__).resolve().parents[2] / "demo" / "forum.toml"
MOST_ALARMS = 0.10
"""These are about hard days: everyday talk may alarm at most 1 %, among these a few more may wait for somebody."""


def test_L11_calm_longer_texts_alarm_nobody():
    topics = tomllib.loads(FORUM.read_text(encoding="utf-8"))["topic"]
    texts = [f"{topic['title']}\n{topic['body']}" for topic in topics]
    texts += [reply["body"] for topic in topics for reply in topic.get("reply", [])]
    alarms = [(sieve.screen(text), text[:80]) for text in texts]
    alarms = [each for each in alarms if each[0].level in ("crisis", "red")]
    assert len(alarms) / len(texts) <= MOST_ALARMS, f"{len(alarms)} of {len(texts)}: {alarms}"
