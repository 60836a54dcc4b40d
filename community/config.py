"""Settings: read once from the environment, frozen, refused when unsafe. Nothing else reads the environment."""

from __future__ import annotations

import json
import os
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).resolve().parent.parent
REGIONS = REPOSITORY / "community" / "places" / "regions"
MIN_KEY_BYTES = 32
"""Length below which a key is refused: 256 bits, as the contract asks."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
EXAMPLE_KEYS = ("example", "voorbeeld", "change", "secret", "geheim", "xxxx")


class UnsafeSettings(Exception):
    """A setting is missing or unsafe; the text is one line that says what to set."""


@dataclass(frozen=True)
class Settings:
    """Everything the environment may say, checked. Units stand in the names."""

    env: str
    secret_key: str
    master_key: str
    host: str
    port: int
    site_url: str
    data_dir: Path
    database_url: str
    redis_url: str
    region: str
    limits_on: bool
    max_sockets: int
    now: datetime | None
    trusted_proxies: int
    metrics_token: str
    mail_url: str
    tiles_url: str

    @property
    def is_demo(self) -> bool:
        return self.env == "demo"

    @property
    def is_https(self) -> bool:
        return self.site_url.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def cookie_name(self) -> str:
        """The one cookie; the prefix makes a browser refuse it from another host or without TLS."""
        return "__Host-moi" if self.is_https else "moi"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings.

    Raises UnsafeSettings with one line that says what to set.
    """
    env = os.environ if environ is None else environ
    mode = _choice(env, "MOI_ENV", "production", ("production", "demo"))
    data_dir = _data_dir(env)
    keys = _demo_keys(data_dir) if mode == "demo" else {}
    host = env.get("HOST") or "127.0.0.1"
    port = _number(env, "PORT", 8000, 1, 65535)
    settings = Settings(
        env=mode,
        secret_key=env.get("MOI_SECRET_KEY") or keys.get("secret_key", ""),
        master_key=env.get("MOI_MASTER_KEY") or keys.get("master_key", ""),
        host=host,
        port=port,
        site_url=(env.get("MOI_SITE_URL") or f"http://{host}:{port}").rstrip("/"),
        data_dir=data_dir,
        database_url=env.get("MOI_DATABASE_URL") or f"sqlite:///{data_dir / 'moi.db'}",
        redis_url=env.get("MOI_REDIS_URL", ""),
        region=env.get("MOI_REGION") or "groningen",
        limits_on=_choice(env, "MOI_LIMITS", "on", ("on", "off")) == "on",
        max_sockets=_number(env, "MOI_MAX_SOCKETS", 2500, 1, 1_000_000),
        now=_moment(env, "MOI_NOW"),
        trusted_proxies=_number(env, "MOI_TRUSTED_PROXIES", 0, 0, 10),
        metrics_token=env.get("MOI_METRICS_TOKEN", ""),
        mail_url=env.get("MOI_MAIL_URL", ""),
        tiles_url=env.get("MOI_TILES_URL", ""),
    )
    _refuse_unsafe(settings, env)
    return settings


def _refuse_unsafe(settings: Settings, env: Mapping[str, str]) -> None:
    if urlsplit(settings.site_url).scheme not in ("http", "https"):
        raise UnsafeSettings("MOI_SITE_URL must start with http:// or https://")
    if not settings.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise UnsafeSettings("MOI_DATABASE_URL must start with sqlite:/// or postgresql+psycopg://")
    operator = _operator(settings.region)
    if settings.is_demo:
        return
    if not (operator.get("name") and operator.get("contact")):
        raise UnsafeSettings(f"region file {settings.region}: set operator name and contact")
    for name, value in (("MOI_SECRET_KEY", settings.secret_key), ("MOI_MASTER_KEY", settings.master_key)):
        _refuse_weak_key(name, value)
    if settings.secret_key == settings.master_key:
        raise UnsafeSettings("MOI_SECRET_KEY and MOI_MASTER_KEY must differ")
    if not settings.limits_on:
        raise UnsafeSettings("MOI_LIMITS=off is for demo only: unset it")
    if settings.now:
        raise UnsafeSettings("MOI_NOW is for demo only: unset it")
    if env.get("FLASK_DEBUG", "0") not in ("", "0", "false"):
        raise UnsafeSettings("FLASK_DEBUG must be off in production: unset it")
    if not settings.is_https and urlsplit(settings.site_url).hostname not in LOOPBACK:
        raise UnsafeSettings("MOI_SITE_URL must be https beyond this machine")
    if not settings.is_https and settings.host not in LOOPBACK:
        raise UnsafeSettings("HOST is not loopback: set MOI_SITE_URL to the https address people use")


def _operator(region: str) -> dict[str, str]:
    """Who answers for a region. Read here, and not with the rest of the file, because gunicorn's master asks it: a
    worker that found out would be started again for ever, and importing more there spoils the worker's gevent.
    """
    path = REGIONS / f"{region}.toml"
    if path.parent != REGIONS or not path.is_file():
        raise UnsafeSettings(f"MOI_REGION: there is no file regions/{region}.toml")
    try:
        found = tomllib.loads(path.read_text()).get("operator", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise UnsafeSettings(f"MOI_REGION: regions/{region}.toml is no TOML file") from wrong
    return {name: str(value).strip() for name, value in found.items()} if isinstance(found, dict) else {}


def _refuse_weak_key(name: str, value: str) -> None:
    if not value:
        raise UnsafeSettings(f"{name} is missing: set it to at least {MIN_KEY_BYTES} random bytes")
    if len(value.encode()) < MIN_KEY_BYTES:
        raise UnsafeSettings(f"{name} is too short: set it to at least {MIN_KEY_BYTES} random bytes")
    if len(set(value)) < 8 or any(word in value.lower() for word in EXAMPLE_KEYS):
        raise UnsafeSettings(f"{name} looks like an example: set it to at least {MIN_KEY_BYTES} random bytes")


def _data_dir(env: Mapping[str, str]) -> Path:
    path = Path(env.get("MOI_DATA_DIR") or "var")
    return path if path.is_absolute() else REPOSITORY / path


def _demo_keys(data_dir: Path) -> dict[str, str]:
    """Keys of a demo, made once, so that sign-ins survive a restart. Two starts at once agree on the first."""
    path = data_dir / "keys.json"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps({"secret_key": secrets.token_hex(32), "master_key": secrets.token_hex(32)}))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    keys: dict[str, str] = json.loads(path.read_text())
    return keys


def _choice(env: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name) or default
    if value not in allowed:
        raise UnsafeSettings(f"{name} must be {' or '.join(allowed)}, not {value!r}")
    return value


def _number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name) or str(default)
    if not text.isdecimal() or not low <= int(text) <= high:
        raise UnsafeSettings(f"{name} must be a whole number from {low} to {high}, not {text!r}")
    return int(text)


def _moment(env: Mapping[str, str], name: str) -> datetime | None:
    text = env.get(name, "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise UnsafeSettings(f"{name} must be an ISO 8601 moment, not {text!r}") from wrong
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
