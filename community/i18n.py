"""Languages: Dutch is the source, others are catalogues under community/translations. The choice stands in the address
(`?taal=en`) and travels along in every link, so that no cookie is needed; right-to-left comes from the language.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from babel import Locale
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale
from flask_babel import gettext as _gettext
from flask_babel import ngettext as _ngettext

SOURCE = "nl"
N_ = str
"""Marks a text for translation where it stands; it is translated when it is shown."""
PARAMETER = "taal"
KEPT = "moi.language"
LANGUAGES = {"nl": "Nederlands", "en": "English"}


def init_app(app: Flask) -> None:
    app.config.update(BABEL_DEFAULT_LOCALE=SOURCE, BABEL_TRANSLATION_DIRECTORIES="community/translations")
    Babel(app, locale_selector=chosen, default_timezone="Europe/Amsterdam")
    app.url_defaults(_travel_along)
    app.jinja_env.install_gettext_callables(_source_or_gettext, _source_or_ngettext, newstyle=True)  # type: ignore[attr-defined]


def chosen() -> str:
    """The language of this request: what the address says, else Dutch."""
    if not has_request_context():
        return SOURCE
    environ = request.environ
    found: str | None = environ.get(KEPT)
    if found is None:
        wished = request.args.get(PARAMETER, SOURCE)
        environ[KEPT] = found = wished if wished in LANGUAGES else SOURCE
    return found


def language() -> str:
    return str(get_locale() or SOURCE)


def direction() -> str:
    """'ltr' or 'rtl'."""
    return str(Locale.parse(language()).text_direction)


def page_url(wished: str) -> str:
    """This page in another language."""
    arguments: dict[str, list[str]] = request.args.to_dict(flat=False)
    arguments.pop(PARAMETER, None)
    if wished != SOURCE:
        arguments[PARAMETER] = [wished]
    query = urlencode(arguments, doseq=True)
    return f"{request.path}?{query}" if query else request.path


def _source_or_gettext(text: str) -> str:
    """A page has hundreds of texts, mostly in Dutch, the language they are written in: then nothing is looked up
    (measured: a third of a topic page's time).
    """
    return text if chosen() == SOURCE else str(_gettext(text))


def _source_or_ngettext(one: str, many: str, number: int) -> str:
    if chosen() == SOURCE:
        return one if number == 1 else many
    return str(_ngettext(one, many, number))


def link(path: str) -> str:
    """An own path that keeps the language of this page."""
    if chosen() == SOURCE:
        return path
    path, _mark, anchor = path.partition("#")
    joiner = "&" if "?" in path else "?"
    return f"{path}{joiner}{PARAMETER}={chosen()}" + (f"#{anchor}" if anchor else "")


def _(text: str, **fields: Any) -> str:
    """A text a visitor reads, in the language of this request."""
    said = _source_or_gettext(text)
    return said % fields if fields else said


def _travel_along(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" or not current_app or not has_request_context():
        return
    if chosen() != SOURCE:
        values.setdefault(PARAMETER, chosen())
