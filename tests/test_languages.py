"""English is complete (L20): every text that is marked for translation has one, with the same fields in it."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tools import languages

FIELDS = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, locale="en")


def test_L20_every_text_has_english(tmp_path: Path):
    languages.extract(tmp_path / "now.pot")
    english = catalogue(languages.TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po")
    wished = [message.id for message in catalogue(tmp_path / "now.pot") if message.id]
    assert len(wished) > 1000
    without = [text for text in wished if (found := english.get(_one(text))) is None or not _one(found.string)]
    assert without == [], "gather with tools/languages.py, and translate"


def test_a_translation_keeps_the_fields_of_its_text():
    english = catalogue(languages.TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po")
    texts = [(_one(message.id), _one(message.string)) for message in english if message.id]
    assert [text for text, said in texts if sorted(FIELDS.findall(text)) != sorted(FIELDS.findall(said))] == []


def _one(text: str | tuple[str, ...] | list[str]) -> str:
    """A text that counts has two forms; the first speaks for both."""
    return text if isinstance(text, str) else text[0]
