"""The team's desk: the queue, one case, shifts, the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from community import audit, content
from community.doors import keeps_typed, roles, typed
from community.members.access import person
from community.moderation import actions, forms, queries, rules, shifts, statements
from community.moderation.models import Case
from community.moderation.rows import row_of, rows, why_words

pages = Blueprint("team", __name__, url_prefix="/team", template_folder="../templates")
team = roles("peer_expert", "supervisor")
LISTS = ("bezwaren", "afgehandeld")
LOG_ENTRIES = 100
BESIDE_A_CASE = 50
"""Rows beside an open case; the whole queue has its own page."""


@pages.get("")
@team
def show_queue() -> str:
    wished = request.args.get("lijst", "")
    chosen = wished if wished in LISTS else ""
    if chosen == "afgehandeld":
        cases = queries.closed_cases(person(), request.args.get("voor", type=typed.key))
    else:
        cases = queries.open_cases(person(), objections=chosen == "bezwaren")
    return render_template(
        "moderation/queue.html", chosen=chosen, rows=rows(cases, person()), page_size=queries.MOST_CLOSED, **_desk()
    )


def _desk() -> dict[str, Any]:
    """What stands above every list: how much waits, and who else is there."""
    return {"counts": queries.counts(), "colleagues": shifts.colleagues(person())}


@pages.get("/melding/<public_id>")
@team
def show_case(public_id: str, values: Mapping[str, str] | None = None, errors: Any = None, problem: str = "") -> str:
    case = actions.look(person(), queries.case_for(person(), public_id))
    waiting = queries.open_cases(person())[:BESIDE_A_CASE]
    return render_template(
        "moderation/case.html",
        case=case,
        rows=rows(waiting, person(), case),
        values=values,
        errors=errors or {},
        problem=problem,
        statements=statements,
        **_desk(),
        **_detail(case),
    )


def _detail(case: Case) -> dict[str, Any]:
    """What a moderator needs to decide, and nothing from outside this room or board."""
    item = queries.item_of(case)
    objection = queries.objection_of(case)
    return {
        "item": item,
        "mark": content.mark_of(item) if item is not None else "",
        "row": row_of(case, item, person(), case),
        "before": [each for each in item.neighbours() if each.id < item.id] if item is not None else [],
        "after": [each for each in item.neighbours() if each.id > item.id] if item is not None else [],
        "versions": content.versions(item) if item is not None else [],
        "why": why_words(item),
        "history": queries.history(person(), case),
        "objection": objection,
        "may_decide": _may_decide(case),
        "may_undo": not case.is_open and not case.is_objection and rules.may_undo(person(), case),
    }


def _may_decide(case: Case) -> bool:
    objection = queries.objection_of(case)
    if objection is not None:
        return case.is_open and rules.may_decide_objection(person(), objection.decision)
    return case.is_open and rules.may_decide(person(), case.author_id)


@pages.post("/melding/<public_id>")
@team
@keeps_typed(show_case)
def decide_case(public_id: str) -> Response:
    case = queries.case_for(person(), public_id)
    wish = forms.read_decision(request.form)
    if case.is_objection:
        actions.decide_objection_as(person(), case, wish.decision, wish.text)
    else:
        actions.decide(person(), case, wish.decision, wish.reason, wish.note, wish.text, wish.days, wish.mark)
    return redirect(url_for("team.show_case", public_id=public_id), code=303)


@pages.post("/melding/<public_id>/lees")
@team
@keeps_typed(show_case)
def claim_case(public_id: str) -> Response:
    """Say that one reads this (on=1), or give it to somebody else (on=0)."""
    case = queries.case_for(person(), public_id)
    if forms.is_on(request.form):
        actions.claim(person(), case)
        return redirect(url_for("team.show_case", public_id=public_id), code=303)
    actions.release(person(), case)
    return redirect(url_for("team.show_queue"), code=303)


@pages.get("/dienst")
@team
def show_duty(values: Any = None, errors: Any = None, problem: str = "") -> str:
    return render_template(
        "moderation/duty.html",
        rooms=shifts.rooms_for(person()),
        mine=shifts.my_rooms(person()),
        problem=problem,
        **_desk(),
    )


@pages.post("/dienst")
@team
@keeps_typed(show_duty)
def set_duty() -> Response:
    shifts.set_on_duty(person(), request.form.get("room", ""), forms.is_on(request.form))
    return redirect(url_for("team.show_duty"), code=303)


@pages.get("/logboek")
@team
def show_log() -> str:
    entries = audit.trail(most=LOG_ENTRIES, before_id=request.args.get("voor", type=typed.key))
    older = entries[-1].id if len(entries) == LOG_ENTRIES else None
    return render_template("moderation/log.html", entries=entries, older=older, **_desk())
