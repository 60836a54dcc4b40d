"""Text: what people type becomes safe HTML once; HTML is never accepted. nh3 gives a second opinion."""

from __future__ import annotations

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import text

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[klik](javascript:alert(1))",
    "![x](https://elders.nl/x.png)",
    "<a href='//elders.nl'>x</a>",
    "**<b onclick=x>vet</b>**",
    "> <iframe src=https://elders.nl></iframe>",
    "`<svg/onload=alert(1)>`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<style>body{display:none}</style>",
]


def is_clean(html: str, tags: frozenset[str]) -> bool:
    """Whether a second sanitiser would leave it as it is."""
    allowed = {"a": {"href"}} if "a" in tags else {}
    again = nh3.clean(html, tags=set(tags), attributes=allowed, link_rel=None, url_schemes={"https", "tel"})
    return again.replace("&nbsp;", "\u00a0") == html.replace("&quot;", '"').replace("&#x27;", "'").replace("&#39;", "'")


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("render", [text.plain_html, text.member_html, text.editor_html])
def test_nothing_that_runs_or_loads_survives(render, attack):
    html = render(attack)
    for sign in ("<script", "<img", "<iframe", "<svg", "<style", "<b ", 'href="javascript', 'href="//'):
        assert sign not in html.lower(), html


@given(st.text(max_size=300))
def test_whatever_is_typed_a_second_sanitiser_finds_nothing(typed):
    html = text.member_html(text.clean_text(typed))
    assert is_clean(html, text.TAGS - {"a", "h2", "h3"}), html


def test_members_have_a_small_markdown_and_editors_a_little_more():
    assert text.member_html("**vet** en *schuin*\n\n- een\n- twee\n\n> citaat") == (
        "<p><strong>vet</strong> en <em>schuin</em></p>\n<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n"
        "<blockquote>\n<p>citaat</p>\n</blockquote>\n"
    )
    assert "<a" not in text.member_html("[x](https://113.nl)") and "<h2>" not in text.member_html("## kop")
    assert '<a href="https://113.nl">x</a>' in text.editor_html("[x](https://113.nl)")
    assert '<a href="/nu-hulp">' in text.editor_html("[hulp](/nu-hulp)") and "<h2>" in text.editor_html("## kop")


def test_chat_keeps_lines_and_paragraphs():
    assert text.plain_html("een\ntwee\n\ndrie & <vier>") == "<p>een<br>twee</p><p>drie &amp; &lt;vier&gt;</p>"
    assert text.plain_html("  \n ") == ""


def test_invisible_marks_that_turn_text_around_are_taken_out():
    assert text.clean_text(" a\u202eb\u200bc\x00d\r\ne ") == "abcd\ne"
    assert text.clean_text("e\u0301") == "é"


def test_an_excerpt_ends_at_a_word():
    assert text.excerpt("kort") == "kort"
    long = text.excerpt("woord " * 60)
    assert len(long) <= text.EXCERPT_CHARS and long.endswith("woord…")
