"""/agenda: a professional's own hours, who comes, planning and calling off."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from community import text
from community.doors import keeps_typed, roles
from community.errors import Invalid
from community.i18n import _, link
from community.members.access import person
from community.places.themes import THEMES
from spreekuur import actions, hours, queries, rooms, words

agenda = Blueprint("agenda", __name__, template_folder="../templates")

SENTENCE_CHARS = 400
Values = Any


@agenda.get("/agenda")
@roles("professional")
def show_agenda() -> str:
    professional = person()
    sessions = queries.agenda_of(professional)
    bookings = queries.bookings_of(professional, sessions)
    return render_template(
        "spreekuur/agenda.html",
        days=words.agenda_days(sessions),
        bookings=bookings,
        free=queries.free_slots(professional, sessions),
        questions=queries.questions_by_session(professional, sessions),
        texts=queries.texts_for(professional, [each for row in bookings.values() for each in row]),
        room_url=rooms.url_of,
        words=words,
    )


@agenda.get("/agenda/nieuw")
@roles("professional")
def show_new(values: Values = None, errors: Values = None, problem: str = "") -> str:
    return render_template(
        "spreekuur/new_hours.html",
        places=[(each.slug, each.name) for each in queries.own_places(person())],
        themes=[(each.slug, _(each.label)) for each in THEMES.values()],
        values=hours.typed(values) if values else hours.DEFAULTS,
        errors=errors or {},
        problem=problem,
    )


@agenda.post("/agenda/nieuw")
@roles("professional")
@keeps_typed(show_new)
def plan() -> Response:
    professional = person()
    wish = hours.read_hours(request.form, queries.own_places(professional))
    made = actions.plan(professional, wish)
    return redirect(link(f"/agenda#uren-{made[0].public_id}"), code=303)


@agenda.get("/agenda/<id>/afzeggen")
@roles("professional")
def show_call_off(id: str, values: Values = None, errors: Values = None, problem: str = "") -> str:
    session = queries.own_session_for(person(), id)
    return render_template(
        "spreekuur/call_off.html",
        session=session,
        booked=len(queries.bookings_of(person(), [session]).get(session.id, [])),
        values=values or {},
        errors=errors or {},
        problem=problem,
        words=words,
    )


@agenda.post("/agenda/<id>/afzeggen")
@roles("professional")
@keeps_typed(show_call_off)
def call_off(id: str) -> Response:
    professional = person()
    session = queries.own_session_for(professional, id)
    sentence = text.clean_text(request.form.get("text", ""))[:SENTENCE_CHARS]
    if not sentence:
        raise Invalid(fields={"text": _("Schrijf een zin voor wie een afspraak had.")})
    actions.call_off(professional, session, sentence)
    return redirect(link("/agenda"), code=303)
