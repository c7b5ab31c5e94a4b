"""The first door in a browser: keys only, another device, a server that goes away, phone, paper."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.e2e.conftest import Tab
from tests.web.forms import in_days

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.web.server import Desk

DEBRIEF = "/o/acme/debrief/"
PEOPLE = ("Ana Ruiz <ana@acme.example>", "Bo Lind <bo@acme.example>", "Søren Kjær <s@acme.example>")


@pytest.fixture
def met(desk: Desk) -> None:
    """An interview with three people, an hour ago."""
    desk.duly("me", "--name", "Sam Field")
    people = [part for each in PEOPLE for part in ("--with", each)]
    desk.duly("interview", "Acme", "--ended", "1 hour ago", "--role", "Data analyst", *people)


@pytest.fixture
def phone(chromium: Browser, desk: Desk) -> Iterator[Tab]:
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    found = Tab(context.new_page(), desk.link())
    yield found
    context.close()
    assert found.errors == []


_PANEL = (
    "Priya Nair", "Tom Becker", "Ana Ruiz", "Bo Lind", "Søren Kjær", "Nguyễn Văn An",
    "Maria-José Fernández de la Cruz", "Óscar Núñez",
)  # fmt: skip


class Keys:
    """A keyboard, and how often it was used for anything but words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0
        self.typed = 0

    def words(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.typed += len(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


@pytest.mark.usefixtures("met")
def test_three_people_are_debriefed_with_keys_alone(tab: Tab, desk: Desk) -> None:
    page = tab.open(DEBRIEF)
    keys = Keys(page)
    said = {
        "Ana Ruiz": ("cutting churn, fewer meetings", "the churn dashboard"),
        "Bo Lind": ("tests that can be read in a week", "sequential testing"),
        "Søren Kjær": ("trust in the numbers", "the three reports nobody opens"),
    }
    for name, (cares, topics) in said.items():
        heading(page, name)
        keys.words(cares)
        keys.press("Enter")
        keys.words(topics)
        keys.press("Alt+ArrowDown")
    heading(page, "What comes next")
    promised = in_days(9)
    keys.words("in 9 days")
    keys.press("Enter", "Space", "Alt+ArrowDown")
    heading(page, "The role")
    keys.press("Alt+ArrowUp")
    heading(page, "What comes next")
    expect(page.get_by_label("May you call then?")).to_be_checked()
    keys.press("Alt+ArrowDown")
    heading(page, "The role")
    keys.press("Alt+ArrowDown")
    heading(page, "You")
    keys.words("SQL")
    keys.press("Shift+Enter")
    keys.words("explaining numbers")
    keys.press("Enter", "Enter", "Enter")
    heading(page, "That was it. Thank you.")
    for greeting in ("Dear Ana,", "Dear Bo,", "Dear Søren,"):
        expect(page.get_by_text(greeting)).to_be_visible()
    plan = json.loads(desk.duly("show", "acme", "--json"))["plan"]
    assert plan["promise_on"] == promised.isoformat()
    assert keys.pressed <= 20
    bodies = {each["body"] for each in json.loads(desk.duly("letter", "acme", "--json"))["letters"]}
    assert len(bodies) == 3
    assert any("SQL" in body for body in bodies)


@pytest.mark.usefixtures("met")
def test_the_fast_path_is_short(tab: Tab) -> None:
    page = tab.open(DEBRIEF)
    keys = Keys(page)
    said = {
        "Ana Ruiz": "the churn dashboard",
        "Bo Lind": "sequential testing",
        "Søren Kjær": "reports nobody opens",
    }
    for name, topic in said.items():
        heading(page, name)
        keys.press("Enter")
        keys.words(topic)
        keys.press("Alt+ArrowDown")
    heading(page, "What comes next")
    keys.words("in 9 days")
    page.get_by_role("button", name="That is enough").press("Enter")
    heading(page, "That was it. Thank you.")
    expect(page.get_by_role("button", name="Read it, and send it")).to_have_count(3)
    assert (keys.pressed, keys.typed) == (6, 66)


@pytest.mark.usefixtures("met")
def test_a_step_without_an_answer_is_left_with_one_click(tab: Tab) -> None:
    page = tab.open(DEBRIEF)
    page.get_by_role("button", name="Next: Bo Lind").click()
    heading(page, "Bo Lind")
    page.get_by_role("button", name="That is enough").click()
    heading(page, "That was it. Thank you.")


@pytest.mark.usefixtures("met")
def test_another_device_goes_on_where_the_first_stopped(
    tab: Tab, desk: Desk, chromium: Browser
) -> None:
    page = tab.open(DEBRIEF)
    page.keyboard.type("cutting churn")
    page.keyboard.press("Enter")
    page.keyboard.type("the churn dashb")
    expect(page.get_by_text("Saved at")).to_be_visible()
    page.reload()
    expect(page.get_by_label("What does Ana Ruiz care about?")).to_have_value("cutting churn")
    context = chromium.new_context()
    other = Tab(context.new_page(), desk.link()).open(DEBRIEF)
    expect(other.get_by_text("Going on where you stopped.")).to_be_visible()
    topics = other.get_by_label("What did you and Ana Ruiz speak about?")
    expect(topics).to_have_value("the churn dashb")
    topics.press("End")
    other.keyboard.type("oard")
    expect(other.get_by_text("Saved at")).to_be_visible()
    page.reload()
    expect(page.get_by_label("speak about?")).to_have_value("the churn dashboard")
    context.close()


@pytest.mark.usefixtures("met")
def test_a_save_that_fails_is_told_and_caught_up(desk: Desk, chromium: Browser) -> None:
    context = chromium.new_context()
    page = Tab(context.new_page(), desk.link()).open(DEBRIEF)
    desk.stop()
    page.keyboard.type("cutting churn")
    expect(page.get_by_text("Not saved yet. Trying again")).to_be_visible()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_text("Duly does not answer.")).to_be_visible()
    heading(page, "Ana Ruiz")
    expect(page.get_by_label("What does Ana Ruiz care about?")).to_have_value("cutting churn")
    desk.link()
    expect(page.get_by_text("Saved at")).to_be_visible(timeout=30_000)
    page.keyboard.press("Alt+ArrowDown")
    heading(page, "Bo Lind")
    page.get_by_role("link", name="Ana Ruiz").click()
    expect(page.get_by_label("What does Ana Ruiz care about?")).to_have_value("cutting churn")
    context.close()


@pytest.mark.usefixtures("met")
def test_what_cannot_be_read_is_said_once_the_field_is_left(chromium: Browser, desk: Desk) -> None:
    context = chromium.new_context()  # the browser notes every 422 as an error
    page = Tab(context.new_page(), desk.link()).open(f"{DEBRIEF}round/next/")
    day = page.get_by_label("By when will they decide")
    day.press_sequentially("blursday")
    wrong = page.get_by_text("cannot be read")
    page.wait_for_timeout(1500)
    expect(wrong).to_be_hidden()
    day.press("Tab")
    expect(wrong).to_be_visible()
    day.fill("in 9 days")
    expect(wrong).to_be_hidden()
    expect(page.locator(".heard")).to_contain_text(re.compile(r"\w{3} \d+ \w+"))
    context.close()


def test_a_phone_is_enough_for_the_first_minute(phone: Tab, desk: Desk) -> None:
    page = phone.open("/")
    page.get_by_role("link", name="I have just had an interview").tap()
    page.get_by_label("Company").fill("Acme")
    page.get_by_label("Name", exact=True).nth(0).fill("Ana Ruiz")
    page.get_by_label("Name", exact=True).nth(1).fill("Bo Lind")
    page.get_by_role("button", name="+ one more").tap()
    expect(page.get_by_label("Name", exact=True)).to_have_count(3)
    expect(page.get_by_label("Name", exact=True).nth(2)).to_be_focused()
    page.get_by_label("Name", exact=True).nth(2).fill("Cy Young")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Note it").last.tap()
    heading(page, "Ana Ruiz")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_role("link", name="Cy Young")).to_be_visible()


