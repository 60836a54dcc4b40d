"""`make run`: migrate, fill demo data into an empty database, print the address and the demo sign-ins, serve.

Runs inside .venv; tools/setup.sh made that. MOI_ENV is demo unless it is set. A demo that was brought up before by the
same migrations is served at once: putting the house together twice would double the second start.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("MOI_ENV", "demo")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, the next start is a second shorter

from community.config import Settings, UnsafeSettings, read_settings  # noqa: E402


def main() -> None:
    os.chdir(ROOT)
    try:
        settings = read_settings()
        if not _was_brought_up(settings):
            _bring_up(settings)
    except UnsafeSettings as wrong:
        print(f"Moi does not start: {wrong}", file=sys.stderr)
        sys.exit(2)
    _announce(settings.site_url, settings.data_dir / "demo-people.json")
    gunicorn = str(ROOT / ".venv" / "bin" / "gunicorn")
    os.execv(gunicorn, [gunicorn, "-c", str(ROOT / "gunicorn.conf.py"), "app:app"])


def _was_brought_up(settings: Settings) -> bool:
    """Whether this demo's own SQLite file has the newest shape and its example people."""
    file = settings.data_dir / "moi.db"
    if not settings.is_demo or settings.database_url != f"sqlite:///{file}" or not file.exists():
        return False
    newest = max(path.name.split("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    try:
        with sqlite3.connect(file) as connection:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            has_sessions = connection.execute(
                "SELECT 1 FROM spreekuur_sessions WHERE starts_at > datetime('now')"
            ).fetchone()
    except sqlite3.Error:
        return False
    return found == (newest,) and has_sessions is not None and (settings.data_dir / "demo-people.json").exists()


def _bring_up(settings: Settings) -> None:
    from app import create_app
    from community.commands import upgrade_database
    from community.demo import filling

    with create_app(settings).app_context():
        upgrade_database()
        if settings.is_demo:
            filling.fill_all()


def _announce(url: str, people: Path) -> None:
    print(f"\nMoi staat op {url}\n")
    if people.exists():
        print("Om te proberen (alias, sleutelzin, tweede factor):")
        for role, accounts in json.loads(people.read_text()).items():
            first = accounts[0]
            print(f"  {role:14} {first['alias']:14} {first['passphrase']:44} {first.get('totp_secret', '')}")
        print("\nDe code van de tweede factor: .venv/bin/python tools/second_factor.py ALIAS")
        print(f"Alles staat in {people.name}.\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
