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

SOURCE = "nl"
PARAMETER = "taal"
LANGUAGES = {"nl": "Nederlands", "en": "English"}


def init_app(app: Flask) -> None:
    app.config.update(BABEL_DEFAULT_LOCALE=SOURCE, BABEL_TRANSLATION_DIRECTORIES="community/translations")
    Babel(app, locale_selector=chosen, default_timezone="Europe/Amsterdam")
    app.url_defaults(_travel_along)


def chosen() -> str:
    """The language of this request: what the address says, else Dutch."""
    if not has_request_context():
        return SOURCE
    wished = request.args.get(PARAMETER, SOURCE)
    return wished if wished in LANGUAGES else SOURCE


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


def link(path: str) -> str:
    """An own path that keeps the language of this page."""
    if chosen() == SOURCE:
        return path
    path, _mark, anchor = path.partition("#")
    joiner = "&" if "?" in path else "?"
    return f"{path}{joiner}{PARAMETER}={chosen()}" + (f"#{anchor}" if anchor else "")


def _(text: str, **fields: Any) -> str:
    """A text a visitor reads, in the language of this request."""
    return str(_gettext(text, **fields))


def _travel_along(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" or not current_app or not has_request_context():
        return
    if chosen() != SOURCE:
        values.setdefault(PARAMETER, chosen())
