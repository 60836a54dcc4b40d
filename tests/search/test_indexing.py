"""The index follows the database: notes in the same transaction, one writer, several processes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from community import clock, db, search
from community.cards import Card
from community.search import indexing, notes, registry
from community.search.notes import SearchNote
from community.search.registry import Searchable, SearchDocument
from community.search.whoosh import Engine

BOOKS: dict[str, str] = {}
"""A kind of thing of our own: key -> title; what is not in it is gone."""


@pytest.fixture
def books(app, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An index of its own with one kind of thing in it."""
    kind = Searchable("book", "Boeken", keys=lambda: list(BOOKS), documents=documents, cards=cards_of)
    monkeypatch.setattr(registry, "_kinds", {"book": kind})
    monkeypatch.setitem(app.extensions, "moi.search", Engine(tmp_path))
    BOOKS.clear()
    search.rebuild()
    return BOOKS


def documents(keys: Any) -> list[SearchDocument]:
    return [SearchDocument("book", key, BOOKS[key]) for key in keys if key in BOOKS]


def cards_of(_viewer: Any, keys: Any) -> dict[str, Card]:
    return {key: Card("article", BOOKS[key], f"/boek/{key}") for key in keys if key in BOOKS}


@db.action
def write(key: str, title: str | None) -> None:
    if title is None:
        BOOKS.pop(key, None)
    else:
        BOOKS[key] = title
    search.note("book", key)


def found(text: str) -> list[str]:
    return [hit.key for hit in search.find(["book"], text).hits]


def test_a_change_is_found_at_the_next_search(books):
    write("1", "Wandelen in de regen")
    assert found("wandeling") == ["1"]
    write("1", "Koken")
    assert found("wandeling") == [] and found("koken") == ["1"]
    write("1", None)
    assert found("koken") == []


def test_a_change_that_was_taken_back_is_not_noted(books):
    @db.action
    def fail() -> None:
        search.note("book", "1")
        raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert db.session().scalar(sa.select(SearchNote.id)) is None
    write("2", "Iets")
    assert db.session().scalars(sa.select(SearchNote.key)).all() == ["2"]


def test_a_note_outside_an_action_is_a_mistake(books):
    with pytest.raises(RuntimeError):
        search.note("book", "1")


def test_many_notes_of_one_thing_are_one(books):
    @db.action
    def twice() -> None:
        search.note("book", "1")
        search.note("book", "1")

    twice()
    assert db.session().scalar(sa.select(sa.func.count(SearchNote.id))) == 1


def test_an_index_that_was_killed_between_write_and_note_catches_up(books, app, tmp_path):
    write("1", "Wandelen")
    assert found("wandelen") == ["1"]
    write("2", "Wandelen")
    app.extensions["moi.search"] = Engine(tmp_path)  # the process came back without having drained
    assert sorted(found("wandelen")) == ["1", "2"]


def test_two_processes_with_an_index_each_both_see_a_change(books, app, tmp_path_factory):
    here, there = app.extensions["moi.search"], Engine(tmp_path_factory.mktemp("other"))
    write("1", "Wandelen")
    for engine in (here, there):
        app.extensions["moi.search"] = engine
        assert found("wandelen") == ["1"]


def test_two_processes_with_one_index_both_see_a_change(books, app, tmp_path):
    here, there = app.extensions["moi.search"], Engine(tmp_path)
    app.extensions["moi.search"] = there
    assert found("wandelen") == []
    app.extensions["moi.search"] = here
    write("1", "Wandelen")
    assert found("wandelen") == ["1"]
    app.extensions["moi.search"] = there
    assert found("wandelen") == ["1"]


def test_a_busy_writer_is_left_alone_and_nothing_is_lost(books, app):
    engine = app.extensions["moi.search"]
    other = engine._opened().writer()
    write("1", "Wandelen")
    assert found("wandelen") == [] and search.rebuild() == 0
    other.cancel()
    assert found("wandelen") == ["1"]


