"""How the forum says things: counts, waiting, what was masked, quotations. Texts for templates, no HTML but preview."""

from __future__ import annotations

from collections.abc import Iterable

from community import text
from community.i18n import _
from community.places.themes import THEMES
from community.safety import masking
from forums.models import Topic, Written
from forums.parts import Parts

QUOTED_CHARS = 400


def replies(number: int) -> str:
    """ "14 reacties"."""
    return _("1 reactie") if number == 1 else _("%(n)s reacties", n=number)


def new_replies(number: int) -> str:
    """ "3 nieuwe reacties"."""
    return _("1 nieuwe reactie") if number == 1 else _("%(n)s nieuwe reacties", n=number)


def themes(slugs: Iterable[str]) -> list[str]:
    """The words of these themes."""
    return [_(THEMES[slug].label) for slug in slugs if slug in THEMES]


def warning(item: Written) -> str:
    """What stands on a folded text: "Gaat over paniek. Toon de reactie"."""
    shows = _("Toon de tekst") if isinstance(item, Topic) else _("Toon de reactie")
    return f"{item.content_note.rstrip('. ')}. {shows}"


def quotation(item: Written) -> str:
    """The beginning of a reply to this: its words as markdown quotes, without what it quoted itself."""
    own = "\n".join(line for line in item.body.splitlines() if not line.startswith(">")).strip()
    cut = own if len(own) <= QUOTED_CHARS else own[: QUOTED_CHARS - 1].rsplit(" ", 1)[0] + "…"
    lines = [_("%(bird)s schreef:", bird=item.author_name), *cut.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def preview(draft: Parts) -> str:
    """A text as others would see it, HTML."""
    return text.member_html(masking.mask(draft.words).text)


def choices(slugs: Iterable[str]) -> list[tuple[str, str]]:
    """Themes as (slug, word), for a form."""
    return [(slug, _(THEMES[slug].label)) for slug in slugs if slug in THEMES]


def masked(item: Written) -> str:
    """Tells the writer what was taken out and why (L8)."""
    kinds = {
        "phone": _("een telefoonnummer"),
        "email": _("een e-mailadres"),
        "handle": _("een accountnaam"),
        "invite": _("een uitnodiging"),
        "link": _("een link"),
        "address": _("een adres"),
        "postcode": _("een postcode"),
    }
    found = [kinds[kind] for kind in dict.fromkeys(item.masked_kinds) if kind in kinds]
    return _(
        "We hebben %(what)s weggehaald voordat anderen het zagen. Zo blijf jij onherkenbaar, en een ander ook.",
        what=_(" en ").join(filter(None, (", ".join(found[:-1]), found[-1] if found else ""))),
    )
