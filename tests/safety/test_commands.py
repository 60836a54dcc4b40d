"""`flask sieve label` and `flask sieve mask`: exactly one line out for each line in (contract, commands)."""

from __future__ import annotations

import pytest
from flask import Flask

from community.safety import masking, sieve


def run(app: Flask, command: str, given: bytes) -> bytes:
    done = app.test_cli_runner().invoke(args=["sieve", command], input=given)
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


def test_contract_label_prints_the_level_and_the_reasons_and_none_only_for_green(app):
    lines = run(app, "label", b"moi\nik wil dood\nbel 0612345678\n").decode().split("\n")
    assert lines[0] == "green\t"
    assert lines[1].split("\t")[0] in ("crisis", "red") and lines[1].split("\t")[1]
    assert lines[2] == "amber\tcontact-phone"
    assert lines[3:] == [""]


def test_contract_label_says_what_the_sieve_says(app):
    texts = ["ik snij mezelf elke avond", "lekker weer vandaag", "bel 0612345678 of mail jan@example.nl"]
    lines = run(app, "label", "\n".join(texts).encode()).decode().splitlines()
    verdicts = [sieve.screen(text) for text in texts]
    assert lines == [f"{verdict.level}\t{','.join(verdict.reasons)}" for verdict in verdicts]


def test_contract_mask_prints_what_others_see_and_leaves_the_rest_unchanged(app):
    given = ["bel 06-12345678", "één 😀 zin\tmet  spaties ", "bel 113"]
    shown = run(app, "mask", "\n".join(given).encode()).decode().split("\n")
    assert shown == [masking.mask(given[0]).text, *given[1:], ""]
    assert "▒▒▒ (telefoonnummer weggehaald)" in shown[0]


@pytest.mark.parametrize(
    ("given", "count"),
    [
        (b"", 0),
        (b"\n", 1),
        (b"\n\n\n", 3),
        (b"een", 1),
        (b"een\n", 1),
        (b"een\ntwee", 2),
        (b"\neen\n\ntwee\n\n", 5),
        (b"een\r\n\r\ntwee\r\n", 3),
        ("een\u2028twee\u2029drie\u0085vier\n".encode(), 1),
        (b"een\x0btwee\x0cdrie\x1cvier\x1dvijf\x1ezes\n", 1),
        (b"een\rtwee\n", 1),
        (b"\xff\xfe kapot\nheel\n", 2),
        (b"nul\x00teken\n", 1),
    ],
)
def test_contract_one_line_out_for_each_line_in(app, given, count):
    for command in ("label", "mask"):
        out = run(app, command, given)
        assert out.count(b"\n") == count
        assert out == b"" or out.endswith(b"\n")
        out.decode("utf-8")


def test_contract_unusual_separators_stay_where_they_are(app):
    text = "een\u2028twee\u2029drie\u0085vier\x0bvijf"
    assert run(app, "mask", f"{text}\n".encode()).decode() == f"{text}\n"


def test_contract_a_carriage_return_is_no_part_of_the_text(app):
    assert run(app, "mask", b"moi\r\n\r\nhoi") == b"moi\n\nhoi\n"
    assert run(app, "label", b"moi\r\n") == b"green\t\n"
