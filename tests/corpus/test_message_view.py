"""Real and hostile mail as the page shows it: words, and nothing that runs, loads or leads away."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.server import Desk

from duly.core.errors import DulyError
from duly.formats.mail import html_of, read_mail
from duly.formats.mailpage import harmless

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("DULY_CORPUS") or PROJECT / "../shared/corpus")
FILES = sorted(
    path
    for folder in ("mime", "bounces", "replies")
    for path in (CORPUS / folder).rglob("*")
    if path.suffix in (".eml", ".html")
)
ELEMENTS = frozenset(
    {
        *("b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "hr", "i", "li", "ol"),
        *("p", "pre", "small", "strong", "sub", "sup", "table", "tbody", "td", "tr", "u", "ul"),
    }
)

pytestmark = pytest.mark.skipif(
    not FILES, reason=f"no mail in {CORPUS}; set DULY_CORPUS to the folder of the corpus"
)


def html(path: Path) -> str:
    data = path.read_bytes()
    return data.decode("utf-8", "replace") if path.suffix == ".html" else html_of(data)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_shown_of_a_mail_is_a_short_list_of_plain_elements(path: Path) -> None:
    began = time.process_time()
    shown = harmless(html(path))
    assert time.process_time() - began < 1
    tags = re.findall(r"<[^>]*>", shown)
    assert all(re.fullmatch(r"</?([a-z0-9]+)>", tag) for tag in tags), "an element has attributes"
    assert {tag.strip("</>") for tag in tags} <= ELEMENTS
    assert harmless(shown) == shown, "once harmless, it stays as it is"


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<b>", "<x>", "<table><tr><td>", '<a href="http://x.example">', "<p><b><i>", "<li>",
     "<", "&lt;", "<!--", "<a href=x><table><tr><td>", "</b>", "<svg><style>", "<img alt=x>"],
)  # fmt: skip
def test_a_message_made_to_be_slow_takes_linear_time(piece: str) -> None:
    def seconds(characters: int) -> float:
        text = piece * (characters // len(piece))
        began = time.process_time()
        harmless(text)
        return time.process_time() - began

    seconds(1_000)
    short, long = max(seconds(50_000), 0.005), seconds(400_000)
    assert long < 40 * short


@pytest.fixture(scope="module")
def corpus_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A page on a search that every mail of the corpus was said to belong to."""
    desk = Desk(tmp_path_factory.mktemp("corpus"))
    desk.duly("me", "--name", "Sam Field", "--email", "sam@mail.example")
    desk.duly("open", "Acme")
    folder = desk.folder / "mail"
    folder.mkdir()
    for number, path in enumerate(FILES):
        if path.suffix == ".eml" and _is_mail(path):
            shutil.copy(path, folder / f"{number:03d}.eml")
    desk.duly("import", str(folder), "--for", "acme", check=False)
    yield desk
    desk.stop()


def _is_mail(path: Path) -> bool:
    try:
        return read_mail(path.read_bytes()).sender is not None
    except DulyError:
        return False


def test_no_mail_runs_or_fetches_anything_in_a_browser(
    chromium: Browser, corpus_desk: Desk
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    link = corpus_desk.link()
    home = link.partition("/in/")[0]
    page.goto(link)
    with_layout = 0
    for number in range(1, 1_000):
        answer = page.goto(f"{home}/inbox/{number}/")
        if answer is None or answer.status == 404:
            break
        assert answer.status == 200
        if page.locator("iframe.message").count():
            with_layout += 1
            page.locator("details.aside > summary").click()
            frame = page.frame_locator("iframe.message")
            frame.locator("h1").wait_for()
    context.close()
    assert number > 200, "the corpus was not kept"
    assert with_layout > 15
    assert said == []
    assert {each for each in asked if not each.startswith(f"{home}/")} == set()
