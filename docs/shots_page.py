"""Take the pictures of the page for the documentation: run by `make shots`.

Real servers, a real browser, and one moment: every process that is started here, the page, its
worker and the commands, takes it to be a Thursday morning in March. The pictures of the tutorial
come from the journey that `tests/e2e/test_whole_journey.py` makes; those of every page from the
demo. Needs Chromium and, for the tutorial, Dovecot.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import time_machine
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.web.server import Desk

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
AT = datetime(2026, 3, 12, 13, 5, tzinfo=UTC)
WIDE, PHONE = 900, 360
TALLEST = 1000
"""Of a picture; what is below is left out."""
COLOURS = 16
MOST_BYTES = 60_000
MOST_IN_ALL = 1_500_000
BEGUN = time.time()

CLOCK = """
import os, time
import time_machine
passed = time.time() - float(os.environ["SHOTS_BEGUN"])
time_machine.travel(float(os.environ["SHOTS_AT"]) + passed, tick=True).start()
"""
"""Python runs it in every process whose path leads to it."""


class Camera:
    """Takes pictures of one page, small enough for a repository."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str, tallest: int = TALLEST) -> None:
        """Take a picture of the page from its top."""
        self.page.wait_for_load_state("load")
        self.page.evaluate("document.activeElement?.blur()")
        self.page.mouse.move(0, 0)
        height = self.page.evaluate("Math.ceil(document.body.getBoundingClientRect().bottom)")
        size = self.page.viewport_size
        assert size
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(height, tallest)}
        taken = self.page.screenshot(full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type]
        self._keep(name, taken)

    def _keep(self, name: str, taken: bytes) -> None:
        """Write a picture with as many colours as a page of paper and ink has."""
        picture = Image.open(BytesIO(taken)).convert("RGB")
        few = picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        path = self.folder / f"{name}.png"
        few.save(path, optimize=True)
        if path.stat().st_size > MOST_BYTES:
            raise SystemExit(f"{path} has {path.stat().st_size:,} bytes")


@contextmanager
def stopped_clock(folder: Path) -> Iterator[dict[str, str]]:
    """Return what to add to a process's surroundings so that it lives at the one moment."""
    (folder / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    yield {
        "PYTHONPATH": str(folder),
        "SHOTS_AT": str(AT.timestamp()),
        "SHOTS_BEGUN": str(BEGUN),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }


@contextmanager
def window(browser: Browser, width: int = WIDE, theme: str = "light") -> Iterator[Page]:
    """Open a window without a trace of others."""
    context = browser.new_context(
        viewport={"width": width, "height": 700},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def settle_down(desk: Desk) -> None:
    """Say where the pictures are taken, wherever they are."""
    desk.duly("me", "--zone", "America/New_York", "--country", "US")


@contextmanager
def demo(folder: Path, clock: dict[str, str]) -> Iterator[Desk]:
    """Give out the demo's page."""
    from tests.web.server import Desk

    desk = Desk(folder)
    desk.environment.update(clock)
    settle_down(desk)
    desk.duly("demo")
    desk.environment["DULY_DATABASE"] = str(desk.database.with_name("demo.sqlite3"))
    try:
        yield desk
    finally:
        desk.stop()


# Every page, on the demo


def every_page(browser: Browser, folder: Path, clock: dict[str, str]) -> None:
    """Take a picture of each page of the demo, in both themes."""
    from tests.web.test_guard import CLOSED, ROUTES

    with demo(folder / "demo", clock) as desk:
        for theme in ("light", "dark"):
            with window(browser, theme=theme) as page:
                link = desk.link()
                page.goto(link)
                camera = Camera(page, IMAGES / "pages" / theme)
                for name in CLOSED:
                    address = link.partition("/in/")[0] + ROUTES[name]["path"]
                    if "text/html" not in page.request.get(address).headers["content-type"]:
                        continue  # a file to keep is no page
                    page.goto(address)
                    camera.take(name.replace("_", "-"), tallest=400)


# The tutorial


def tutorial(browser: Browser, folder: Path, clock: dict[str, str]) -> None:
    """Make the whole journey, with a picture wherever the tutorial has one."""
    from tests.contract import dovecot
    from tests.e2e import test_whole_journey as whole
    from tests.e2e.conftest import Tab
    from tests.faults.smtp_server import Offer, SmtpServer
    from tests.web.server import Desk

    desk = Desk(folder / "journey")
    desk.environment.update(clock)
    settle_down(desk)
    with (
        contextmanager(dovecot.running)(special=dovecot.SPECIAL) as server,
        SmtpServer(folder / "accepted.log", offer=Offer()) as smtp,
        time_machine.travel(AT.timestamp() + time.time() - BEGUN, tick=True),
        window(browser) as page,
    ):
        user = server.user()
        user.make("Sent", "Drafts")
        try:
            sam = whole.Journey(Tab(page, desk.link()), desk, user, smtp)
            _with_pictures(sam, Camera(page, IMAGES / "tutorial"))
        finally:
            desk.stop()


def _with_pictures(sam: object, camera: Camera) -> None:
    from tests.e2e import test_whole_journey as whole

    assert isinstance(sam, whole.Journey)
    page = sam.page
    camera.take("1-welcome")
    sam.company("Acme", {name: address for name, (address, *_) in whole.PEOPLE.items()})
    camera.take("2-interview")
    sam.note()
    for name, (_, cares, topic) in whole.PEOPLE.items():
        sam.answers(name, cares, topic)
        if name == "Ana Ruiz":
            page.wait_for_selector("text=Saved at")
            camera.take("3-debrief", tallest=1100)
        sam.next()
    sam.enough()
    camera.take("4-letters")
    whole.another_iron(sam)
    sam.connect()
    sam.tab.open("/o/acme/letters/thank-you/ana-ruiz/")
    camera.take("5-letter", tallest=1100)
    whole.one_leaves(sam)
    sam.tab.open("/o/acme/letters/thank-you/ana-ruiz/")
    camera.take("6-sent")
    sam.comes("invited", "Re: Thank you", whole.INVITED)
    whole.noted_by_itself(sam, "they sent (Ana Ruiz): invitation")
    camera.take("7-answer")
    whole.an_offer_comes(sam)
    page.wait_for_selector("section[aria-labelledby=tell]")
    camera.take("8-everyone-to-tell")


def today(browser: Browser, folder: Path, clock: dict[str, str]) -> None:
    """Take the picture at the top of the README, and what a phone shows."""
    with demo(folder / "today", clock) as desk:
        for name, width in (("today", WIDE), ("today-phone", PHONE)):
            with window(browser, width) as page:
                page.goto(desk.link())
                Camera(page, IMAGES).take(name, tallest=800)


def main() -> None:
    """Take every picture, or the kinds that are named."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise SystemExit("Chromium is not installed: sudo apt install chromium")
    kinds = {each.__name__: each for each in (today, tutorial, every_page)}
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with (
        tempfile.TemporaryDirectory() as name,
        stopped_clock(Path(name)) as clock,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        for kind in sys.argv[1:] or kinds:
            kinds[kind](browser, Path(name), clock)
        browser.close()
    _weigh()


def _weigh() -> None:
    weight = sum(each.stat().st_size for each in IMAGES.rglob("*.png"))
    if weight > MOST_IN_ALL:
        raise SystemExit(f"{weight:,} bytes of pictures are too many")


if __name__ == "__main__":
    main()
