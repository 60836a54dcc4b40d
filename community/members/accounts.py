"""Accounts: opening one, coming back with passphrase and code or with a recovery code, and ending sign-ins.

Hashing happens in the functions without `@action`, before the change they call.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from community import clock, crypto, db, live, signals
from community.doors.limits import limits
from community.errors import Invalid, TooMany
from community.i18n import N_, _
from community.members import consents, forgetting, naming, once, passphrases, recovery, second_factor
from community.members.forms import AccountDraft, SignInDraft
from community.members.guests import RULES_VERSION
from community.members.models import Person, SignIn, Viewer, alias_key
from community.members.once import Secrets

FAILURES = "10/10 minutes"
"""Wrong tries for one alias from one address before it rests: no danger to 66 random bits, no cost to who mistypes."""
ALIAS_FAILURES = "100/hour"
"""The same from all addresses together; so many that nobody is easily kept out by a stranger."""
FRESH = timedelta(minutes=10)
"""How long after signing in somebody may erase their account."""
WRONG = N_("Alias en sleutelzin horen niet bij elkaar. Kijk het nog eens na.")
WRONG_RECOVERY = N_("Alias en herstelcode horen niet bij elkaar, of de code is al gebruikt.")


def open_account(asker: Viewer, carried: SignIn | None, draft: AccountDraft) -> str:
    """Make a member, of the guest who asks or anew, and sign them in.

    Returns the token for the cookie. The next page shows what they must keep (`once`).
    Raises Invalid when somebody took the alias a moment ago.
    """
    secrets = Secrets("" if draft.passphrase else passphrases.make(), tuple(recovery.make_codes()))
    stored = passphrases.hashed(draft.passphrase or secrets.passphrase, is_made=not draft.passphrase)
    try:
        return _open(asker if isinstance(asker, Person) else None, carried, draft, stored, secrets)
    except sa.exc.IntegrityError as wrong:
        taken = {"alias": _("Deze naam is al van iemand. Kies een andere.")}
        raise Invalid(_("Er klopt nog iets niet."), fields=taken) from wrong


@db.action
def _open(guest: Person | None, carried: SignIn | None, draft: AccountDraft, stored: str, secrets: Secrets) -> str:
    person = make_member(draft, stored, guest)
    recovery.replace(person, list(secrets.codes))
    if guest is not None:
        signals.guest_became_member.send(person)
    sign_in, token = _renewed(carried) if guest and carried else _new_sign_in(person)
    once.keep(sign_in, secrets)
    return token


@db.action
def make_member(draft: AccountDraft, stored: str, guest: Person | None = None) -> Person:
    """Make a member who passed the age step and agreed to rules and consent; of a guest, who stays the same person."""
    person = guest or _newcomer(draft.alias)
    person.kind, person.alias, person.band = "member", draft.alias, draft.band
    person.passphrase_hash, person.passphrase_at = stored, clock.now()
    person.age_checked_on, person.rules_version = clock.today(), RULES_VERSION
    if guest is None:
        db.add(person)
    db.session().flush()
    consents.give(person, consents.NEEDED)
    return person


def _newcomer(alias: str) -> Person:
    look = naming.nickname_for(alias)
    return Person(name=alias, bird=look.bird, tint=look.tint)


def _new_sign_in(person: Person) -> tuple[SignIn, str]:
    token = crypto.new_token()
    sign_in = SignIn(person_id=person.id, token_hash=crypto.token_hash(token))
    db.add(sign_in)
    return sign_in, token


def _renewed(sign_in: SignIn) -> tuple[SignIn, str]:
    """The same browser with a new token: its open sockets stay, an old cookie is worth nothing."""
    token = crypto.new_token()
    sign_in.token_hash, sign_in.created_at = crypto.token_hash(token), clock.now()
    return sign_in, token


def sign_in(draft: SignInDraft, whence: str, carried: SignIn | None) -> str:
    """Let somebody back in.

    whence: what stands for the address today (limits.address_key).
    carried: the sign-in this browser has now, which ends.

    Returns the token for the cookie.
    Raises Invalid for a wrong alias, passphrase or code alike, and for a missing code of staff; TooMany.
    """
    _refuse_while_resting(draft.alias, whence)
    found = person_by_alias(draft.alias)
    if not passphrases.fits(draft.passphrase, found.passphrase_hash if found else None) or found is None:
        _count_failure(draft.alias, whence)
        raise Invalid(_(WRONG), fields={"passphrase": _(WRONG)})
    if found.is_staff:
        _ask_second_factor(found, draft, whence)
    return _enter(found, carried)


def _ask_second_factor(found: Person, draft: SignInDraft, whence: str) -> None:
    if not draft.code.strip():
        raise Invalid("", fields={"code": _("Typ ook de zes cijfers uit je app, en je sleutelzin nog een keer.")})
    if not second_factor.use_code(found.id, draft.code):
        _count_failure(draft.alias, whence)
        raise Invalid("", fields={"code": _("Deze code klopt niet, of is al gebruikt. Wacht op de volgende.")})


@db.action
def _enter(person: Person, carried: SignIn | None) -> str:
    if carried is not None:
        end_sign_in(carried)
    person.last_used_at = clock.now()
    return _new_sign_in(person)[1]


def recover(alias: str, code: str, whence: str, carried: SignIn | None) -> str:
    """Let a member in with a recovery code. They get a new passphrase, and every other sign-in ends.

    Returns the token for the cookie. Staff have no recovery codes: their second factor is not to be walked around.
    Raises Invalid, TooMany.
    """
    _refuse_while_resting(alias, whence)
    passphrase = passphrases.make()
    stored = passphrases.hashed(passphrase, is_made=True)
    found = person_by_alias(alias)
    token = _recover(found, code, stored, Secrets(passphrase), carried) if found else None
    if token is None:
        _count_failure(alias, whence)
        raise Invalid(_(WRONG_RECOVERY), fields={"code": _(WRONG_RECOVERY)})
    return token


@db.action
def _recover(found: Person, code: str, stored: str, secrets: Secrets, carried: SignIn | None) -> str | None:
    if found.is_staff or not recovery.use(found.id, code):
        return None
    if carried is not None:
        end_sign_in(carried)
    end_all(found)
    found.passphrase_hash, found.passphrase_at, found.last_used_at = stored, clock.now(), clock.now()
    sign_in, token = _new_sign_in(found)
    once.keep(sign_in, secrets)
    return token


def change_passphrase(person: Person, carried: SignIn, chosen: str) -> None:
    """Give somebody the passphrase they chose, or a made one when that is empty; all other sign-ins end."""
    secrets = Secrets("" if chosen else passphrases.make())
    stored = passphrases.hashed(chosen or secrets.passphrase, is_made=not chosen)
    _change_passphrase(person, carried, stored, secrets)


@db.action
def _change_passphrase(person: Person, carried: SignIn, stored: str, secrets: Secrets) -> None:
    end_all(person, but=carried)
    person.passphrase_hash, person.passphrase_at = stored, clock.now()
    once.keep(carried, secrets)


@db.action
def renew_codes(person: Person, carried: SignIn) -> None:
    """Replace somebody's recovery codes; the next page shows them once."""
    codes = recovery.make_codes()
    recovery.replace(person, codes)
    once.keep(carried, Secrets(codes=tuple(codes)))


