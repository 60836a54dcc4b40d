"""What every page stands in: assets by name, the sky of the hour, who looks, the tools templates may use."""

from __future__ import annotations

import json
import time
from typing import Any, ClassVar

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

    def __init__(self) -> None:
        self._found: Viewer | None = None

    def __getattr__(self, name: str) -> Any:
        if self._found is None:
            self._found = viewer()
        return getattr(self._found, name)

    def __bool__(self) -> bool:
        return True


def asset(name: str) -> str:
    """The address of a built file by its plain name."""
    return _Manifest.addresses().get(name) or f"/static/dist/{name}"


class _Manifest:
    """What the build named its files; looked at again at most once a second, so that a new build needs no restart."""

    looked_at: ClassVar[float] = 0.0
    stamp: ClassVar[int] = -1
    found: ClassVar[dict[str, str]] = {}

    @classmethod
    def addresses(cls) -> dict[str, str]:
        now = time.monotonic()
        if now - cls.looked_at > 1.0:
            cls.looked_at = now
            stamp = MANIFEST.stat().st_mtime_ns if MANIFEST.exists() else 0
            if stamp != cls.stamp:
                names: dict[str, str] = json.loads(MANIFEST.read_text()) if stamp else {}
                cls.stamp, cls.found = stamp, {plain: f"/static/dist/{name}" for plain, name in names.items()}
        return cls.found


def local_words(moment: Any) -> str:
    """'woensdag 25 november, 19.30 uur' in the region's time."""
    local = moment.astimezone(clock.ZONE)
    return f"{moments.day_words(local.date(), clock.today(), i18n._)}, {moments.time_words(local.time(), i18n._)}"


def ago_words(moment: Any) -> str:
    return moments.ago_words(moment, clock.now(), i18n._)


def iso(moment: Any) -> str:
    """A moment for <time datetime>, with its offset in the region."""
    return str(moment.astimezone(clock.ZONE).isoformat(timespec="minutes"))
