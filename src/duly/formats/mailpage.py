"""HTML of a message → HTML that can do nothing: no script, no style, no form, nothing fetched.

What is kept is written anew from the parsed tree, text escaped and elements from a short list, and
then cleaned by nh3 as if somebody else had written it. Links become text with their address beside
it, so that a word cannot lead elsewhere than it says; pictures become what they are said to show.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from duly.formats import html

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MOST: Final = 400_000
"""Characters of a message's HTML that are looked at; one with more is shown as text only."""
_MOST_OF_ADDRESS: Final = 160
_FEW: Final = 4
"""Pieces of text that a link's words have, where they are nothing but its address."""
_KEPT: Final = frozenset(
    {
        *("b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "hr", "i", "li", "ol"),
        *("p", "pre", "small", "strong", "sub", "sup", "table", "tbody", "td", "tr", "u", "ul"),
    }
)
_VOID: Final = frozenset({"br", "hr"})
_INSTEAD: Final = {
    "th": ("<td><b>", "</b></td>"),
    **{f"h{level}": ("<p><b>", "</b></p>") for level in range(1, 7)},
}
"""What has a meaning in a page of its own, and would be mistaken for ours."""
_UNSHOWN: Final = html.SKIPPED | {
    *("applet", "audio", "button", "canvas", "embed", "frame", "frameset", "iframe", "input"),
    *("math", "select", "textarea", "video"),
}
_SCHEMES: Final = ("http://", "https://", "mailto:", "tel:")


def harmless(text: str) -> str:
    """Return a message's HTML as what may be shown of it; empty where that is nothing.

    Args:
        text: As it was sent.
    """
    import nh3
    from selectolax.lexbor import LexborHTMLParser

    if len(text) > MOST or html.is_too_deep(text):
        return ""
    body = LexborHTMLParser(text.replace("\x00", "")).body
    if body is None:
        return ""
    page = _Page()
    html.walk(body, page)
    return str(nh3.clean(page.text(), tags=set(_KEPT), attributes={}, link_rel=None)).strip()


class _Page:
    """Writes what may be shown, as elements are entered and left."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._open: list[tuple[int, str, int]] = []
        self._says_something = False

    def text(self) -> str:
        """Return everything written; nothing where there are no words in it."""
        return "".join(self._written) if self._says_something else ""

    def enter(self, node: LexborNode) -> bool:
        """Write what an element begins with; return whether to look inside."""
        tag = node.tag or ""
        if tag == "-text":
            self._say(node.text_content or "")
            return False
        if tag in _UNSHOWN or tag.startswith(("-", "!")) or html.is_hidden(node):
            return False
        if tag == "img":
            self._say(_picture(node))
            return False
        begin, end = _around(tag, node)
        self._written.append(begin)
        if end:
            self._open.append((node.mem_id, end, len(self._written)))
        return True

    def leave(self, node: LexborNode) -> None:
        """Write what an element ends with."""
        if not self._open or self._open[-1][0] != node.mem_id:
            return
        _, end, begun = self._open.pop()
        said = "".join(self._written[begun : begun + _FEW]).strip()
        if end != f" ({said})":  # a link that says itself where it leads
            self._written.append(end)

    def _say(self, text: str) -> None:
        self._says_something = self._says_something or bool(text.strip())
        self._written.append(escape(text))


def _around(tag: str, node: LexborNode) -> tuple[str, str]:
    """Return what stands before and after what is in an element."""
    if tag in _VOID:
        return f"<{tag}>", ""
    if tag in _INSTEAD:
        return _INSTEAD[tag]
    if tag in _KEPT:
        return f"<{tag}>", f"</{tag}>"
    return "", escape(_address(node)) if tag == "a" else ""


def _picture(node: LexborNode) -> str:
    shows = " ".join((node.attributes.get("alt") or "").split())
    return f"[{shows[:100]}]" if shows else ""


def _address(node: LexborNode) -> str:
    """Return where a link leads, to stand after its words."""
    address = "".join((node.attributes.get("href") or "").split())
    if not address.lower().startswith(_SCHEMES):
        return ""
    shown = address if len(address) <= _MOST_OF_ADDRESS else f"{address[:_MOST_OF_ADDRESS]}…"
    return f" ({shown})"
