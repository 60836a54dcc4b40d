"""Settings: defaults as in the contract, and a refusal of one clear line for whatever is missing or unsafe."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from community import config
from community.config import REPOSITORY, UnsafeSettings, read_settings

KEY_A, KEY_B = "9f3kq7wz1m5t8xv2b6n4j0hcdgrypul3", "u2ydr8skf5qh1nbw7zcx4vj9gtmp6e0a"
PRODUCTION = {
    "MOI_SECRET_KEY": KEY_A,
    "MOI_MASTER_KEY": KEY_B,
    "MOI_SITE_URL": "https://moi.example.nl",
    "MOI_DATA_DIR": "/tmp/never-made",
}


def test_contract_defaults():
    settings = read_settings(PRODUCTION | {"MOI_SITE_URL": ""})
    assert (settings.env, settings.host, settings.port) == ("production", "127.0.0.1", 8000)
    assert settings.site_url == "http://127.0.0.1:8000"
    assert settings.database_url == "sqlite:////tmp/never-made/moi.db"
    assert settings.region == "groningen"
    assert settings.limits_on and settings.max_sockets == 2500 and settings.trusted_proxies == 0
    assert (settings.redis_url, settings.metrics_token, settings.mail_url, settings.tiles_url) == ("", "", "", "")
    assert settings.now is None


def test_a_relative_data_folder_is_relative_to_the_repository():
    assert read_settings(PRODUCTION | {"MOI_DATA_DIR": "elders"}).data_dir == REPOSITORY / "elders"


def test_the_cookie_is_bound_to_the_host_exactly_when_the_site_is_https():
    assert read_settings(PRODUCTION).cookie_name == "__Host-moi"
    assert read_settings(PRODUCTION | {"MOI_SITE_URL": "http://127.0.0.1:8000"}).cookie_name == "moi"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"MOI_SECRET_KEY": ""}, "MOI_SECRET_KEY"),
        ({"MOI_MASTER_KEY": ""}, "MOI_MASTER_KEY"),
        ({"MOI_SECRET_KEY": "short"}, "MOI_SECRET_KEY"),
        ({"MOI_SECRET_KEY": "a" * 64}, "MOI_SECRET_KEY"),
        ({"MOI_SECRET_KEY": "change-me-change-me-change-me-change-me"}, "MOI_SECRET_KEY"),
        ({"MOI_MASTER_KEY": KEY_A}, "differ"),
        ({"MOI_SITE_URL": "http://moi.example.nl"}, "https"),
        ({"MOI_SITE_URL": "moi.example.nl"}, "MOI_SITE_URL"),
        ({"HOST": "0.0.0.0", "MOI_SITE_URL": ""}, "https"),
        ({"MOI_LIMITS": "off"}, "MOI_LIMITS"),
        ({"MOI_LIMITS": "maybe"}, "MOI_LIMITS"),
        ({"MOI_NOW": "2026-11-22T12:00:00Z"}, "MOI_NOW"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"PORT": "eight"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"MOI_ENV": "test"}, "MOI_ENV"),
        ({"MOI_DATABASE_URL": "mysql://x"}, "MOI_DATABASE_URL"),
        ({"MOI_MAX_SOCKETS": "0"}, "MOI_MAX_SOCKETS"),
        ({"MOI_TRUSTED_PROXIES": "-1"}, "MOI_TRUSTED_PROXIES"),
    ],
)
def test_contract_unsafe_production_is_refused_with_one_line_that_names_the_setting(change, named):
    read_settings(PRODUCTION)  # allowed before the change …
    with pytest.raises(UnsafeSettings, match=named) as refused:
        read_settings(PRODUCTION | change)  # … refused only for it
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("operator", ["", '[operator]\nname = "Wij"\ncontact = " "', "operator = 3", "[operator"])
def test_contract_a_region_nobody_answers_for_is_refused(tmp_path: Path, monkeypatch, operator: str):
    monkeypatch.setattr(config, "REGIONS", tmp_path)
    (tmp_path / "groningen.toml").write_text('[operator]\nname = "Wij"\ncontact = "wij@example.nl"')
    read_settings(PRODUCTION)  # allowed before …
    (tmp_path / "groningen.toml").write_text(operator)
    with pytest.raises(UnsafeSettings, match="groningen"):
        read_settings(PRODUCTION)
    with pytest.raises(UnsafeSettings, match="MOI_REGION"):
        read_settings(PRODUCTION | {"MOI_REGION": "../config"})


def test_a_demo_makes_its_keys_once_and_for_itself(tmp_path: Path):
    first = read_settings({"MOI_ENV": "demo", "MOI_DATA_DIR": str(tmp_path)})
    again = read_settings({"MOI_ENV": "demo", "MOI_DATA_DIR": str(tmp_path)})
    assert first.secret_key == again.secret_key != first.master_key
    kept = tmp_path / "keys.json"
    read_settings({"MOI_ENV": "demo", "MOI_DATA_DIR": str(tmp_path / "new")})
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    shutil.rmtree(tmp_path / "new")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600 and set(json.loads(kept.read_text())) == {
        "secret_key",
        "master_key",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_a_demo_may_start_its_clock_elsewhere(tmp_path: Path):
    settings = read_settings({"MOI_ENV": "demo", "MOI_DATA_DIR": str(tmp_path), "MOI_NOW": "2026-12-25T20:00:00"})
    assert settings.now == datetime(2026, 12, 25, 20, tzinfo=UTC)
    with pytest.raises(UnsafeSettings, match="MOI_NOW"):
        read_settings({"MOI_ENV": "demo", "MOI_DATA_DIR": str(tmp_path), "MOI_NOW": "kerst"})


def test_contract_a_command_without_its_tables_ends_with_one_line_and_2(tmp_path: Path):
    environ = os.environ | {"MOI_ENV": "demo", "MOI_DATA_DIR": str(tmp_path)}
    for words in (["audit", "verify"], ["search", "rebuild"], ["people", "add", "nieuw", "--role", "supervisor"]):
        command = [sys.executable, "-m", "flask", "--app", "app", *words]
        done = subprocess.run(command, cwd=REPOSITORY, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr and "db upgrade" in done.stderr
