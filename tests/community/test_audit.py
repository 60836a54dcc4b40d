"""L15: staff are watched too; the log is only added to and every entry leans on the one before."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from community import audit, db
from community.audit import AuditEntry


@db.action
def write(mila, number: int) -> None:
    for n in range(number):
        audit.record(mila, "content.hidden", f"chat.message:{n}", reason="insult")


def test_L15_an_untouched_log_verifies(app, mila):
    write(mila, 20)
    assert audit.verify() is None
    first, second = reversed(audit.trail(most=20)[-2:])
    assert first.previous_hash == audit.GENESIS and second.previous_hash == first.hash


@pytest.mark.parametrize("tamper", ["change", "delete", "insert", "move", "details"])
def test_L15_any_tampering_is_found(app, mila, tamper):
    write(mila, 10)
    assert audit.verify() is None
    _tamper(tamper)
    db.session().expire_all()
    assert audit.verify() in (4, 5, 6)


@db.action
def _tamper(how: str) -> None:
    run = db.session().execute
    table = AuditEntry.__table__
    if how == "change":
        run(sa.update(table).where(table.c.id == 5).values(act="content.restored"))
    elif how == "details":
        run(sa.update(table).where(table.c.id == 5).values(details={"reason": "spam"}))
    elif how == "delete":
        run(sa.delete(table).where(table.c.id == 5))
    elif how == "insert":
        row = dict(run(sa.select(table).where(table.c.id == 5)).mappings().one())
        run(sa.update(table).where(table.c.id == 5).values(id=500))
        run(sa.insert(table).values(**{**row, "hash": "f" * 64}))
    elif how == "move":
        run(sa.update(table).where(table.c.id == 5).values(id=600))
        run(sa.update(table).where(table.c.id == 6).values(id=5))


def test_L15_an_entry_is_kept_or_lost_with_its_act(app, mila):
    @db.action
    def act_and_fail() -> None:
        audit.record(mila, "content.hidden", "chat.message:1")
        raise ValueError

    with pytest.raises(ValueError):
        act_and_fail()
    assert audit.trail() == []


def test_L15_the_house_has_no_way_to_remove_an_entry():
    assert not {name for name in dir(audit) if name.startswith(("delete", "remove", "change", "update"))}


def test_audit_verify_names_the_first_wrong_entry(app, mila):
    write(mila, 6)
    runner = app.test_cli_runner()
    fine = runner.invoke(args=["audit", "verify"])
    assert fine.exit_code == 0
    _tamper("change")
    broken = runner.invoke(args=["audit", "verify"])
    assert broken.exit_code == 1 and "5" in broken.output
