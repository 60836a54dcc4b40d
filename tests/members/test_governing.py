"""/beheer and /cijfers: the team with its roles, the log, counts without people."""

from __future__ import annotations

from datetime import UTC, date, datetime

import sqlalchemy as sa

from community import clock, db
from community.members import figures, staff
from community.members.models import Person, RoleGrant
from community.members.routes import governing
from tests.people import make_person

NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_only_administrators_see_beheer_and_only_commissioners_cijfers(app, browser, browser_of, cast, noor):
    boss, town = cast.staff("administrator"), cast.staff("commissioner")
    for path, may, may_not in (
        ("/beheer", boss, town),
        ("/beheer/logboek", boss, town),
        ("/cijfers", town, boss),
        ("/cijfers/maanden.csv", town, boss),
    ):
        assert browser_of(may).get(path).status_code == 200
        for person in (may_not, noor, cast.guest()):
            assert browser_of(person).get(path).status_code == 404
        assert browser.get(path).location == f"/inloggen?next={path}"


def test_L3_beheer_lists_staff_and_never_members(app, browser_of, cast, noor, mila):
    page = browser_of(cast.staff("administrator")).get("/beheer").get_data(as_text=True)
    assert "Mila" in page and "noor" not in page and "dappere kievit" not in page


def test_an_administrator_gives_and_ends_a_role(app, browser_of, cast, mila):
    browser = browser_of(cast.staff("administrator"))
    assert browser.post("/beheer/rollen", {"alias": "mila", "role": "editor"}).status_code == 303
    assert staff.by_alias("mila").roles == {"peer_expert", "editor"}
    given = db.session().scalar(sa.select(RoleGrant.id).where(RoleGrant.role == "editor"))
    assert browser.post(f"/beheer/rollen/{given}/einde").status_code == 303
    db.session().expire_all()
    assert staff.by_alias("mila").roles == {"peer_expert"}
    assert "role.ended" in browser.get("/beheer/logboek").get_data(as_text=True)


def test_a_role_form_that_does_not_fit_comes_back(app, browser_of, cast, noor):
    browser = browser_of(cast.staff("administrator"))
    for form in (
        {"alias": "niemand", "role": "editor"},
        {"alias": "noor", "role": "editor"},
        {"alias": "noor", "role": "editor", "organisation": "bestaat-niet"},
    ):
        answer = browser.post("/beheer/rollen", form)
        assert answer.status_code == 422 and 'aria-invalid="true"' in answer.get_data(as_text=True)
    last = db.session().scalar(sa.select(RoleGrant.id))
    assert browser.post(f"/beheer/rollen/{last}/einde").status_code == 409
    assert browser.post("/beheer/rollen/99999/einde").status_code == 404
    assert browser.post(f"/beheer/rollen/{'9' * 40}/einde").status_code == 404


def test_ending_a_role_hangs_up(app, browser_of, socket_of, cast, mila):
    socket = socket_of(mila)
    browser_of(cast.staff("administrator")).post(f"/beheer/rollen/{mila.grants[0].id}/einde")
    assert not socket.is_open


def test_the_log_goes_on_by_key(app, browser_of, cast, mila, monkeypatch):
    boss = cast.staff("administrator")
    for role in ("editor", "supervisor", "professional"):
        staff.grant(boss, mila, role, staff.Scope())
    monkeypatch.setattr(governing, "LOG_PAGE", 2)
    browser = browser_of(boss)
    assert "voor=2" in browser.get("/beheer/logboek").get_data(as_text=True)
    older = browser.get("/beheer/logboek?voor=2").get_data(as_text=True)
    assert "role: editor" in older and "role: professional" not in older
    assert browser.get("/beheer/logboek?voor=abc").status_code == 200
    assert browser.get(f"/beheer/logboek?voor={'9' * 40}").status_code == 200


def test_L17_anything_under_ten_is_suppressed(app, browser_of, cast):
    clock.start_at(NOVEMBER)
    for number in range(9):
        make_person(f"lid{number}")
    browser = browser_of(cast.staff("commissioner"))
    assert figures.table(figures.months(clock.today()))[0].numbers[0] is None
    assert "2026-11" in browser.get("/cijfers/maanden.csv").get_data(as_text=True)
    assert "<10" in browser.get("/cijfers/maanden.csv").get_data(as_text=True)
    make_person("lid9")
    assert figures.table(figures.months(clock.today()))[0].numbers[:2] == [10, None]
    assert "minder dan 10" in browser.get("/cijfers").get_data(as_text=True)


def test_L19_a_month_begins_at_midnight_in_the_region(app):
    this, before = figures.months(date(2027, 1, 5))[:2]
    assert this.begins_at == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert (before.first_day, before.ends_at) == (date(2026, 12, 1), this.begins_at)
    assert len(figures.months(date(2027, 1, 5))) == figures.MONTHS_BACK


def test_a_slice_adds_a_row_that_is_suppressed_like_the_others(app, monkeypatch):
    monkeypatch.setattr(figures, "_registered", [])
    figures.register_count("Geboekte gesprekken", lambda spans: [12] + [3] * (len(spans) - 1))
    row = figures.table(figures.months(clock.today()))[-1]
    assert row.label == "Geboekte gesprekken" and row.numbers[:2] == [12, None]


def test_nobody_is_counted_who_is_no_member(app, cast):
    for _ in range(12):
        cast.guest()
    assert db.session().scalar(sa.select(sa.func.count()).select_from(Person)) == 12
    assert figures.table(figures.months(clock.today()))[0].numbers[0] is None
