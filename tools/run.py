"""`make run`: migrate, fill demo data into an empty database, print the address and the demo sign-ins, serve.

Runs inside .venv; tools/setup.sh made that. MOI_ENV is demo unless it is set.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("MOI_ENV", "demo")


def main() -> None:
    os.chdir(ROOT)
    from app import create_app
    from community.commands import upgrade_database
    from community.config import UnsafeSettings, read_settings
    from community.demo import filling

    try:
        settings = read_settings()
        app = create_app(settings)
    except UnsafeSettings as wrong:
        sys.exit(f"Moi does not start: {wrong}")
    with app.app_context():
        upgrade_database()
        if settings.is_demo:
            filling.fill_all()
    _announce(settings.site_url, settings.data_dir / "demo-people.json")
    gunicorn = str(ROOT / ".venv" / "bin" / "gunicorn")
    os.execv(gunicorn, [gunicorn, "-c", str(ROOT / "gunicorn.conf.py"), "app:app"])


def _announce(url: str, people: Path) -> None:
    print(f"\nMoi staat op {url}\n")
    if people.exists():
        print("Om te proberen (alias, sleutelzin, tweede factor):")
        for role, accounts in json.loads(people.read_text()).items():
            first = accounts[0]
            print(f"  {role:14} {first['alias']:14} {first['passphrase']:44} {first.get('totp_secret', '')}")
        print(
            f"\nDe code van de tweede factor: .venv/bin/python tools/second_factor.py ALIAS   (alles staat in {people.name})\n"
        )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
