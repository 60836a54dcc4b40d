"""Sealed fields open only with their key and for their purpose; tokens and codes are stored as hashes."""

from __future__ import annotations

import pytest

from community import crypto


def test_a_sealed_field_opens_for_its_own_purpose_only(app):
    sealed = crypto.seal("wat niemand hoeft te lezen", "vraag")
    assert "niemand" not in sealed and sealed != crypto.seal("wat niemand hoeft te lezen", "vraag")
    assert crypto.unseal(sealed, "vraag") == "wat niemand hoeft te lezen"
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(sealed, "tweede factor")


def test_a_changed_or_foreign_field_is_unreadable(app, monkeypatch):
    sealed = crypto.seal("tekst", "vraag")
    for wrong in (sealed[:-4] + "AAAA", "", "geen base64 ö"):
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(wrong, "vraag")
    monkeypatch.setitem(app.config, "MOI_MASTER_KEY", "een andere sleutel van minstens 32 tekens")
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(sealed, "vraag")


def test_tokens_differ_and_codes_need_our_key(app, monkeypatch):
    assert crypto.new_token() != crypto.new_token() and len(crypto.new_token()) >= 32
    before = crypto.keyed_hash("dijk fiets maandag koolzaad", "booking")
    assert before != crypto.keyed_hash("dijk fiets maandag koolzaad", "receipt")
    monkeypatch.setitem(app.config, "MOI_SECRET_KEY", "een andere sleutel van minstens 32 tekens")
    assert crypto.keyed_hash("dijk fiets maandag koolzaad", "booking") != before
