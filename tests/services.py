"""PostgreSQL and Redis of our own for the tests: a fresh one on a free port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


@contextmanager
def postgres() -> Iterator[str]:
    """A running PostgreSQL; yields its URL. It refuses to run as root, so root starts it as user postgres."""
    programs = postgres_bin()
    if programs is None:
        raise RuntimeError("PostgreSQL is not on this machine")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="moi-pg-", ignore_cleanup_errors=True) as folder:
        user = _unprivileged(folder)
        run = {"user": user} if user else {}
        data = f"{folder}/data"
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "moi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            check=True, capture_output=True, cwd=folder, **run,
        )  # fmt: skip
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1",
             "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=120"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **run,
        )  # fmt: skip
        try:
            _wait_for(port)
            _create(f"host=127.0.0.1 port={port} user=moi dbname=postgres")
            yield f"postgresql+psycopg://moi@127.0.0.1:{port}/moi"
        finally:
            server.terminate()
            server.wait(10)


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
