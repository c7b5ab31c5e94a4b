"""The whole way in a browser: from the interview of an hour ago to an offer accepted and told.

One new user, one mailbox, one server that letters leave through. What they do on the command line
is what has no page: to say their name and to connect the mailbox. The worker is the one that the
page brings with it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.contract.dovecot import PASSWORD, User
from tests.contract.test_connect import NO_KEYRING, options
from tests.e2e.conftest import Tab
from tests.faults.smtp_server import Accepted, Offer, SmtpServer
from tests.web.server import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PEOPLE = {
    "Ana Ruiz": ("ana@acme.example", "fewer returns", "the launch of the shop"),
    "Bo Lind": ("bo@acme.example", "tests that run in a week", "sequential testing"),
    "Søren Kjær": ("soren@acme.example", "trust in the numbers", "the reports nobody opens"),
}
"""Each with an address, what they care about and what was spoken about."""
SOON = 120_000
"""Milliseconds until a letter has left: half a minute to take it back, on a busy machine."""
INVITED = (
    "Hi Sam,\n\nthanks for your note. We would like to invite you to a second interview. Which day "
    "next week suits you?\n\nAna"
)
OFFERED = (
    "Hi Sam,\n\nwe are delighted to offer you the position of data analyst. The offer letter is "
    "attached; please let us know by the end of next week.\n\nAna"
)


class Journey:
    """Sam's window, mailbox and server, and what happens there."""

    def __init__(self, tab: Tab, desk: Desk, user: User, server: SmtpServer) -> None:
        self.tab = tab
        self.page: Page = tab.page
        self.desk = desk
        self.user = user
        self.server = server

    # The first door

    def interview(self, company: str, people: dict[str, str]) -> None:
        """Log an interview of an hour ago."""
        self.company(company, people)
        self.note()

    def company(self, company: str, people: dict[str, str]) -> None:
        """Say where it was, when, and with whom."""
        page = self.tab.open("/")
        page.locator("main a[href='/interview/']").click()
        page.get_by_label("Company").fill(company)
        page.get_by_label("Role", exact=True).first.fill("Data analyst")
        page.get_by_label("When did it end?").fill("1 hour ago")
        own_name = page.get_by_label("Your own name")
        if own_name.count():  # asked once
            own_name.fill("Sam Field")
        for number, (name, address) in enumerate(people.items()):
            if number >= page.get_by_label("Name", exact=True).count():
                page.get_by_role("button", name="+ one more").click()
                expect(page.get_by_label("Name", exact=True)).to_have_count(number + 1)
            page.get_by_label("Name", exact=True).nth(number).fill(name)
            page.get_by_label("E-mail", exact=True).nth(number).fill(address)

    def note(self) -> None:
        """Have it noted."""
        self.page.get_by_role("button", name="Note it").last.click()

    def debrief(self, name: str, cares: str, topic: str) -> None:
        """Write down what one of them said, and go on."""
        self.answers(name, cares, topic)
        self.next()

    def answers(self, name: str, cares: str, topic: str) -> None:
        """Write down what one of them said."""
        page = self.page
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.get_by_label(f"What does {name} care about?").fill(cares)
        page.get_by_label(f"What did you and {name} speak about?").fill(topic)

    def next(self) -> None:
        """Go on to the next of them."""
        self.page.locator("#debrief button[value=next]").click()

    def enough(self) -> None:
        """Leave the rest of the debrief out."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text("What comes next")
        self.page.get_by_role("button", name="That is enough").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("That was it. Thank you.")

    # The mailbox

    def connect(self) -> None:
        """Connect the mailbox, on the command line."""
        self.desk.duly("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US",
                       "--email", self.user.account().address)  # fmt: skip
        words = [*options(self.user), "--smtp", f"plain://127.0.0.1:{self.server.port}"]
        subprocess.run(
            [sys.executable, "-m", "duly", *words], env=self.desk.environment,
            input=f"{PASSWORD}\n", text=True, check=True, capture_output=True,
        )  # fmt: skip

    def comes(self, name: str, subject: str, words: str) -> None:
        """Let Ana answer the letter that she was sent; it is read once it is there."""
        (letter,) = self.accepted("ana@acme.example")
        answered = re.search(rb"Message-ID: (<[^>]+>)", letter.data)
        assert answered
        head = (
            f"From: Ana Ruiz <ana@acme.example>\r\nTo: {self.user.account().address}\r\n"
            f"Subject: {subject}\r\nDate: {format_datetime(datetime.now(UTC))}\r\n"
            f"Message-ID: <{name}@acme.example>\r\nIn-Reply-To: {answered[1].decode()}\r\n\r\n"
        )
        self.user.put(f"{head}{words}\r\n".replace("\n", "\r\n").replace("\r\r", "\r").encode())
        self.desk.duly("sync", check=False)  # 4 where a mail asks for the user's word

    def accepted(self, recipient: str) -> list[Accepted]:
        """Return what the server took for somebody."""
        return [each for each in self.server.accepted() if each.recipient == recipient]

    # Letters

    def approve(self) -> None:
        """Approve the letter that is open, for at once."""
        button = self.page.locator(".leaving button[value=now]")
        usual = self.page.locator(".leaving button[value=hours]")
        expect(usual).to_be_visible()
        (button if button.count() else usual).click()
        insist = self.page.locator("button:has-text('Approve it all the same')")
        expect(self.page.locator(".passage").or_(insist).first).to_be_visible()
        assert not insist.count(), self.page.locator("main").inner_text()

    def leaves(self) -> None:
        """See the page tell by itself that the letter has left."""
        expect(self.page.locator(".passage .state")).to_have_text("Queued")
        expect(self.page.locator(".passage.sent")).to_be_visible(timeout=SOON)
        expect(self.page.locator(".passage .evidence").first).to_contain_text("accepted")


@pytest.fixture
def sam(chromium: Browser, tmp_path: Path, user: User) -> Iterator[Journey]:
    """Sam, before the first start, on a machine without a keyring."""
    desk = Desk(tmp_path / "home")
    desk.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    user.make("Sent", "Drafts")
    context = chromium.new_context(viewport={"width": 1100, "height": 900})
    with SmtpServer(tmp_path / "accepted.log", offer=Offer()) as server:
        tab = Tab(context.new_page(), desk.link())
        yield Journey(tab, desk, user, server)
        desk.stop()
    context.close()
    assert tab.errors == []


@pytest.mark.timeout(600)
def test_from_the_interview_to_an_offer_accepted_and_told(sam: Journey) -> None:
    three_letters(sam)
    another_iron(sam)
    sam.connect()
    one_leaves(sam)
    the_answer_ends_the_chase(sam)
    an_offer_comes(sam)
    everyone_is_told(sam)
    told = sorted(each.recipient for each in sam.server.accepted())
    assert told == ["ana@acme.example", "hal@bolt.example"], "each once, and nobody else"


def three_letters(sam: Journey) -> None:
    sam.interview("Acme", {name: address for name, (address, *_) in PEOPLE.items()})
    for name, (_, cares, topic) in PEOPLE.items():
        sam.debrief(name, cares, topic)
    sam.enough()
    letters = sam.page.locator(".letters .words").all_inner_texts()
    assert len(set(letters)) == 3
    for words, (_, _, topic) in zip(letters, PEOPLE.values(), strict=True):
        assert topic in words


def another_iron(sam: Journey) -> None:
    sam.interview("Bolt", {"Hal Nye": "hal@bolt.example"})
    sam.debrief("Hal Nye", "speed", "the new engine")
    sam.enough()


def one_leaves(sam: Journey) -> None:
    sam.tab.open("/o/acme/debrief/done/")
    sam.page.locator(".letters li:has-text('To Ana Ruiz') a[role=button]").click()
    sam.approve()
    sam.leaves()
    (letter,) = sam.accepted("ana@acme.example")
    assert b"the launch of the shop" in letter.data.replace(b"\r\n", b" ")
    page = sam.tab.open("/outbox/")
    assert page.locator("#outbox .lines").inner_text().count("ana@acme.example") == 1
    page = sam.tab.open("/o/acme/")
    expect(page.locator("main")).to_contain_text(re.compile("ana@acme.example · thanked"))
    until(lambda: copies(sam.user) == 1)


def the_answer_ends_the_chase(sam: Journey) -> None:
    page = sam.tab.open("/o/acme/")
    expect(page.locator(".cards")).to_contain_text("where things stand")
    sam.comes("invited", "Re: Thank you", INVITED)
    noted_by_itself(sam, "they sent (Ana Ruiz): invitation")
    page = sam.tab.open("/o/acme/")
    expect(page.locator(".cards")).to_contain_text("Answer Ana Ruiz")
    expect(page.locator(".cards")).not_to_contain_text("where things stand")


def noted_by_itself(sam: Journey, what: str) -> None:
    """See on the page that the last mail, which answers a letter of Sam's, was noted."""
    page = sam.tab.open("/inbox/")
    newest = page.locator("section[aria-labelledby=lately] li").first
    expect(newest).to_contain_text("noted by itself")
    expect(newest).to_contain_text(what)


