"""The example people: at least two of each role, with passphrases made anew for each database."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from community import db
from community.demo.filling import fills, read
from community.members import accounts, passphrases, staff
from community.members.forms import AccountDraft
from community.members.models import Person

FILE = "demo-people.json"
MEMBER_BAND = "18-23"

Accounts = dict[str, list[dict[str, str]]]


@fills("people", 25)
def fill() -> None:
    """Make the people of demo/people.toml and write how they sign in. After the places, to which roles are limited."""
    if db.session().scalar(sa.select(Person.id).where(Person.kind != "guest").limit(1)) is not None:
        return
    made: Accounts = defaultdict(list)
    for row in read("people.toml")["person"]:
        made[row["role"]].append(_member(row) if row["role"] == "member" else _staff(row))
    _write(Path(current_app.config["MOI_DATA_DIR"]) / FILE, made)


def _member(row: dict[str, Any]) -> dict[str, str]:
    passphrase = passphrases.make()
    accounts.make_member(AccountDraft(MEMBER_BAND, row["alias"], ""), passphrases.hashed(passphrase, is_made=True))
    return {"alias": row["alias"], "passphrase": passphrase}


def _staff(row: dict[str, Any]) -> dict[str, str]:
    scope = staff.scope_of(row.get("organisation", ""), row.get("place", ""))
    made = staff.take_on(row["alias"], row["role"], scope, name=row["name"], profession=row.get("profession"))
    return {"alias": made.alias, "passphrase": made.passphrase, "totp_secret": made.totp_secret}


def _write(path: Path, made: Accounts) -> None:
    """Whole or not at all, and for nobody else's eyes."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    draft.replace(path)
