"""Finding notices, through the person they are for."""

from __future__ import annotations

import sqlalchemy as sa

from community import db
from community.members.models import Viewer
from community.notifications.models import Notice

MOST = 100


def notices_of(viewer: Viewer) -> list[Notice]:
    """The viewer's notices, newest first, at most MOST; a visitor has none."""
    if viewer.id is None:
        return []
    wish = sa.select(Notice).where(Notice.person_id == viewer.id).order_by(Notice.id.desc()).limit(MOST)
    return list(db.session().scalars(wish))


def unread_count(viewer: Viewer) -> int:
    """How many notices the viewer has not put away."""
    if viewer.id is None:
        return 0
    wish = sa.select(sa.func.count()).where(Notice.person_id == viewer.id, Notice.read_at.is_(None))
    return db.session().scalar(wish) or 0
