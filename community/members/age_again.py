"""Once a year the age step is asked again (L2): until then one reads, but does not take part."""

from __future__ import annotations

from urllib.parse import quote

from flask import current_app, redirect, request
from werkzeug.wrappers import Response as Answer

from community.doors import wants_json
from community.doors.who import SAFE_METHODS, who_of
from community.errors import NotAllowed
from community.i18n import _
from community.members import access

AGE_PAGE = "/mijn/leeftijd"
OPEN_PATHS = ("/mijn/leeftijd", "/mijn/meenemen", "/mijn/wissen")
"""What one can do without: answering, taking along, erasing."""


def ask() -> Answer | None:
    """Send somebody whose age was asked a year ago to the age step, where a page is for people only."""
    who = who_of(current_app.view_functions[request.endpoint]) if request.endpoint else None
    if who is None or who.level == "public" or (who.even_suspended and request.method not in SAFE_METHODS):
        return None
    if request.path.startswith(OPEN_PATHS) or not access.viewer().must_confirm_age:
        return None
    if request.method not in SAFE_METHODS or wants_json():
        raise NotAllowed(_("Het is een jaar geleden dat we je leeftijd vroegen. Doe dat eerst even bij Mijn Moi."))
    return redirect(f"{AGE_PAGE}?next={quote(request.full_path.rstrip('?'))}", code=303)
