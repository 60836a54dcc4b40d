"""Passphrases: how they are kept, and where the slow work is done."""

from __future__ import annotations

import threading

import pytest

from community import db
from community.members import passphrases


def test_words_forgive_case_and_separators_and_own_text_does_not(app):
    made = passphrases.hashed("dijk fiets maandag koolzaad wolk stoep", is_made=True)
    own = passphrases.hashed("Mijn eigen Zin 12", is_made=False)
    assert passphrases.fits("Dijk-fiets, maandag  koolzaad wolk stoep", made)
    assert not passphrases.fits("dijk fiets maandag koolzaad wolk", made)
    assert passphrases.fits("Mijn eigen Zin 12", own)
    assert not passphrases.fits("mijn eigen zin 12", own)


def test_an_accent_typed_in_two_ways_is_one_accent(app):
    own = passphrases.hashed("caf\u00e9 aan het water", is_made=False)
    assert passphrases.fits("cafe\u0301 aan het water", own)


def test_nothing_fits_where_nothing_is_stored(app):
    for stored in (None, "", "unused", "woorden:", "eigen:geen hash"):
        assert not passphrases.fits("nobody's passphrase", stored)


def test_a_made_passphrase_is_six_words_and_never_the_same(app):
    made = {passphrases.make() for _ in range(20)}
    assert len(made) == 20 and {len(each.split()) for each in made} == {6}


def test_under_gevent_hashing_leaves_the_thread_that_serves(app, monkeypatch):
    here = threading.get_ident()
    assert passphrases.off_loop(threading.get_ident) == here
    monkeypatch.setattr(passphrases, "is_module_patched", lambda _name: True)
    assert passphrases.off_loop(threading.get_ident) != here
    assert passphrases.fits("abc", passphrases.hashed("abc", is_made=False))


def test_hashing_inside_an_action_is_a_fault(app):
    @db.action
    def wrong() -> None:
        passphrases.hashed("abc", is_made=False)

    with pytest.raises(RuntimeError):
        wrong()
