"""`make bench`: figures and ratios, no pass or fail; writes docs/benchmarks.md.

Every ratio has its reference in the same run.
"""

from __future__ import annotations

import gzip
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("MOI_ENV", "demo")

from tools.bench_live import sections  # noqa: E402
from tools.bench_live.rows import Row  # noqa: E402

LIVE = """
## Live

The same wishes at the house and at Node's socket.io, the same bytes back, in rounds that alternate; of each the best,
because whatever else a machine does only slows a round down. Everything runs on this one machine. The load client
(tools/bench_live) is a process of its own; where it used more than 90 % of its core, that stands beside the figure.

- Saturation: speakers who wish one message anew whenever they are answered; 100 wishes are on the way, in the 60 rooms
  300.
- Bursts: one wish for 100 messages in each room, until the last client has the last.
- Latency: wishes at a fixed pace, whatever comes back, from the wish to each delivery.
- The full path: `message:post` in a room of the house with SQLite: limits counted, sieve, text, commit, fan-out;
  afterwards each client must have heard each acknowledged message once and in order, or a line says so.
- Ratios by processor time hold also where a machine has other work.
"""

ROUNDS, PAGES_PER_ROUND = 7, 150
"""Rounds alternate between the two that are compared, so that a busy moment of the machine hits both."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="moi-bench-") as folder:
        os.environ["MOI_DATA_DIR"] = folder
        busy = os.getloadavg()[0]
        rows = [*_start(folder), *_pages(Path(folder)), *_sieve()]
    report = _report(busy, rows, sections.measure(set(sections.PARTS)))
    print(report)
    (ROOT / "docs" / "benchmarks.md").write_text(report, encoding="utf-8")


def _start(folder: str) -> list[Row]:
    """Seconds from `make run` to the first answered page, the first and the second time (installed and built)."""
    from tests.services import free_port

    seconds = []
    for _ in range(2):
        port = free_port()
        env = os.environ | {"PORT": str(port), "MOI_DATA_DIR": folder}
        begun = time.monotonic()
        server = subprocess.Popen(["make", "-s", "run"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        _wait_until_answers(port)
        seconds.append(time.monotonic() - begun)
        server.terminate()
        server.wait(20)
    return [
        ("`make run`, database empty", f"{seconds[0]:.1f} s", ""),
        ("`make run`, second time", f"{seconds[1]:.1f} s", "< 5 s"),
    ]


def _wait_until_answers(port: int) -> None:
    import urllib.request

    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)
            return
        except OSError:
            time.sleep(0.02)


def _pages(folder: Path) -> list[Row]:
    from app import create_app
    from community.config import read_settings
    from tools.bench_bare import bare_app

    app = create_app(read_settings())
    with app.app_context():
        path = _topic_with_20_posts()
    ours, html = _caller(app, path)
    bare, _bare_html = _caller(bare_app(folder), "/topic/1")
    our_rate, bare_rate = _compare(ours, bare)
    fresh_rate, fresh_bare = _fresh(app, ours, bare)
    home = _weight(app, "/")
    return [
        ("Topic page, 20 posts, as visitors get it (shared for at most 2 s)", f"{our_rate:.0f} pages/s per core", ""),
        ("Bare Flask + Jinja + SQLAlchemy page, 20 posts", f"{bare_rate:.0f} pages/s per core", "reference"),
        ("Ratio", f"{our_rate / bare_rate:.2f}", "≥ 0.5"),
        ("Topic page, 20 posts, drawn anew each time", f"{fresh_rate:.0f} pages/s per core", ""),
        ("Ratio", f"{fresh_rate / fresh_bare:.2f}", ""),
        ("Topic page, HTML", f"{len(html) / 1000:.1f} kB", "≤ 30 kB"),
        ("Home in all, gzip, without fonts", f"{home / 1000:.1f} kB", "≤ 60 kB"),
    ]


def _fresh(app: Any, ours: Callable[[], bytes], bare: Callable[[], bytes]) -> tuple[float, float]:
    """The same without sharing, as where several processes serve."""
    app.config["MOI_REDIS_URL"] = "nothing is kept"
    try:
        return _compare(ours, bare)
    finally:
        app.config["MOI_REDIS_URL"] = ""


def _topic_with_20_posts() -> str:
    import sqlalchemy as sa

    from community import db
    from community.demo import filling
    from forums.models import Post, Topic

    filling.bulk_of("topics")(1)
    filling.bulk_of("posts")(60)
    newest = sa.select(Post.topic_id).group_by(Post.topic_id).order_by(sa.func.count().desc()).limit(1)
    return db.session().get_one(Topic, db.session().scalars(newest).one()).url().split("#")[0]


def _caller(app: Any, path: str) -> tuple[Callable[[], bytes], bytes]:
    """A function that asks for a page through WSGI, as a server would."""
    from werkzeug.test import EnvironBuilder, run_wsgi_app

    environ = EnvironBuilder(path=path).get_environ()

    def call() -> bytes:
        body, status, _headers = run_wsgi_app(app.wsgi_app, dict(environ), buffered=True)
        assert status.startswith("200"), status
        return b"".join(body)

    return call, call()


def _compare(ours: Callable[[], bytes], theirs: Callable[[], bytes]) -> tuple[float, float]:
    """Median pages a second of processor time, in rounds that alternate."""
    rates: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for call, seen in zip((ours, theirs), rates, strict=True):
            begun = time.process_time()
            for _page in range(PAGES_PER_ROUND):
                call()
            seen.append(PAGES_PER_ROUND / (time.process_time() - begun))
    return statistics.median(rates[0]), statistics.median(rates[1])


def _weight(app: Any, path: str) -> int:
    """Bytes a first visit loads, gzipped, without fonts: the page and what it names of our own."""
    html = _caller(app, path)[1]
    names = set(re.findall(rb'(?:href|src)="(/static/[^"#]+)', html)) | set(re.findall(rb"/static/[^\"#]+\.svg", html))
    files = [ROOT / name.decode().lstrip("/") for name in names if not name.endswith(b".woff2")]
    return sum(len(gzip.compress(part)) for part in (html, *(file.read_bytes() for file in files)))


def _sieve() -> list[Row]:
    from community.safety import masking, sieve

    texts = [line.split("\t")[-1] for line in _risk_lines()]
    sieve.screen("de lijsten worden bij het eerste bericht gelezen")
    seconds = []
    for text in texts:
        begun = time.perf_counter()
        sieve.screen(text)
        masking.mask(text)
        seconds.append(time.perf_counter() - begun)
    hostile = "wil dood 0 6 1 2 " * 600
    begun = time.perf_counter()
    sieve.screen(hostile[:10_000])
    masking.mask(hostile[:10_000])
    worst = time.perf_counter() - begun
    return [
        ("Sieve and mask, median of a message", f"{statistics.median(seconds) * 1000:.2f} ms", "< 2 ms"),
        ("Sieve and mask, slowest of the examples", f"{max(seconds) * 1000:.1f} ms", "< 20 ms"),
        ("Sieve and mask, 10,000 hostile characters", f"{worst * 1000:.0f} ms", "< 50 ms"),
        *_quality(),
    ]


def _quality() -> list[Row]:
    """How the sieve does on sentences that neither lists nor points were made from."""
    from tests.safety.fit_points import read_tsv
    from tests.safety.test_sieve_quality import score

    rows = []
    for lang, aim in (("nl", "≥ 0.95 / 0.85 / 0.80"), ("en", "≥ 0.90 / 0.80 / 0.80")):
        found = score(read_tsv("held_back.tsv"), lang, 0)
        figures = f"{found.crisis_found:.2f} / {found.recall:.2f} / {found.precision:.2f}"
        rows.append((f"Sieve, held-back sentences {lang}: crisis flagged / recall / precision", figures, aim))
    return rows


def _risk_lines() -> list[str]:
    file = next((ROOT / "tests" / "safety").rglob("examples.tsv"))
    return file.read_text(encoding="utf-8").splitlines()[1:]


def _report(busy: float, rows: list[Row], live: list[Row]) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`. Ratios hold on other machines, absolute figures do not.",
        "",
        f"Machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; "
        f"load before the first figure {busy:.1f}.",
        "",
        *_table(rows),
        *LIVE.splitlines(),
        "",
        *_table(live),
    ]
    return "\n".join(lines) + "\n"


def _table(rows: list[Row]) -> list[str]:
    return [
        "| what | figure | aim |",
        "|---|---|---|",
        *(f"| {what} | {figure} | {aim} |" for what, figure, aim in rows),
    ]


if __name__ == "__main__":
    main()