def test_a_search_works_off_only_so_much_and_the_rest_comes_after(books, monkeypatch):
    monkeypatch.setattr(indexing, "BEFORE_SEARCH", 3)
    write("eerst", "Iets")
    assert found("iets") == ["eerst"]
    for number in range(8):
        write(str(number), "Wandelen")
    assert [len(found("wandelen")) for _search in range(3)] == [3, 6, 8]


def test_without_an_index_or_with_a_gap_it_is_made_anew(books, app, tmp_path_factory):
    write("1", "Wandelen")
    app.extensions["moi.search"] = Engine(tmp_path_factory.mktemp("empty"))
    assert found("wandelen") == ["1"]
    BOOKS["2"] = "Wandelen"  # changed long ago, the note of it is gone
    for number in range(3):
        write(f"x{number}", "Iets")
    remove_notes(keep=1)
    assert sorted(found("wandelen")) == ["1", "2"]


@db.action
def remove_notes(keep: int) -> None:
    last = notes.last_id()
    db.session().execute(sa.delete(SearchNote).where(SearchNote.id <= last - keep))


def test_old_notes_go_and_the_newest_stays(books):
    write("1", "Een")
    clock.start_at(clock.now() + notes.KEPT_FOR * 2)
    notes.prune()
    assert notes.last_id() > 0
    write("2", "Twee")
    clock.start_at(clock.now() + notes.KEPT_FOR * 2)
    notes.prune()
    assert db.session().scalars(sa.select(SearchNote.key)).all() == ["2"]


def test_the_index_equals_the_database_after_a_rebuild(books):
    for number in range(5):
        write(str(number), f"Boek {number}")
    BOOKS["3"] = "Anders"
    assert search.rebuild() == 5
    assert found("anders") == ["3"] and len(found("boek")) == 4


def test_all_words_must_fit_unless_nothing_does(books):
    write("1", "Wandelen met honden")
    write("2", "Wandelen met paarden")
    assert found("wandelen honden") == ["1"]
    assert sorted(found("wandelen xyzzy")) == ["1", "2"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "a" * 5000, "\x00", "OR AND title:x* ~2", "ik ik ik", "😀"])
def test_no_text_breaks_a_search(books, text):
    write("1", "Wandelen")
    assert search.find(["book"], text).hits == []


def test_a_heavier_document_comes_first(books, monkeypatch):
    def weighted(keys: Any) -> list[SearchDocument]:
        return [SearchDocument("book", key, BOOKS[key], boost=3.0 if key == "2" else 1.0) for key in keys]

    kind = Searchable("book", "Boeken", keys=lambda: list(BOOKS), documents=weighted, cards=cards_of)
    monkeypatch.setattr(registry, "_kinds", {"book": kind})
    write("1", "Wandelen")
    write("2", "Wandelen")
    assert found("wandelen") == ["2", "1"]


def test_a_word_is_read_as_meant_and_says_so(books):
    write("1", "Knotwilgen")
    assert search.find(["book"], "knotwligen").meant == "knotwilgen"
    assert search.find(["book"], "knotwilg").meant == ""


def test_the_command_rebuilds(app):
    result = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert result.exit_code == 0 and result.output.endswith("documents\n")


def test_zoeken_groups_what_everybody_may_see(books, browser):
    write("1", "Wandelen & praten")
    page = browser.get("/zoeken?q=wandelen").get_data(as_text=True)
    assert "Boeken" in page and "Wandelen &amp; praten" in page
    books.clear()  # gone, and the index does not know yet
    write("2", "Koken")
    assert "Niets gevonden voor “wandelen”." in browser.get("/zoeken?q=wandelen").get_data(as_text=True)
    assert browser.get("/zoeken").status_code == 200


def test_searching_leaves_the_loop_through_one_thread(books, monkeypatch):
    seen: list[Callable[[], Any]] = []

    class Pool:
        def apply(self, work: Callable[[], Any]) -> Any:
            seen.append(work)
            return work()

    monkeypatch.setattr(indexing.monkey, "is_module_patched", lambda _name: True)
    monkeypatch.setattr(indexing, "_pool", Pool)
    write("1", "Wandelen")
    assert found("wandelen") == ["1"] and len(seen) >= 2
