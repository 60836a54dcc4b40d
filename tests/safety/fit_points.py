"""Counts the points of ``community/safety/points.toml`` from the development sentences.

Run ``python -m tests.safety.fit_points`` after sentences, families or lists have changed. It is plain logistic
regression: a message that a person should see soon against all others, one pass after another in a fixed order.
The held-back sentences are never read here.
"""

import csv
import json
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from community.safety.frames import frames
from community.safety.phrases import Budget
from tests.safety.everyday_stream import everyday_sentences
from tests.safety.placeholders import without_placeholders

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "demo"
SHORTEST_SENTENCE = 12
TARGET = HERE.parents[1] / "community" / "safety" / "points.toml"

EPOCHS = 30
RATE = 0.1
KEEP_SMALL = 1.0  # how strongly weights are drawn to nothing
MIN_SENTENCES = 2  # a word seen once says nothing
EVERYDAY_COUNT = 3_000
EVERYDAY_WEIGHT = 1.6
CALM_WEIGHT = 1.5  # there are few, and a forum post is long
VARIANTS = 3
TENTHS = 10
WORDS_AT = -8
SIGNS_AT = -12
FRAMES_AT = -16


@dataclass(frozen=True)
class Example:
    features: tuple[str, ...]
    is_urgent: bool
    weight: float


def read_tsv(name: str) -> list[dict[str, str]]:
    """Read a file of sentences: id, lang, label, category, text."""
    with (HERE / "risk" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def features_of(text: str) -> set[str]:
    """Everything in a short text that can carry points."""
    found: set[str] = set()
    for chunks, _ in frames().features(text, Budget(10**9)):
        for chunk in chunks:
            found |= chunk
    return found


def examples() -> list[Example]:
    """All sentences to learn from."""
    learned: list[Example] = []
    for row in read_tsv("examples.tsv") + read_tsv("development.tsv"):
        # Whatever stands for a placeholder must not matter, so each way of filling it in is learned.
        texts = dict.fromkeys(without_placeholders(row["text"], variant) for variant in range(VARIANTS))
        for text in texts:
            features = tuple(sorted(features_of(text)))
            learned.append(Example(features, row["label"] in ("crisis", "red"), 1.0))
    quiet = (HERE / "risk" / "everyday.txt").read_text(encoding="utf-8").splitlines()
    for text in [*quiet, *everyday_sentences(EVERYDAY_COUNT, seed=11)]:
        learned.append(Example(tuple(sorted(features_of(text))), False, EVERYDAY_WEIGHT))
    for text in calm_texts():
        learned.append(Example(tuple(sorted(features_of(text))), False, CALM_WEIGHT))
    return learned


def calm_texts() -> Iterable[str]:
    """Longer texts in which nobody is in danger: forum, map and articles of the demo, whole and by sentence."""
    topics = tomllib.loads((DEMO / "forum.toml").read_text(encoding="utf-8"))["topic"]
    texts = [part for topic in topics for part in (f"{topic['title']}\n{topic['body']}", *_replies(topic))]
    services = json.loads((DEMO / "services.hsds.json").read_text(encoding="utf-8"))
    texts += [each[field] for each in services for field in ("description", "application_process")]
    texts += [part for page in sorted((DEMO / "articles").glob("*.md")) for part in page.read_text().split("\n\n")[1:]]
    for text in texts:
        yield text
        yield from (each for each in re.split(r"(?<=[.!?])\s+|\n", text) if len(each) > SHORTEST_SENTENCE)


def _replies(topic: dict[str, Any]) -> list[str]:
    return [reply["body"] for reply in topic.get("reply", [])]


def fit(learned: list[Example]) -> tuple[float, dict[str, float]]:
    """Find the start and the weight of each feature."""
    seen = Counter(feature for each in learned for feature in each.features)
    weights = {feature: 0.0 for feature, times in seen.items() if times >= MIN_SENTENCES}
    rows = [(tuple(f for f in each.features if f in weights), each.is_urgent, each.weight) for each in learned]
    shrink = {feature: KEEP_SMALL / seen[feature] for feature in weights}
    start, rng = 0.0, Random(7)
    for epoch in range(EPOCHS):
        rate = RATE / (1 + epoch / 5)
        rng.shuffle(rows)
        for features, is_urgent, weight in rows:
            total = start + sum(weights[feature] for feature in features)
            step = rate * weight * (is_urgent - 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))
            start += step
            for feature in features:
                weights[feature] += step - rate * shrink[feature] * weights[feature]
    return start, weights


def write(start: float, weights: dict[str, float]) -> None:
    """Round to tenths and write what is left, words by their points."""
    rounded = {feature: round(weight * TENTHS) for feature, weight in weights.items()}
    lines = [
        "# Points of words, families, phrase classes and rules, in tenths. Counted by tests/safety/fit_points.py; do",
        "# not edit by hand without measuring: pytest tests/safety/test_sieve_quality.py",
        "",
        f"start = {round(start * TENTHS)}",
        f"words_at = {WORDS_AT}  # from here a person is alarmed, whatever the rules found",
        f"signs_at = {SIGNS_AT}  # from here beside signs",
        f"frames_at = {FRAMES_AT}  # below this even a frame does not alarm; it is queued",
        "",
        "[words]",
        *_by_points(rounded, "word:"),
        "",
        "# Two words next to each other.",
        "[pairs]",
        *_by_points(rounded, "pair:"),
    ]
    for kind in ("family", "class", "length"):
        named = {name.split(":", 1)[1]: worth for name, worth in rounded.items() if name.startswith(kind + ":")}
        lines += ["", f"[{kind}]", *(f"{name} = {worth}" for name, worth in sorted(named.items()) if worth)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _by_points(rounded: dict[str, int], kind: str) -> Iterable[str]:
    by_points: dict[int, list[str]] = {}
    for feature, worth in rounded.items():
        if feature.startswith(kind) and abs(worth) >= 2:
            by_points.setdefault(worth, []).append(feature.removeprefix(kind).replace(" ", "_"))
    for worth in sorted(by_points, reverse=True):
        yield f'"{worth}" = """\n{_wrapped(sorted(by_points[worth]))}\n"""'


def _wrapped(words: list[str], width: int = 116) -> str:
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > width:
            lines.append(line.rstrip())
            line = ""
        line += word + " "
    return "\n".join([*lines, line.rstrip()])


if __name__ == "__main__":
    write(*fit(examples()))
