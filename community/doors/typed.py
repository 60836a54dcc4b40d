"""What browsers send, without the one sign that no text has: NUL, which PostgreSQL refuses and SQLite keeps."""

from __future__ import annotations

from typing import Any

import flask
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from community.errors import NotFound

NUL = "\x00"


class WithoutNul(ImmutableMultiDict[str, Any]):
    """Fields of an address or a form; a NUL in a value is left out, so that both databases read the same."""

    def __init__(self, mapping: Any = None):
        sent = MultiDict(mapping).items(multi=True)
        super().__init__([(name, said.replace(NUL, "") if isinstance(said, str) else said) for name, said in sent])


class Request(flask.Request):
    parameter_storage_class = WithoutNul


def refuse_nul() -> None:
    """No page of ours has a NUL in its path. Raises NotFound."""
    if NUL in flask.request.path:
        raise NotFound
