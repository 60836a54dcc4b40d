"""What no text has is not let in: on PostgreSQL a NUL in an address or a field was a fault."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sociale_kaart import samples

PATHS = [
    "/plekken/%00x", "/chat/%00x", "/forum/%00x", "/forum/onderwerp/%00x-x", "/sociale-kaart/aanbod/%00x",
    "/sociale-kaart/organisaties/%00x", "/hsds/services/%00x", "/info/%00x", "/spreekuur/%00x", "/melding/%00x",
    "/melden?kind=forums.topic&id=%00", "/melden?kind=%00&id=1",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_contract_a_nul_in_an_address_is_a_missing_page(browser: Any, path: str):
    assert browser.get(path).status_code == 404


def test_contract_a_nul_in_a_filter_or_a_form_is_left_out(browser: Any):
    service = samples.make_service("Thee")
    assert browser.get("/sociale-kaart?q=Th%00ee&gratis=%00").status_code == 200
    assert browser.get("/sociale-kaart?thema=%00x").status_code == 422
    assert browser.post(f"{service.url}/klopt-niet", {"text": "Dicht\x00."}).status_code == 303
    assert browser.post(f"{service.url}/klopt-niet", {"text": "\x00"}).status_code == 422


@pytest.mark.parametrize("wrong", ["9" * 30, "-1", "x"])
def test_contract_a_number_that_no_row_has_is_no_fault(browser_of: Any, cast: Any, wrong: str):
    mila, vera = browser_of(cast.mila), browser_of(cast.staff("administrator"))
    assert mila.get(f"/team/logboek?voor={wrong}").status_code == 200
    assert mila.get(f"/team?lijst=afgehandeld&voor={wrong}").status_code == 200
    assert mila.post(f"/mijn/aanmeldingen/{wrong}/beeindig").status_code == 404
    assert vera.post(f"/beheer/rollen/{wrong}/einde").status_code == 404
