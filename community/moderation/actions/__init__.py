"""What moderation does, each one change, whole or not at all. Chat and forums call these; the parts stand beside."""

from community.moderation.actions.cases import claim, hold_item, look, open_case, release
from community.moderation.actions.decisions import decide, decide_held, restore
from community.moderation.actions.objections import decide_objection, decide_objection_as, mark_read, object_to
from community.moderation.actions.reports import report

__all__ = [
    "claim",
    "decide",
    "decide_held",
    "decide_objection",
    "decide_objection_as",
    "hold_item",
    "look",
    "mark_read",
    "object_to",
    "open_case",
    "release",
    "report",
    "restore",
]
