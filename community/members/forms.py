"""Raw forms of joining and signing in -> checked drafts, with a message per field."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from community import clock
from community.errors import Invalid
from community.i18n import _
from community.members import ages, naming
from community.safety.nicknames import Nickname

MIN_OWN_PASSPHRASE_CHARS = 15
MAX_PASSPHRASE_CHARS = 200
MAX_NEXT_CHARS = 500

Form = Mapping[str, str]
Errors = dict[str, str]


@dataclass(frozen=True)
class JoinDraft:
    band: str
    nickname: Nickname


@dataclass(frozen=True)
class AccountDraft:
    """passphrase: what was chosen, empty when one is to be made."""

    band: str
    alias: str
    passphrase: str


@dataclass(frozen=True)
class SignInDraft:
    alias: str
    passphrase: str
    code: str


def own_path(wished: str | None) -> str | None:
    """A path of this site to go on to, or None: one leading slash, and nothing a browser reads as another site.

    Browsers drop tabs and line ends and read a backslash as a slash, so none of them may stand in it.
    """
    if not wished or len(wished) > MAX_NEXT_CHARS or not wished.startswith("/") or wished.startswith("//"):
        return None
    is_clean = wished.isprintable() and "\\" not in wished and " " not in wished
    return wished if is_clean else None


def read_join(form: Form) -> JoinDraft:
    """Read POST /meedoen.

    Raises Outside before anything else is looked at, Invalid with a message per field.
    """
    errors: Errors = {}
    band = _read_band(form, errors)
    nickname = _read_nickname(form, errors)
    _read_agreements(form, errors)
    _refuse(errors)
    return JoinDraft(band, nickname)


def read_account(form: Form, own_name: str = "") -> AccountDraft:
    """Read POST /account/nieuw. own_name: the name a guest carries already and may take as alias.

    Raises Outside before anything else is looked at, Invalid with a message per field.
    """
    errors: Errors = {}
    band = _read_band(form, errors)
    alias = " ".join(form.get("alias", "").split())
    problem = naming.alias_problem(alias, own_name) if alias else _("Kies een naam.")
    if problem:
        errors["alias"] = problem
    passphrase = _read_new_passphrase(form, errors)
    _read_agreements(form, errors)
    _refuse(errors)
    return AccountDraft(band, alias, passphrase)


def read_age(form: Form) -> str:
    """Read the month and year alone; returns the band.

    Raises Outside, Invalid.
    """
    errors: Errors = {}
    band = _read_band(form, errors)
    _refuse(errors)
    return band


def read_name(form: Form, own_name: str) -> Nickname:
    """Read another name for somebody who carries own_name.

    Raises Invalid.
    """
    errors: Errors = {}
    nickname = _read_nickname(form, errors, own_name)
    _refuse(errors)
    return nickname


def read_passphrase(form: Form) -> str:
    """Read a chosen passphrase; empty when one is to be made.

    Raises Invalid.
    """
    errors: Errors = {}
    passphrase = _read_new_passphrase(form, errors)
    _refuse(errors)
    return passphrase


def read_sign_in(form: Form) -> SignInDraft:
    """Read POST /inloggen.

    Raises Invalid.
    """
    draft = SignInDraft(form.get("alias", "").strip(), form.get("passphrase", ""), form.get("code", ""))
    errors: Errors = {}
    if not draft.alias:
        errors["alias"] = _("Vul je alias in.")
    if not draft.passphrase.strip() or len(draft.passphrase) > MAX_PASSPHRASE_CHARS:
        errors["passphrase"] = _("Vul je sleutelzin of wachtwoord in.")
    _refuse(errors)
    return draft


def read_recovery(form: Form) -> tuple[str, str]:
    """Read POST /inloggen/herstel; returns alias and code.

    Raises Invalid.
    """
    alias, code = form.get("alias", "").strip(), form.get("code", "").strip()
    errors: Errors = {}
    if not alias:
        errors["alias"] = _("Vul je alias in.")
    if not code:
        errors["code"] = _("Vul een van je herstelcodes in.")
    _refuse(errors)
    return alias, code


def _refuse(errors: Errors) -> None:
    if errors:
        raise Invalid(_("Er klopt nog iets niet."), fields=errors)


def _read_band(form: Form, errors: Errors) -> str:
    """The band, or "" with messages; somebody Moi is not for goes no further."""
    month = _number(form.get("month", ""), 1, 12)
    year = _number(form.get("year", ""), ages.FIRST_YEAR, clock.today().year)
    if month is None:
        errors["month"] = _("Kies de maand waarin je geboren bent.")
    if year is None:
        errors["year"] = _("Vul het jaar in waarin je geboren bent, met vier cijfers.")
    if month is None or year is None:
        return ""
    if (year, month) > (clock.today().year, clock.today().month):
        errors["month"] = _("Deze maand moet nog komen.")
        return ""
    return ages.band_on(clock.today(), month, year)


def _number(typed: str, low: int, high: int) -> int | None:
    digits = typed.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 4):
        return None
    return int(digits) if low <= int(digits) <= high else None


def _read_nickname(form: Form, errors: Errors, own_name: str = "") -> Nickname:
    """The own name that was typed, else the chosen bird, else one by chance."""
    field = "own_nickname" if form.get("own_nickname", "").strip() else "nickname"
    name = " ".join(form.get(field, "").split())
    if not name:
        return naming.suggestions(1)[0]
    problem = naming.nickname_problem(name, own_name)
    if problem:
        errors[field] = problem
    return naming.nickname_for(name)


def _read_new_passphrase(form: Form, errors: Errors) -> str:
    passphrase = unicodedata.normalize("NFC", form.get("passphrase", ""))
    if not passphrase.strip():
        return ""
    if len(passphrase.strip()) < MIN_OWN_PASSPHRASE_CHARS:
        errors["passphrase"] = _(
            "Een eigen wachtwoord heeft minstens %(n)s tekens. Laat je het leeg, dan maken wij een sleutelzin.",
            n=MIN_OWN_PASSPHRASE_CHARS,
        )
    if len(passphrase) > MAX_PASSPHRASE_CHARS:
        errors["passphrase"] = _("Een wachtwoord heeft hoogstens %(n)s tekens.", n=MAX_PASSPHRASE_CHARS)
    return passphrase


def _read_agreements(form: Form, errors: Errors) -> None:
    if not form.get("rules"):
        errors["rules"] = _("Zonder de huisregels gaat het niet. Lees ze en zet een vinkje.")
    if not form.get("consent_community"):
        errors["consent_community"] = _("We hebben je toestemming nodig om te bewaren wat je hier schrijft.")
