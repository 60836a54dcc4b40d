"""The forum's doors: boards and topics for everybody, writing for members, support in words for everybody here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from community import cards, i18n
from community.cards import Wish
from community.doors import keeps_typed, limited, members, people, public, roles
from community.doors.limits import count
from community.errors import NotFound
from community.members.access import person, viewer
from forums import actions, care, forms, fragments, queries, rules, words
from forums.models import Board, Topic
from forums.queries import NO_SUPPORT

pages = Blueprint("forums", __name__, template_folder="templates")

BESIDE = ("session", "service", "article", "place")
MOST_BESIDE = 2
"""Cards of each kind beside a topic: more would be a second page."""

Typed = Mapping[str, Any] | None
Errors = dict[str, str] | None


@pages.context_processor
def _words() -> dict[str, Any]:
    return {"words": words, "rules": rules}


@pages.get("/forum")
@public
def show_forum() -> str:
    return render_template("forums/forum.html", boards=queries.boards(), topics=queries.latest_topics())


@pages.get("/forum/<board_slug>")
@public
def show_board(board_slug: str) -> str:
    boards = queries.boards()
    board = queries.board_among(boards, board_slug)
    order = request.args.get("volgorde", queries.ORDERS[0])
    page = queries.topics_on(board, order, request.args.get("na", ""))
    return render_template(
        "forums/board.html",
        board=board,
        others=[other for other in boards if other is not board],
        order=order,
        page=page,
        waiting=queries.own_waiting(viewer(), board),
        watchers=queries.watchers(),
    )


@pages.get("/forum/<board_slug>/nieuw")
@members
def show_new_topic(
    board_slug: str, values: Typed = None, errors: Errors = None, problem: str = "", preview: str = ""
) -> str:
    board = queries.board_among(queries.boards(), board_slug)
    return render_template(
        "forums/new_topic.html",
        board=board,
        values=values,
        errors=errors,
        problem=problem,
        preview=preview,
        chosen=request.form.getlist("thema"),
        may_write=rules.may_write(viewer()),
    )


@pages.post("/forum/<board_slug>/nieuw")
@members
@keeps_typed(show_new_topic)
def start_topic(board_slug: str) -> str | AnyResponse:
    board = queries.board_among(queries.boards(), board_slug)
    draft = forms.read_topic(request.form)
    if "bekijk" in request.form:
        return show_new_topic(board_slug, values=request.form, preview=words.preview(draft))
    count("post")
    topic = actions.start_topic(person(), board, draft, forms.read_themes(request.form.getlist("thema")))
    return _see(topic.url())


@pages.get("/forum/onderwerp/<name>")
@public
def show_topic(
    name: str, values: Typed = None, errors: Errors = None, problem: str = "", preview: str = ""
) -> str | AnyResponse:
    """name: `<id>-<slug>`; an old or missing slug leads to the present one."""
    asker, topic = viewer(), queries.topic_for(viewer(), _id_in(name))
    if values is None and not topic.url().endswith(f"/{name}"):
        query = request.query_string.decode("ascii", "ignore")
        return redirect(topic.url() + (f"?{query}" if query else ""), code=301)
    follow = queries.follow_of(asker, topic)
    if follow and follow.seen_replies != topic.reply_count:
        actions.mark_seen(follow, topic)
    page = queries.replies_to(topic, asker, after=request.args.get("na", ""), at=request.args.get("bij", ""))
    support = queries.support_for(asker, [topic, *page.posts])
    return render_template(
        "forums/topic.html",
        topic=topic,
        fragments=fragments,
        page=page,
        asker=asker,
        follow=follow,
        hidden_by=care.house_rules([topic, *page.posts]),
        waiting_of=care.waiting_of,
        support_of=lambda item: support.get((item.kind, item.id), NO_SUPPORT),
        beside=cards.nearby(asker, _wish(topic), BESIDE, MOST_BESIDE),
        values=_quoted(values),
        errors=errors,
        problem=problem,
        preview=preview,
    )


@pages.post("/forum/onderwerp/<name>/reacties")
@members
@keeps_typed(show_topic)
def post_reply(name: str) -> str | AnyResponse:
    topic = queries.topic_for(viewer(), _id_in(name))
    draft = forms.read_post(request.form)
    if "bekijk" in request.form:
        return show_topic(name, values=request.form, preview=words.preview(draft))
    count("post")
    return _see(actions.reply(person(), topic, draft).url())


@pages.post("/forum/onderwerp/<name>/volg")
@members
@limited("react")
def follow_topic(name: str) -> AnyResponse:
    topic = queries.topic_for(viewer(), _id_in(name))
    actions.follow(person(), topic, request.form.get("on", "1") not in ("", "0"))
    return _see(topic.url())


@pages.post("/forum/reageer")
@people
@limited("react")
def react() -> AnyResponse:
    """Form: the button `reaction` says which word and to which text, `knap <id>`; or `reaction` and `id` apart."""
    reaction, _gap, public_id = request.form.get("reaction", "").partition(" ")
    item = queries.shown_item(public_id or request.form.get("id", ""))
    actions.react(person(), item, reaction)
    return _see(item.url())


@pages.get("/forum/wijzig/<kind>/<public_id>")
@members
def show_edit(
    kind: str, public_id: str, values: Typed = None, errors: Errors = None, problem: str = ""
) -> str | AnyResponse:
    item = queries.own_item_for(person(), kind, public_id)
    if values is None:
        values = {"body": item.body, "content_note": item.content_note}
    return render_template(
        "forums/edit.html",
        item=item,
        values=values,
        errors=errors,
        problem=problem,
        may_edit=rules.may_edit(person(), item),
        may_withdraw=rules.may_withdraw(person(), item),
    )


@pages.post("/forum/wijzig/<kind>/<public_id>")
@members
@keeps_typed(show_edit)
def edit(kind: str, public_id: str) -> AnyResponse:
    item = queries.own_item_for(person(), kind, public_id)
    draft = forms.read_post(request.form)
    count("post")
    actions.revise(person(), item, draft)
    return _see(item.url())


@pages.post("/forum/weghalen/<kind>/<public_id>")
@members
@limited("post")
def withdraw(kind: str, public_id: str) -> AnyResponse:
    item = queries.own_item_for(person(), kind, public_id)
    actions.withdraw(person(), item)
    is_gone = isinstance(item, Topic) and not item.reply_count
    return _see(item.board.url if is_gone and isinstance(item, Topic) else item.url())


@pages.get("/team/onbeantwoord")
@roles("peer_expert", "supervisor")
def show_unanswered() -> str:
    topics = queries.unanswered()
    late = sum(rules.is_overdue(topic) for topic in topics)
    return render_template("forums/unanswered.html", topics=topics, late=late)


def _see(path: str) -> Response:
    return redirect(i18n.link(path), code=303)  # type: ignore[return-value]


def _id_in(name: str) -> str:
    """The id at the beginning of `<id>-<slug>`; ids have no hyphen."""
    return name.partition("-")[0]


def _wish(topic: Topic) -> Wish:
    board: Board = topic.board
    return Wish(themes=topic.themes_or_board, municipality=board.municipality)


def _quoted(values: Typed) -> Typed:
    """What was typed, else the quotation that was asked for."""
    asked = request.args.get("citeer", "")
    if values is not None or not asked or not viewer().is_member:
        return values
    try:
        return {"body": words.quotation(queries.shown_item(asked))}
    except NotFound:
        return None
