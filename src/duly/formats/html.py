"""HTML of a message → the text a person would see (parsed by lexbor as browsers do).

Quirks met: preheaders hidden in five ways and filled up with zero-width characters; tables for
layout; a whole mail in one `<pre>`; quotations as `<blockquote>`, `gmail_quote`, Outlook's
`divRplyFwdMsg` and a bordered `<div>`; text/plain parts that hold HTML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_CHARACTERS: Final = 1_000_000
MOST_NODES: Final = 200_000
MAX_DEPTH: Final = 2_000
"""Elements inside elements; the parser takes quadratic time where nothing is ever closed."""

SKIPPED: Final = frozenset(
    {"script", "style", "head", "title", "meta", "link", "noscript", "template", "svg", "object"}
)
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "footer", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section"),
        *("table", "tbody", "tr", "ul"),
    }
)
_PARAGRAPHS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"})
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?![.\d])|"
    r"max-height\s*:\s*0(?![.\d])|(?<![-\w])font-size\s*:\s*0(?![.\d])"
)
_QUOTES: Final = re.compile(r"\b(?:gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote)\b")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\x00-\x08\x0b-\x1f\x7f-\x9f]"
)
_SPACES: Final = re.compile(r"[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_TAGS: Final = re.compile(
    r"<(?:!doctype|html|head|body|div|p|br|table|td|tr|span|a|b|i|strong|em|font|ul|li|style)\b",
    re.IGNORECASE,
)
_NESTING: Final = re.compile(
    r"<(/?)(?:div|span|table|blockquote|section|article|font|b|i|u|em|strong|a|center|ul|ol|small|big|"
    r"form|fieldset|button|object|svg|math|template|select|nobr|code|tt|s|strike|address|dl|details)\b",
    re.IGNORECASE,
)
_ANY_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_LINE_ENDS: Final = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029\x85]")
_BLANK: Final = re.compile(r"\n{3,}")
QUOTE_MARK: Final = "> "


def is_html(text: str) -> bool:
    """Tell whether what calls itself plain text is HTML in truth."""
    start = text[:20_000]
    return ("</" in start and len(_TAGS.findall(start)) >= 2) or start.lstrip()[:9].lower() in (
        "<!doctype",
        "<html>",
    )


def clean(text: str) -> str:
    """Return text without characters nobody sees, with plain spaces and line ends."""
    text = _LINE_ENDS.sub("\n", text[:MAX_CHARACTERS])
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    lines = (line.strip() for line in text.split("\n"))
    return _BLANK.sub("\n\n", "\n".join(lines)).strip()


def text_of(html: str) -> str:
    """Return the visible text of an HTML document, quotations marked as in plain text."""
    from selectolax.lexbor import LexborHTMLParser

    html = _INVISIBLE.sub("", html[:MAX_CHARACTERS].replace("\r", ""))
    if is_too_deep(html):
        return clean(_ANY_TAG.sub(" ", html))
    body = LexborHTMLParser(html).body
    if body is None:
        return ""
    writer = _Writer()
    walk(body, writer)
    return clean(writer.text())


def is_too_deep(html: str) -> bool:
    """Tell whether elements nest so deep that the parser would take quadratic time."""
    depth = deepest = 0
    for found in _NESTING.finditer(html):
        depth += -1 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest > MAX_DEPTH


def walk(root: LexborNode, writer: Writer) -> None:
    """Go through the tree without recursion: a message may nest as deep as it likes."""
    node: LexborNode | None = root
    leaving = False
    for _ in range(MOST_NODES):
        if node is None:
            return
        if not leaving and writer.enter(node) and node.child is not None:
            node = node.child
            continue
        writer.leave(node)
        if node.mem_id == root.mem_id:
            return
        leaving = node.next is None
        node = node.parent if leaving else node.next


class Writer(Protocol):
    """Is told of every element of a tree."""

    def enter(self, node: LexborNode) -> bool:
        """Write what an element begins with; return whether to look inside."""

    def leave(self, node: LexborNode) -> None:
        """Write what an element ends with, one that was not looked into, too."""


class _Writer:
    """Writes text as elements are entered and left."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes: list[int] = []
        self._pre = 0

    def enter(self, node: LexborNode) -> bool:
        """Write what an element begins with; return whether to look inside."""
        tag = node.tag or ""
        if tag == "-text":
            self._write(node.text_content or "")
            return False
        if tag in SKIPPED or tag.startswith(("-", "!")) or is_hidden(node):
            return False
        if tag == "br":
            self._end_line()
        elif tag in _BLOCKS:
            self._break()
            self._mark(node, tag)
        return True

    def leave(self, node: LexborNode) -> None:
        """Write what an element ends with."""
        tag = node.tag or ""
        if tag in _BLOCKS:
            self._break()
            if tag in _PARAGRAPHS:
                self._lines.append(self._prefix().rstrip())
        elif tag in ("td", "th"):
            self._line.append(" ")
        self._pre -= tag == "pre" and self._pre > 0
        if self._quotes and self._quotes[-1] == node.mem_id:
            self._break()
            self._quotes.pop()

    def text(self) -> str:
        """Return everything written."""
        self._break()
        return "\n".join(self._lines)

    def _mark(self, node: LexborNode, tag: str) -> None:
        self._pre += tag == "pre"
        if tag == "li":
            self._line.append("- ")
        if tag == "hr":
            self._lines.append("_" * 20)
        if tag == "blockquote" or _QUOTES.search(node.attributes.get("class") or ""):
            self._quotes.append(node.mem_id)

    def _write(self, text: str) -> None:
        if self._pre:
            for index, piece in enumerate(text.split("\n")):
                if index:
                    self._end_line()
                self._line.append(piece)
        else:
            self._line.append(text.replace("\n", " "))

    def _break(self) -> None:
        if "".join(self._line).strip():
            self._end_line()
        self._line.clear()

    def _end_line(self) -> None:
        self._lines.append(self._prefix() + " ".join("".join(self._line).split()))
        self._line.clear()

    def _prefix(self) -> str:
        return QUOTE_MARK * min(len(self._quotes), 5)


def is_hidden(node: LexborNode) -> bool:
    """Tell whether an element is there for machines only."""
    attributes = node.attributes
    if not attributes:
        return False
    style = (attributes.get("style") or "").lower()
    return "hidden" in attributes or bool(style and _HIDDEN.search(style))