def test_a_question_that_follows_another_waits_for_it(tab: Tab, desk: Desk) -> None:
    desk.duly("interview", "Acme", "--ended", "1 hour ago", "--with", "Ana Ruiz")
    page = tab.open(DEBRIEF)
    how = page.get_by_label("How would you go about it?")
    expect(how).to_be_hidden()
    page.get_by_label("Which problem did Ana Ruiz describe?").fill("churn comes late")
    expect(how).to_be_visible()


def test_half_an_address_is_never_kept(tab: Tab, desk: Desk) -> None:
    desk.duly("interview", "Acme", "--ended", "1 hour ago", "--with", "Bo Lind")
    page = tab.open(DEBRIEF)
    page.get_by_label("What does Bo Lind care about?").fill("tests")
    expect(page.get_by_text("Saved at")).to_be_visible()
    page.locator("#debrief [type=email]").press_sequentially("bo@acme.exa", delay=30)
    page.wait_for_timeout(1000)
    assert address_of_bo(desk) is None
    page.keyboard.type("mple")
    page.keyboard.press("Alt+ArrowDown")
    heading(page, "What comes next")
    assert address_of_bo(desk) == "bo@acme.example"


def address_of_bo(desk: Desk) -> str | None:
    """Return what is noted, nothing being None."""
    found = json.loads(desk.duly("show", "acme", "--json"))["people"][0]["email"]
    return str(found) if found else None


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_sheet_to_take_along_prints_on_one_page(tab: Tab, desk: Desk, paper: str) -> None:
    people = [part for each in _PANEL for part in ("--with", each)]
    desk.duly("interview", "Acme Incorporated of Springfield", "--starts", "2099-03-12 10:00",
              "--role", "Senior data analyst", "--zone", "Asia/Kolkata", *people)  # fmt: skip
    page = tab.open("/o/acme-incorporated-of-springfield/prepare/")
    heading(page, "Acme Incorporated of Springfield")
    printed = page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
