"""An article can be reported like anything else (L14)."""

from __future__ import annotations

from community import content
from community.content import Reportable
from community.members.models import Viewer
from kennis import queries

KIND = "kennis.article"


def init_app() -> None:
    content.register_reportable(KIND, find)


def find(viewer: Viewer, public_id: str) -> Reportable:
    """What somebody wants to report about an article.

    Raises NotFound.
    """
    article = queries.article_by_uuid(viewer, public_id)
    text = f"{article.lead}\n\n{article.body}"
    return Reportable(KIND, article.uuid, article.title, article.url, text, scope=KIND)
