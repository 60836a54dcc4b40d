"""`flask people add`: staff come by the command line first; what they sign in with is printed once."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from community.errors import Refused
from community.members import second_factor, staff
from community.members.models import ROLES, Person

people = AppGroup("people", help="People of the team.")
NOTHING_DONE = 2


@people.command("add")
@click.argument("alias")
@click.option("--role", required=True, type=click.Choice(ROLES))
@click.option("--organisation", default="", help="Slug: the role counts for this organisation only.")
@click.option("--place", default="", help="Slug: the role counts for this place only.")
def add(alias: str, role: str, organisation: str, place: str) -> None:
    """Take somebody on, or give somebody of the team one more role."""
    try:
        scope = staff.scope_of(organisation, place)
        found = staff.by_alias(alias)
        if found is None:
            _print(staff.take_on(alias.strip(), role, scope))
        else:
            _add_role(found, role, scope)
    except Refused as wrong:
        click.echo(" ".join(wrong.fields.values()) or wrong.text, err=True)
        sys.exit(NOTHING_DONE)


def _print(made: staff.Credentials) -> None:
    click.echo(f"alias:      {made.alias}")
    click.echo(f"passphrase: {made.passphrase}")
    click.echo(f"totp:       {made.totp_secret}")
    click.echo(f"otpauth:    {second_factor.address(made.totp_secret, made.alias)}")
    click.echo("This is shown once.")


def _add_role(person: Person, role: str, scope: staff.Scope) -> None:
    is_new = staff.grant(None, person, role, scope)
    click.echo(f"{person.alias} now holds {role}" if is_new else f"{person.alias} holds {role} already")
