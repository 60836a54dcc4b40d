"""PostgreSQL and Redis of our own for the tests: a fresh one on a free port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_WITHIN_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgres_bin() -> Path | None:
    """The folder with PostgreSQL's server programs, wherever this machine keeps them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


class Postgres:
    """A PostgreSQL in a folder of its own, that can be taken away and comes back with what was committed.

    It refuses to run as root, so root starts it as user postgres.
    """

    def __init__(self, folder: str):
        programs = postgres_bin()
        if programs is None:
            raise RuntimeError("PostgreSQL is not on this machine")
        self.programs, self.folder, self.port = programs, folder, free_port()
        user = _unprivileged(folder)
        self._run: dict[str, Any] = {"cwd": folder} | ({"user": user} if user else {})
        subprocess.run(
            [programs / "initdb", "-D", f"{folder}/data", "-U", "moi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
             "-N"],
            check=True, capture_output=True, **self._run,
        )  # fmt: skip
        self.start()
        _create(f"host=127.0.0.1 port={self.port} user=moi dbname=postgres")
        self.url = f"postgresql+psycopg://moi@127.0.0.1:{self.port}/moi"

    def start(self) -> None:
        self.server = subprocess.Popen(
            [self.programs / "postgres", "-D", f"{self.folder}/data", "-p", str(self.port), "-k", self.folder,
             "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off",
             "-c", "max_connections=120"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self._run,
        )  # fmt: skip
        _wait_for(self.port)

    def stop(self) -> None:
        """End it in order, as a test that is done does."""
        self.server.send_signal(signal.SIGINT)
        self.server.wait(10)

    def kill(self) -> None:
        """Take it away at once: connections break, new ones are refused."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(10)

    def pause(self) -> None:
        """Let it hang: connections stay, nothing answers."""
        self._tell_all(signal.SIGSTOP)

    def resume(self) -> None:
        self._tell_all(signal.SIGCONT)

    def _tell_all(self, what: signal.Signals) -> None:
        """Each connection has a process of its own, in a group of its own."""
        own = self.server.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        for pid in (own, *map(int, children)):
            os.kill(pid, what)


@contextmanager
def own_postgres() -> Iterator[Postgres]:
    """A running PostgreSQL that a test may take away.

    Raises RuntimeError when this machine has none.
    """
    with tempfile.TemporaryDirectory(prefix="moi-pg-", ignore_cleanup_errors=True) as folder:
        server = Postgres(folder)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def postgres() -> Iterator[str]:
    """A running PostgreSQL; yields its URL."""
    with own_postgres() as server:
        yield server.url


@contextmanager
def redis() -> Iterator[str]:
    """A running Redis without a file; yields its URL."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("Redis is not on this machine")
    port = free_port()
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


def _unprivileged(folder: str) -> str | None:
    if os.geteuid() != 0:
        return None
    name = "postgres"
    who = pwd.getpwnam(name)
    os.chown(folder, who.pw_uid, who.pw_gid)
    return name


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")


def _create(dsn: str) -> None:
    import psycopg

    until = time.monotonic() + START_WITHIN_SECONDS
    while True:
        try:
            with psycopg.connect(dsn, autocommit=True) as connection:
                connection.execute("CREATE DATABASE moi")
            return
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
