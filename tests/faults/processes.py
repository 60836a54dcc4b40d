"""Server processes that can be killed, a Redis that can be taken away, and sockets that remember what they heard."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import socketio

from tests.faults.wire import Door
from tests.services import free_port
from tools.look import ROOT

START_WITHIN_SECONDS = 40
CHECK_EVERY_SECONDS = 0.05
T = TypeVar("T")


def wait_for(what: str, look: Callable[[], T], within_seconds: float) -> T:
    """What `look` finds, as soon as it finds something."""
    until = time.monotonic() + within_seconds
    while not (found := look()):
        assert time.monotonic() < until, f"not within {within_seconds} s: {what}"
        time.sleep(CHECK_EVERY_SECONDS)
    return found


def at_this_load(seconds: float) -> float:
    """How long something may take now that takes so long on a machine of its own: others may be using this one."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Settings:
    """The environment that the processes of one site share."""

    def __init__(self, data: Path, **shared: str):
        self.port = free_port()
        self.site_url = f"http://127.0.0.1:{self.port}"
        house = {name: said for name, said in os.environ.items() if not name.startswith("MOI_")}
        self.environ = house | {
            "MOI_ENV": "demo",
            "MOI_DATA_DIR": str(data),
            "MOI_SITE_URL": self.site_url,
            "PORT": str(self.port),
            **shared,
        }

    def prepare(self) -> None:
        """Make the tables and the demo content."""
        self._python("-c", "from tools.look import prepare; prepare()")

    def guests(self, number: int) -> list[str]:
        """Cookies ("name=value") of that many people who joined."""
        said = self._python("-m", "flask", "--app", "app", "demo", "guests", str(number))
        return [line for line in said.splitlines() if "=" in line][-number:]

    def _python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environ, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout


class Process:
    """One gunicorn of a site, on a port of its own or on the site's."""

    def __init__(self, settings: Settings, port: int = 0):
        self.settings = settings
        self.url = f"http://127.0.0.1:{port or settings.port}"
        self.environ = settings.environ | {"PORT": self.url.rsplit(":", 1)[1]}
        self.door = Door(port or settings.port, settings.site_url)
        self.start()

    def start(self) -> float:
        """Start the server; returns the seconds until it answered from the database."""
        began = time.monotonic()
        # A group of its own, so that kill() takes master and worker at once, as a power cut would.
        self.server = subprocess.Popen(
            [ROOT / ".venv/bin/gunicorn", "-c", "gunicorn.conf.py", "app:app"],
            cwd=ROOT, env=self.environ, start_new_session=True,
        )  # fmt: skip
        wait_for(f"{self.url} answers", self.is_ready, START_WITHIN_SECONDS)
        return time.monotonic() - began

    def is_ready(self) -> bool:
        assert self.server.poll() is None, "the server did not start"
        try:
            return self.ask("/health/ready").status == 200
        except OSError:
            return False

    def memory_bytes(self) -> int:
        """What the worker holds in memory now."""
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()
        pages = [int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children]
        return max(pages) * os.sysconf("SC_PAGE_SIZE")

    def open_sockets(self) -> int:
        """How many sockets the server itself counts."""
        found = re.search(r"^moi_open_sockets (\S+)$", self.ask("/metrics").text, re.M)
        assert found is not None
        return int(float(found.group(1)))

    def kill(self) -> None:
        """kill -9, master and worker."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(10)

    def stop(self) -> None:
        """End it without waiting for who is still connected."""
        if self.server.poll() is None:
            self.kill()

    def ask(self, path: str, cookie: str = "", body: bytes | None = None) -> Answer:
        """One request to this very process, whatever address the site has."""
        headers = {"Host": self.settings.site_url.removeprefix("http://"), "Cookie": cookie}
        request = urllib.request.Request(self.url + path, body, headers)
        try:
            with _direct.open(request, timeout=10) as answer:
                return Answer(answer.status, answer.read().decode())
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.read().decode())


class Answer:
    def __init__(self, status: int, text: str):
        self.status, self.text = status, text


class _Direct(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


_direct = urllib.request.build_opener(_Direct)


class Redis:
    """A Redis that can be taken away and comes back, empty, on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program is not None
        self.server = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self) -> None:
        self.server.kill()
        self.server.wait(10)

    def pause(self) -> None:
        """Let it hang: connections stay, nothing answers."""
        self.server.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.server.send_signal(signal.SIGCONT)


class Ear:
    """Somebody's socket at one process: asks, and remembers every message heard in the order it came."""

    def __init__(self, process: Process, cookie: str):
        self.heard: list[dict[str, Any]] = []
        self.cut = threading.Event()
        # As an option, because the library sends a header "Origin" beside its own one: together they are no origin.
        own = {"origin": process.settings.site_url}
        self.client = socketio.Client(reconnection=False, websocket_extra_options=own)
        self.client.on("message:posted", self.heard.append, namespace="/chat")
        self.client.on("disconnect", lambda *_reason: self.cut.set(), namespace="/chat")
        self.client.connect(
            process.url,
            headers={"Cookie": cookie},
            transports=["websocket"],
            namespaces=["/chat"],
        )

    def ask(self, event: str, **fields: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.call(event, fields, namespace="/chat", timeout=10)
        return answer

    def enter(self, room: str = "kletskamer", **fields: Any) -> dict[str, Any]:
        answer = self.ask("room:enter", room=room, **fields)
        assert answer["ok"], answer
        return answer

    def say(self, body: str, room: str = "kletskamer") -> dict[str, Any]:
        """Post a message; returns it as acknowledged."""
        answer = self.ask("message:post", room=room, client_id=f"own {body}"[:64], body=body)
        assert answer["ok"], answer
        message: dict[str, Any] = answer["message"]
        return message

    def hears(self, message: dict[str, Any], within_seconds: float) -> dict[str, Any]:
        """The message as it came in here."""
        return wait_for(
            f"hearing {message['body']!r}",
            lambda: next((each for each in list(self.heard) if each["id"] == message["id"]), {}),
            within_seconds,
        )

    def close(self) -> None:
        self.client.disconnect()
