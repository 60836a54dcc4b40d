"""`flask sieve label` and `flask sieve mask`: one text a line in, exactly one line out, UTF-8, empty lines too."""

from __future__ import annotations

import sys
from collections.abc import Callable

from flask import Flask
from flask.cli import AppGroup

from community.safety import masking, sieve

sieve_group = AppGroup("sieve", help="What the sieve says of a text.")


def init_app(app: Flask) -> None:
    app.cli.add_command(sieve_group)


@sieve_group.command("label")
def label() -> None:
    """Print label<TAB>reason,reason for each line of standard input."""
    _each_line(_labelled)


@sieve_group.command("mask")
def mask() -> None:
    """Print each line of standard input as others would see it."""
    _each_line(lambda text: masking.mask(text).text)


def _labelled(text: str) -> str:
    verdict = sieve.screen(text)
    return f"{verdict.level}\t{','.join(verdict.reasons)}"


def _each_line(answer: Callable[[str], str]) -> None:
    """Only \\n ends a line: other separators may stand inside a text."""
    given = sys.stdin.buffer.read().decode("utf-8", "replace")
    lines = given.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    out = "".join(answer(line.removesuffix("\r")).replace("\n", " ") + "\n" for line in lines)
    sys.stdout.buffer.write(out.encode())
