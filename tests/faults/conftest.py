"""One site on two processes with PostgreSQL and Redis; and one on SQLite that may be killed."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests import services
from tests.faults.processes import Ear, Process, Redis, Settings
from tests.faults.sizes import LONG, SHORT, Sizes
from tests.faults.wire import Door, Line
from tests.services import Postgres, free_port

EarOf = Callable[[Process, str], Ear]
Play = Callable[[Coroutine[Any, Any, None]], None]
LoneWith = Callable[..., Process]
GUESTS_OF_A_PAIR = 200


@pytest.fixture(scope="session")
def size() -> Sizes:
    """How much the tests do: the short form, or with MOI_SOAK=1 the long one."""
    return LONG if os.environ.get("MOI_SOAK") == "1" else SHORT


@pytest.fixture
def play(size: Sizes) -> Play:
    """play(story): run it, for as long as a test may take at most."""

    async def bounded(story: Coroutine[Any, Any, None]) -> None:
        try:
            await asyncio.wait_for(story, size.most_seconds)
        finally:
            await Line.close_all()

    def run(story: Coroutine[Any, Any, None]) -> None:
        # In a thread of its own: the journeys' browser keeps a loop of its own in this one for as long as tests last.
        with ThreadPoolExecutor(1) as aside:
            aside.submit(asyncio.run, bounded(story)).result()

    return run


class Pair:
    """Two processes that act as one site."""

    def __init__(self, settings: Settings, postgres: Postgres, redis: Redis):
        self.settings, self.postgres, self.redis = settings, postgres, redis
        self.first, self.second = Process(settings), Process(settings, free_port())
        self._cookies = iter(settings.guests(GUESTS_OF_A_PAIR))

    def at_first(self) -> Door:
        return self.first.door

    def at_second(self) -> Door:
        return self.second.door

    def new_guest(self) -> str:
        """The cookie of somebody who joined and did nothing yet."""
        return next(self._cookies)

    def new_guests(self, number: int) -> list[str]:
        return [self.new_guest() for _ in range(number)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(services.own_postgres())
        except RuntimeError as missing:
            _without(str(missing))
        yield server


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    try:
        with services.redis():
            pass  # asked only whether there is one; ours can be taken away and comes back on its port
    except RuntimeError as missing:
        _without(str(missing))
    redis = Redis()
    yield redis
    redis.kill()


def _without(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def pair(postgres: Postgres, redis: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    settings = Settings(
        tmp_path_factory.mktemp("pair"),
        MOI_DATABASE_URL=postgres.url, MOI_REDIS_URL=redis.url, MOI_LIMITS="off",
    )  # fmt: skip
    settings.prepare()
    pair = Pair(settings, postgres, redis)
    yield pair
    pair.first.stop()
    pair.second.stop()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo content, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    Settings(folder).prepare()
    return folder


@pytest.fixture
def lone_with(filled: Path, tmp_path: Path) -> Iterator[LoneWith]:
    """lone_with(MOI_LIMITS="off"): one process with SQLite and these settings, that a test may kill."""
    yield from _lone_processes(filled, tmp_path)


@pytest.fixture(scope="module")
def lone_for_all(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoneWith]:
    """The same, for all tests of a module: one that no test kills."""
    yield from _lone_processes(filled, tmp_path_factory.mktemp("lone"))


def _lone_processes(filled: Path, folder: Path) -> Iterator[LoneWith]:
    processes: list[Process] = []

    def start(**environ: str) -> Process:
        data = folder / f"lone-{len(processes)}"
        shutil.copytree(filled, data)
        processes.append(Process(Settings(data, **environ)))
        return processes[-1]

    yield start
    for process in processes:
        process.stop()


@pytest.fixture
def lone(lone_with: LoneWith) -> Process:
    """One process with SQLite and the usual settings."""
    return lone_with()


@pytest.fixture
def ear_of() -> Iterator[EarOf]:
    """ear_of(process, cookie): that person's socket there, closed afterwards."""
    ears: list[Ear] = []

    def connect(process: Process, cookie: str) -> Ear:
        ears.append(Ear(process, cookie))
        return ears[-1]

    yield connect
    for ear in ears:
        ear.close()
