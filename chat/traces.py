"""What stands in the place of words that are gone, in the language of the page. A payload is the same for everybody and
has it in Dutch (payloads.py); it names which trace it is, and each page says that in its own words.
"""

from __future__ import annotations

from markupsafe import Markup

from community.i18n import _, link

REPORT = "/melden?kind=chat.message&id={id}"


def for_script() -> dict[str, str]:
    """As HTML, by "trace_" and the name in the payload; "report_anyway" is what follows where it can be reported."""
    rules = Markup(' <a href="{}">{}</a>').format(link("/huisregels"), _("Huisregels"))
    report = Markup(' <a href="{}">{}</a>').format(link(REPORT), _("Meld het toch"))
    return {
        "trace_hidden": str(Markup("{}{}").format(_("Dit bericht is verborgen door het team."), rules)),
        "trace_removed": str(Markup("{}").format(_("Dit bericht is weggehaald door de schrijver."))),
        "trace_waits": str(Markup("{}").format(_("Dit bericht staat er nu even niet."))),
        "report_anyway": str(report),
    }


def html(trace: str, public_id: str, may_report: bool) -> str:
    """One trace, ready to show. trace: "hidden", "removed" or "waits"."""
    say = for_script()
    report = say["report_anyway"].replace("{id}", public_id) if may_report else ""
    return f"<p>{say[f'trace_{trace}']}{report}</p>"
