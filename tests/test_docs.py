"""What exists is documented: settings, commands, signals, limits, words; and no document names what is not there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FLASKS_OWN = {"run", "shell", "routes"}


def test_every_setting_is_documented():
    code = (ROOT / "community" / "config.py").read_text()
    named = set(re.findall(r'"(MOI_[A-Z_]+|HOST|PORT)"', code))
    documented = set(re.findall(r"`(MOI_[A-Z_]+|HOST|PORT)`", (DOCS / "settings.md").read_text()))
    assert named == documented


def command_names(group: click.Group, prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, command in group.commands.items():
        full = f"{prefix}{name}"
        found |= command_names(command, f"{full} ") if isinstance(command, click.Group) else {full}
    return found


def test_every_command_is_documented(whole_app: Flask):
    text = (DOCS / "settings.md").read_text()
    commands = {name for name in command_names(whole_app.cli) if name not in FLASKS_OWN}
    assert {name for name in commands if f"`{name}" not in text} == set()
    help_texts = {name: _help(whole_app, name) for name in commands}
    assert {name for name, said in help_texts.items() if not said} == set()


def _help(app: Flask, name: str) -> str | None:
    command: click.Command = app.cli
    for part in name.split(" "):
        assert isinstance(command, click.Group)
        command = command.commands[part]
    return command.help


def test_contract_commands_exist(whole_app: Flask):
    wished = (
        "db upgrade", "people add", "map import", "map export", "map outline", "search rebuild", "retention run",
        "audit verify", "transparency report", "backup create", "backup restore", "worker", "sieve label", "sieve mask",
        "demo guests", "demo fill",
    )  # fmt: skip
    assert set(wished) - command_names(whole_app.cli) == set()


def test_every_signal_says_who_sends_it_with_what_and_when():
    tree = ast.parse((ROOT / "community" / "signals.py").read_text())
    signals = 0
    for node, after in zip(tree.body, tree.body[1:] + [None], strict=True):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            signals += 1
            assert isinstance(after, ast.Expr) and "sender" in ast.unparse(after), ast.unparse(node)
    assert 0 < signals < 10


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")) + [ROOT / "README.md"], ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        if not target.startswith(("http", "mailto:")):
            assert (page.parent / target).exists(), target


def test_words_of_the_contract_are_listed():
    from community.places import themes

    text = (DOCS / "words.md").read_text()
    assert [slug for slug in (*themes.THEMES, *themes.KINDS) if f"`{slug}`" not in text] == []


def test_decisions_give_context_choice_and_cost():
    for page in (DOCS / "decisions").glob("*.md"):
        text = page.read_text()
        assert all(f"**{part}" in text for part in ("Context", "Choice", "Cost")), page.name
