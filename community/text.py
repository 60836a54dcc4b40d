"""Plain text and a small markdown to safe HTML, rendered once, at writing. The only home of markdown-it and bleach.

HTML is never accepted, only made: markdown-it runs with HTML off, and bleach sees only what it made. Links a member
writes are not made clickable: other links are masked before (L8), and what is left is text.
"""

from __future__ import annotations

import html
import re
import unicodedata

import bleach
from markdown_it import MarkdownIt

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "h2", "h3", "a"})
EXCERPT_CHARS = 140
_member = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["paragraph", "newline", "emphasis", "list", "blockquote", "escape", "backticks"]
)
_editor = MarkdownIt("zero", {"html": False}).enable(
    ["paragraph", "newline", "emphasis", "list", "blockquote", "escape", "heading", "link"]
)
_control = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def clean_text(raw: str) -> str:
    """What somebody typed, without invisible direction and control marks, in NFC, line ends as \\n, trimmed."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return _control.sub("", text).strip()


def plain_html(text: str) -> str:
    """Chat text as HTML: paragraphs and line breaks, nothing else."""
    parts = [part for part in re.split(r"\n{2,}", text) if part.strip()]
    return "".join(f"<p>{html.escape(part.strip()).replace(chr(10), '<br>')}</p>" for part in parts)


def member_html(markdown: str) -> str:
    """Forum markdown as HTML: paragraphs, emphasis, lists, quotes, code; no links, headings, images or HTML."""
    return _clean(_member.render(markdown), TAGS - {"a", "h2", "h3"})


def editor_html(markdown: str) -> str:
    """An article's markdown as HTML: also headings and links, to https pages and to our own paths only."""
    return _clean(_editor.render(markdown), TAGS)


def excerpt(text: str, chars: int = EXCERPT_CHARS) -> str:
    """One line of at most this many characters, cut at a word, with an ellipsis when cut."""
    line = " ".join(text.split())
    if len(line) <= chars:
        return line
    return line[: chars - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def _clean(made: str, tags: frozenset[str]) -> str:
    return str(bleach.clean(made, tags=tags, attributes={"a": ["href"]}, protocols={"https", "tel"}, strip=True))
