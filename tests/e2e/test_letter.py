"""A letter in a real browser: judged at every key, two windows, approved, taken back, sent once."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from tests.contract.dovecot import PASSWORD, Dovecot, User
from tests.contract.test_connect import NO_KEYRING, options
from tests.e2e.conftest import Tab
from tests.faults.smtp_server import Fault, Offer, Phase, Script, SmtpServer
from tests.web.server import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DEMO = "/o/cobalt/letters/thank-you/ana-ruiz/"
PEOPLE = (
    "Ana Ruiz", "Bo Lind", "Cy Dunn", "Dee Voss", "Eve Park", "Fay Moss", "Gil Tan", "Ivo Rey",
    "Jo Kerr",
)  # fmt: skip
"""One for each test that changes anything: they come in any order."""
OWN = (
    "Dear {name},\n\nThank you for showing me how you plan the launch of the shop. I would begin "
    "with the returns of last May.\n\nKind regards,\nSam Field"
)
USUAL = ".leaving button[value=hours]"
SOON = 120_000
"""Milliseconds in which a letter leaves: half a minute to undo it, then the worker takes it."""


class Connected(NamedTuple):
    """Sam's page, with a mailbox and a server that letters leave through."""

    desk: Desk
    server: SmtpServer
    user: User


@pytest.fixture(scope="module")
def connected(tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot) -> Iterator[Connected]:
    desk = Desk(tmp_path_factory.mktemp("connected"))
    desk.environment["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    user = dovecot.user()
    user.make("Sent", "Drafts")
    desk.duly("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US",
              "--email", user.account().address)  # fmt: skip
    with SmtpServer(desk.folder / "accepted.log", offer=Offer()) as server:
        subprocess.run(
            [sys.executable, "-m", "duly", *options(user), "--smtp",
             f"plain://127.0.0.1:{server.port}"],
            env=desk.environment, input=f"{PASSWORD}\n", text=True, check=True, capture_output=True,
        )  # fmt: skip
        met(desk, "Acme", *PEOPLE)
        met(desk, "Bolt", "Hal Nye", zone=where_it_is_night())
        yield Connected(desk, server, user)
        desk.stop()


def met(desk: Desk, company: str, *names: str, zone: str = "America/New_York") -> None:
    people = [f"{name} <{name.split()[0].lower()}@{company.lower()}.example>" for name in names]
    desk.duly("interview", company, "--role", "Data analyst", "--ended", "1 hour ago",
              "--zone", zone, *(word for each in people for word in ("--with", each)))  # fmt: skip
    cares = [f"{name.split()[0].lower()}=what {name.split()[1]} cares about" for name in names]
    told = [word for each in cares for word in ("--cares", each)]
    desk.duly("debrief", company.lower(), "--topic", "the launch of the shop",
              "--strength", "SQL", *told)  # fmt: skip


def where_it_is_night() -> str:
    """Return a zone in which nobody is written to at present."""
    zones = [f"Etc/GMT{hours:+d}" for hours in range(-12, 12)]
    return next(each for each in zones if datetime.now(ZoneInfo(each)).hour == 1)


@pytest.fixture
def sam(chromium: Browser, connected: Connected) -> Iterator[Tab]:
    """Sam's window."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    found = Tab(context.new_page(), connected.desk.link())
    yield found
    context.close()
    assert [each for each in found.errors if "409" not in each] == []


def letter_to(name: str, company: str = "acme") -> str:
    return f"/o/{company}/letters/thank-you/{name.lower().replace(' ', '-')}/"


def write(page: Page, name: str) -> str:
    """Write a letter in one's own words; return them."""
    words = OWN.format(name=name.split()[0])
    page.locator("#body").fill(words)
    return words


def approve(page: Page, when: str = "now") -> None:
    """Approve; outside their hours there is a button for at once, inside them it is the usual."""
    button = page.locator(f".leaving button[value={when}]")
    (button if button.count() else page.locator(USUAL)).click()


def test_what_is_found_is_underlined_while_one_types(demo_tab: Tab) -> None:
    page = demo_tab.open(DEMO)
    page.locator("#body").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\nI am just checking in on the the launch 😀.")
    page.wait_for_selector(".marks mark:has-text('just checking in')")
    page.wait_for_selector(".marks mark:has-text('the the')")
    assert "Look again" in page.inner_text("#verdict")
    assert "Look again" in page.inner_text("#heard")
    # The marks stay with their words while the next answer is on its way.
    page.keyboard.press("Control+Home")
    page.keyboard.type("Well. ")
    assert "just checking in" in page.locator(".marks mark").all_inner_texts()


def test_the_marks_lie_under_their_words(demo_tab: Tab) -> None:
    page = demo_tab.open(DEMO)
    page.locator("#body").fill("Dear Ana,\n\nI am just checking in.\n\n" + "So it goes on. " * 80)
    page.wait_for_selector(".marks mark")
    sizes = page.evaluate(
        """() => ["textarea", ".marks"].map((each) => {
          const found = document.querySelector(`.paper ${each}`), style = getComputedStyle(found);
          return [found.clientWidth, found.clientHeight, style.font, style.padding];
        })"""
    )
    assert sizes[0] == sizes[1]
    hidden = page.locator("#body").evaluate("text => text.scrollHeight - text.clientHeight")
    assert hidden <= 1, "the paper grows with the letter"


def test_the_letter_stands_where_the_eye_begins(demo_tab: Tab) -> None:
    page = demo_tab.open(DEMO)
    top = page.locator("#body").evaluate("text => text.getBoundingClientRect().top")
    assert top <= 600, "its first line is seen without scrolling"


def test_a_suggestion_is_accepted_with_one_key_and_can_be_undone(demo_tab: Tab) -> None:
    page = demo_tab.open(DEMO)
    text = page.locator("#body")
    text.fill("Dear Ana,\n\nThank you for the the talk about the churn dashboard 😀 on on Friday.")
    page.wait_for_selector(".marks mark:has-text('on on')")
    text.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("F9")
    assert "for the talk" in text.input_value()
    page.keyboard.press("Control+z")
    assert "for the the talk" in text.input_value()
    page.wait_for_selector(".notes .put:has-text('Put “on”')")
    page.locator(".notes .put:has-text('Put “on”')").click()
    assert "😀 on Friday" in text.input_value()


def test_a_finding_shows_its_place(demo_tab: Tab) -> None:
    page = demo_tab.open(DEMO)
    page.locator("#body").fill(
        "Dear Ana,\n\nThank you for the talk about the churn dashboard. I am just checking in, too."
    )
    page.locator(".notes .place:has-text('“just checking in”')").press("Enter")
    assert page.evaluate("getSelection().toString()") == "just checking in"
    page.keyboard.press("F8")
    page.keyboard.press("Shift+F8")
    assert page.evaluate("document.activeElement.id") == "body"


def test_the_mail_program_gets_what_is_typed(demo_tab: Tab) -> None:
    page = demo_tab.open(DEMO)
    page.locator("#body").fill("Dear Ana & all,\nyes.")
    link = page.locator("a.mail").get_attribute("href") or ""
    assert link.startswith("mailto:ana.ruiz@cobalt.example?subject=Thank%20you")
    assert link.endswith("body=Dear%20Ana%20%26%20all%2C%0D%0Ayes.")


def test_what_is_typed_stays_where_it_cannot_be_checked_any_more(demo_tab: Tab) -> None:
    page = demo_tab.open(DEMO)
    page.locator("#body").fill("Dear Ana,\n\nThank you for the talk.")
    page.wait_for_selector("#verdict")
    page.context.clear_cookies()
    page.locator("#body").press_sequentially(" And")
    page.wait_for_selector("#heard.error:has-text('Your words are still here')")
    assert page.locator("#body").input_value().endswith("for the talk. And")
    demo_tab.errors.clear()  # the browser notes that the server refused
    page.evaluate("onbeforeunload = null")


def test_two_windows_lose_nothing(sam: Tab) -> None:
    name = "Fay Moss"
    first = sam.open(letter_to(name))
    second = first.context.new_page()
    second.goto(sam.home + letter_to(name))
    mine = write(first, name)
    first.locator(".keeping button:has-text('Save')").click()
    first.wait_for_selector("#said:has-text('Kept as version 1')")
    theirs = mine.replace("May", "June")
    second.locator("#body").fill(theirs)
    second.locator(".keeping button:has-text('Save')").click()
    second.wait_for_selector("h1:has-text('Two windows')")
    assert re.search(r"changed at \d\d:\d\d in another window", second.inner_text("[role=alert]"))
    assert "last May" in second.inner_text(".paper.read")
    second.locator("button:has-text('Keep this one')").click()
    second.wait_for_selector("#said:has-text('Kept as version 2')")
    assert second.locator("#body").input_value() == theirs


def test_a_server_that_is_not_there_takes_no_words_along(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = Desk(tmp_path_factory.mktemp("gone"))
    desk.duly("me", "--name", "Sam Field", "--zone", "America/New_York", "--country", "US")
    met(desk, "Acme", "Ana Ruiz")
    context = chromium.new_context()
    tab = Tab(context.new_page(), desk.link())
    page = tab.open(letter_to("Ana Ruiz"))
    mine = write(page, "Ana Ruiz")
    page.wait_for_timeout(500)
    desk.stop()
    page.locator(".keeping button:has-text('Save')").click()
    page.wait_for_selector("#heard:has-text('Your words are still here')")
    assert page.locator("#body").input_value() == mine
    desk.link()  # at the same port
    page.locator(".keeping button:has-text('Save')").click()
    page.wait_for_selector("#said:has-text('Kept as version 1')")
    context.close()
    desk.stop()


def test_another_voice_asks_before_it_puts_own_words_aside(sam: Tab) -> None:
    page = sam.open(letter_to("Gil Tan"))
    composed = page.locator("#body").input_value()
    page.locator("button[value=formal]").click()
    page.wait_for_selector("button[value=formal][aria-pressed=true]")
    assert page.locator("#body").input_value() != composed
    mine = write(page, "Gil Tan")
    page.locator("button[value=brief]").click()
    page.wait_for_selector("h1:has-text('Compose it afresh?')")
    page.locator("button:has-text('Back to the letter')").click()
    assert page.locator("#body").input_value() == mine
    page.locator("button[value=brief]").click()
    page.locator("button:has-text('Compose it afresh')").click()
    page.wait_for_selector("button[value=brief][aria-pressed=true]")
    page.locator("a:has-text('versions')").click()
    page.locator("button:has-text('Back to version 2')").click()
    page.wait_for_selector("#body")
    assert page.locator("#body").input_value() == mine


def test_approved_it_counts_down_and_can_be_undone(sam: Tab, connected: Connected) -> None:
    page = sam.open(letter_to("Ana Ruiz"))
    mine = write(page, "Ana Ruiz")
    approve(page)
    page.wait_for_selector(".passage .state:has-text('Queued')")
    shown = "Number(document.querySelector('.countdown').textContent.match(/\\d+/)[0])"
    first = page.evaluate(shown)
    assert 0 < first <= 30
    while page.evaluate(shown) >= first:
        page.wait_for_timeout(200)
    assert page.locator("#body").count() == 0, "what is approved is read, not written"
    page.locator("button:has-text('Undo')").click()
    page.wait_for_selector("#said:has-text('Nothing has left')")
    assert page.locator("#body").input_value() == mine
    assert not [each for each in connected.server.accepted() if each.recipient.startswith("ana@")]


@pytest.mark.timeout(300)
def test_approved_it_leaves_once_and_the_page_says_so_by_itself(
    sam: Tab, connected: Connected
) -> None:
    page = sam.open(letter_to("Bo Lind"))
    write(page, "Bo Lind")
    approve(page)
    page.wait_for_selector(".passage .state:has-text('Queued')")
    page.wait_for_selector(".passage.sent", timeout=SOON)
    assert "accepted as 4711" in page.inner_text(".passage .evidence")
    (accepted,) = [each for each in connected.server.accepted() if each.recipient.startswith("bo@")]
    assert b"returns of last May" in accepted.data.replace(b" \r\n", b" ")
    page = sam.open("/outbox/")
    assert "Sent" in page.inner_text("#outbox .lines")


@pytest.mark.timeout(300)
def test_of_an_unsure_letter_the_outbox_tells_and_asks(sam: Tab, connected: Connected) -> None:
    connected.server.script = Script(Phase.DOT, Fault.DROPPED, accepted=True, times=10)
    page = sam.open(letter_to("Cy Dunn"))
    write(page, "Cy Dunn")
    approve(page)
    page.wait_for_selector(".passage.unsure", timeout=SOON)
    connected.server.script = Script()
    connected.desk.duly("sync", check=False)  # looks for it in Sent; exits with what it asks
    page = sam.open("/outbox/")
    unsure = page.locator(".passage.unsure:has-text('cy@acme.example')")
    assert "never sends it again by itself" in unsure.inner_text()
    assert "the connection broke" in unsure.locator(".evidence").first.inner_text()
    assert "looked for in Sent" in unsure.locator(".evidence").last.inner_text()
    unsure.locator("button:has-text('It left')").click()
    page.wait_for_selector("#said:has-text('Noted as sent')")
    assert page.locator(".passage.unsure").count() == 0


def test_outside_their_hours_it_says_until_when_it_is_held(sam: Tab) -> None:
    page = sam.open(letter_to("Hal Nye", "bolt"))
    write(page, "Hal Nye")
    told = page.inner_text(".leaving")
    assert re.search(r"it is held until \w{3} \d+ \w+ \d\d:\d\d in GMT", told)
    approve(page, "hours")
    page.wait_for_selector(".passage.held:has-text('Held until')")
    assert " here" in page.inner_text(".passage")
    page.locator("button:has-text('Take it back')").click()
    page.wait_for_selector("#body")


def test_it_can_wait_among_the_drafts(sam: Tab, connected: Connected) -> None:
    page = sam.open(letter_to("Dee Voss"))
    write(page, "Dee Voss")
    page.locator("button:has-text('Save to my drafts')").click()
    page.wait_for_selector("#said:has-text('It lies in Drafts')")
    with connected.user.program() as client:
        client.select_folder("Drafts", readonly=True)
        (number,) = client.search("ALL")
        data = client.fetch(number, ["BODY.PEEK[]"])[number][b"BODY[]"]
    assert b"To: Dee Voss <dee@acme.example>" in data


def test_on_a_phone_it_advises_once(chromium: Browser, connected: Connected) -> None:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    )
    tab = Tab(context.new_page(), connected.desk.link())
    page = tab.open(letter_to("Eve Park"))
    mine = write(page, "Eve Park")
    approve(page)
    page.wait_for_selector("text=read once more at a computer")
    page.locator("button:has-text('keep it for later')").click()
    assert page.locator("#body").input_value() == mine
    approve(page)
    page.locator("button:has-text('Approve it all the same')").click()
    page.wait_for_selector(".passage .state:has-text('Queued')")
    page.locator("button:has-text('Undo')").click()
    page.wait_for_selector("#body")
    context.close()


def test_what_would_hurt_is_approved_only_by_whoever_insists(sam: Tab) -> None:
    page = sam.open(letter_to("Dee Voss"))
    page.locator("#body").fill(
        "Dear [Name],\n\nThank you for the talk about the launch of the shop.\n\nSam Field"
    )
    approve(page)
    page.wait_for_selector("text=would do you harm")
    assert "[Name]" in page.inner_text(".notes")
    page.locator("button:has-text('Approve it all the same')").click()
    page.wait_for_selector(".passage .state:has-text('Queued')")
    page.locator("button:has-text('Undo')").click()


def test_all_of_it_by_keyboard(sam: Tab) -> None:
    page = sam.open(letter_to("Jo Kerr"))
    tab_to(page, "#body")
    page.keyboard.press("Control+a")
    page.keyboard.type("Dear Jo,\n\nThank you for the the talk about the launch of the shop. ")
    page.wait_for_selector(".marks mark:has-text('the the')")
    page.keyboard.press("Shift+F8")
    page.keyboard.press("F9")
    page.keyboard.press("Control+End")
    page.keyboard.type(" I would begin with the returns.")
    assert "for the talk" in page.locator("#body").input_value()
    at_once = ".leaving button[value=now]"
    tab_to(page, at_once if page.locator(at_once).count() else USUAL)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('all the same'), .passage")
    if page.locator("h1:has-text('all the same')").count():
        tab_to(page, "button:has-text('all the same')")
        page.keyboard.press("Enter")
    page.wait_for_selector(".passage .state:has-text('Queued')")
    tab_to(page, ".passage button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#said:has-text('Nothing has left')")


def tab_to(page: Page, wanted: str, most: int = 80) -> None:
    """Press Tab until one of what is wanted has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        for each in page.locator(wanted).all():
            if each.evaluate("found => found === document.activeElement"):
                return
    pytest.fail(f"the keyboard does not reach {wanted}")


def test_undo_needs_no_script(connected: Connected) -> None:
    visitor = connected.desk.visitor()
    page = visitor.get(letter_to("Ivo Rey")).text
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    words = {"subject": "Thanks", "body": OWN.format(name="Ivo"), "version": version[1]}
    posted = visitor.post(f"{letter_to('Ivo Rey')}approve/", {**words, "when": "now"})
    assert posted.status == 302, posted.text
    page = visitor.get(letter_to("Ivo Rey")).text
    assert "You can take it back" in page
    undo = re.search(r'action="(/outbox/\d+/take-back/)"', page)
    assert undo
    assert visitor.post(undo[1], {"back": "letter"}).status == 302
    assert "You took it back" in visitor.get(letter_to("Ivo Rey")).text