def an_offer_comes(sam: Journey) -> None:
    sam.comes("offered", "Your offer", OFFERED)
    noted_by_itself(sam, "offer (Ana Ruiz)")
    page = sam.page
    page.locator("nav a", has_text="Offers").click()
    page.locator("#acme a[href='/o/acme/accept/']").click()
    expect(page.locator("main")).to_contain_text("1 other will be told")
    page.get_by_role("button", name="Accept the offer").click()


def everyone_is_told(sam: Journey) -> None:
    rows = sam.page.locator("section[aria-labelledby=tell] li")
    expect(rows).to_have_count(2)
    for row in rows.all():
        expect(row).to_contain_text("not told yet")
    sam.page.locator("section[aria-labelledby=tell] li:has-text('Bolt') a[role=button]").click()
    expect(sam.page.locator("#body")).to_have_value(re.compile("Dear Hal"))
    sam.approve()
    sam.leaves()
    page = sam.tab.open("/offers/")
    expect(page.locator("section[aria-labelledby=tell] li:has-text('Bolt')")).to_contain_text(
        "told"
    )


def copies(user: User) -> int:
    """Return how many letters lie in Sent."""
    with user.program() as client:
        client.select_folder("Sent", readonly=True)
        return len(client.search("ALL"))


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is true."""
    import time

    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.2)
