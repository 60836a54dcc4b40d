"""One site on two processes with PostgreSQL and Redis; and one on SQLite that may be killed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests import services
from tests.faults.processes import Ear, Process, Redis, Settings
from tests.services import free_port

EarOf = Callable[[Process, str], Ear]


class Pair:
    """Two processes that act as one site."""

    def __init__(self, settings: Settings, first: Process, second: Process, redis: Redis):
        self.settings, self.first, self.second, self.redis = settings, first, second, redis
        self._cookies = iter(settings.guests(20))

    def new_guest(self) -> str:
        """The cookie of somebody who joined and did nothing yet."""
        return next(self._cookies)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with ExitStack() as stack:
        try:
            url = stack.enter_context(services.postgres())
        except RuntimeError as missing:
            _without(str(missing))
        yield url


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
def pair(postgres_url: str, redis: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    settings = Settings(tmp_path_factory.mktemp("pair"), MOI_DATABASE_URL=postgres_url, MOI_REDIS_URL=redis.url)
    settings.prepare()
    first, second = Process(settings), Process(settings, free_port())
    yield Pair(settings, first, second, redis)
    first.stop()
    second.stop()


@pytest.fixture
def lone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """One process with SQLite, that a test may kill."""
    settings = Settings(tmp_path_factory.mktemp("lone"))
    settings.prepare()
    process = Process(settings)
    yield process
    process.stop()


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
