"""Holds the house to its floors, its furniture and its budgets, by reading the code as text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FEATURES = ("chat", "forums", "sociale_kaart", "kennis", "spreekuur")
MAX_FILE_LINES, MAX_FUNCTION_LINES, MEDIAN_FUNCTION_LINES = 400, 60, 8
MAX_ROUTES = 12

HOMES = {
    "flask_socketio": ("community/live/",),
    "socketio": ("community/live/",),
    "engineio": ("community/live/",),
    "wsproto": ("community/live/wire.py",),
    "bleach": ("community/text.py",),
    "markdown_it": ("community/text.py",),
    "whoosh": ("community/search/whoosh",),
    "Stemmer": ("community/search/",),
    "rapidfuzz": ("community/search/", "community/places/"),
    "argon2": ("community/members/",),
    "pyotp": ("community/members/", "tools/"),
    "webauthn": ("community/members/",),
    "flask_login": ("community/members/",),
    "icalendar": ("spreekuur/calendar.py",),
    "huey": ("community/jobs.py",),
    "holidays": ("community/places/",),
    "limits": ("community/doors/limits.py",),
    "prometheus_client": ("community/health.py",),
    "segno": ("community/places/",),
    "structlog": ("community/logs.py",),
    "redis": ("community/live/", "community/doors/limits.py", "chat/pace.py"),
}
"""Each library that could be replaced has one home."""


def python_files(*tops: str) -> Iterator[Path]:
    for top in tops or ("community", *FEATURES):
        yield from sorted((ROOT / top).rglob("*.py"))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_ground_floor_imports_no_feature():
    found = [
        f"{name_of(path)} imports {name}"
        for path in python_files("community")
        for name in imported(tree_of(path))
        if name.split(".")[0] in (*FEATURES, "app")
    ]
    assert found == []


def test_features_do_not_know_each_other_except_spreekuur_chat():
    found = [
        f"{name_of(path)} imports {name}"
        for feature in FEATURES
        for path in python_files(feature)
        for name in set(imported(tree_of(path)))
        if (top := name.split(".")[0]) in FEATURES and top != feature and (feature, top) != ("spreekuur", "chat")
    ]
    assert found == []


def test_only_doors_see_flask_request():
    """Inside a slice: rules, queries, actions and models know neither request nor current_user."""
    inner = ("rules.py", "queries.py", "actions.py", "models.py", "retention.py")
    found = [
        f"{name_of(path)}: {name}"
        for path in python_files()
        if path.name in inner or path.parent.name in ("rules", "queries", "actions", "models")
        for name in imported(tree_of(path))
        if name in ("flask.request", "flask.session", "flask_login.current_user", "community.members.access.viewer")
    ]
    assert found == []


def test_rules_hold_only_questions():
    """Rules are functions of what they are given that answer yes or no: no database, no Flask."""
    for path in python_files():
        if path.name != "rules.py":
            continue
        tree = tree_of(path)
        assert not {"sqlalchemy", "flask"} & {name.split(".")[0] for name in imported(tree)}, name_of(path)
        public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
        odd = [node.name for node in public if not node.name.startswith(("may_", "is_", "has_", "must_"))]
        assert odd == [], name_of(path)


def test_no_import_hides_inside_a_function():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in [ROOT / "app.py", *python_files()]
        for function in functions(tree_of(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_each_library_has_one_home():
    found = [
        f"{name_of(path)} imports {name}"
        for path in python_files()
        for name in {name.split(".")[0] for name in imported(tree_of(path))}
        if name in HOMES and not name_of(path).startswith(HOMES[name])
    ]
    assert found == []


def test_only_the_settings_read_the_environment_and_only_the_clock_the_time():
    for path in python_files():
        text = path.read_text(encoding="utf-8")
        if path.name != "config.py":
            assert "os.environ" not in text and "getenv" not in text, name_of(path)
        if path.name != "clock.py":
            assert "datetime.now(" not in text and "utcnow(" not in text and "date.today(" not in text, name_of(path)


def test_every_action_has_its_decorator_and_says_who_acts():
    """Public functions in actions change things: each is an @action or made of them, and names who does it first."""
    for path in python_files():
        if path.name != "actions.py":
            continue
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert node.args.args or node.args.kwonlyargs, f"{name_of(path)}: {node.name} does not say who acts"


def test_templates_trust_nothing_by_themselves():
    """HTML is made safe once, in text.py; only its result may be marked safe, under the name html."""
    for path in ROOT.rglob("*/templates/**/*.html"):
        if ".venv" in path.parts or "node_modules" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        assert "style=" not in text and "<style" not in text, f"{name_of(path)}: the policy forbids inline style"
        assert " onclick=" not in text and "javascript:" not in text, name_of(path)
        for part in text.split("|safe")[:-1]:
            assert part.rstrip().endswith(("html", "svg")), f"{name_of(path)}: …{part[-40:]}|safe"


@pytest.mark.parametrize("path", [ROOT / "app.py", *python_files()], ids=name_of)
def test_budgets_of_files_and_functions(path: Path):
    tree = tree_of(path)
    assert path.read_text(encoding="utf-8").count("\n") <= MAX_FILE_LINES
    assert [node.name for node in functions(tree) if length(node) > MAX_FUNCTION_LINES] == []
    assert ast.get_docstring(tree) or path.read_text() == "", "a module says what lives in it"


def test_a_typical_function_fits_in_a_glance():
    lengths = sorted(length(node) for path in python_files() for node in functions(tree_of(path)))
    assert lengths[len(lengths) // 2] <= MEDIAN_FUNCTION_LINES


def test_no_note_to_self_is_left():
    for path in [ROOT / "app.py", *python_files()]:
        for word in ("TODO", "FIXME", "XXX", "NotImplementedError"):
            assert word not in path.read_text(encoding="utf-8"), f"{name_of(path)}: {word}"


def test_a_blueprint_stays_small(whole_app):
    counts: dict[str, int] = {}
    for rule in whole_app.url_map.iter_rules():
        counts[rule.endpoint.split(".")[0]] = counts.get(rule.endpoint.split(".")[0], 0) + 1
    assert {name: n for name, n in counts.items() if n > MAX_ROUTES} == {}
