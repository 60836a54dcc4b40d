"""Our three taxonomies in the open data: `thema`, `soort` and `kenmerk`, with ids that never change."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from community.places.themes import FEATURES, KINDS, THEMES, Term

NO_REFERRAL, WITH_PEERS = "zonder-verwijzing", "met-ervaringsdeskundige"

TAXONOMIES: Mapping[str, tuple[str, str, Mapping[str, Term]]] = {
    "thema": ("13c51400-5b0a-546d-8511-04d02bca952b", "Waar het over gaat, in woorden van jongeren.", THEMES),
    "soort": ("8e624183-cadc-52f3-a877-08536ca1c01d", "Wat voor hulp het is.", KINDS),
    "kenmerk": ("fd352b8d-815e-5ce4-a012-7ebe942cdff0", "Hoe je er terechtkomt en wie er is.", FEATURES),
}
"""Name -> id, what it is about, its terms."""


def taxonomy_record(name: str) -> dict[str, Any]:
    """One of our taxonomies as an HSDS object."""
    identity, description, _ = TAXONOMIES[name]
    return {"id": identity, "name": name, "description": description}


def term_id(taxonomy: str, code: str) -> str:
    """The id of a term of ours; the same on every Moi."""
    return str(uuid.uuid5(uuid.UUID(TAXONOMIES[taxonomy][0]), code))


def term_record(taxonomy: str, code: str) -> dict[str, Any]:
    """A term of ours as an HSDS object, with its taxonomy."""
    detail = taxonomy_record(taxonomy)
    term = TAXONOMIES[taxonomy][2][code]
    return {
        "id": term_id(taxonomy, code),
        "code": code,
        "name": term.label,
        "description": term.meaning,
        "taxonomy": taxonomy,
        "taxonomy_detail": detail,
        "language": "nl",
        "taxonomy_id": detail["id"],
    }


def attribute_record(service_uuid: str, taxonomy: str, code: str) -> dict[str, Any]:
    """What ties a service to a term of ours, as an HSDS attribute."""
    term = term_record(taxonomy, code)
    return {
        "id": str(uuid.uuid5(uuid.UUID(service_uuid), f"{taxonomy}:{code}")),
        "link_id": service_uuid,
        "taxonomy_term_id": term["id"],
        "link_entity": "service",
        "value": code,
        "taxonomy_term": term,
    }
