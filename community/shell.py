"""What every page stands in: assets by name, the sky of the hour, who looks, the tools templates may use."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from community import clock, i18n, moments
from community.config import REPOSITORY
from community.doors import csrf_token
from community.members.access import viewer
from community.members.models import Viewer
from community.places import region as regions
from community.places.region import Region

MANIFEST = REPOSITORY / "static" / "dist" / "manifest.json"


def init_app(app: Flask) -> None:
    app.context_processor(_context)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=asset, csrf_token=csrf_token, page_url=i18n.page_url, link=i18n.link)
    app.jinja_env.filters.update(moment=local_words, ago=ago_words, iso=iso)


def region() -> Region:
    """The region this Moi serves."""
    return regions.load(current_app.config["MOI_REGION"])


def _context() -> dict[str, Any]:
    return {
        "hour": clock.hour_block(),
        "language": i18n.language(),
        "direction": i18n.direction(),
        "viewer": LazyViewer(),
        "region": region(),
        "is_demo": current_app.config["MOI_IS_DEMO"],
    }


class LazyViewer:
    """The viewer, asked for only when a template looks: /nu-hulp and the error pages never touch the session."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_looked(), name)

    def __bool__(self) -> bool:
        return True


def _looked() -> Viewer:
    return viewer()


def asset(name: str) -> str:
    """The address of a built file by its plain name."""
    return f"/static/dist/{_manifest(MANIFEST, _stamp(MANIFEST)).get(name, name)}"


@lru_cache(maxsize=2)
def _manifest(path: Path, _stamp: int) -> dict[str, str]:
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return found


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def local_words(moment: Any) -> str:
    """'woensdag 25 november, 19.30 uur' in the region's time."""
    local = moment.astimezone(clock.ZONE)
    return f"{moments.day_words(local.date(), clock.today(), i18n._)}, {moments.time_words(local.time(), i18n._)}"


def ago_words(moment: Any) -> str:
    return moments.ago_words(moment, clock.now(), i18n._)


def iso(moment: Any) -> str:
    """A moment for <time datetime>, with its offset in the region."""
    return str(moment.astimezone(clock.ZONE).isoformat(timespec="minutes"))
