"""The operator says which rooms there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from chat.models import Room
from community import db
from community.places.models import Place

HEAD = 'house_lines = ["Wat hier gezegd wordt, blijft hier."]\n'
PLACE_ROOM = '[place_room]\nmin_hosts = 2\nopenings = [{ weekday = 1, opens = "19:00", closes = "21:00" }]\n'
TABLE = """
[[room]]
slug = "tafel"
title = "Tafel"
themes = ["somber"]
openings = [{ weekday = 0, opens = "15:00", closes = "23:00" }]
"""
OTHER = '\n[[room]]\nslug = "bank"\ntitle = "Bank"\n'


def run(app: Any, folder: Path, text: str, *more: str) -> Any:
    file = folder / "rooms.toml"
    file.write_text(text)
    return app.test_cli_runner().invoke(args=["chat", "rooms", str(file), *more])


def rooms() -> dict[str, Room]:
    db.session().expire_all()
    return {room.slug: room for room in db.session().scalars(sa.select(Room).order_by(Room.position))}


@pytest.fixture
def place(app: Any) -> Place:
    made = Place(slug="steiger", name="De Steiger", kind="inloop", municipality="GM1979", lat=53.3, lon=6.9)
    made.themes = ["alleen"]
    db.action(db.add)(made)
    return made


def test_rooms_are_added_once_and_changed_by_slug_and_others_stay(app: Any, browser: Any, tmp_path: Path) -> None:
    first = run(app, tmp_path, HEAD + TABLE + OTHER)
    assert (first.exit_code, first.output) == (0, "2 rooms, 0 refused\n")
    made = rooms()["tafel"]
    assert (made.state, made.position, made.min_hosts, made.house_lines[0][:8]) == ("closed", 0, 1, "Wat hier")
    assert "Tafel" in browser.get("/chat/tafel").text
    assert run(app, tmp_path, HEAD + TABLE + OTHER).exit_code == 0
    assert {room.slug: room.id for room in rooms().values()} == {"tafel": made.id, "bank": made.id + 1}
    assert run(app, tmp_path, '[[room]]\nslug = "bank"\ntitle = "De bank"').exit_code == 0
    assert [room.title for room in rooms().values()] == ["Tafel", "De bank"]


def test_an_open_room_stays_open_when_it_is_changed(app: Any, tmp_path: Path) -> None:
    run(app, tmp_path, TABLE)
    db.session().execute(sa.update(Room).values(state="open", opening=3, last_seq=7, opened_seq=4))
    db.session().commit()
    assert run(app, tmp_path, TABLE.replace('"Tafel"', '"Grote tafel"')).exit_code == 0
    room = rooms()["tafel"]
    assert (room.title, room.state, room.opening, room.last_seq, room.opened_seq) == ("Grote tafel", "open", 3, 7, 4)


def test_L12_no_room_is_always_open_but_for_trying_out(app: Any, tmp_path: Path, monkeypatch: Any) -> None:
    text = OTHER + TABLE + "is_always_open = true\n"
    with monkeypatch.context() as production:
        production.setitem(app.config, "MOI_IS_DEMO", False)
        refused = run(app, tmp_path, text)
        assert refused.exit_code == 1 and refused.output.startswith("row 2: is_always_open: ")
        assert {slug: room.is_example for slug, room in rooms().items()} == {"bank": False}
    assert run(app, tmp_path, text).exit_code == 0
    room = rooms()["tafel"]
    assert (room.is_always_open, room.is_open, room.max_speakers, room.opening) == (True, True, 0, 1)
    assert run(app, tmp_path, text).exit_code == 0 and rooms()["tafel"].opening == 1


def test_each_place_without_a_room_gets_one(app: Any, place: Place, tmp_path: Path) -> None:
    assert run(app, tmp_path, TABLE).exit_code == 0
    assert set(rooms()) == {"tafel"}
    assert run(app, tmp_path, HEAD + PLACE_ROOM + TABLE).output == "2 rooms, 0 refused\n"
    room = rooms()["steiger"]
    assert (room.place_id, room.title, room.min_hosts) == (place.id, "De Steiger online", 2)
    assert (room.themes, room.position, len(room.house_lines)) == (["alleen"], 100, 1)
    assert run(app, tmp_path, HEAD + PLACE_ROOM + TABLE).output == "1 rooms, 0 refused\n"
    words = tmp_path / "places.toml"
    words.write_text('[[place]]\nslug = "steiger"\nroom = { slug = "steiger", title = "Aan de haven" }')
    assert run(app, tmp_path, HEAD + PLACE_ROOM + TABLE, "--places", str(words)).exit_code == 0
    assert rooms()["steiger"].title == "Aan de haven" and len(rooms()) == 2
    assert run(app, tmp_path, TABLE, "--places", str(words)).exit_code == 2


def test_a_place_does_not_take_over_a_room_of_another_sort(app: Any, place: Place, tmp_path: Path) -> None:
    text = PLACE_ROOM + TABLE.replace('"tafel"', '"steiger"')
    answered = run(app, tmp_path, text)
    assert answered.exit_code == 1 and "row 1: place_room.slug: steiger is already a room" in answered.output
    assert rooms()["steiger"].place_id is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ('slug = "Met Hoofdletters"\ntitle = "x"', "slug"),
        ('slug = "spreekuur-abc"\ntitle = "x"', "slug"),
        ('slug = "x"', "title"),
        (f'slug = "x"\ntitle = "{"n" * 121}"', "title"),
        ('slug = "x"\ntitle = "x"\nthemes = ["weer"]', "themes"),
        ('slug = "x"\ntitle = "x"\nmin_hosts = 0', "min_hosts"),
        ('slug = "x"\ntitle = "x"\nhold_all = 1', "hold_all"),
        ('slug = "x"\ntitle = "x"\nopenings = [{ weekday = 1, opens = "25:00", closes = "02:00" }]', "openings"),
        ('slug = "x"\ntitle = "x"\nstate = "open"', "state"),
    ],
)
def test_a_wrong_room_is_named_and_the_good_ones_land(app: Any, tmp_path: Path, wrong: str, field: str) -> None:
    answered = run(app, tmp_path, f"[[room]]\n{wrong}\n{TABLE}")
    assert answered.exit_code == 1 and answered.output.startswith(f"row 1: {field}: "), answered.output
    assert set(rooms()) == {"tafel"}


@pytest.mark.parametrize("text", ["geen toml", "", '[[room]]\nslug = "x"', '[[board]]\nslug = "x"'])
def test_a_file_without_a_good_room_changes_nothing(app: Any, tmp_path: Path, text: str) -> None:
    assert run(app, tmp_path, text).exit_code == 2
    assert rooms() == {}
