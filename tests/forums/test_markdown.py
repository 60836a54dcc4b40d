"""What members write becomes safe HTML: attempts of every kind, with nh3 as a second opinion."""

from __future__ import annotations

import re
from typing import Any

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.models import Post, Topic
from forums.parts import Parts, join

ATTEMPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[klik](javascript:alert(1))",
    "![x](https://buiten.example/volg.png)",
    "<https://buiten.example>",
    "[klik][1]\n\n[1]: javascript:alert(1)",
    "`<b onmouseover=alert(1)>`",
    "> <iframe src=//buiten.example>",
    "* <a href='jav&#x09;ascript:alert(1)'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<style>*{display:none}</style>",
    "<form action=//buiten.example><input name=csrf_token>",
    "</div></article><h1>Nep</h1>",
    "**vet <details open ontoggle=alert(1)>**",
    "<!--><script>alert(1)</script>",
    "# Kop\n\n<h1>Kop</h1>",
    "\\<script>alert(1)\\</script>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "{{ 7*7 }}{% raw %}",
)
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code"}


def is_safe(html: str) -> bool:
    """Only our tags, without any attribute; and a second sanitiser finds nothing to take away."""
    opened = re.findall(r"<\s*/?\s*([a-z0-9]+)([^>]*)>", html, re.IGNORECASE)
    plain = all(
        (name in TAGS and not rest.strip(" /")) or (name, rest) == ("ol", ' start="2"') for name, rest in opened
    )
    return plain and nh3.clean(html, tags=TAGS, attributes={}) == nh3.clean(html)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_attempt_becomes_text(attempt: str) -> None:
    html = Post.renders(attempt)
    assert is_safe(html), html
    assert is_safe(Topic.renders(join(Parts(attempt, attempt, attempt)))), html


@given(st.text(st.sampled_from("<>&\"'`*_[]()!\\#\n -=/abscripthefonlod:1."), max_size=120))
def test_no_text_becomes_more_than_our_tags(text: str) -> None:
    assert is_safe(Post.renders(text))


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_an_attempt_on_the_page_is_only_read(browser: Any, begin: Any, answer: Any, mila: Any, attempt: str) -> None:
    topic = begin("Titel " + attempt.replace("\n", " "), attempt, author=mila, note=attempt.replace("\n", " "))
    answer(topic, attempt, author=mila, note="Over " + attempt.replace("\n", " "))
    for path in (topic.url(), "/forum", "/forum/wind-tegen"):
        page = browser.get(path).text.split("<main", 1)[1].split("</main>", 1)[0]
        assert not re.search(r"<(script|img|iframe|style|math|input)|<[^>]*\son\w+=|javascript:[^<]*\"", page), page
        assert page.count("<h1") == 1


def test_the_small_markdown_is_kept() -> None:
    html = Post.renders("*zo* en **zo**\n\n> citaat\n\n- een\n- twee\n\nregel\nregel")
    for tag in ("<em>zo</em>", "<strong>zo</strong>", "<blockquote>", "<li>een</li>", "<br"):
        assert tag in html
