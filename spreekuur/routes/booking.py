"""/spreekuur: reading, booking, coming back with a code, cancelling, and the calendar files."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from community import text
from community.doors import keeps_typed, limited, people, public
from community.errors import Conflict, Invalid, NotFound
from community.i18n import _, link
from community.members.access import person, viewer
from spreekuur import actions, calendar, codes, forms, queries, rooms, rules, support, words
from spreekuur.models import QUESTION_CHARS, Booking, Session

pages = Blueprint("spreekuur", __name__, template_folder="../templates")

KIND_WORDS = {"groep": "group", "samen": "one_to_one"}
"""What stands in the address -> the kind of session."""
MOST_BOOKED = 3
"""Times one person may have ahead at once: hours are scarce, and others wait."""
Values = Any


@pages.get("/spreekuur")
@public
def show_sessions() -> str:
    asker = viewer()
    wished = request.args.get("soort", "")
    every = queries.coming(asker)
    shown = [each for each in every if wished not in KIND_WORDS or each.kind == KIND_WORDS[wished]]
    return render_template(
        "spreekuur/sessions.html",
        next=every[0] if every else None,
        sessions=shown,
        free=queries.free_slots(asker, every),
        wished=wished if wished in KIND_WORDS else "",
        words=words,
    )


@pages.get("/spreekuur/<id>")
@public
def show_session(id: str, values: Values = None, errors: Values = None, problem: str = "") -> str:
    asker = viewer()
    session = queries.session_for(asker, id)
    others = queries.other_times(asker, session)
    return render_template(
        "spreekuur/session.html",
        session=session,
        days=words.days([each for each in queries.slots_of(asker, session) if each.state != "cancelled"]),
        others=others,
        free=queries.free_slots(asker, others),
        own=queries.bookings_in(asker, session),
        questions=queries.questions_by_session(asker, [session]).get(session.id, []),
        may_book=rules.is_open(session) and not rules.is_professional_of(asker, session),
        channels=words.channel_choices(session),
        room=rooms.room_of(session),
        values=values or {},
        errors=errors or {},
        problem=problem,
        words=words,
    )


@pages.post("/spreekuur/<id>/boek")
@people
@limited("book")
@keeps_typed(show_session)
def book(id: str) -> AnyResponse:
    booker = person()
    session = queries.session_for(booker, id)
    wish = forms.read_booking(request.form, session, queries.slots_of(booker, session))
    if current_app.config["MOI_LIMITS_ON"] and len(queries.upcoming_bookings(booker)) >= MOST_BOOKED:
        raise Conflict(_("Je hebt al drie afspraken staan. Zeg er eerst een af, dan kun je hier verder."))
    booking = actions.book(booker, session, wish)
    return redirect(link(f"/spreekuur/afspraak/{booking.public_id}"), code=303)


@pages.get("/spreekuur/afspraak/<ref>")
@public
def show_booking(ref: str) -> Response:
    """A booking for who made it, or for who just gave its code: then ref is a proof that fades."""
    proved = codes.proved(ref)
    booking = queries.booking_by_id(proved) if proved else queries.booking_for(viewer(), ref)
    code = None
    if booking.code_sealed and rules.is_booker_of(viewer(), booking) and request.method == "GET":
        code = actions.take_code(person(), booking)
    page = render_template(
        "spreekuur/booking.html",
        booking=booking,
        session=booking.session,
        code=code,
        question=queries.typed_in(viewer(), booking),
        may_rephrase=rules.is_booker_of(viewer(), booking) and rules.may_cancel(booking),
        room=rooms.room_of(booking.session),
        proof=ref if proved else "",
        support=support.support_for(booking) if booking.is_active else None,
        others=queries.other_times(viewer(), booking.session),
        words=words,
    )
    return _not_kept(page)


@pages.post("/spreekuur/afspraak/<ref>/vraag")
@people
@limited("post")
def rephrase(ref: str) -> AnyResponse:
    """Change what was typed with one's own booking."""
    booking = queries.booking_for(person(), ref)
    question = text.clean_text(request.form.get("question", ""))[:QUESTION_CHARS]
    actions.rephrase(person(), booking, question)
    return redirect(link(f"/spreekuur/afspraak/{booking.public_id}"), code=303)


@pages.get("/spreekuur/terug")
@public
def show_come_back(values: Values = None, errors: Values = None, problem: str = "", **_route: str) -> str:
    return render_template(
        "spreekuur/come_back.html", values=values or {}, errors=errors or {}, problem="" if errors else problem
    )


@pages.post("/spreekuur/terug")
@public
@limited("come_back")
@keeps_typed(show_come_back)
def come_back() -> AnyResponse:
    booking = codes.booking_by_code(request.form.get("code", ""))
    return redirect(link(f"/spreekuur/afspraak/{codes.prove(booking)}"), code=303)


@pages.post("/spreekuur/<id>/afzeggen")
@public
@limited("come_back")
@keeps_typed(show_come_back)
def cancel(id: str) -> AnyResponse:
    """With the code, with the proof that it was given a moment ago, or by the person who booked."""
    asker = viewer()
    session = queries.session_for(asker, id)
    booking, proof = _to_cancel(session)
    actions.cancel(asker if rules.is_booker_of(asker, booking) else None, booking)  # type: ignore[arg-type]
    return redirect(link(f"/spreekuur/afspraak/{proof or booking.public_id}"), code=303)


def _to_cancel(session: Session) -> tuple[Booking, str]:
    """The booking that is to go, and what stands in the address of its page for who has no session."""
    proof = request.form.get("proof", "")
    if proved := codes.proved(proof):
        return _in(session, queries.booking_by_id(proved)), proof
    if request.form.get("code", "").strip():
        found = codes.booking_by_code(request.form["code"])
        return _in(session, found), codes.prove(found)
    asker = viewer()
    if not asker.is_person:
        wrong = _("Vul de vier woorden van je afspraak in.")
        raise Invalid(fields={"code": wrong})
    wished = request.form.get("booking")
    own = [each for each in queries.bookings_in(asker, session) if wished in (None, each.public_id)]
    if not own:
        raise NotFound(_(queries.NO_BOOKING))
    return own[0], ""


def _in(session: Session, booking: Booking) -> Booking:
    if booking.session_id != session.id:
        raise NotFound(_(queries.NO_BOOKING))
    return booking


@pages.get("/spreekuur/<id>/agenda.ics")
@public
def show_calendar_file(id: str) -> Response:
    """For who booked, by session or by a proof in `afspraak`; for everybody else there is no such file."""
    session = queries.session_for(viewer(), id)
    proved = codes.proved(request.args.get("afspraak", ""))
    found = [_in(session, queries.booking_by_id(proved))] if proved else queries.bookings_in(viewer(), session)
    found = [each for each in found if each.is_active]
    if not found:
        raise NotFound(_(queries.NO_BOOKING))
    return _calendar([calendar.Entry(each.public_id, each.starts_at, each.ends_at) for each in found])


@pages.get("/spreekuur.ics")
@public
def show_calendar_feed() -> Response:
    """The coming group sessions, for a calendar that subscribes; nothing in it tells what they are about."""
    found = queries.coming(viewer(), "group")
    answer = _calendar([calendar.Entry(each.public_id, each.starts_at, each.ends_at) for each in found])
    del answer.headers["Cache-Control"]
    return answer


def _calendar(entries: list[calendar.Entry]) -> Response:
    answer = _not_kept(calendar.file_of(entries))
    answer.mimetype = "text/calendar"
    answer.headers["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return answer


def _not_kept(body: str | bytes) -> Response:
    answer = make_response(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer
