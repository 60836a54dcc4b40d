"""The house with two wishes more, for measuring: hear a room that is in no database, and say something there so many
times. Served as the house is (gunicorn.conf.py), by the name tools.bench_live.measured:app; demo mode only.
"""

from __future__ import annotations

import itertools
from typing import Any

from app import create_app
from community import live
from community.config import UnsafeSettings, read_settings
from community.doors import people

_told = itertools.count(1_000_001)


@live.on("measure:enter", people)
def enter(data: dict[str, Any]) -> None:
    live.join(f"room:{data['room']}")


def _say_quickly(_known: live.Known, data: dict[str, Any], answer: live.Answer) -> bool:
    """The road that `message:post` takes: who was let in a moment ago is not looked up for each message."""
    say(data)
    answer(dict)
    return True


@live.on("measure:say", people, shortcut=_say_quickly)
def say(data: dict[str, Any]) -> None:
    room, body = data["room"], data["body"]
    for _ in range(data["times"]):
        live.send(f"room:{room}", "message:posted", message(room, body))


def message(room: str, body: str) -> dict[str, Any]:
    """As chat.payloads shows one, and reference.mjs: the same bytes."""
    number = next(_told)
    return {
        "id": f"m{number}abcdefgh",
        "room": room,
        "seq": number,
        "author": {"name": "Rustige Wulp", "avatar": {"bird": "wulp", "tint": 3}, "badge": None},
        "body": body,
        "html": f"<p>{body}</p>",
        "sent_at": "2026-01-01T12:00:00.000000Z",
        "reply_to": None,
        "state": "visible",
        "reactions": {},
        "edited": False,
    }


def _measured() -> Any:
    settings = read_settings()
    if not settings.is_demo:
        raise UnsafeSettings("measuring is for demo only: set MOI_ENV=demo")
    return create_app(settings)


app = _measured()
