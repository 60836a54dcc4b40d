"""A browser without script: follows links, keeps one cookie, and sends only forms that stand on the page."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from html import unescape
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit


class Form:
    """A form as the page offers it.

    fields: what is filled in already. choices: for each field one may pick in, the values on offer.
    """

    def __init__(self, attributes: dict[str, str]):
        self.action, self.method = attributes.get("action", ""), attributes.get("method", "get").lower()
        self.fields: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}

    @property
    def names(self) -> set[str]:
        return {*self.fields, *self.choices}

    def take(self, tag: str, said: dict[str, str]) -> None:
        """Note one field or button of this form."""
        name, kind = said.get("name", ""), said.get("type", "submit" if tag == "button" else "text")
        if not name or "disabled" in said:
            return
        if kind in ("radio", "checkbox", "submit"):
            self.choices.setdefault(name, []).append(said.get("value", "on"))
        if kind not in ("radio", "checkbox", "submit") or "checked" in said:
            self.fields[name] = said.get("value", "on" if kind == "checkbox" else "")


class _Forms(HTMLParser):
    """Collects forms with what a browser would send for them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(said)
            self.forms.append(self._form)
        elif self._form is not None:
            self._inside(self._form, tag, said)

    def _inside(self, form: Form, tag: str, said: dict[str, str]) -> None:
        if tag in ("input", "button"):
            form.take(tag, said)
        elif tag == "select":
            self._select = said.get("name", "")
        elif tag == "textarea":
            self._textarea = said.get("name", "")
            form.fields[self._textarea] = ""
        elif tag == "option" and self._select:
            form.choices.setdefault(self._select, []).append(said.get("value", ""))
            if "selected" in said or self._select not in form.fields:
                form.fields[self._select] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._textarea and self._form is not None:
            self._form.fields[self._textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""


class _Direct(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


class PlainBrowser:
    """One person at a browser without script. After each request: status, url, html, headers, went (redirects)."""

    def __init__(self, origin: str):
        self.origin = origin
        self.jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Direct)
        self.status, self.url, self.html, self.went = 0, "", "", []
        self.headers: Any = {}
        self._given: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        """The value of the one cookie, or nothing."""
        assert len(self.jar) <= 1, "there is one cookie (contract 2)"
        return next((cookie.value or "" for cookie in self.jar), "")

    def with_cookie(self, value: str) -> PlainBrowser:
        """This browser with the cookie of somebody who signed in elsewhere."""
        self._given = {"Cookie": f"moi={value}"}
        return self

    def get(self, path: str) -> PlainBrowser:
        """Open an own page, and go along with its redirects within the site."""
        self.went = []
        self._ask(path, None)
        return self._follow()

    def post(self, path: str, fields: dict[str, str] | None = None) -> PlainBrowser:
        """Send the form that stands on this page for `path`, with these fields filled in.

        Raises AssertionError when this page has no such form, or the form lacks one of the fields.
        """
        form = self.form(path)
        fields = fields or {}
        unknown = set(fields) - form.names
        assert not unknown, f"the form for {path} has no {unknown}, only {sorted(form.names)}"
        self.went = []
        self._ask(urljoin(self.url, form.action), urlencode(form.fields | fields).encode())
        return self._follow()

    def form(self, path: str) -> Form:
        for form in self.forms:
            if form.method == "post" and urlsplit(urljoin(self.url, form.action)).path == path:
                return form
        raise AssertionError(f"{self.url} has no form for {path}, only {[form.action for form in self.forms]}")

    @property
    def forms(self) -> list[Form]:
        reader = _Forms()
        reader.feed(self.html)
        return reader.forms

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def links(self, pattern: str = "") -> list[str]:
        """Own paths this page links to, in order, each once, that match the whole pattern."""
        found = [unescape(href) for href in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', self.html)]
        return list(dict.fromkeys(href for href in found if re.fullmatch(pattern or "/.*", href)))

    def text_of(self, tag: str = "body") -> str:
        """The words inside the first such element, spaces made one."""
        inside = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", self.html, re.S)
        words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", inside.group(1) if inside else "", flags=re.S)
        return " ".join(unescape(words).split())

    def _ask(self, path: str, body: bytes | None) -> None:
        self.url = urljoin(self.origin, path)
        assert self.url.startswith(self.origin), f"{self.url} is not ours"
        origin = {"Origin": "null", "Sec-Fetch-Site": "same-origin"} if body is not None else {}
        request = urllib.request.Request(self.url, body, {"Accept": "text/html", **origin, **self._given})
        try:
            answer = self._opener.open(request, timeout=20)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            self.status, self.headers = answer.status, answer.headers
            self.html = answer.read().decode()

    def _follow(self) -> PlainBrowser:
        while self.status in (301, 302, 303, 307, 308) and len(self.went) < 5:
            target = urljoin(self.url, self.headers["Location"])
            self.went.append(target)
            if not target.startswith(self.origin):
                break
            self._ask(target, None)
        return self
