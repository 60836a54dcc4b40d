"""What HSDS 3.1 objects look like: one table from which come the checks at import and our OpenAPI document.

A field is `name:kind`, with `!` when it is required; kinds are in KINDS, `one-x` and `many-x` nest object x, and
`a|b` lists allowed words. Left out on purpose, because it is personal: `assurer_email`, and the e-mail of contacts.
What is not known here is not kept, and what is not kept cannot leak (contract 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

KINDS = ("text", "uuid", "web", "uri", "email", "number", "date", "moment", "time")
"""web: an http(s) address, it may become a link; uri: any absolute one; date and time: ISO 8601; moment: RFC 3339."""

DAYS = "MO|TU|WE|TH|FR|SA|SU"
_LINKS = "attributes:many-attribute metadata:many-metadata"

_TABLE = f"""
service: id:uuid! organization_id:uuid program_id:uuid name:text! alternate_name:text description:text url:web
    additional_urls:many-url email:email status:active|inactive|defunct|temporarily_closed! interpretation_services:text
    application_process:text fees_description:text wait_time:text fees:text accreditations:text
    eligibility_description:text minimum_age:number maximum_age:number assured_date:date licenses:text alert:text
    last_modified:moment phones:many-phone schedules:many-schedule service_areas:many-service_area
    service_at_locations:many-service_at_location languages:many-language organization:one-organization
    funding:many-funding cost_options:many-cost_option program:one-program required_documents:many-required_document
    contacts:many-contact capacities:many-service_capacity {_LINKS}
organization: id:uuid! name:text! alternate_name:text description:text! email:email website:web
    additional_websites:many-url tax_status:text tax_id:text year_incorporated:number legal_status:text logo:web uri:uri
    parent_organization_id:uuid funding:many-funding contacts:many-contact phones:many-phone locations:many-location
    programs:many-program organization_identifiers:many-organization_identifier {_LINKS}
service_at_location: id:uuid! service_id:uuid location_id:uuid description:text service_areas:many-service_area
    contacts:many-contact phones:many-phone schedules:many-schedule location:one-location {_LINKS}
location: id:uuid! location_type:physical|postal|virtual! url:web organization_id:uuid name:text alternate_name:text
    description:text transportation:text latitude:number longitude:number external_identifier:text
    external_identifier_type:text languages:many-language addresses:many-address contacts:many-contact
    accessibility:many-accessibility phones:many-phone schedules:many-schedule {_LINKS}
schedule: id:uuid! service_id:uuid location_id:uuid service_at_location_id:uuid valid_from:date valid_to:date
    dtstart:date timezone:number until:date count:number wkst:{DAYS} freq:WEEKLY|MONTHLY interval:number
    byday:text byweekno:text bymonthday:text byyearday:text description:text opens_at:time closes_at:time
    schedule_link:web attending_type:text notes:text {_LINKS}
address: id:uuid! location_id:uuid attention:text address_1:text! address_2:text city:text! region:text
    state_province:text! postal_code:text! country:text! address_type:physical|postal|virtual! {_LINKS}
phone: id:uuid! location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid service_at_location_id:uuid
    number:text! extension:number type:text description:text languages:many-language {_LINKS}
contact: id:uuid! organization_id:uuid service_id:uuid service_at_location_id:uuid location_id:uuid name:text title:text
    department:text phones:many-phone {_LINKS}
language: id:uuid! service_id:uuid location_id:uuid phone_id:uuid name:text code:text note:text {_LINKS}
accessibility: id:uuid! location_id:uuid description:text details:text url:web {_LINKS}
service_area: id:uuid! service_id:uuid service_at_location_id:uuid name:text description:text extent:text
    extent_type:text uri:text {_LINKS}
cost_option: id:uuid! service_id:uuid valid_from:date valid_to:date option:text currency:text amount:number
    amount_description:text {_LINKS}
funding: id:uuid! organization_id:uuid service_id:uuid source:text {_LINKS}
program: id:uuid! organization_id:uuid name:text! alternate_name:text description:text! {_LINKS}
required_document: id:uuid! service_id:uuid document:text uri:uri {_LINKS}
organization_identifier: id:uuid! organization_id:uuid identifier_scheme:text identifier_type:text! identifier:text!
    {_LINKS}
service_capacity: id:uuid! service_id:uuid unit:one-unit! unit_id:uuid available:number! maximum:number description:text
    updated:moment! {_LINKS}
unit: id:uuid! name:text! scheme:text identifier:text uri:uri {_LINKS}
url: id:uuid! label:text url:web! organization_id:uuid service_id:uuid {_LINKS}
attribute: id:uuid! link_id:uuid taxonomy_term_id:uuid link_type:text link_entity:text value:text label:text
    taxonomy_term:one-taxonomy_term metadata:many-metadata
taxonomy_term: id:uuid! code:text name:text! description:text! parent_id:uuid taxonomy:text
    taxonomy_detail:one-taxonomy language:text taxonomy_id:uuid term_uri:uri metadata:many-metadata
taxonomy: id:uuid! name:text! description:text! uri:uri version:text metadata:many-metadata
metadata: id:uuid! resource_id:uuid resource_type:text last_action_date:date! last_action_type:text! field_name:text!
    previous_value:text! replacement_value:text! updated_by:text!
"""


class Field(NamedTuple):
    """kind: one of KINDS, or "one", "many" (nests: the object) or "words" (words: those allowed)."""

    kind: str
    is_required: bool = False
    nests: str = ""
    words: tuple[str, ...] = ()


Shape = Mapping[str, Field]


def _field(text: str) -> tuple[str, Field]:
    name, _, kind = text.rstrip("!").partition(":")
    needed = text.endswith("!")
    if kind in KINDS:
        return name, Field(kind, needed)
    if kind.startswith(("one-", "many-")):
        how, _, what = kind.partition("-")
        return name, Field(how, needed, nests=what)
    return name, Field("words", needed, words=tuple(word.replace("_", " ") for word in kind.split("|")))


def _shapes(table: str) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    lines = table.replace("\n    ", " ").strip().splitlines()
    for line in lines:
        name, _, fields = line.partition(": ")
        found[name] = dict(_field(text) for text in fields.split())
    return found


SHAPES = _shapes(_TABLE)
"""Object name -> its fields, in the order in which they are sent."""
