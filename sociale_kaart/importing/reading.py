"""From a file to raw rows: HSDS JSON (one service, a list, a page, a line each), the CSV package, a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

from sociale_kaart.importing import package, spreadsheet

DELIMITERS = ";,\t"


class Unreadable(Exception):
    """The file as a whole cannot be used; the text says why, in one line."""


class Row(NamedTuple):
    """One service as it stood in the file. number: from 1, a header not counted."""

    number: int
    raw: Any


def read(path: Path) -> list[Row]:
    """Every service of a file or a folder, in order.

    Raises Unreadable for what is no such file.
    """
    try:
        return [Row(number, raw) for number, raw in enumerate(_raw_rows(path), start=1)]
    except (OSError, UnicodeDecodeError, csv.Error, RecursionError) as fault:
        raise Unreadable(f"{path.name}: {fault}") from fault
    except (package.NoPackage, spreadsheet.NoSpreadsheet, json.JSONDecodeError) as fault:
        raise Unreadable(f"{path.name}: {fault}") from fault


def _raw_rows(path: Path) -> list[Any]:
    if path.is_dir():
        return package.services(path)
    if path.name in (package.DESCRIPTION, package.FILES["service"]):
        return package.services(path.parent)
    if path.suffix.lower() == ".csv":
        return spreadsheet.services(table(path))
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix.lower() == ".ndjson":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return _services_of(json.loads(text))


def _services_of(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if isinstance(document, dict) and isinstance(document.get("contents"), list):
        found: list[Any] = document["contents"]
        return found
    if isinstance(document, dict):
        return [document]
    raise package.NoPackage("holds no service, no list and no page")


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column name, whatever its delimiter; UTF-8, or as old spreadsheets write it."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    header = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="")
    return [{(name or "").strip(): value for name, value in row.items() if isinstance(value, str)} for row in reader]