def person_by_alias(alias: str) -> Person | None:
    """Whoever signs in by this alias, however it is spelled."""
    wish = sa.select(Person).where(Person.alias_key == alias_key(alias), Person.kind != "guest")
    return db.session().scalar(wish)


@db.action
def sign_out(person: Person, carried: SignIn) -> None:
    """End this browser's sign-in and cut its sockets; a guest cannot come back, so is forgotten."""
    end_sign_in(carried)
    if person.is_guest:
        forgetting.forget_guest(person)


@db.action
def end_sign_in(carried: SignIn) -> None:
    """End one sign-in and hang up what it holds open, in every process."""
    found = db.session().get(SignIn, carried.id)
    if found is not None and found.ended_at is None:
        found.ended_at, found.once_sealed = clock.now(), None
    live.hang_up(f"sign_in:{carried.id}")


@db.action
def end_all(person: Person, but: SignIn | None = None) -> None:
    """End all sign-ins of somebody, except perhaps one."""
    for each in sign_ins_of(person):
        if but is None or each.id != but.id:
            end_sign_in(each)


@db.action
def end_one(person: Person, sign_in_id: int) -> None:
    """End one of somebody's own sign-ins; nothing happens for another's or an ended one."""
    for each in sign_ins_of(person):
        if each.id == sign_in_id:
            end_sign_in(each)


def sign_ins_of(person: Person) -> list[SignIn]:
    """The sign-ins that hold, last used first."""
    wish = sa.select(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    return list(db.session().scalars(wish.order_by(SignIn.last_used_at.desc(), SignIn.id.desc())))


def is_fresh(carried: SignIn) -> bool:
    """Whether somebody proved who they are in this browser a short while ago."""
    return carried.created_at + FRESH > clock.now()


def _refuse_while_resting(alias: str, whence: str) -> None:
    waits = [limits().peek(rule, *key) for rule, key in _failure_keys(alias, whence)]
    wait = max((each for each in waits if each is not None), default=None)
    if wait is not None:
        calm = _("Dit lukte een paar keer niet. Wacht even en probeer het dan opnieuw.")
        raise TooMany(calm, retry_after_seconds=wait)


def _count_failure(alias: str, whence: str) -> None:
    for rule, key in _failure_keys(alias, whence):
        limits().hit(rule, *key)


def _failure_keys(alias: str, whence: str) -> list[tuple[str, tuple[str, ...]]]:
    """An unknown alias counts as well, or the counting would tell which ones exist. The alias itself is not kept."""
    hidden = crypto.keyed_hash(alias_key(alias), "sign_in.failed")
    return [(FAILURES, ("failed", hidden, whence)), (ALIAS_FAILURES, ("failed", hidden))]
