"""Forms as a browser without scripts has them: what a page offers, filled in and sent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from tests.web.server import Answer, Visitor

from duly.core.worktime import spoken


class Form(HTMLParser):
    """The first form of a page that has a field of some name: where it leads, and what it holds."""

    def __init__(self, text: str, having: str) -> None:
        super().__init__()
        self.action = ""
        self.values: dict[str, list[str]] = {}
        self.closed = False
        self._having = having
        self._found = False
        self._area: str | None = None
        self._select: str | None = None
        self.feed(text)
        assert self._found, f"no form has {having!r}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self._found:
            self.action, self.values = given.get("action", ""), {}
        elif self.closed:
            return
        elif tag in ("input", "textarea", "select", "button") and given.get("name"):
            self._control(tag, given)
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = [given.get("value", "")]

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        self._found = self._found or name == self._having
        if tag == "textarea":
            self._area, self.values[name] = name, [""]
        elif tag == "select":
            self._select = name
            self.values.setdefault(name, [""])
        elif tag == "input" and (kind not in ("radio", "checkbox") or "checked" in given):
            unsaid = "on" if kind == "checkbox" else ""
            self.values.setdefault(name, []).append(given.get("value", unsaid))

    def handle_data(self, data: str) -> None:
        if self._area and not self.closed:
            self.values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area and not self.closed:
            # A browser leaves the line break out that follows the opening tag.
            self.values[self._area][0] = self.values[self._area][0].removeprefix("\n")
            self._area = None
        self._select = None if tag == "select" else self._select
        self.closed = self.closed or (tag == "form" and self._found)


def fill(visitor: Visitor, page: Answer, path: str, having: str, /, **typed: Any) -> Answer:
    """Fill in the form of a page that has a field of some name, and send it."""
    form = Form(page.text, having)
    values: dict[str, Any] = {**form.values, **typed}
    values.pop("csrfmiddlewaretoken", None)
    return visitor.post(form.action or path, values)


def in_days(count: int) -> date:
    """Return the day so many days from now, by the clock that the desk goes by."""
    return datetime.now(ZoneInfo("America/New_York")).date() + timedelta(days=count)


def follow(visitor: Visitor, answer: Answer) -> Answer:
    """Go where an answer leads."""
    assert answer.status in (302, 303), answer.text
    return visitor.get(answer.headers["location"])


def said(day: date) -> str:
    """Return a day as pages show it: with its year where that is not this one."""
    this_year = datetime.now(ZoneInfo("America/New_York")).year
    return spoken(day) if day.year == this_year else f"{spoken(day)} {day.year}"
