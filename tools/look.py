"""Look at pages: starts a demo in a folder of its own and takes pictures in real Chromium, by width and theme.

    .venv/bin/python tools/look.py / /nu-hulp /chat --as member --out /tmp/pictures
    .venv/bin/python tools/look.py /team --as peer_expert --widths 360 --themes night --no-script

Every page is also checked with axe and for sideways scrolling; what is found is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

CHROMIUM_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
START_WITHIN_SECONDS = 40


def main() -> None:
    wish = _arguments()
    with demo_server(wish.keep) as site:
        _take_pictures(site, wish)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--as", dest="role", default="", help="guest or a role of demo-people.json; default: visitor")
    parser.add_argument("--out", default="/tmp/moi-look", type=Path)
    parser.add_argument("--widths", default="360,1280")
    parser.add_argument("--themes", default="day,night")
    parser.add_argument("--full", action="store_true", help="the whole page, not one window")
    parser.add_argument("--no-script", action="store_true")
    parser.add_argument("--keep", default="", help="a data folder to keep between calls (faster)")
    return parser.parse_args()


class Site:
    """A running demo: its address and its data folder."""

    def __init__(self, url: str, data: Path):
        self.url, self.data = url, data

    def cookie_for(self, role: str) -> dict[str, Any]:
        """A session cookie for a role's first demo account, or for a fresh guest."""
        if role == "guest":
            line = _flask(self.data, self.url, "demo", "guests", "1").strip().splitlines()[-1]
            name, value = line.split("=", 1)
            return {"name": name, "value": value, "url": self.url}
        alias = json.loads((self.data / "demo-people.json").read_text())[role][0]["alias"]
        return {"name": "moi", "value": _token_of(self.data, self.url, alias), "url": self.url}


@contextmanager
def demo_server(keep: str = "", **environ: str) -> Iterator[Site]:
    """A demo with its example content, served by the production server on a free port."""
    from tests.services import free_port

    with tempfile.TemporaryDirectory(prefix="moi-look-") as scratch:
        data, url = Path(keep or scratch), f"http://127.0.0.1:{free_port()}"
        env = _env(data, url) | environ
        subprocess.run([sys.executable, "tools/assets.py"], cwd=ROOT, check=True)
        subprocess.run([sys.executable, "tools/languages.py"], cwd=ROOT, check=True)
        prepare = "from tools.look import prepare; prepare()"
        subprocess.run([sys.executable, "-c", prepare], cwd=ROOT, env=env, check=True)
        server = subprocess.Popen(
            [ROOT / ".venv/bin/gunicorn", "-c", "gunicorn.conf.py", "app:app"], cwd=ROOT, env=env
        )  # fmt: skip
        try:
            _wait_for(url)
            yield Site(url, data)
        finally:
            server.terminate()
            server.wait(15)


def prepare() -> None:
    """Bring the demo database up and fill it."""
    from app import create_app
    from community.commands import upgrade_database
    from community.config import read_settings
    from community.demo import filling

    with create_app(read_settings()).app_context():
        upgrade_database()
        filling.fill_all()


def _env(data: Path, url: str) -> dict[str, str]:
    port = url.rsplit(":", 1)[1]
    return os.environ | {"MOI_ENV": "demo", "MOI_DATA_DIR": str(data), "PORT": port, "MOI_SITE_URL": url}


def _flask(data: Path, url: str, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *command],
        cwd=ROOT, env=_env(data, url), check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


def _token_of(data: Path, url: str, alias: str) -> str:
    code = f"from tools.look import print_token; print_token({alias!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=_env(data, url), check=True, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


def print_token(alias: str) -> None:
    """Sign a demo account in and print its token."""
    import sqlalchemy as sa

    from app import create_app
    from community import db
    from community.config import read_settings
    from community.members.models import Person
    from tests.people import sign_in

    with create_app(read_settings()).app_context():
        print(sign_in(db.session().scalars(sa.select(Person).where(Person.alias == alias)).one()))


def _wait_for(url: str) -> None:
    until = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{url}/health/live", timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server does not answer")


def _take_pictures(site: Site, wish: argparse.Namespace) -> None:
    from playwright.sync_api import sync_playwright

    wish.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM_FLAGS))
        for theme in wish.themes.split(","):
            for width in map(int, wish.widths.split(",")):
                context = chromium.new_context(
                    viewport={"width": width, "height": 800 if width < 700 else 900},
                    color_scheme="dark" if theme == "night" else "light",
                    java_script_enabled=not wish.no_script,
                )
                if wish.role:
                    context.add_cookies([site.cookie_for(wish.role)])
                page = context.new_page()
                page.on("console", lambda said: said.type == "error" and print(f"console: {said.text}"))
                for path in wish.paths:
                    _picture(page, site, path, wish, f"{width}-{theme}")
                context.close()
        chromium.close()


def _picture(page: Any, site: Site, path: str, wish: argparse.Namespace, name: str) -> None:
    answer = page.goto(site.url + path, wait_until="load")
    page.wait_for_timeout(400)
    slug = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"
    file = wish.out / f"{slug}-{name}.png"
    page.screenshot(path=file, full_page=wish.full)
    print(f"{answer.status} {path} -> {file}")
    if wish.no_script:
        return
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        print(f"  scrolls sideways by {wide} px")
    from axe_playwright_python.sync_playwright import Axe

    for violation in Axe().run(page).response["violations"]:
        where = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
        print(f"  axe {violation['id']}: {violation['help']} at {where}")


if __name__ == "__main__":
    main()
