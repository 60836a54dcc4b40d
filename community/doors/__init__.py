"""The two doors: who may come, forgery, limits, and how a refusal looks. A door never decides what is right."""

from community.doors.answers import keeps_typed, wants_json
from community.doors.csrf import csrf_token
from community.doors.limits import limited
from community.doors.who import members, people, public, roles

__all__ = ["csrf_token", "keeps_typed", "limited", "members", "people", "public", "roles", "wants_json"]
