"""Keeping the index in step with the database: read what was noted, load it, write it; or make everything anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, current_app
from gevent import monkey
from gevent.threadpool import ThreadPool

from community.search import notes, registry
from community.search.registry import SearchDocument
from community.search.synonyms import known
from community.search.whoosh import Engine, Found

T = TypeVar("T")
FOLDER = "search"
AT_ONCE = 200
"""Documents loaded from the database at a time."""
BEFORE_SEARCH = 100
"""Notes that a search works off first, so that what was just changed is found; the rest waits for the next."""


def init_app(app: Flask) -> None:
    app.extensions["moi.search"] = Engine(Path(app.config["MOI_DATA_DIR"]) / FOLDER)


def engine() -> Engine:
    found: Engine = current_app.extensions["moi.search"]
    return found


def find(kinds: Sequence[str], text: str, most: int = 200) -> Found:
    """What the index proposes for a text: things of these kinds, best first, at most `most`.

    The database decides: load them through the viewer. What was changed before is found, also by another process.
    """
    refresh(BEFORE_SEARCH)
    index = engine()  # asked here: the pool's thread has no app context
    return _aside(lambda: index.find(kinds, text, most, known))


def refresh(most: int | None = None) -> int:
    """Work off what was noted, at most so many notes; returns how many. Makes the index where there is none.

    Safe to repeat and to do in several processes: who finds the writer busy leaves it to the other.
    """
    position = _aside(engine().position)
    last = notes.last_id()
    if position is None or position > last or _has_gap(position, last):
        return rebuild()
    done = 0
    while position < last and (most is None or done < most):
        rows = notes.after(position, min(AT_ONCE, most - done) if most else AT_ONCE)
        if not rows or not _write(rows):
            break
        position = rows[-1].id
        done += len(rows)
    return done


def _has_gap(position: int, last: int) -> bool:
    return position < last and notes.first_id() > position + 1


def _write(rows: Sequence[Any]) -> bool:
    changed = list(dict.fromkeys((row.kind, row.key) for row in rows))
    documents = [document for kind in registry.kinds() for document in _documents(kind, changed)]
    index = engine()
    return _aside(lambda: index.write(changed, documents, rows[-1].id))


def _documents(kind: str, changed: Sequence[tuple[str, str]]) -> list[SearchDocument]:
    keys = [key for each, key in changed if each == kind]
    return list(registry.kinds()[kind].documents(keys)) if keys else []


def rebuild() -> int:
    """Make the whole index anew from the database; returns how many documents, 0 when another writer is busy."""
    last = notes.last_id()
    documents, index = list(_all_documents()), engine()
    return len(documents) if _aside(lambda: index.replace(documents, last)) else 0


def _all_documents() -> Iterator[SearchDocument]:
    for searchable in registry.kinds().values():
        keys = iter(searchable.keys())
        while some := list(islice(keys, AT_ONCE)):
            yield from searchable.documents(some)


def _aside(work: Callable[[], T]) -> T:
    """Do work away from the event loop: in a pool of one thread where gevent runs the loop, else here.

    One, because ten threads that fight for the interpreter delayed messages by 21 ms (p99), one by 1.8 ms.
    """
    if not monkey.is_module_patched("threading"):
        return work()
    result: T = _pool().apply(work)
    return result


@lru_cache(maxsize=1)
def _pool() -> ThreadPool:
    return ThreadPool(1)
