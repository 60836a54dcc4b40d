"""The reference of the page benchmark: the plainest Flask + Jinja + SQLAlchemy page of one topic and its posts."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

PAGE = """<!doctype html><html lang="nl"><head><title>{{ topic.title }}</title></head>
<body><h1>{{ topic.title }}</h1>
{% for post in topic.posts %}<article><h2>{{ post.author }}</h2><p>{{ post.body }}</p></article>
{% endfor %}</body></html>"""


class Base(DeclarativeBase):
    pass


class Topic(Base):
    __tablename__ = "topics"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    posts: Mapped[list[Post]] = relationship(order_by="Post.id")


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"))
    author: Mapped[str]
    body: Mapped[str]


def bare_app(folder: Path) -> Flask:
    """One topic with 20 posts at /topic/1, from a SQLite file in this folder."""
    engine = sa.create_engine(f"sqlite:///{folder}/bare.db")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        posts = [Post(author=f"vogel {n}", body="Een rustige reactie van gewone lengte. " * 6) for n in range(20)]
        session.add(Topic(title="Een onderwerp", posts=posts))
        session.commit()
    app = Flask("bare")
    app.jinja_loader = DictLoader({"page.html": PAGE})

    @app.get("/topic/<int:topic_id>")
    def show(topic_id: int) -> str:
        with Session(engine) as session:
            return render_template("page.html", topic=session.get_one(Topic, topic_id))

    return app
