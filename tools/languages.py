"""Catalogues: compile what changed (part of every build), or gather the texts anew.

.venv/bin/python tools/languages.py            compile .po to .mo where it is newer
.venv/bin/python tools/languages.py gather     read the texts from code and templates into every catalogue
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "community" / "translations"
PACKAGES = ("community", "chat", "forums", "sociale_kaart", "kennis", "spreekuur")
KEYWORDS = ("_", "N_", "gettext", "ngettext:1,2")
BABEL = (sys.executable, "-m", "babel.messages.frontend", "--quiet")
REFUSALS = ("require:2", "NotFound", "NotAllowed", "Invalid", "Conflict", "TooMany", "Unavailable")
"""Refusals are translated when they are shown (doors.answers), so their texts stand unmarked."""


def compile_changed() -> None:
    """Compile each catalogue that is newer than its compiled form."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        made = source.with_suffix(".mo")
        if made.exists() and made.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalog = read_po(text, locale=source.parent.parent.name)
        draft = made.with_suffix(".part")
        with draft.open("wb") as out:
            write_mo(out, catalog)
        draft.replace(made)


def gather() -> None:
    """Extract every marked text and bring the catalogues up to date; nothing translated is lost."""
    pot = TRANSLATIONS / "messages.pot"
    TRANSLATIONS.mkdir(exist_ok=True)
    extract(pot)
    for locale in ("en",):
        target = TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
        verb = "update" if target.exists() else "init"
        extra = ["--omit-header", "--no-fuzzy-matching", "--ignore-obsolete"] if verb == "update" else []
        subprocess.run([*BABEL, verb, "-i", pot, "-d", TRANSLATIONS, "-l", locale, *extra], cwd=ROOT, check=True)
    pot.unlink()


def extract(pot: Path) -> None:
    """Write every text that code and templates mark for translation to a template catalogue."""
    keywords = [part for word in (*KEYWORDS, *REFUSALS) for part in ("-k", word)]
    common = ["--no-location", "--omit-header", "--sort-output"]
    command = [*BABEL, "extract", "-F", ROOT / "tools" / "babel.cfg", *common, *keywords, "-o", pot, *PACKAGES]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    gather() if "gather" in sys.argv[1:] else compile_changed()
