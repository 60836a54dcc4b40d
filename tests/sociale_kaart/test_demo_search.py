"""What young people type, on the example map: something fitting is among the first five, and nothing stays empty."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app import create_app
from community import db, search, shell
from community.db import Base
from community.demo import filling
from sociale_kaart import finding, forms
from sociale_kaart.models import Service
from tests.conftest import empty_tables, make_settings

QUERIES = {
    "depri": "thema:somber", "ik voel me kut": "thema:somber", "somberheid": "thema:somber", "sad": "thema:somber",
    "huilen": "thema:somber", "sombbr": "thema:somber", "depresie": "thema:somber",
    "kan niet slapen": "thema:slapen", "slaapproblemen": "thema:slapen", "altijd moe": "thema:slapen",
    "insomnia": "thema:slapen", "slaap": "thema:slapen",
    "ruzie thuis": "thema:thuis", "ouders gescheiden": "thema:thuis", "ruzie met mijn ouders": "thema:thuis",
    "geld op": "thema:geld", "schulden": "thema:geld", "blut": "thema:geld", "schuldhulp": "thema:geld",
    "deurwaarder": "thema:geld", "debts": "thema:geld",
    "eenzaam": "thema:alleen", "geen vrienden": "thema:alleen", "lonely": "thema:alleen", "eenzaamheit": "thema:alleen",
    "paniekaanval": "thema:angst", "bang": "thema:angst", "anxiety": "thema:angst",
    "stress": "thema:stress", "burnout": "thema:stress", "piekeren": "thema:stress", "overthinking": "thema:stress",
    "school stoppen": "thema:school-en-studie", "studiestress": "thema:school-en-studie",
    "werk zoeken": "thema:werk", "baantje": "thema:werk",
    "blowen": "thema:verslaving", "drank": "thema:verslaving", "verslaafd": "thema:verslaving",
    "dakloos": "thema:wonen", "kamer": "thema:wonen",
    "rouw": "thema:rouw", "mijn moeder is dood": "thema:rouw",
    "mantelzorg": "thema:mantelzorg", "zieke ouder": "thema:mantelzorg",
    "autisme": "thema:autisme-en-adhd", "adhd": "thema:autisme-en-adhd", "prikkels": "thema:autisme-en-adhd",
    "onzeker": "thema:zelfbeeld", "lhbti": "thema:gender-en-seksualiteit", "trans": "thema:gender-en-seksualiteit",
    "18 worden": "thema:achttien-worden", "gamen": "thema:online-en-gamen",
    "maatje": "soort:maatje", "buddy": "soort:maatje", "inloop": "soort:inloop", "binnenlopen": "soort:inloop",
    "wandelen": "soort:sport-en-buiten", "boksen": "soort:sport-en-buiten", "samen eten": "soort:eetgroep",
    "koken": "soort:eetgroep", "psycholoog": "soort:behandeling", "therapie": "soort:behandeling",
    "lotgenoten": "soort:praatgroep", "chatten": "soort:telefoon-en-chat", "muziek": "soort:creatief",
    "tekenen": "soort:creatief", "cursus": "soort:cursus",
}  # fmt: skip
"""What is typed -> taxonomy and code that an entry among the first five must have."""
FOUND_AT_LEAST = 0.95


@pytest.fixture(scope="module")
def example_map(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An app of its own with the example map in it, for the whole file."""
    made: Flask = create_app(make_settings(tmp_path_factory.mktemp("example")))
    with made.app_context():
        Base.metadata.create_all(db.engine())
        for name in ("places", "services"):
            next(fill for _order, each, fill in filling._fills if each == name)()
        search.refresh()
        yield made
        empty_tables()
    made.extensions["moi.engine"].dispose()


def first_five(text: str) -> list[Service]:
    region = shell.region()
    return list(finding.find(forms.read_filters(MultiDict([("q", text)]), region), region).services[:5])


def fits(service: Service, wanted: str) -> bool:
    taxonomy, _colon, code = wanted.partition(":")
    return code in service.slugs(taxonomy)


def test_what_people_type_finds_what_fits(example_map):
    missed = [text for text, wanted in QUERIES.items() if not any(fits(each, wanted) for each in first_five(text))]
    assert 1 - len(missed) / len(QUERIES) >= FOUND_AT_LEAST, missed


def test_nothing_that_people_type_stays_empty(example_map):
    assert [text for text in QUERIES if not first_five(text)] == []
