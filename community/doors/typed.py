"""What browsers send, bounded by what a database can be asked: no NUL in a text, no number that no row can have."""

from __future__ import annotations

from typing import Any

import flask
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter, Map

from community.errors import NotFound

NUL = "\x00"
HIGHEST_KEY = 2**63 - 1
"""The highest number of a row; SQLite and PostgreSQL both fail on a higher one."""


class WithoutNul(ImmutableMultiDict[str, Any]):
    """Fields of an address or a form; a NUL in a value is left out: PostgreSQL refuses it and SQLite keeps it."""

    def __init__(self, mapping: Any = None):
        sent = MultiDict(mapping).items(multi=True)
        super().__init__([(name, said.replace(NUL, "") if isinstance(said, str) else said) for name, said in sent])


class Request(flask.Request):
    parameter_storage_class = WithoutNul


def refuse_nul() -> None:
    """No page of ours has a NUL in its path. Raises NotFound."""
    if NUL in flask.request.path:
        raise NotFound


class BoundedIntegerConverter(IntegerConverter):
    """`<int:…>` in an address: the number of a row; a higher one is no page of ours."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=HIGHEST_KEY)


def key(said: str) -> int:
    """The number of a row, as it stands in a field. Raises ValueError when no row can have it."""
    number = int(said)
    if not 0 <= number <= HIGHEST_KEY:
        raise ValueError("no number of a row")
    return number
