"""Who may change an entry."""

from __future__ import annotations

from community.members.models import Person, RoleGrant
from sociale_kaart.models import Service


def may_edit(editor: Person, service: Service) -> bool:
    """Whether an editor keeps this entry true: a map editor for the own organisation, the redactie for every one."""
    return any(_covers(grant, service) for grant in editor.grants)


def _covers(grant: RoleGrant, service: Service) -> bool:
    if grant.role == "map_editor":
        return grant.organisation_id is not None and grant.organisation_id == service.organisation_id
    return grant.role == "editor" and grant.organisation_id in (None, service.organisation_id)
