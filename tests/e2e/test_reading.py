"""Files read on the page: how far it is moves by itself, until it says what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.web import mailbox

if TYPE_CHECKING:
    from tests.e2e.conftest import Tab
    from tests.web.server import Desk

MANY = 4_000
"""Messages; enough to be seen being read."""


def a_mailbox(file: Path) -> Path:
    """Write an mbox of mails that are about nothing, and one no among them."""
    plain = (
        b"From - Thu Jan  1 00:00:00 1970\nFrom: shop@%d.example\nTo: sam@mail.example\n"
        b"Subject: Summer sale\nMessage-ID: <%d@shop.example>\n"
        b"Date: Mon, 02 Mar 2026 10:00:00 +0000\n\n"
    )
    text = b"All must go, and soon.\n" * 1_000 + b"\n"
    with file.open("wb") as mbox:
        for number in range(MANY):
            mbox.write(plain % (number, number) + text)
        mbox.write(b"From - Thu Jan  1 00:00:00 1970\n" + mailbox.written("no", mailbox.NO) + b"\n")
    return file


def test_progress_moves_by_itself_and_ends_with_what_came_of_it(
    tab: Tab, desk: Desk, tmp_path: Path
) -> None:
    mailbox.seeker(desk)
    page = tab.open("/settings/mail/")
    page.set_input_files("input[type=file]", a_mailbox(tmp_path / "All mail.mbox"))
    page.get_by_role("button", name="Read them").click()
    page.get_by_role("heading", name="Reading …").wait_for()
    page.locator("progress[value]").wait_for(timeout=30_000)
    page.get_by_role("heading", name="Read", exact=True).wait_for(timeout=120_000)
    assert f"{MANY + 1} looked at, 1 new about your search" in page.inner_text("#reading")
    assert page.evaluate("document.querySelector('#reading').hasAttribute('hx-get')") is False


def test_a_reading_is_stopped_and_what_is_too_large_is_refused_before_it_is_sent(
    tab: Tab, desk: Desk, tmp_path: Path
) -> None:
    mailbox.seeker(desk)
    page = tab.open("/settings/mail/")
    field = page.locator("input[type=file]")
    field.evaluate("each => { each.dataset.most = '100'; }")
    field.set_input_files(a_mailbox(tmp_path / "All mail.mbox"))
    assert "more than 1 GB" in field.evaluate("each => each.validationMessage")
    field.evaluate("each => { each.dataset.most = '1000000000'; }")
    field.dispatch_event("change")
    page.get_by_role("button", name="Read them").click()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped. What was read is kept.").wait_for()
