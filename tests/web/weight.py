"""What a page weighs with everything that a browser loads for it, before any compression."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.web.server import Visitor

_LOADS = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
MOST_BYTES = 150_000


class Loads(HTMLParser):
    """The addresses that a browser asks for by itself once it has a page, the page's aside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.paths: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        path = dict(attrs).get(_LOADS.get(tag, ""))
        if path and path.startswith("/"):
            self.paths.add(path)


class Scale:
    """Weighs pages; what several of them load is asked for once."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._known: dict[str, int] = {}

    def weigh(self, text: str) -> int:
        """Return the bytes of a page and of everything it loads."""
        return len(text.encode()) + sum(map(self._of, Loads(text).paths))

    def _of(self, path: str) -> int:
        if path not in self._known:
            answer = self._visitor.get(path)
            assert answer.status == 200, path
            self._known[path] = len(answer.text.encode())
        return self._known[path]
