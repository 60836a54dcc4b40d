"""Makes everyday chat sentences, the same on every run: what people write when nothing is the matter.

They hold many words that also stand in heavy messages (night, alone, train, knife, dead battery), so that
the sieve is measured where it is easily wrong. Words and templates stand in ``risk/everyday.toml``.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

_DATA = tomllib.loads((Path(__file__).parent / "risk" / "everyday.toml").read_text(encoding="utf-8"))


def everyday_sentences(count: int, seed: int = 1, english_share: float = 0.25) -> Iterator[str]:
    """Make ``count`` sentences by chance; the same for the same seed."""
    rng = Random(seed)
    slots = {name: _parts(text) for name, text in _DATA["slots"].items()}
    dutch, english = _parts(_DATA["templates"]["dutch"]), _parts(_DATA["templates"]["english"])
    for _ in range(count):
        template = rng.choice(english if rng.random() < english_share else dutch)
        yield template.format(**{slot: rng.choice(words) for slot, words in slots.items()})


def _parts(text: str) -> list[str]:
    return text.replace("\n", "").split("|")
